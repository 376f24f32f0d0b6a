//! Points and credits.

mod correct;
mod entries;
mod rows;
mod spend;

use leptos::prelude::*;

use self::correct::Correct;
use self::entries::{Debits, Lots};
use self::spend::Spend;
use super::tab::Changed;
use crate::api::graph::customer_ledger::Balance;
use crate::api::graph::{CustomerLedger, LedgerUnit, customer_ledger};
use crate::api::{Word, query};
use crate::components::{EmptyState, Load, Panel, Stat};
use crate::format::{date_of, money, number};

/// Which balance a form is about.
#[derive(Clone, Debug)]
pub(crate) struct Sort {
    /// Whose.
    pub(crate) customer: String,
    /// Points or credits.
    pub(crate) unit: LedgerUnit,
    /// Their type.
    pub(crate) type_id: Option<String>,
    /// The currency of credits.
    pub(crate) currency: Option<String>,
}

impl Sort {
    /// Whether a balance is of this sort.
    fn is(&self, unit: LedgerUnit, type_id: &Option<String>, currency: &Option<String>) -> bool {
        (self.unit, &self.type_id, &self.currency) == (unit, type_id, currency)
    }
}

/// Every balance with its lots and debits.
#[component]
pub(crate) fn Ledger(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let asked = id.clone();
    let fetch = query::<CustomerLedger>(move || customer_ledger::Variables { id: asked.clone() });
    let changed = Callback::new(move |()| {
        fetch.again();
        changed.run(());
    });
    view! {
        <Load fetch let:answer>
            {
                let balances: Vec<_> =
                    answer.customer.into_iter().flat_map(|customer| customer.points.into_iter().chain(customer.credits)).collect();
                if balances.is_empty() { nothing(&id, changed) } else { all(&id, balances, changed) }
            }
        </Load>
    }
}

fn nothing(id: &str, changed: Changed) -> AnyView {
    let sort = Sort { customer: id.to_owned(), unit: LedgerUnit::Points, type_id: None, currency: None };
    view! {
        <EmptyState icon="coins" title="No points or credits yet" text="They appear with the first purchase that earns some, or when somebody grants some.">
            <Correct sort changed/>
        </EmptyState>
    }
    .into_any()
}

fn all(id: &str, balances: Vec<Balance>, changed: Changed) -> AnyView {
    let one = |balance: Balance| {
        let sort = Sort {
            customer: id.to_owned(),
            unit: balance.unit,
            type_id: balance.type_id.clone(),
            currency: balance.currency.clone(),
        };
        view! { <Account balance sort changed/> }
    };
    view! { <div class="stack">{balances.into_iter().map(one).collect_view()}</div> }.into_any()
}

/// One balance.
#[component]
fn Account(
    /// The balance.
    balance: Balance,
    /// Which it is.
    sort: Sort,
    /// To be called when it changed.
    changed: Changed,
) -> impl IntoView {
    let name = balance.type_name.unwrap_or_else(|| balance.unit.label());
    let amount = |text: &str| match &balance.currency {
        Some(currency) => money(text, currency),
        None => number(text),
    };
    let next = balance.expiring_next.map(|next| format!("{} expire on {}", amount(&next.amount.0), date_of(&next.at)));
    let (spent, corrected, earned) = (sort.clone(), sort.clone(), sort.clone());
    view! {
        <section class="account">
            <div class="account-head">
                <dl class="account-stat">
                    <Stat name=name value=amount(&balance.balance.0).into_any()
                        note=next.unwrap_or_else(|| "nothing expires soon".to_owned())/>
                </dl>
                <div class="actions"><Spend sort=spent changed/><Correct sort=corrected changed/></div>
            </div>
            <div class="columns columns-even">
                <Panel title="Earned"><Lots sort=earned/></Panel>
                <Panel title="Taken"><Debits sort/></Panel>
            </div>
        </section>
    }
}
