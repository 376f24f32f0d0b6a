//! The lists of one balance: what was earned, what was taken. Both grow by cursor.

use leptos::prelude::*;

use super::Sort;
use super::rows::{debit, lot};
use crate::api::graph::customer_debits::{CustomerDebitsCustomer, Taken};
use crate::api::graph::customer_lots::{CustomerLotsCustomer, Earned};
use crate::api::graph::{CustomerDebits, CustomerLots, customer_debits, customer_lots};
use crate::api::{Feed, Page};
use crate::components::FeedTable;

/// The lots, newest first.
#[component]
pub(super) fn Lots(
    /// Of which balance.
    sort: Sort,
) -> impl IntoView {
    let id = sort.customer.clone();
    let feed = Feed::new::<CustomerLots>(
        move |after, first| customer_lots::Variables { id: id.clone(), first: Some(first), after },
        move |answer| {
            let found = answer.customer.and_then(|customer| earned(customer, &sort))?;
            Some(Page::new(found.lots.nodes, found.lots.page_info))
        },
    );
    view! {
        <FeedTable feed label="Earned" columns=&["Earned", "#Amount", "#Left", "Expires", "For"] icon="coins" empty="Nothing was earned yet"
            children=lot/>
    }
}

fn earned(customer: CustomerLotsCustomer, sort: &Sort) -> Option<Earned> {
    let mut all = customer.points.into_iter().chain(customer.credits);
    all.find(|balance| sort.is(balance.unit, &balance.type_id, &balance.currency))
}

/// The debits, newest first.
#[component]
pub(super) fn Debits(
    /// Of which balance.
    sort: Sort,
) -> impl IntoView {
    let id = sort.customer.clone();
    let feed = Feed::new::<CustomerDebits>(
        move |after, first| customer_debits::Variables { id: id.clone(), first: Some(first), after },
        move |answer| {
            let found = answer.customer.and_then(|customer| taken(customer, &sort))?;
            Some(Page::new(found.debits.nodes, found.debits.page_info))
        },
    );
    view! { <FeedTable feed label="Taken" columns=&["Taken", "#Amount", "Why", "For"] icon="coins" empty="Nothing was taken yet" children=debit/> }
}

fn taken(customer: CustomerDebitsCustomer, sort: &Sort) -> Option<Taken> {
    let mut all = customer.points.into_iter().chain(customer.credits);
    all.find(|balance| sort.is(balance.unit, &balance.type_id, &balance.currency))
}
