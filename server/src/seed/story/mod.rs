//! What is told of one demo customer after another.

mod contact;
mod crm;
mod golden;
mod health;
mod ledger;
mod loyalty;
mod person;
mod profile;
mod purchases;
mod records;
mod survey;

use entity::connection::Vendor;
use entity::{Amount, Timestamp, source_record, timeline_entry};
use serde_json::{Value as Json, json};

use self::person::Person;
use super::definitions::Catalogue;
use super::dice::Dice;
use super::rows::{Batch, Ids};
use super::words::Words;

/// Makes customers.
#[derive(Debug)]
pub(super) struct Teller<'a> {
    words: Words,
    catalogue: &'a Catalogue,
    ids: Ids,
    seed: u64,
}

/// One customer being made.
struct Scene<'a> {
    words: &'a Words,
    catalogue: &'a Catalogue,
    ids: &'a mut Ids,
    out: &'a mut Batch,
    dice: Dice,
    person: Person,
    customer: i64,
    /// Where the customer's timeline entries begin in the batch.
    timeline: usize,
    /// The health score, once it is told.
    health: Option<Amount>,
}

/// A line on the timeline.
struct Entry<'a> {
    kind: &'static str,
    at: Timestamp,
    title: String,
    body: Option<&'a str>,
    actor: Option<&'a str>,
    /// Table and id of what it is about.
    subject: Option<(&'static str, i64)>,
    source_url: Option<String>,
    ticket: Option<String>,
}

impl Entry<'_> {
    fn new(kind: &'static str, at: Timestamp, title: impl Into<String>) -> Self {
        Self { kind, at, title: title.into(), body: None, actor: None, subject: None, source_url: None, ticket: None }
    }

    fn about(mut self, table: &'static str, id: i64) -> Self {
        self.subject = Some((table, id));
        self
    }
}

impl<'a> Teller<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, ids: Ids, seed: u64) -> Self {
        Self { words: Words::load(), catalogue, ids, seed }
    }

    /// The rows of so many more customers.
    pub(super) fn tell(&mut self, customers: i64) -> Batch {
        let mut out = Batch::default();
        for _ in 0..customers {
            self.customer(&mut out);
        }
        out
    }

    /// A table of which one customer got more rows than `rows.rs` allows.
    pub(super) fn overdrawn(&self) -> Option<&'static str> {
        self.ids.overdrawn()
    }

    fn customer(&mut self, out: &mut Batch) {
        let customer = self.ids.customer.take();
        let mut dice = Dice::of(self.seed, customer);
        let person = person::new(&mut dice, &self.words, customer);
        let (records, timeline) = (out.source_record.len(), out.timeline_entry.len());
        let mut scene = Scene {
            words: &self.words,
            catalogue: self.catalogue,
            ids: &mut self.ids,
            out,
            dice,
            person,
            customer,
            timeline,
            health: None,
        };
        records::tell(&mut scene);
        for place in records..scene.out.source_record.len() {
            let record = Told::of(&scene.out.source_record[place]);
            scene.record(record);
        }
        golden::tell(&mut scene, records);
    }
}

/// What further rows need to know of a record.
#[derive(Clone, Copy, Debug)]
struct Told {
    id: i64,
    connection: i64,
    created_at: Timestamp,
}

impl Told {
    fn of(record: &source_record::Model) -> Self {
        Self { id: record.id, connection: record.connection_id, created_at: record.created_at }
    }
}

impl Scene<'_> {
    /// All that hangs on a record: what its vendor knows.
    fn record(&mut self, record: Told) {
        records::created(self, record);
        match self.catalogue.connections.vendor(record.connection) {
            Vendor::Carecloud => loyalty::tell(self, record),
            Vendor::Omnidesk => contact::tell(self, record),
            Vendor::CustomerDatabaseApp => crm::tell(self, record),
            Vendor::Customerscore => health::tell(self, record),
            Vendor::Customergauge => survey::tell(self, record),
            Vendor::Onefold => {}
        }
    }

    fn happened(&mut self, record: Told, entry: Entry<'_>) {
        self.out.timeline_entry.push(timeline_entry::Model {
            id: self.ids.timeline_entry.take(),
            brand_id: self.catalogue.brand,
            source_record_id: record.id,
            kind: entry.kind.to_owned(),
            occurred_at: entry.at,
            title: entry.title,
            body: entry.body.map(str::to_owned),
            actor: entry.actor.map(str::to_owned),
            source_url: entry.source_url,
            subject_kind: entry.subject.map(|(table, _)| table.to_owned()),
            subject_id: entry.subject.map(|(_, id)| id),
            ticket_id: entry.ticket,
            vendor_id: None,
            data: empty(),
        });
    }
}

fn empty() -> Json {
    json!({})
}
