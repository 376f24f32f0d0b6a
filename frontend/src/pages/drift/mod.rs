//! Where the replies of real vendors differ from what they document.

mod list;

use leptos::prelude::*;

use self::list::List;
use crate::components::{PageHead, Segments, open_or_resolved};
use crate::state::use_parameters;

/// The differences, open ones first unless the address asks for others.
#[component]
pub(crate) fn Drift() -> impl IntoView {
    let parameters = use_parameters();
    let resolved = Memo::new(move |_| parameters.with(|found| found.get("state").as_deref() == Some("resolved")));
    let chosen = Signal::derive(move || if resolved.get() { "resolved".to_owned() } else { String::new() });
    view! {
        <PageHead title="Drift" lead="Where systems answer otherwise than they document".to_owned()>
            <Segments label="State" path="/drift" parameter="state" choices=open_or_resolved() chosen/>
        </PageHead>
        {move || view! { <List resolved=resolved.get()/> }}
    }
}
