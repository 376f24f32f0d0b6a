//! Rewards that are open to the customer.

use leptos::prelude::*;

use crate::api::graph::customer_rewards::RewardRow;
use crate::api::graph::{CustomerRewards, customer_rewards};
use crate::api::{Feed, Page, Word};
use crate::components::{FeedTable, Panel};
use crate::format::{date_of, number};

/// The rewards.
#[component]
pub(crate) fn Offers(
    /// To whom.
    id: String,
) -> impl IntoView {
    let feed = Feed::new::<CustomerRewards>(
        move |after, first| customer_rewards::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.rewards.nodes, customer.rewards.page_info)),
    );
    view! {
        <Panel title="Rewards">
            <FeedTable feed label="Rewards" columns=&["Reward", "#Points", "Kind", "Valid until"] icon="star" empty="No reward is open to this customer"
                children=reward/>
        </Panel>
    }
}

fn reward(row: RewardRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><span class="line">{row.name}</span><span class="line faint">{row.subtitle}</span></th>
            <td class="number">{row.points_cost.map(|cost| number(&cost.0))}</td>
            <td>{row.group.map(Word::label)}</td>
            <td>{row.valid_to.as_ref().map(date_of)}</td>
        </tr>
    }
}
