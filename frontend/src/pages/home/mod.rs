//! Where a day begins: how many customers there are, what waits for somebody, what has just happened. Each part asks for itself, so that
//! a slow one holds up no other.

mod activity;
mod connections;
mod desk;
mod figures;
mod news;
mod tasks;

use leptos::prelude::*;

use self::activity::Activity;
use self::connections::ConnectionStates;
use self::desk::Desk;
use self::figures::Figures;
use self::news::News;
use self::tasks::Tasks;
use crate::api::Access;
use crate::components::PageHead;

/// The home page.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let access = Access::of_app();
    view! {
        <PageHead title="Home" lead="What is new, and what waits for you".to_owned()/>
        <Figures/>
        <div class="columns">
            <div class="stack"><Activity/><News/></div>
            <div class="stack">
                <Desk/>
                <Show when=move || access.is_admin()><ConnectionStates/></Show>
                <Tasks/>
            </div>
        </div>
    }
}

/// Beside a panel's heading: the way to the whole.
fn all(address: &'static str, of: &'static str) -> AnyView {
    view! { <a class="panel-link" href=address>"All"<span class="unseen">" " {of}</span></a> }.into_any()
}
