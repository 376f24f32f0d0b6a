//! What real vendors are to hear of changes made here, and what became of it.

mod actions;
mod delivery;
mod edit;
mod list;
mod state;

use leptos::prelude::*;

pub(crate) use self::delivery::DeliveryPage;
use self::list::List;
use crate::api::Word;
use crate::api::graph::DeliveryState;
use crate::components::{PageHead, Segments};
use crate::state::use_parameters;

/// Where the outbox is.
const PATH: &str = "/outbox";

/// The deliveries, newest first; all of them, or those in the state that the address names.
#[component]
pub(crate) fn Outbox() -> impl IntoView {
    let parameters = use_parameters();
    let chosen = Memo::new(move |_| parameters.with(|found| of_slug(found.get("state"))));
    let states = DeliveryState::ALL.iter().map(|state| (slug(*state), state::words(*state).to_owned()));
    let choices: Vec<_> = std::iter::once((String::new(), "All".to_owned())).chain(states).collect();
    let name = Signal::derive(move || chosen.get().map(slug).unwrap_or_default());
    view! {
        <PageHead title="Outbox" lead="Changes that other systems are to hear of".to_owned()>
            <Segments label="State" path=PATH parameter="state" choices chosen=name/>
        </PageHead>
        {move || view! { <List state=chosen.get()/> }}
    }
}

fn slug(state: DeliveryState) -> String {
    state.code().to_lowercase()
}

fn of_slug(name: Option<String>) -> Option<DeliveryState> {
    DeliveryState::ALL.iter().copied().find(|state| Some(slug(*state)) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_a_name_in_the_address() {
        assert!(of_slug(Some("dead".to_owned())) == Some(DeliveryState::Dead));
        assert!(of_slug(Some("nonsense".to_owned())).is_none());
    }
}
