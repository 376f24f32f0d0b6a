//! Showing an answer, and what there is until it is here.

use leptos::prelude::*;

use super::{Failure, Skeleton};
use crate::api::Fetch;
use crate::state::rescue;

/// The answer, a skeleton before it, or what went wrong.
#[component]
pub(crate) fn Load<T, F, V>(
    /// What is asked for.
    fetch: Fetch<T>,
    /// How many lines the skeleton has.
    #[prop(default = 6)]
    lines: usize,
    /// Whether the page has no heading of its own, so that a failure is its heading.
    #[prop(optional)]
    alone: bool,
    /// Shows the answer.
    children: F,
) -> impl IntoView
where
    T: Clone + 'static,
    F: Fn(T) -> V + Send + 'static,
    V: IntoView + 'static,
{
    Effect::new(move |answers: Option<usize>| {
        let answers = answers.unwrap_or_default();
        if fetch.is_loading() {
            return answers;
        }
        if answers > 0 {
            rescue();
        }
        answers + 1
    });
    view! {
        <div class="load" aria-busy=move || fetch.is_loading().to_string()>
            {move || match fetch.get() {
                None => view! { <Skeleton lines/> }.into_any(),
                Some(Ok(answer)) => children(answer).into_any(),
                Some(Err(error)) => view! { <Failure error alone again=move || fetch.again()/> }.into_any(),
            }}
        </div>
    }
}
