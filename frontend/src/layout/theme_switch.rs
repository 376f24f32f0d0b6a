//! Choosing how the app looks.

use leptos::prelude::*;

use crate::components::Icon;
use crate::format::sentence;
use crate::state::Theme;

/// A switch between the three themes.
#[component]
pub(crate) fn ThemeSwitch() -> impl IntoView {
    let chosen = use_context::<RwSignal<Theme>>().unwrap_or_else(|| RwSignal::new(Theme::default()));
    let choice = move |theme: Theme| {
        let icon = match theme {
            Theme::System => "monitor",
            Theme::Light => "sun",
            Theme::Dark => "moon",
        };
        view! {
            <button type="button" class="switch-choice" title=sentence(theme.name()) aria-label=sentence(theme.name())
                aria-pressed=move || (chosen.get() == theme).to_string() on:click=move |_| chosen.set(theme)>
                <Icon name=icon/>
            </button>
        }
    };
    view! { <div class="switch" role="group" aria-label="Theme">{Theme::ALL.map(choice).collect_view()}</div> }
}
