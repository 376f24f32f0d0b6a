//! What staff decide of a delivery that does not get through.

use leptos::prelude::*;

use crate::api::graph::{DropDelivery, ReplayDelivery, drop_delivery, replay_delivery};
use crate::api::{Api, outcome};
use crate::components::ActionButton;

/// A button that tries a delivery again at once.
#[component]
pub(super) fn Replay(
    /// Which.
    id: String,
    /// To be called when it will be tried.
    changed: Callback<()>,
) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<ReplayDelivery>(replay_delivery::Variables { id }).await?.replay_delivery;
            Ok(outcome(made.delivery, made.problems).map(drop))
        }
    };
    view! { <ActionButton label="Try again" work done="It is tried again now" changed/> }
}

/// A button that gives a delivery up, after it has asked.
#[component]
pub(super) fn Drop(
    /// Which.
    id: String,
    /// To be called when it was given up.
    changed: Callback<()>,
) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<DropDelivery>(drop_delivery::Variables { id }).await?.drop_delivery;
            Ok(outcome(made.delivery, made.problems).map(drop))
        }
    };
    let question = "The other system will not hear of this change. What follows it for the same customer goes on.";
    view! { <ActionButton label="Drop" question work done="Delivery dropped" changed/> }
}
