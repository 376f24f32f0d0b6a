//! What the vendors hold in the end, against what was acknowledged.

use std::collections::HashMap;
use std::fmt;

use entity::{
    attribute_value, channel, delivery, delivery_attempt, interest_record, note, property_value, source_record,
    timeline_entry,
};
use sea_orm::EntityTrait;

use super::place::Place;
use super::story::Write;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    attempts: usize,
    cut: usize,
    unanswered: usize,
    suspected: usize,
    repeats: usize,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { attempts, cut, unanswered, suspected, repeats } = self;
        write!(f, "{attempts} calls, {cut} cut short, {unanswered} unanswered, ")?;
        write!(f, "{suspected} suspected repeats, {repeats} real ones")
    }
}

/// All rows of the vendors' store.
struct Vendors {
    records: Vec<source_record::Model>,
    addresses: HashMap<String, Vec<i64>>,
    texts: HashMap<String, usize>,
    interests: HashMap<i64, usize>,
    properties: Vec<property_value::Model>,
    attributes: Vec<attribute_value::Model>,
}

impl Vendors {
    async fn of(place: &Place) -> Self {
        let db = place.vendors().await;
        let notes = note::Entity::find().all(&db).await.expect("notes");
        let entries = timeline_entry::Entity::find().all(&db).await.expect("entries");
        // A note has its entry too.
        let entries = entries.into_iter().filter(|entry| entry.subject_kind.is_none()).filter_map(|entry| entry.body);
        let told = notes.into_iter().map(|note| note.text).chain(entries);
        let mut texts = HashMap::new();
        for text in told {
            *texts.entry(text).or_default() += 1;
        }
        let mut interests = HashMap::new();
        for row in interest_record::Entity::find().all(&db).await.expect("interests") {
            *interests.entry(row.source_record_id).or_default() += 1;
        }
        let mut addresses: HashMap<String, Vec<i64>> = HashMap::new();
        for row in channel::Entity::find().all(&db).await.expect("channels") {
            addresses.entry(row.address).or_default().push(row.source_record_id);
        }
        Self {
            addresses,
            records: source_record::Entity::find().all(&db).await.expect("records"),
            texts,
            interests,
            properties: property_value::Entity::find().all(&db).await.expect("properties"),
            attributes: attribute_value::Entity::find().all(&db).await.expect("attributes"),
        }
    }

    fn keyed(&self, external: &str) -> Vec<&source_record::Model> {
        self.records.iter().filter(|record| record.external_id.as_deref() == Some(external)).collect()
    }

    fn addressed(&self, email: &str) -> Vec<&source_record::Model> {
        let of = self.addresses.get(email);
        let is_of = |id: i64| of.is_some_and(|records| records.contains(&id));
        self.records.iter().filter(|one| one.email.as_deref() == Some(email) || is_of(one.id)).collect()
    }
}

/// Compares.
pub(crate) async fn judge(place: &Place, done: &[Write], kills: usize) -> Found {
    let db = place.app.store().reader();
    let deliveries = delivery::Entity::find().all(db).await.expect("deliveries");
    let attempts = delivery_attempt::Entity::find().all(db).await.expect("attempts");
    assert_eq!(deliveries.len(), done.len(), "every acknowledged write was filed, and once");
    let vendors = Vendors::of(place).await;
    // A call that was cut short by a kill has neither an end nor an error. Where a repeat could be told, it was settled since.
    let of_unknown_end = || attempts.iter().filter(|attempt| attempt.ended_at.is_none());
    let suspected = |delivery: &delivery::Model| usize::try_from(delivery.suspected_repeats).unwrap_or_default();
    let mut found = Found {
        attempts: attempts.len(),
        cut: of_unknown_end().filter(|attempt| attempt.error.is_none()).count(),
        unanswered: of_unknown_end().filter(|attempt| attempt.error.is_some()).count(),
        suspected: deliveries.iter().map(suspected).sum(),
        repeats: 0,
    };
    assert!(found.cut <= kills, "{kills} kills cut {} calls short of which no repeat can be told", found.cut);
    // A vendor that does not answer, or a server that is starved for so long, leaves a call in doubt without a kill.
    assert!(found.suspected <= kills + found.unanswered, "a kill makes one repeat suspected at the most: {found}");
    for delivery in &deliveries {
        let in_doubt = of_unknown_end().filter(|attempt| attempt.delivery_id == delivery.id).count();
        assert!(suspected(delivery) <= in_doubt, "suspected without a reason: {delivery:#?}");
    }
    let suspected_of = |token: &str| -> usize {
        let token = format!("\"{token}\"");
        let of = deliveries.iter().filter(|delivery| {
            matches!(delivery.change.as_str(), "customer_created" | "note_added" | "entry_added")
                && delivery.plan.to_string().contains(&token)
        });
        of.map(suspected).sum()
    };
    let mut last: HashMap<(&str, &str), &Write> = HashMap::new();
    for write in done {
        match write {
            Write::Keyed { external } => assert_eq!(vendors.keyed(external).len(), 1, "{write:?}"),
            Write::Addressed { email, is_told: true } => assert_eq!(vendors.addressed(email).len(), 1, "{write:?}"),
            Write::Addressed { email, is_told: false } => {
                found.repeats += once(vendors.addressed(email).len(), suspected_of(email), write);
            }
            Write::Told { text } => {
                found.repeats += once(vendors.texts.get(text).copied().unwrap_or_default(), suspected_of(text), write);
            }
            Write::Interested { email } => {
                let record = vendors.addressed(email)[0].id;
                assert_eq!(vendors.interests.get(&record), Some(&1), "{write:?}");
            }
            // Later ones replace earlier ones.
            Write::Named { of, .. } => {
                last.insert(("name", of.as_str()), write);
            }
            Write::Set { email, .. } => {
                last.insert(("property", email.as_str()), write);
            }
            Write::Attribute { external, .. } => {
                last.insert(("attribute", external.as_str()), write);
            }
        }
    }
    for write in last.values() {
        stands(&vendors, write);
    }
    found
}

/// How often something is there beyond once; as often as that is owned up to, at the most.
fn once(there: usize, suspected: usize, write: &Write) -> usize {
    assert!(there >= 1, "it is lost: {write:?}");
    assert!(there - 1 <= suspected, "{there} times there, {suspected} repeats suspected: {write:?}");
    there - 1
}

/// Whether the latest value is what the vendor holds.
fn stands(vendors: &Vendors, write: &Write) {
    match write {
        Write::Named { of, first_name } => {
            let found = if of.contains('@') { vendors.addressed(of) } else { vendors.keyed(of) };
            assert_eq!(found[0].first_name.as_deref(), Some(first_name.as_str()), "{write:?}");
        }
        Write::Set { email, value } => {
            let record = vendors.addressed(email)[0].id;
            let of: Vec<_> = vendors.properties.iter().filter(|row| row.source_record_id == record).collect();
            assert_eq!(of.len(), 1, "{write:?}: {of:#?}");
            assert_eq!(of[0].value, value.as_str(), "{write:?}");
        }
        Write::Attribute { external, value } => {
            let record = vendors.keyed(external)[0].id;
            let of: Vec<_> = vendors.attributes.iter().filter(|row| row.source_record_id == record).collect();
            assert_eq!(of.len(), 1, "{write:?}: {of:#?}");
            assert_eq!(of[0].value.as_f64(), Some(*value as f64), "{write:?}");
        }
        other => panic!("{other:?} is not replaced"),
    }
}
