//! What connected systems said that did not fit: kept as it came, until somebody has looked at it.

mod list;

use leptos::prelude::*;

use self::list::List;
use crate::components::PageHead;
use crate::state::use_parameters;

/// The quarantine, open entries first unless the address asks for others.
#[component]
pub(crate) fn Quarantine() -> impl IntoView {
    let parameters = use_parameters();
    let resolved = Memo::new(move |_| parameters.with(|found| found.get("state").as_deref() == Some("resolved")));
    let choice = move |address: &'static str, label: &'static str, of: bool| {
        view! { <a class="segment" href=address aria-current=move || (resolved.get() == of).then_some("page")>{label}</a> }
    };
    view! {
        <PageHead title="Quarantine" lead="What connected systems said that did not fit".to_owned()>
            <nav class="segments" aria-label="State">
                {choice("/quarantine", "Open", false)} {choice("/quarantine?state=resolved", "Resolved", true)}
            </nav>
        </PageHead>
        {move || view! { <List resolved=resolved.get()/> }}
    }
}
