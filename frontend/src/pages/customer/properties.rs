//! The company's own fields of the customer, and what the customer is interested in.

use leptos::prelude::*;

use super::tab::Changed;
use crate::api::graph::{CustomerInterests, CustomerProperties, customer_interests, customer_properties};
use crate::api::{Feed, Page};
use crate::components::{FeedTable, Moment, OriginBadge, Panel};
use crate::format::json_text;

/// Properties and interests.
#[component]
pub(crate) fn Properties(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let _ = changed;
    let (of_properties, of_interests) = (id.clone(), id);
    let properties = Feed::new::<CustomerProperties>(
        move |after, first| customer_properties::Variables { id: of_properties.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.properties.nodes, customer.properties.page_info)),
    );
    let interests = Feed::new::<CustomerInterests>(
        move |after, first| customer_interests::Variables { id: of_interests.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.interests.nodes, customer.interests.page_info)),
    );
    view! {
        <div class="columns">
            <Panel title="Properties">
                <FeedTable feed=properties label="Properties" columns=&["Property", "Value", "From", "Changed"] icon="tag" empty="No properties yet"
                    children=property/>
            </Panel>
            <Panel title="Interests">
                <FeedTable feed=interests label="Interests" columns=&["Interest", "From", "Since"] icon="heart" empty="No interests yet"
                    children=interest/>
            </Panel>
        </div>
    }
}

fn property(row: customer_properties::PropertyRow) -> impl IntoView {
    let (name, about) = row.definition.map(|definition| (definition.name, definition.description)).unwrap_or_default();
    view! {
        <tr>
            <th scope="row"><span class="line">{name}</span><span class="line faint">{about}</span></th>
            <td class="prose">{json_text(&row.value)}</td>
            <td><OriginBadge said_by=row.source.map(Into::into)/></td>
            <td class="faint"><Moment at=row.updated_at/></td>
        </tr>
    }
}

fn interest(row: customer_interests::InterestRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{row.definition.map(|definition| definition.name)}</th>
            <td><OriginBadge said_by=row.source.map(Into::into)/></td>
            <td class="faint"><Moment at=row.created_at/></td>
        </tr>
    }
}
