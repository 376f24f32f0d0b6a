//! Letting somebody in.

use leptos::prelude::*;

use super::permissions;
use crate::api::graph::{CreateStaffUser, create_staff_user};
use crate::api::{Api, outcome};
use crate::components::{FormButton, FormChoices, FormField, ShownOnce};
use crate::state::Form;

/// A button with the form of a new user, whose password is shown once when it was made.
#[component]
pub(crate) fn CreateStaff(
    /// To be called when it was made.
    changed: Callback<()>,
) -> impl IntoView {
    let api = Api::of_app();
    let password = RwSignal::new(String::new());
    let send = move |form: Form, open: RwSignal<bool>| {
        let input = create_staff_user::CreateStaffUserInput {
            email: form.text("email").unwrap_or_default(),
            name: form.text("name"),
            permissions: form.chosen("permissions"),
            brand_ids: None,
        };
        let work = async move {
            let made = api.run::<CreateStaffUser>(create_staff_user::Variables { input }).await?.create_staff_user;
            Ok(outcome(made.password, made.problems))
        };
        form.send(work, move |made| {
            open.set(false);
            password.set(made);
            changed.run(());
        });
    };
    let blank = || {
        let usual = Some("CUSTOMER_READ CUSTOMER_CUD".to_owned());
        Form::new([("email", None), ("name", None), ("permissions", usual)])
    };
    view! {
        <FormButton label="New user" action="Create user" primary=true form=blank send fields/>
        <ShownOnce secret=password title="The first password" text="Give it to the user: it is not shown again. They can change it when they are logged in."/>
    }
}

fn fields(form: Form) -> AnyView {
    view! {
        <FormField form name="email" label="E-mail address" kind="email" required=true autofocus=true/>
        <FormField form name="name" label="Name"/>
        <FormChoices form name="permissions" label="May" choices=permissions::choices()/>
    }
    .into_any()
}
