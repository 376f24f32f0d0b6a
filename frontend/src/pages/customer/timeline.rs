//! What happened to the customer.

use leptos::prelude::*;

use super::tab::Changed;
use crate::api::graph::customer_timeline::Entry;
use crate::api::graph::{CustomerTimeline, customer_timeline};
use crate::api::{Feed, Page};
use crate::components::{Badge, FeedList, Icon, Moment, OriginBadge};
use crate::format::sentence;

/// Everything that happened, in every system, newest first.
#[component]
pub(crate) fn Timeline(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let _ = changed;
    let feed = Feed::new::<CustomerTimeline>(
        move |after, first| customer_timeline::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.timeline.nodes, customer.timeline.page_info)),
    );
    view! { <FeedList feed class="timeline" icon="clock" empty="Nothing has happened yet" children=entry/> }
}

fn entry(entry: Entry) -> impl IntoView {
    let page = entry.source_url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    view! {
        <article class="entry">
            <span class="entry-icon"><Icon name=icon(&entry.kind)/></span>
            <div class="entry-words">
                <div class="entry-head"><span class="entry-title">{entry.title}</span><Moment at=entry.occurred_at full=true/></div>
                {entry.body.map(|body| view! { <p class="prose">{body}</p> })}
                <div class="entry-foot">
                    <Badge text=sentence(&entry.kind)/>
                    <OriginBadge said_by=entry.source.map(Into::into)/>
                    {entry.actor.map(|actor| view! { <span>{actor}</span> })}
                    {entry.ticket_id.map(|ticket| view! { <span>"Ticket " {ticket}</span> })}
                    {page.map(|url| view! { <a href=url rel="external noreferrer" target="_blank">"Open page"</a> })}
                </div>
            </div>
        </article>
    }
}

/// The sign of a kind of entry, by the first part of its name.
fn icon(kind: &str) -> &'static str {
    match kind.split('.').next().unwrap_or_default() {
        "note" => "note",
        "task" => "check",
        "event" | "calendar" => "calendar",
        "purchase" => "bag",
        "points" | "credits" | "ledger" => "coins",
        "voucher" | "reward" => "gift",
        "card" => "card",
        "survey" => "star",
        "pipeline" => "flow",
        "channel" => "mail",
        "consent" => "shield",
        "property" | "interest" | "segment" => "tag",
        "score" | "metric" | "attribute" => "heart",
        "customer" | "merge" | "identity" => "user",
        "chat" | "case" | "ticket" | "external" | "timeline" => "chat",
        _ => "clock",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_part_of_a_kind_chooses_its_sign() {
        assert_eq!(icon("note.added"), "note");
        assert_eq!(icon("unheard"), "clock");
    }
}
