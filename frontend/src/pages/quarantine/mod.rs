//! What connected systems said that did not fit: kept as it came, until somebody has looked at it.

mod list;

use leptos::prelude::*;

use self::list::List;
use crate::components::{PageHead, Segments, open_or_resolved};
use crate::state::use_parameters;

/// The quarantine, open entries first unless the address asks for others.
#[component]
pub(crate) fn Quarantine() -> impl IntoView {
    let parameters = use_parameters();
    let resolved = Memo::new(move |_| parameters.with(|found| found.get("state").as_deref() == Some("resolved")));
    let chosen = Signal::derive(move || if resolved.get() { "resolved".to_owned() } else { String::new() });
    view! {
        <PageHead title="Quarantine" lead="What connected systems said that did not fit".to_owned()>
            <Segments label="State" path="/quarantine" parameter="state" choices=open_or_resolved() chosen/>
        </PageHead>
        {move || view! { <List resolved=resolved.get()/> }}
    }
}
