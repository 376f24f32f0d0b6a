//! The frame: navigation at the side, the page beside it.

use leptos::html::Main;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

use super::Brand;
use super::nav::Nav;
use super::user_menu::UserMenu;
use crate::api::Access;
use crate::components::Icon;
use crate::state::Arrival;

/// How many parts of the address, the empty one before its first slash counted, name a page. A customer's tabs are one page.
const PARTS: usize = 3;

/// The frame round a page.
#[component]
pub(crate) fn Shell() -> impl IntoView {
    provide_context(Access::ask());
    let arrival = Arrival::new();
    provide_context(arrival);
    let open = RwSignal::new(false);
    let main = NodeRef::<Main>::new();
    follow_navigation(main, open, arrival);
    view! {
        <a class="skip" href="#main" rel="external" on:click=move |event| {
            event.prevent_default();
            focus(main);
        }>"Skip to content"</a>
        <div class="shell" class:nav-open=move || open.get()>
            <header class="side">
                <div class="side-head">
                    <a href="/" class="brand-link" aria-label="Onefold, home"><Brand/></a>
                    <button type="button" class="icon-button menu-button" aria-label="Menu" aria-controls="nav"
                        aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                        <Icon name="menu"/>
                    </button>
                </div>
                <div class="side-body" id="nav">
                    <Nav/>
                    <UserMenu/>
                </div>
            </header>
            <main id="main" class="page" tabindex="-1" node_ref=main><Outlet/></main>
        </div>
    }
}

/// After a step to another page the keyboard begins at its heading; a step within the page leaves it where it is.
fn follow_navigation(main: NodeRef<Main>, open: RwSignal<bool>, arrival: Arrival) {
    let path = use_location().pathname;
    let page = Memo::new(move |_| path.get().split('/').take(PARTS).collect::<Vec<_>>().join("/"));
    Effect::new(move |before: Option<String>| {
        let now = page.get();
        if before.is_some_and(|before| before != now) {
            open.set(false);
            arrival.arrive(main.get_untracked());
        }
        now
    });
}

fn focus(main: NodeRef<Main>) {
    if let Some(main) = main.get_untracked() {
        // An element that is gone has nothing to focus.
        let _ = main.focus();
    }
}
