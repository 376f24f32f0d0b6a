//! Loyalty cards.

use leptos::prelude::*;

use crate::api::graph::customer_cards::CardRow;
use crate::api::graph::{BlockCard, CardState, CustomerCards, UnblockCard, block_card, customer_cards, unblock_card};
use crate::api::{Api, Feed, Page, Word, outcome};
use crate::components::{ActionButton, Badge, FeedTable, OriginBadge, Panel, Tone};
use crate::pages::customer::tab::Changed;

/// The cards, each of which can be blocked.
#[component]
pub(crate) fn Cards(
    /// Whose.
    id: String,
) -> impl IntoView {
    let feed = Feed::new::<CustomerCards>(
        move |after, first| customer_cards::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.cards.nodes, customer.cards.page_info)),
    );
    let changed = Callback::new(move |()| feed.again());
    view! {
        <Panel title="Cards">
            <FeedTable feed label="Cards" columns=&["Number", "State", "From", "#"] icon="card" empty="No cards yet"
                children=move |row| card(row, changed)/>
        </Panel>
    }
}

fn card(row: CardRow, changed: Changed) -> impl IntoView {
    let tone = if row.valid { Tone::Good } else { Tone::Warn };
    let kind = row.kind.map(|kind| kind.name);
    let action = if row.state == CardState::Blocked {
        unblock(row.id, changed).into_any()
    } else {
        block(row.id, changed).into_any()
    };
    view! {
        <tr>
            <th scope="row"><span class="line mono">{row.number}</span><span class="line faint">{kind}</span></th>
            <td><Badge text=row.state.label() tone/></td>
            <td><OriginBadge said_by=row.source.map(Into::into)/></td>
            <td class="number">{action}</td>
        </tr>
    }
}

fn block(id: String, changed: Changed) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<BlockCard>(block_card::Variables { id }).await?.block_card;
            Ok(outcome(made.card, made.problems).map(drop))
        }
    };
    view! { <ActionButton label="Block" question="The card will be refused everywhere until it is unblocked." work done="Card blocked" changed/> }
}

fn unblock(id: String, changed: Changed) -> impl IntoView {
    let api = Api::of_app();
    let work = move || {
        let id = id.clone();
        async move {
            let made = api.run::<UnblockCard>(unblock_card::Variables { id }).await?.unblock_card;
            Ok(outcome(made.card, made.problems).map(drop))
        }
    };
    view! { <ActionButton label="Unblock" work done="Card unblocked" changed/> }
}
