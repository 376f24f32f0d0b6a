//! A growing list.

use leptos::prelude::*;

use super::more::More;
use crate::api::Feed;

/// The items of a feed as a list.
#[component]
pub(crate) fn FeedList<T, F, V>(
    /// The list.
    feed: Feed<T>,
    /// How the style sheet calls the list.
    #[prop(default = "feed")]
    class: &'static str,
    /// The sign of what there is not.
    icon: &'static str,
    /// What to say when there is nothing.
    empty: &'static str,
    /// Shows an item, inside of its `<li>`.
    children: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + 'static,
    V: IntoView + 'static,
{
    view! {
        <ul class=class class:unshown=move || feed.is_empty()>
            <For each=move || feed.items() key=|(key, _)| *key children=move |(_, item)| view! { <li>{children(item)}</li> }/>
        </ul>
        <More feed icon empty/>
    }
}
