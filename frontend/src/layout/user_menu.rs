//! Who is logged in, how the app looks, and the way out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::theme_switch::ThemeSwitch;
use crate::api::Api;
use crate::components::{Avatar, Icon};
use crate::state::{Toasts, kept};

/// Under which key the login keeps the last e-mail address.
pub(crate) const LAST_EMAIL: &str = "onefold.email";

/// The foot of the navigation.
#[component]
pub(crate) fn UserMenu() -> impl IntoView {
    let session = Api::of_app().session;
    let toasts = Toasts::of_app();
    let email = kept(LAST_EMAIL).unwrap_or_else(|| "Staff".to_owned());
    let log_out = move |_| {
        spawn_local(async move {
            if let Err(error) = session.log_out().await {
                toasts.fail(error.to_string());
            }
        });
    };
    view! {
        <div class="user">
            <ThemeSwitch/>
            <div class="user-row">
                <Avatar name=email.clone() small=true/>
                <span class="user-name" title=email.clone()>{email.clone()}</span>
                <button type="button" class="icon-button" aria-label="Log out" title="Log out" on:click=log_out>
                    <Icon name="exit"/>
                </button>
            </div>
        </div>
    }
}
