//! Nothing to show, and what to do about it.

use leptos::prelude::*;

use super::{Heading, Icon};

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
    /// Whether it is all there is on the page, so that its title is the page's heading.
    #[prop(optional)]
    alone: bool,
    /// What can be done about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon"><Icon name=icon/></span>
            {if alone { view! { <Heading text=title/> }.into_any() } else { view! { <p class="empty-title">{title}</p> }.into_any() }}
            {(!text.is_empty()).then(|| view! { <p class="empty-text">{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
