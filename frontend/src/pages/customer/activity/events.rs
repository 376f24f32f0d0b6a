//! Appointments.

use leptos::prelude::*;

use super::add_event::AddEvent;
use crate::api::graph::customer_events::EventRow;
use crate::api::graph::{CustomerEvents, customer_events};
use crate::api::{Feed, Page};
use crate::components::{FeedList, Moment, OriginBadge, Panel};
use crate::pages::customer::tab::Changed;

/// The calendar events.
#[component]
pub(crate) fn Events(
    /// With whom.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let asked = id.clone();
    let feed = Feed::new::<CustomerEvents>(
        move |after, first| customer_events::Variables { id: asked.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.events.nodes, customer.events.page_info)),
    );
    let done = Callback::new(move |()| {
        feed.again();
        changed.run(());
    });
    let action = view! { <AddEvent id changed=done/> }.into_any();
    view! { <Panel title="Calendar" action><FeedList feed icon="calendar" empty="No appointments yet" children=event/></Panel> }
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
