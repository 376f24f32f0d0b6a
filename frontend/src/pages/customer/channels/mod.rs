//! How the customer can be reached, and what for.

mod add;
mod consents;

use leptos::prelude::*;

use self::add::AddChannel;
use self::consents::Consents;
use super::tab::Changed;
use crate::api::graph::customer_channels::ChannelRow;
use crate::api::graph::{CustomerChannels, RemoveChannel, customer_channels, remove_channel};
use crate::api::{Api, Feed, Page, Word, outcome};
use crate::components::{ActionButton, Badge, FeedTable, OriginBadge, Panel, Tone};

/// Channels and consents.
#[component]
pub(crate) fn Channels(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let asked = id.clone();
    let feed = Feed::new::<CustomerChannels>(
        move |after, first| customer_channels::Variables { id: asked.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.channels.nodes, customer.channels.page_info)),
    );
    let done = Callback::new(move |()| {
        feed.again();
        changed.run(());
    });
    let action = view! { <AddChannel id=id.clone() changed=done/> }.into_any();
    view! {
        <div class="stack">
            <Panel title="Channels" action>
                <FeedTable feed label="Channels" columns=&["Address", "Kind", "Label", "State", "From", "#"] icon="mail" empty="No channels yet"
                    children=move |row| channel(row, done)/>
            </Panel>
            <Consents id/>
        </div>
    }
}

fn channel(row: ChannelRow, changed: Changed) -> impl IntoView {
    let api = Api::of_app();
    let id = row.id;
    let remove = move || {
        let id = id.clone();
        async move {
            let made = api.run::<RemoveChannel>(remove_channel::Variables { id }).await?.remove_channel;
            Ok(outcome(made.removed_id, made.problems).map(drop))
        }
    };
    view! {
        <tr>
            <th scope="row">{row.address}</th>
            <td>{row.kind.label()}</td>
            <td class="faint">{row.label}</td>
            <td>
                {row.is_primary.then(|| view! { <Badge text="Primary" tone=Tone::Accent/> })} " "
                {row.verified_at.map(|_| view! { <Badge text="Verified" tone=Tone::Good/> })}
            </td>
            <td><OriginBadge said_by=row.source.map(Into::into)/></td>
            <td class="number">
                <ActionButton label="Remove channel" icon="close" question="The address will not be used any more." work=remove
                    done="Channel removed" changed/>
            </td>
        </tr>
    }
}
