//! Names with their values.

use leptos::prelude::*;

/// A list of names with values.
#[component]
pub(crate) fn DefinitionList(
    /// [`Definition`]s.
    children: Children,
) -> impl IntoView {
    view! { <dl class="definitions">{children()}</dl> }
}

/// One name with its value; an absent value is a dash.
#[component]
pub(crate) fn Definition(
    /// The name.
    #[prop(into)]
    name: String,
    /// The value.
    #[prop(into)]
    value: MaybeText,
) -> impl IntoView {
    let value = value.0.filter(|text| !text.is_empty());
    view! { <div class="definition"><dt>{name}</dt><dd>{value.unwrap_or_else(|| "\u{2014}".to_owned())}</dd></div> }
}

/// A text that may be absent.
#[derive(Clone, Debug)]
pub(crate) struct MaybeText(Option<String>);

impl From<Option<String>> for MaybeText {
    fn from(text: Option<String>) -> Self {
        Self(text)
    }
}

impl From<String> for MaybeText {
    fn from(text: String) -> Self {
        Self(Some(text))
    }
}
