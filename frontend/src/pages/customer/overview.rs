//! Who the customer is: key figures, what is known and from where.

use leptos::prelude::*;

use super::tab::Changed;
use crate::api::graph::customer_overview::{CustomerOverviewCustomer as Customer, Field, OriginRow, Said};
use crate::api::graph::{CustomerOverview, customer_overview};
use crate::api::shared::Sum;
use crate::api::{Word, query};
use crate::components::{Badge, EmptyState, Expander, Load, Moment, OriginBadge, Panel, Stat};
use crate::format::{date_of, number, plural, spoken};

/// What is known, from where, and what lost.
#[component]
pub(crate) fn Overview(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let _ = changed;
    let fetch = query::<CustomerOverview>(move || customer_overview::Variables { id: id.clone() });
    view! { <Load fetch let:answer>{answer.customer.map(shown)}</Load> }
}

fn shown(customer: Customer) -> impl IntoView {
    let figures = figures(&customer);
    view! {
        {figures}
        <div class="columns">
            <Panel title="What is known">
                <ul class="resolved">{customer.resolved.into_iter().map(field).collect_view()}</ul>
            </Panel>
            <Panel title="Where from">{origins(customer.origins.nodes)}</Panel>
        </div>
    }
}

fn figures(customer: &Customer) -> impl IntoView + use<> {
    let bought = &customer.purchase_summary;
    let sums: Vec<String> = bought.total.iter().map(|sum| Sum::from(sum.clone()).text()).collect();
    let sums = if sums.is_empty() { "\u{2014}".to_owned() } else { sums.join(" + ") };
    let open = customer.tasks.total_count;
    view! {
        <dl class="stats">
            <Stat name="Purchases" value=sums.into_any() note=plural(bought.count, "purchase", "purchases")/>
            <Stat name="Points" value=number(&customer.points_balance.0).into_any() note="can be spent now"/>
            <Stat name="Vouchers" value=customer.vouchers.total_count.to_string().into_any() note="valid and not used"/>
            <Stat name="Open tasks" value=open.to_string().into_any()/>
            <Stat name="Last activity" value=view! { <Moment at=customer.last_activity_at.clone()/> }.into_any()
                note=format!("customer since {}", date_of(&customer.created_at))/>
        </dl>
    }
}

fn field(resolved: Field) -> impl IntoView {
    let others = resolved.others;
    let count = i64::try_from(others.len()).unwrap_or(i64::MAX);
    view! {
        <li class="resolved-field">
            <span class="resolved-name">{resolved.field.label()}</span>
            <div class="resolved-values">
                <div class="resolved-winner">
                    <span class="resolved-value">{spoken(&resolved.winner.value)}</span>
                    <span class="resolved-why">
                        <OriginBadge said_by=resolved.winner.source.map(Into::into)/><Badge text=resolved.reason.label()/>
                    </span>
                    <Moment at=resolved.winner.observed_at/>
                </div>
                {(count > 0).then(|| view! {
                    <Expander label=plural(count, "other value", "other values")>{others.iter().cloned().map(loser).collect_view()}</Expander>
                })}
            </div>
        </li>
    }
}

fn loser(said: Said) -> impl IntoView {
    view! {
        <div class="resolved-winner resolved-loser">
            <span class="resolved-value">{spoken(&said.value)}</span>
            <span class="resolved-why"><OriginBadge said_by=said.source.map(Into::into)/></span>
            <Moment at=said.observed_at/>
        </div>
    }
}

fn origins(rows: Vec<OriginRow>) -> AnyView {
    if rows.is_empty() {
        return view! { <EmptyState icon="flow" title="No origin is known"/> }.into_any();
    }
    let row = |row: OriginRow| {
        view! {
            <li>
                <div class="entry-head">
                    <span class="entry-title">{row.customer_source.map(|source| source.name)}</span>
                    <Moment at=row.created_at/>
                </div>
                <div class="entry-foot"><OriginBadge said_by=row.source.map(Into::into)/><span>{row.external_id}</span></div>
            </li>
        }
    };
    view! { <ul class="feed">{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
}
