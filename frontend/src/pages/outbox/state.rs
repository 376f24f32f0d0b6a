//! Where a delivery stands, for people.

use leptos::prelude::*;

use crate::api::graph::DeliveryState;
use crate::components::{Badge, Tone};

/// A state in the words of who has to deal with it.
pub(super) fn words(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Dead => "Needs you",
        DeliveryState::Delivered => "Delivered",
        DeliveryState::Dropped => "Dropped",
        DeliveryState::Pending => "Waiting",
    }
}

/// Whether it is still to be delivered, so that it can be tried again, changed or given up.
pub(super) fn is_open(state: DeliveryState) -> bool {
    matches!(state, DeliveryState::Dead | DeliveryState::Pending)
}

/// A state with its colour.
#[component]
pub(super) fn StateBadge(
    /// The state.
    state: DeliveryState,
) -> impl IntoView {
    let tone = match state {
        DeliveryState::Dead => Tone::Bad,
        DeliveryState::Delivered => Tone::Good,
        DeliveryState::Dropped => Tone::Plain,
        DeliveryState::Pending => Tone::Accent,
    };
    view! { <Badge text=words(state) tone/> }
}
