//! What a delivery is, at a glance.

use leptos::prelude::*;

use crate::api::graph::DeliveryState;
use crate::api::graph::delivery::DeliveryNodeOnDelivery as Delivery;
use crate::components::{Moment, Stat};
use crate::pages::outbox::state::StateBadge;

/// State, progress, tries, whose it is, and when.
pub(super) fn facts(delivery: &Delivery) -> impl IntoView + use<> {
    let customer = delivery.source.as_ref().and_then(|source| source.customer.as_ref());
    let whose = match customer {
        Some(customer) => {
            view! { <a href=format!("/customers/{}", customer.id)>{customer.display_name.clone()}</a> }.into_any()
        }
        None => "\u{2014}".into_any(),
    };
    let record = delivery.source.as_ref().map(|source| format!("record {}", source.vendor_id)).unwrap_or_default();
    let (when, at) = match delivery.state {
        DeliveryState::Pending => ("Next try", Some(delivery.due_at.clone())),
        DeliveryState::Dead => ("Next try", None),
        DeliveryState::Delivered => ("Delivered", delivery.ended_at.clone()),
        DeliveryState::Dropped => ("Dropped", delivery.ended_at.clone()),
    };
    let repeats = match delivery.suspected_repeats {
        0 => String::new(),
        count => format!("perhaps {count} repeated"),
    };
    view! {
        <dl class="stats">
            <Stat name="State" value=view! { <StateBadge state=delivery.state/> }.into_any()/>
            <Stat name="Calls done" value=format!("{} of {}", delivery.step, delivery.calls.len()).into_any()/>
            <Stat name="Tries" value=delivery.history.len().into_any() note=repeats/>
            <Stat name=when value=view! { <Moment at/> }.into_any()/>
            <Stat name="Customer" value=whose note=record/>
            <Stat name="Made" value=view! { <Moment at=delivery.created_at.clone()/> }.into_any() note=format!("by {}", delivery.actor)/>
        </dl>
    }
}
