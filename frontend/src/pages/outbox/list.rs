//! The deliveries as a table.

use leptos::prelude::*;

use super::actions::{Drop, Replay};
use super::state::{StateBadge, is_open};
use crate::api::graph::deliveries::{DeliveryRow, DeliveryRowSource};
use crate::api::graph::{Deliveries, DeliveryState, deliveries};
use crate::api::{Access, Feed, Page, Word};
use crate::components::{FeedTable, Moment};
use crate::format::sentence;

/// The deliveries in a state.
#[component]
pub(super) fn List(
    /// Which; none means all.
    state: Option<DeliveryState>,
) -> impl IntoView {
    let feed = Feed::new::<Deliveries>(
        move |after, first| {
            let filter = deliveries::DeliveryFilterInput { state, suspected_repeats: None, vendor: None };
            deliveries::Variables { filter: Some(filter), first: Some(first), after }
        },
        |answer| Some(Page::new(answer.deliveries.nodes, answer.deliveries.page_info)),
    );
    let access = Access::of_app();
    let changed = Callback::new(move |()| feed.again());
    let empty = match state {
        None => "Nothing had to be told to another system yet",
        Some(DeliveryState::Dead) => "Nothing is stuck",
        Some(DeliveryState::Pending) => "Nothing is waiting",
        Some(DeliveryState::Delivered) => "Nothing was delivered yet",
        Some(DeliveryState::Dropped) => "Nothing was dropped",
    };
    view! {
        <FeedTable feed label="Outbox" columns=&["Change", "Customer", "System", "State", "Last error", "Made", "#"] icon="send" empty
            children=move |row| entry(row, access, changed)/>
    }
}

fn entry(row: DeliveryRow, access: Access, changed: Callback<()>) -> impl IntoView {
    let open = is_open(row.state);
    let id = row.id.clone();
    let error = row.last_error.unwrap_or_default();
    view! {
        <tr>
            <th scope="row"><a class="row-link unbroken" href=format!("/outbox/{}", row.id)>{sentence(&row.change)}</a></th>
            <td>{row.source.and_then(customer)}</td>
            <td><span class="line unbroken">{row.vendor.label()}</span><span class="line faint">{row.connection_name}</span></td>
            <td><StateBadge state=row.state/></td>
            <td class="faint"><span class="cut" title=error.clone()>{error.clone()}</span></td>
            <td class="faint"><Moment at=row.created_at/></td>
            <td class="number">
                {open.then(|| view! {
                    <Show when=move || access.is_admin()>
                        <span class="row-actions"><Replay id=id.clone() changed/><Drop id=id.clone() changed/></span>
                    </Show>
                })}
            </td>
        </tr>
    }
}

fn customer(source: DeliveryRowSource) -> Option<impl IntoView> {
    let customer = source.customer?;
    Some(view! { <a href=format!("/customers/{}", customer.id)>{customer.display_name}</a> })
}
