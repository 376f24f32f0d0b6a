//! Logging in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::api::{Api, Status};
use crate::components::{Alert, Field};
use crate::layout::{Brand, LAST_EMAIL, safe_next};
use crate::state::{keep, kept, set_title, use_parameters};

/// The login. Who logs in goes on to the page that asked for it.
#[component]
pub(crate) fn Login() -> impl IntoView {
    set_title("Log in".to_owned());
    let session = Api::of_app().session;
    let email = RwSignal::new(kept(LAST_EMAIL).unwrap_or_default());
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    go_on_when_in();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let email = email.get_untracked().trim().to_owned();
            match session.log_in(email.clone(), password.get_untracked()).await {
                Ok(()) => keep(LAST_EMAIL, &email),
                Err(error) => drop(failure.try_set(Some(error.to_string()))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <main class="login">
            <div class="login-card">
                <Brand/>
                <h1>"Log in to Onefold"</h1>
                <p class="page-lead">"Every customer, in one fold."</p>
                <form class="form" on:submit=send>
                    <Alert message=failure/>
                    <Field label="E-mail" name="email" kind="email" autocomplete="username" required=true autofocus=true value=email/>
                    <Field label="Password" name="password" kind="password" autocomplete="current-password" required=true value=password/>
                    <button type="submit" class="button button-primary button-wide" disabled=move || busy.get()>
                        {move || if busy.get() { "Logging in\u{2026}" } else { "Log in" }}
                    </button>
                </form>
            </div>
        </main>
    }
}

fn go_on_when_in() {
    let session = Api::of_app().session;
    let navigate = use_navigate();
    let parameters = use_parameters();
    Effect::new(move || {
        if session.status() == Status::In {
            let next = safe_next(parameters.with_untracked(|found| found.get("next")));
            navigate(&next, NavigateOptions { replace: true, ..Default::default() });
        }
    });
}
