//! The end of a growing list.

use leptos::prelude::*;

use super::{EmptyState, Failure, Skeleton};
use crate::api::{Feed, FeedState};
use crate::state::rescue;

/// Below the items of a feed: its skeleton, a button for more, what went wrong, or that there is nothing.
#[component]
pub(crate) fn More<T: Clone + 'static>(
    /// The list.
    feed: Feed<T>,
    /// The sign of what there is not.
    icon: &'static str,
    /// What there is not.
    empty: &'static str,
) -> impl IntoView {
    keep_the_keyboard(feed);
    let failed = move || matches!(feed.state(), FeedState::Failed(_));
    let below = move || match feed.state() {
        FeedState::Failed(error) => {
            let again = move || if feed.is_empty() { feed.again() } else { feed.more() };
            view! { <Failure error again/> }.into_any()
        }
        FeedState::Loading if feed.is_empty() => view! { <Skeleton lines=6/> }.into_any(),
        FeedState::Ready if feed.is_empty() => view! { <EmptyState icon title=empty/> }.into_any(),
        _ => ().into_any(),
    };
    view! {
        {below}
        <Show when=move || feed.has_more() && !feed.is_empty() && !failed()><Button feed/></Show>
    }
}

/// The button for more. It stays while more is under way, so that the keyboard stays on it.
#[component]
fn Button<T: Clone + 'static>(
    /// The list.
    feed: Feed<T>,
) -> impl IntoView {
    let busy = move || feed.state() == FeedState::Loading;
    view! {
        <div class="more">
            <button type="button" class="button" aria-disabled=move || busy().to_string() on:click=move |_| feed.more()>
                {move || if busy() { "Loading\u{2026}" } else { "Load more" }}
            </button>
        </div>
    }
}

/// A list that is begun anew, and the last page of one, take away what the keyboard was on.
fn keep_the_keyboard<T: Clone + 'static>(feed: Feed<T>) {
    Effect::new(move |before: Option<(usize, bool)>| {
        let now = (feed.round(), feed.has_more());
        if before.is_some_and(|before| before.0 > 0 && before != now) {
            rescue();
        }
        now
    });
}
