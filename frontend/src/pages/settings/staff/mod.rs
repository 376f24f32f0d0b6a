//! Who may log in to this app.

mod create;

use leptos::prelude::*;

use self::create::CreateStaff;
use super::permissions;
use crate::api::graph::staff_users::StaffRow;
use crate::api::graph::{
    DisableStaffUser, EnableStaffUser, StaffUsers, disable_staff_user, enable_staff_user, staff_users,
};
use crate::api::{Access, Api, Feed, Page, outcome};
use crate::components::{ActionButton, Badge, FeedTable, Moment, PageHead, Tone};

/// The staff users who may act in the brand.
#[component]
pub(crate) fn Staff() -> impl IntoView {
    let feed = Feed::new::<StaffUsers>(
        |after, first| staff_users::Variables { first: Some(first), after },
        |answer| Some(Page::new(answer.staff_users.nodes, answer.staff_users.page_info)),
    );
    let changed = Callback::new(move |()| feed.again());
    let access = Access::of_app();
    view! {
        <PageHead title="Staff" lead="Who may log in here".to_owned()><Show when=move || access.is_admin()><CreateStaff changed/></Show></PageHead>
        <FeedTable feed label="Staff" columns=&["Name", "May", "Brands", "Last login", "State", "#"] icon="user" empty="Nobody yet"
            children=move |row| entry(row, changed)/>
    }
}

fn entry(row: StaffRow, changed: Callback<()>) -> impl IntoView {
    let disabled = row.disabled_at.is_some();
    let (state, tone) = if disabled { ("Disabled", Tone::Bad) } else { ("Active", Tone::Good) };
    let brands = row.brands.into_iter().map(|brand| brand.name).collect::<Vec<_>>().join(", ");
    let id = row.id;
    view! {
        <tr>
            <th scope="row"><span class="line">{row.name}</span><span class="line faint">{row.email}</span></th>
            <td>{permissions::badges(row.permissions)}</td>
            <td class="faint">{brands}</td>
            <td class="faint"><Moment at=row.last_login_at/></td>
            <td><Badge text=state tone/></td>
            <td class="number">{if disabled { enable(id, changed).into_any() } else { disable(id, changed).into_any() }}</td>
        </tr>
    }
}

fn disable(id: String, changed: Callback<()>) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<DisableStaffUser>(disable_staff_user::Variables { id }).await?.disable_staff_user;
            Ok(outcome(made.staff_user, made.problems).map(drop))
        }
    };
    let question = "They are logged out everywhere and cannot log in again until somebody enables them.";
    view! { <ActionButton label="Disable" question work done="User disabled" changed/> }
}

fn enable(id: String, changed: Callback<()>) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<EnableStaffUser>(enable_staff_user::Variables { id }).await?.enable_staff_user;
            Ok(outcome(made.staff_user, made.problems).map(drop))
        }
    };
    view! { <ActionButton label="Enable" work done="User enabled" changed/> }
}
