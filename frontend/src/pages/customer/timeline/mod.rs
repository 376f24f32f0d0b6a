//! What happened to the customer.

mod entry;

use leptos::prelude::*;

use self::entry::entry;
use super::tab::Changed;
use crate::api::graph::{CustomerTimeline, customer_timeline};
use crate::api::{Feed, Page};
use crate::components::FeedList;
use crate::state::use_parameters;

/// The choices of what to see: the name in the address, the words, the kinds of entry that it stands for.
const CHOICES: [(&str, &str, &[&str]); 6] = [
    ("", "Everything", &[]),
    ("purchases", "Purchases", &["purchase"]),
    ("loyalty", "Loyalty", &["points", "credits", "voucher", "reward", "card"]),
    ("contact", "Contact", &["case", "chat", "message", "event", "channel", "consent"]),
    ("work", "Notes and tasks", &["note", "task", "calendar", "pipeline"]),
    ("surveys", "Surveys", &["survey"]),
];

/// Everything that happened, in every system, newest first; or only what the address asks for.
#[component]
pub(crate) fn Timeline(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let _ = changed;
    let parameters = use_parameters();
    let chosen = Memo::new(move |_| parameters.with(|found| of_name(&found.get("show").unwrap_or_default())));
    let here = format!("/customers/{id}/timeline");
    let choice = move |at: usize| {
        let (name, label, _) = CHOICES[at];
        let address = if name.is_empty() { here.clone() } else { format!("{here}?show={name}") };
        view! {
            <a class="segment" href=address aria-current=move || (chosen.get() == at).then_some("true")>{label}</a>
        }
    };
    view! {
        <nav class="segments" aria-label="What to see">{(0..CHOICES.len()).map(choice).collect_view()}</nav>
        {move || view! { <Entries id=id.clone() kinds=CHOICES[chosen.get()].2/> }}
    }
}

/// The place of a choice among all; an unknown name stands for everything.
fn of_name(name: &str) -> usize {
    CHOICES.iter().position(|(other, _, _)| *other == name).unwrap_or_default()
}

/// The entries of some kinds.
#[component]
fn Entries(
    /// Whose.
    id: String,
    /// Which; none means all.
    kinds: &'static [&'static str],
) -> impl IntoView {
    let feed = Feed::new::<CustomerTimeline>(
        move |after, first| {
            let kinds = (!kinds.is_empty()).then(|| kinds.iter().map(|kind| (*kind).to_owned()).collect());
            let filter = customer_timeline::TimelineFilterInput { kinds, occurred: None };
            customer_timeline::Variables { id: id.clone(), filter: Some(filter), first: Some(first), after }
        },
        |answer| answer.customer.map(|customer| Page::new(customer.timeline.nodes, customer.timeline.page_info)),
    );
    view! { <FeedList feed class="timeline" icon="clock" empty="Nothing of this has happened yet" children=entry/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_found_by_its_name() {
        assert_eq!(of_name("loyalty"), 2);
        assert_eq!(of_name("nonsense"), 0);
    }
}
