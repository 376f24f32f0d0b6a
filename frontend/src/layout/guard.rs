//! Pages that only somebody who is logged in may see.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::shell::Shell;
use crate::api::{Api, ApiError, Status};
use crate::components::Failure;

/// Shows the page to who is logged in, and sends everybody else to the login, which leads back here.
#[component]
pub(crate) fn Guard() -> impl IntoView {
    let session = Api::of_app().session;
    let failure = RwSignal::new(None::<ApiError>);
    let ask = move || {
        failure.set(None);
        spawn_local(async move {
            if let Err(error) = session.token().await {
                failure.try_set(Some(error).filter(|error| *error != ApiError::LoggedOut));
            }
        });
    };
    if untrack(|| session.status()) == Status::Unknown {
        ask();
    }
    go_to_login_when_out();
    move || match (session.status(), failure.get()) {
        (Status::In, _) => view! { <Shell/> }.into_any(),
        (_, Some(error)) => view! { <main class="lonely"><Failure error alone=true again=ask/></main> }.into_any(),
        _ => view! { <main class="lonely" aria-busy="true"><span class="spinner"></span></main> }.into_any(),
    }
}

fn go_to_login_when_out() {
    let session = Api::of_app().session;
    let navigate = use_navigate();
    let location = use_location();
    Effect::new(move || {
        if session.status() == Status::Out {
            let here =
                format!("{}{}", location.pathname.get_untracked(), location.search.with_untracked(|it| search(it)));
            let next = String::from(js_sys::encode_uri_component(&here));
            navigate(&format!("/login?next={next}"), NavigateOptions { replace: true, ..Default::default() });
        }
    });
}

fn search(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("?{}", text.trim_start_matches('?')) }
}

/// Where to go after the login: a page of this app, never another site.
pub(crate) fn safe_next(next: Option<String>) -> String {
    let own = |path: &String| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    next.filter(own).filter(|path| !path.starts_with("/login")).unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_leads_back_into_this_app_only() {
        let next = |path: &str| safe_next(Some(path.to_owned()));
        assert_eq!(next("/customers?q=a"), "/customers?q=a");
        assert_eq!(next("//evil.example"), "/");
        assert_eq!(next("https://evil.example"), "/");
        assert_eq!(next("/\\evil.example"), "/");
        assert_eq!(next("/login"), "/");
        assert_eq!(safe_next(None), "/");
    }
}
