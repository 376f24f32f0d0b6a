//! A unit of work: one transaction, one viewer, one instant; its traces are written with it or not at all.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

use entity::{Timestamp, audit_entry, source_record, timeline_entry};
use sea_orm::{ActiveValue::Set, DatabaseTransaction};
use serde_json::{Value as Json, json};
use tokio::sync::Mutex;

use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::domain::outbox::service::{self as outbox, Planned};
use crate::domain::outbox::{Change, What};
use crate::error::Result;
use crate::store::batch;

/// One change, made by one viewer. Services take it, so that several of them make one transaction.
#[derive(Debug)]
pub struct Work<'a> {
    app: &'a App,
    viewer: &'a Viewer,
    now: Timestamp,
    tx: DatabaseTransaction,
    traces: Mutex<Traces>,
    heard_from: Option<i64>,
    /// Records known to be those of the connection that is heard.
    spoken_of: Mutex<HashSet<i64>>,
    changes: Mutex<Vec<Change>>,
    wakes_outbox: AtomicBool,
}

#[derive(Debug, Default)]
struct Traces {
    audit: Vec<audit_entry::ActiveModel>,
    timeline: Vec<timeline_entry::ActiveModel>,
}

/// An entry for a customer's timeline.
#[derive(Clone, Debug)]
pub struct TimelineDraft {
    /// A dotted name: `purchase.made`, `note.added`.
    pub kind: &'static str,
    /// When it happened; absent: now.
    pub occurred_at: Option<Timestamp>,
    /// One line.
    pub title: String,
    /// More, for whoever opens it.
    pub body: Option<String>,
    /// Who did it, when it was not the viewer.
    pub actor: Option<String>,
    /// A page about it.
    pub source_url: Option<String>,
    /// The thing it is about: table and id.
    pub subject: Option<(&'static str, i64)>,
    /// A ticket it belongs to, under the vendor's id.
    pub ticket_id: Option<String>,
    /// What the kind needs beyond these, as an object.
    pub data: Json,
}

impl TimelineDraft {
    /// An entry of this kind and title, happening now.
    pub fn new(kind: &'static str, title: impl Into<String>) -> Self {
        Self {
            kind,
            occurred_at: None,
            title: title.into(),
            body: None,
            actor: None,
            source_url: None,
            subject: None,
            ticket_id: None,
            data: json!({}),
        }
    }

    /// The same, with more for whoever opens it.
    #[must_use]
    pub fn with_body(mut self, body: Option<String>) -> Self {
        self.body = body;
        self
    }

    /// The same, with what a program may want to read: an object.
    #[must_use]
    pub fn with_data(mut self, data: Json) -> Self {
        self.data = data;
        self
    }

    /// The same, about one thing.
    #[must_use]
    pub fn about(mut self, table: &'static str, id: i64) -> Self {
        self.subject = Some((table, id));
        self
    }

    /// The same, at another instant.
    #[must_use]
    pub fn at(mut self, instant: Timestamp) -> Self {
        self.occurred_at = Some(instant);
        self
    }
}

impl<'a> Work<'a> {
    /// Begins a transaction for `viewer`, who must have `permission`.
    ///
    /// # Errors
    /// The viewer may not, or no connection became free in time.
    pub async fn begin(app: &'a App, viewer: &'a Viewer, permission: Permission) -> Result<Self> {
        viewer.require(permission)?;
        Self::own(app, viewer).await
    }

    /// Begins a transaction for what every caller may do: change what is their own, such as their password.
    ///
    /// # Errors
    /// No connection became free in time.
    pub async fn own(app: &'a App, viewer: &'a Viewer) -> Result<Self> {
        let tx = app.store().begin().await?;
        Ok(Self {
            app,
            viewer,
            now: app.clock().now(),
            tx,
            traces: Mutex::default(),
            heard_from: None,
            spoken_of: Mutex::default(),
            changes: Mutex::default(),
            wakes_outbox: AtomicBool::new(false),
        })
    }

    /// The same, on the word of a connection: what it says of its own records does not go back to it.
    #[must_use]
    pub fn heard_from(mut self, connection: i64) -> Self {
        self.heard_from = Some(connection);
        self
    }

    /// Notes whose a record is. What changes on one of the connection that is heard goes nowhere, and needs no look at the record for
    /// that.
    pub async fn knows(&self, record: &source_record::Model) {
        if self.heard_from == Some(record.connection_id) {
            self.spoken_of.lock().await.insert(record.id);
        }
    }

    /// The application this work is done in.
    pub fn app(&self) -> &'a App {
        self.app
    }

    /// Who does it.
    pub fn viewer(&self) -> &'a Viewer {
        self.viewer
    }

    /// The brand it is done in.
    pub fn brand(&self) -> i64 {
        self.viewer.brand()
    }

    /// The one instant that everything in it happened.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The transaction, for a topic's store.
    pub fn db(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// Notes who did what; written when the work is committed.
    pub async fn audit(&self, action: &str, subject: &str, id: i64, data: Json) {
        let entry = audit_entry::ActiveModel {
            brand_id: Set(Some(self.brand())),
            actor_kind: Set(self.viewer.kind().to_owned()),
            actor_id: Set(self.viewer.id()),
            actor_label: Set(self.viewer.label().to_owned()),
            action: Set(action.to_owned()),
            subject_kind: Set(subject.to_owned()),
            subject_id: Set(Some(id)),
            data: Set(data),
            at: Set(self.now),
            ..Default::default()
        };
        self.traces.lock().await.audit.push(entry);
    }

    /// Says that something changed on a source record. If the record belongs to a connection in proxy mode, the real vendor is to hear of
    /// it: that is filed when the work is committed, in the same transaction.
    pub async fn change(&self, source_record: i64, what: What) {
        self.changes.lock().await.push(Change { source_record, what });
    }

    /// Says that a source record is going. What the real vendor is to hear of it is filed at once, for afterwards there is no record.
    ///
    /// # Errors
    /// The store failed.
    pub async fn last_change(&self, source_record: i64, what: What) -> Result<()> {
        let planned = outbox::file_last(self, Change { source_record, what }, self.heard_from).await?;
        if !planned.is_empty() {
            self.wakes_outbox();
        }
        Ok(())
    }

    /// Has the outbox looked at as soon as the work is committed.
    pub fn wakes_outbox(&self) {
        self.wakes_outbox.store(true, Ordering::Relaxed);
    }

    /// What the vendors will be asked to do, without having it done: the work is to be dropped after this.
    ///
    /// # Errors
    /// The store failed.
    pub async fn plans(&self) -> Result<Vec<Planned>> {
        let mut changes = std::mem::take(&mut *self.changes.lock().await);
        let spoken_of = self.spoken_of.lock().await;
        changes.retain(|change| !spoken_of.contains(&change.source_record));
        drop(spoken_of);
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        outbox::file(self, &changes, self.heard_from).await
    }

    /// Puts an entry on the timeline of a source record; written when the work is committed.
    pub async fn timeline(&self, source_record: i64, draft: TimelineDraft) {
        let entry = timeline_entry::ActiveModel {
            brand_id: Set(self.brand()),
            source_record_id: Set(source_record),
            kind: Set(draft.kind.to_owned()),
            occurred_at: Set(draft.occurred_at.unwrap_or(self.now)),
            title: Set(draft.title),
            body: Set(draft.body),
            actor: Set(draft.actor.or_else(|| Some(self.viewer.label().to_owned()))),
            source_url: Set(draft.source_url),
            subject_kind: Set(draft.subject.map(|(table, _)| table.to_owned())),
            subject_id: Set(draft.subject.map(|(_, id)| id)),
            ticket_id: Set(draft.ticket_id),
            data: Set(draft.data),
            ..Default::default()
        };
        self.traces.lock().await.timeline.push(entry);
    }

    /// Writes the traces, files what is to be delivered, and ends the transaction.
    ///
    /// # Errors
    /// The store failed; nothing was changed.
    pub async fn commit(self) -> Result<()> {
        self.commit_planned().await.map(|_| ())
    }

    /// The same; answers with what the vendors will be asked to do.
    ///
    /// # Errors
    /// The store failed; nothing was changed.
    pub async fn commit_planned(self) -> Result<Vec<Planned>> {
        let planned = self.plans().await?;
        let wakes = !planned.is_empty() || self.wakes_outbox.load(Ordering::Relaxed);
        let traces = self.traces.into_inner();
        batch::insert_both(&self.tx, traces.timeline, traces.audit).await?;
        self.tx.commit().await?;
        if wakes {
            self.app.outbox_bell().notify_one();
        }
        Ok(planned)
    }
}
