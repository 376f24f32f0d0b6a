//! A growing table.

use leptos::prelude::*;

use super::more::More;
use crate::api::Feed;

/// The items of a feed as a table.
#[component]
pub(crate) fn FeedTable<T, F, V>(
    /// The list.
    feed: Feed<T>,
    /// What the table is about, for who cannot see it.
    label: &'static str,
    /// The columns' names; one that begins with `#` holds numbers.
    columns: &'static [&'static str],
    /// The sign of what there is not.
    icon: &'static str,
    /// What to say when there is nothing.
    empty: &'static str,
    /// Shows an item, as its `<tr>`.
    children: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + 'static,
    V: IntoView + 'static,
{
    let column = |name: &&'static str| {
        let number = name.starts_with('#');
        view! { <th scope="col" class:number=number>{name.trim_start_matches('#')}</th> }
    };
    view! {
        <div class="table-box" class:unshown=move || feed.is_empty() role="region" aria-label=label tabindex="0">
            <table class="table">
                <thead><tr>{columns.iter().map(column).collect_view()}</tr></thead>
                <tbody>
                    <For each=move || feed.items() key=|(key, _)| *key children=move |(_, item)| children(item)/>
                </tbody>
            </table>
        </div>
        <More feed icon empty/>
    }
}
