//! What programs log in with.

mod create;

use leptos::prelude::*;

use self::create::CreateKey;
use super::permissions;
use crate::api::graph::api_keys::KeyRow;
use crate::api::graph::{ApiKeys as Keys, RevokeApiKey, api_keys, revoke_api_key};
use crate::api::{Access, Api, Feed, Page, Word, outcome};
use crate::components::{ActionButton, Badge, FeedTable, Moment, PageHead, Tone};

/// The brand's API keys, newest first.
#[component]
pub(crate) fn ApiKeys() -> impl IntoView {
    let feed = Feed::new::<Keys>(
        |after, first| api_keys::Variables { first: Some(first), after },
        |answer| Some(Page::new(answer.api_keys.nodes, answer.api_keys.page_info)),
    );
    let changed = Callback::new(move |()| feed.again());
    let access = Access::of_app();
    view! {
        <PageHead title="API keys" lead="What programs log in with".to_owned()><Show when=move || access.is_admin()><CreateKey changed/></Show></PageHead>
        <FeedTable feed label="API keys" columns=&["Name", "Begins with", "May", "For", "Created", "Expires", "State", "#"] icon="key" empty="No keys yet"
            children=move |row| entry(row, changed)/>
    }
}

fn entry(row: KeyRow, changed: Callback<()>) -> impl IntoView {
    let revoked = row.revoked_at.is_some();
    let (state, tone) = if revoked { ("Revoked", Tone::Bad) } else { ("Active", Tone::Good) };
    let (system, connection) = match row.connection {
        Some(connection) => (connection.vendor.label(), Some(connection.name)),
        None => ("GraphQL".to_owned(), None),
    };
    let id = row.id;
    view! {
        <tr>
            <th scope="row">{row.name}</th>
            <td class="mono unbroken">{row.prefix}</td>
            <td>{permissions::badges(row.permissions)}</td>
            <td><span class="line">{system}</span><span class="line faint">{connection}</span></td>
            <td class="faint"><Moment at=row.created_at/></td>
            <td class="faint">{row.expires_at.map_or_else(|| "Never".into_any(), |at| view! { <Moment at full=true/> }.into_any())}</td>
            <td><Badge text=state tone/></td>
            <td class="number">{(!revoked).then(|| revoke(id, changed))}</td>
        </tr>
    }
}

fn revoke(id: String, changed: Callback<()>) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<RevokeApiKey>(revoke_api_key::Variables { id }).await?.revoke_api_key;
            Ok(outcome(made.api_key, made.problems).map(drop))
        }
    };
    let question = "Programs that use this key are refused from now on. This cannot be undone.";
    view! { <ActionButton label="Revoke" question work done="Key revoked" changed/> }
}
