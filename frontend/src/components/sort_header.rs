//! The head of a column by which a table can be sorted.

use leptos::prelude::*;

use super::Icon;

/// Whether and how a table is sorted by a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sorting {
    /// `ascending` or `descending` when it is sorted by this column.
    pub(crate) now: Option<&'static str>,
    /// Address of the table sorted by this column, or the other way round.
    pub(crate) address: String,
}

/// A column's name as a link that sorts by it.
#[component]
pub(crate) fn SortHeader(
    /// The column's name.
    label: &'static str,
    /// Whether it holds numbers.
    #[prop(optional)]
    number: bool,
    /// How the table is sorted.
    #[prop(into)]
    sorting: Signal<Sorting>,
) -> impl IntoView {
    let icon = move || match sorting.get().now {
        Some("ascending") => view! { <Icon name="up"/> }.into_any(),
        Some(_) => view! { <Icon name="down"/> }.into_any(),
        None => view! { <Icon name="sort"/> }.into_any(),
    };
    view! {
        <th scope="col" class:number=number aria-sort=move || sorting.get().now>
            <a class="sort" class:sort-on=move || sorting.get().now.is_some() href=move || sorting.get().address>{label}{icon}</a>
        </th>
    }
}
