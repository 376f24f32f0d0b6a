//! A button that does something at once.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Dialog, Icon};
use crate::api::{ApiError, Outcome};
use crate::state::Toasts;

/// Does something to a thing that is there already, and says that it was done. With a `question` it asks first.
#[component]
pub(crate) fn ActionButton<W, F>(
    /// The words on it.
    label: &'static str,
    /// The sign on it; with one, the words are told on hover and to a screen reader only.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// What to ask before.
    #[prop(optional)]
    question: Option<&'static str>,
    /// Does it.
    work: W,
    /// What to say when it was done.
    done: &'static str,
    /// To be called when it was done.
    #[prop(into)]
    changed: Callback<()>,
) -> impl IntoView
where
    W: Fn() -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<Outcome<()>, ApiError>> + 'static,
{
    let toasts = Toasts::of_app();
    let busy = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let run = Callback::new(move |()| {
        // A button that is disabled would lose the keyboard.
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let work = work();
        spawn_local(async move {
            let told = match work.await {
                Ok(Ok(())) => None,
                Ok(Err(problems)) => {
                    Some(problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" "))
                }
                Err(error) => Some(error.to_string()),
            };
            busy.try_set(false);
            asking.try_set(false);
            if told.is_none() {
                changed.try_run(());
            }
            match told {
                Some(why) => toasts.fail(why),
                None => toasts.say(done),
            }
        });
    });
    let pressed = move |_| if question.is_some() { asking.set(true) } else { run.run(()) };
    let face = match icon {
        Some(name) => view! { <Icon name/> }.into_any(),
        None => label.into_any(),
    };
    let class = if icon.is_some() { "icon-button" } else { "button button-small" };
    view! {
        <button type="button" class=class title=icon.map(|_| label) aria-label=label aria-disabled=move || busy.get().to_string() on:click=pressed>{face}</button>
        {question.map(|question| view! {
            <Dialog open=asking title=label>
                <p class="dialog-text">{question}</p>
                <div class="form-foot">
                    <button type="button" class="button" on:click=move |_| asking.set(false)>"Cancel"</button>
                    <button type="button" class="button button-primary" aria-disabled=move || busy.get().to_string() on:click=move |_| run.run(())>{label}</button>
                </div>
            </Dialog>
        })}
    }
}
