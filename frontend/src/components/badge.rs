//! A word with a colour.

use leptos::prelude::*;

/// What a colour says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// What stands out.
    Accent,
    /// Good.
    Good,
    /// To be looked at.
    Warn,
    /// Bad.
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "badge",
            Self::Accent => "badge badge-accent",
            Self::Good => "badge badge-good",
            Self::Warn => "badge badge-warn",
            Self::Bad => "badge badge-bad",
        }
    }
}

/// A short label.
#[component]
pub(crate) fn Badge(
    /// The word.
    #[prop(into)]
    text: String,
    /// What its colour says; the word says it too.
    #[prop(optional)]
    tone: Tone,
) -> impl IntoView {
    view! { <span class=tone.class()>{text}</span> }
}
