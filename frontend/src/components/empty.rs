//! Nothing to show, and what to do about it.

use leptos::prelude::*;

use super::Icon;

/// Says kindly that there is nothing.
#[component]
pub(crate) fn EmptyState(
    /// What a thing of this kind looks like.
    icon: &'static str,
    /// What there is not.
    #[prop(into)]
    title: String,
    /// Why, or how there could be something.
    #[prop(optional, into)]
    text: String,
    /// What can be done about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon"><Icon name=icon/></span>
            <p class="empty-title">{title}</p>
            {(!text.is_empty()).then(|| view! { <p class="empty-text">{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
