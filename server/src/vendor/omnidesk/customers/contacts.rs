//! What the real vendor tells of the contacts with a customer, recorded on the timeline: events, and messages and notes of tickets.

use chrono::{NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use entity::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::dialect::Omnidesk;
use super::access::Named;
use super::fields::said;
use crate::domain::timeline::store::Told;
use crate::domain::timeline::{EXTERNAL, service as timelines};
use crate::error::{Result, Rule, Violation};
use crate::vendor::contract::{Call, Refusal};
use crate::vendor::heard::Heard;

/// What the vendor calls an event that was sent to it.
pub(super) const OF_EVENTS: &str = "external_event";
/// The vendor's times, which have no offset.
pub(super) const FORM: &str = "%Y-%m-%d %H:%M:%S";
/// The type of an item that is an event, unlike messages and notes.
const EVENT: &str = "event";
/// Characters of a kind at the most.
const LONGEST: usize = 64;

/// An item of the vendor's timeline: an event, a message or a note.
#[derive(Deserialize)]
struct Item {
    id: Value,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    item_type: Option<String>,
    #[serde(default)]
    ticket_id: Option<Value>,
    created_at: String,
    /// Of events.
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    initiated_by: Option<String>,
    #[serde(default)]
    source_url: Option<String>,
    /// Of messages and notes.
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    user_name: Option<String>,
    #[serde(default)]
    from_name: Option<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// Records the timeline that the vendor answered with a call of `operation` about a customer.
pub(super) async fn absorb(
    call: &Call<'_, Omnidesk>,
    operation: &'static str,
    customer: &Named,
) -> Result<(), Refusal> {
    let (work, grant, record) = customer.hear(call).await?;
    let mut heard = Heard::of(call, &grant.connection, operation, "");
    // An unknown zone is read as UTC.
    let zone = grant.connection.time_zone.parse().unwrap_or(Tz::UTC);
    let mut told = Vec::with_capacity(heard.len());
    for (at, item) in heard.read::<Item>() {
        told.extend(heard.settle(at, item.told(zone).map_err(Refusal::from))?);
    }
    timelines::hear(&work, record.id, told).await?;
    heard.finish(&work).await?;
    Ok(work.commit().await?)
}

impl Item {
    fn told(self, zone: Tz) -> Result<Told> {
        let vendor_id = number(&self.id).ok_or_else(|| Violation::required("id"))?;
        let occurred_at = instant(&self.created_at, zone)?;
        let kind = self.kind();
        let mut data = self.more;
        // An event says nothing beyond what has a place.
        if self.kind == EVENT {
            data.clear();
        }
        let told = Told {
            vendor_id,
            kind,
            occurred_at,
            text: said(self.description).or_else(|| said(self.content)).unwrap_or_default(),
            actor: said(self.initiated_by).or_else(|| said(self.user_name)).or_else(|| said(self.from_name)),
            source_url: said(self.source_url),
            ticket_id: self.ticket_id.as_ref().and_then(number),
            data: data.into(),
        };
        timelines::check(&told)?;
        Ok(told)
    }

    /// Its dotted name: that of what was sent from outside; what another system calls it by such a name; else by its type.
    fn kind(&self) -> String {
        let of = self.item_type.as_deref().unwrap_or_default().trim().to_lowercase();
        if self.kind != EVENT {
            return format!("contact.{}", word(&self.kind.to_lowercase()));
        }
        match of.as_str() {
            OF_EVENTS => EXTERNAL.to_owned(),
            dotted if dotted.contains('.') && word(dotted) == dotted => of,
            other => format!("event.{}", word(other)),
        }
    }
}

/// What can stand in the name of a kind.
fn word(text: &str) -> String {
    let fits = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
    let word: String = text.chars().filter(fits).take(LONGEST).collect();
    if word.is_empty() { "other".to_owned() } else { word }
}

/// An id, which the vendor writes as a number or as text.
fn number(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => said(Some(text.clone())),
        _ => None,
    }
}

/// A time of the connection's zone; of an hour that the clock repeats the earlier.
fn instant(text: &str, zone: Tz) -> Result<Timestamp, Violation> {
    let broken = || Violation::new("created_at", Rule::Format, "created_at is no time").with_value(text);
    let local = NaiveDateTime::parse_from_str(text.trim(), FORM).map_err(|_| broken())?;
    let instant = zone.from_local_datetime(&local).earliest().unwrap_or_else(|| zone.from_utc_datetime(&local));
    Ok(instant.with_timezone(&Utc).into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(item: Value) -> Result<Told> {
        serde_json::from_value::<Item>(item).expect("an item").told(Tz::Europe__Prague)
    }

    #[test]
    fn events_messages_and_notes_have_their_kinds() {
        let event = |of: &str| {
            json!({
                "id": 5, "type": "event", "item_type": of, "item_type_id": "7", "ticket_id": 9, "description": "Closed",
                "initiated_by": "Eva", "created_at": "2026-03-01 10:00:00",
            })
        };
        let kind = |item: Value| told(item).expect("it is right").kind;
        assert_eq!(kind(event("external_event")), "event.external");
        assert_eq!(kind(event("customer.created")), "customer.created");
        assert_eq!(kind(event("Ticket <closed>")), "event.ticketclosed");
        assert_eq!(kind(event("")), "event.other");
        let note = json!({
            "id": "n-1", "type": "note", "ticket_id": "9", "content": "Called back", "user_name": "Eva", "pinned": 1,
            "created_at": "2026-03-01 10:00:00",
        });
        let note = told(note).expect("it is right");
        assert_eq!(
            (note.kind.as_str(), note.actor.as_deref(), note.ticket_id.as_deref()),
            ("contact.note", Some("Eva"), Some("9"))
        );
        assert_eq!((note.text.as_str(), note.data), ("Called back", json!({ "pinned": 1 })));
        assert_eq!(note.occurred_at, "2026-03-01T09:00:00Z".parse().expect("an instant"));
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        let item = |created_at: &str, url: &str| json!({ "id": 5, "type": "event", "description": "x", "created_at": created_at, "source_url": url });
        assert!(told(item("yesterday", "https://shop.example")).is_err());
        assert!(told(item("2026-03-01 10:00:00", "javascript:alert(1)")).is_err());
        assert!(told(item("2026-03-01 10:00:00", "")).is_ok());
    }
}
