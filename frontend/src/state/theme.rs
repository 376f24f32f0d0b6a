//! Light, dark, or as the system says.

use leptos::prelude::*;

use super::{keep, kept};

const KEY: &str = "onefold.theme";

/// How the app looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, in the order of the switch.
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The theme's name, as it is kept and as the style sheet knows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme that this browser remembers, applied now and whenever it changes.
    pub(crate) fn remembered() -> RwSignal<Self> {
        let found = kept(KEY).and_then(|name| Self::ALL.into_iter().find(|theme| theme.name() == name));
        let theme = RwSignal::new(found.unwrap_or_default());
        Effect::new(move || {
            let name = theme.get().name();
            keep(KEY, name);
            if let Some(root) = document().document_element() {
                // Only a name that is no name could be refused.
                let _ = root.set_attribute("data-theme", name);
            }
        });
        theme
    }
}
