//! The segments that the customer is in.

use leptos::prelude::*;

use crate::api::graph::customer_segments::MembershipRow;
use crate::api::graph::{CustomerSegments, customer_segments};
use crate::api::{Feed, Page};
use crate::components::{FeedTable, Moment, OriginBadge, Panel};

/// The segments.
#[component]
pub(crate) fn Memberships(
    /// Of whom.
    id: String,
) -> impl IntoView {
    let feed = Feed::new::<CustomerSegments>(
        move |after, first| customer_segments::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.segments.nodes, customer.segments.page_info)),
    );
    view! {
        <Panel title="Segments">
            <FeedTable feed label="Segments" columns=&["Segment", "From", "Since"] icon="users" empty="In no segment" children=membership/>
        </Panel>
    }
}

fn membership(row: MembershipRow) -> impl IntoView {
    let (name, note) = row.segment.map(|segment| (segment.name, segment.note)).unwrap_or_default();
    view! {
        <tr>
            <th scope="row"><span class="line">{name}</span><span class="line faint">{note}</span></th>
            <td><OriginBadge said_by=row.source.map(Into::into)/></td>
            <td class="faint"><Moment at=row.created_at/></td>
        </tr>
    }
}
