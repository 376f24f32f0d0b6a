//! The end of a growing list.

use leptos::prelude::*;

use super::{EmptyState, Failure, Skeleton};
use crate::api::{Feed, FeedState};

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
    move || {
        match feed.state() {
        FeedState::Failed(error) => {
            let again = move || if feed.is_empty() { feed.again() } else { feed.more() };
            view! { <Failure error again/> }.into_any()
        }
        FeedState::Loading => view! { <Skeleton lines=if feed.is_empty() { 6 } else { 2 }/> }.into_any(),
        FeedState::Ready if feed.is_empty() => view! { <EmptyState icon title=empty/> }.into_any(),
        FeedState::Ready if feed.has_more() => {
            view! { <div class="more"><button type="button" class="button" on:click=move |_| feed.more()>"Load more"</button></div> }
                .into_any()
        }
        FeedState::Ready => ().into_any(),
    }
    }
}
