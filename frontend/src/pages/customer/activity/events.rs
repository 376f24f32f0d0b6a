//! Appointments.

use leptos::prelude::*;

use crate::api::graph::customer_events::EventRow;
use crate::api::graph::{CustomerEvents, customer_events};
use crate::api::{Feed, Page};
use crate::components::{FeedList, Moment, OriginBadge, Panel};

/// The calendar events.
#[component]
pub(crate) fn Events(
    /// With whom.
    id: String,
) -> impl IntoView {
    let feed = Feed::new::<CustomerEvents>(
        move |after, first| customer_events::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.events.nodes, customer.events.page_info)),
    );
    view! { <Panel title="Calendar"><FeedList feed icon="calendar" empty="No appointments yet" children=event/></Panel> }
}

fn event(row: EventRow) -> impl IntoView {
    view! {
        <article class="entry-words">
            <span class="entry-title">{row.name}</span>
            {row.description.map(|text| view! { <p class="prose faint">{text}</p> })}
            <div class="entry-foot">
                <span><Moment at=row.starts_at full=true/> " \u{2013} " <Moment at=row.ends_at full=true/></span>
                {row.location.map(|place| view! { <span>{place}</span> })}
                <span>{row.attendees.join(", ")}</span>
                <OriginBadge said_by=row.source.map(Into::into)/>
            </div>
        </article>
    }
}
