//! Notes in the graph.

use async_graphql::{ComplexObject, Context, InputObject, Object, Result, SimpleObject};
use entity::note;

use super::service;
use super::store::NewNote;
use crate::domain::account::Permission;
use crate::domain::activity;
use crate::domain::customer::graphql::{Customer, CustomerId};
use crate::domain::pipeline::graphql::{self as pipelines, Pipeline, PipelineId};
use crate::domain::source;
use crate::domain::source::graphql::{SourceRecord, SourceRecordId};
use crate::graphql::id::Gid;
use crate::graphql::loaders::{children, row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::{kinds, payload};

kinds! {
    /// Ids of notes.
    NoteKind => "Note",
}

/// The id of a note.
pub type NoteId = Gid<NoteKind>;

/// A remark on a customer or on one of its pipelines.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Note {
    /// Opaque id.
    pub id: NoteId,
    /// The remark, plain text.
    pub text: String,
    /// Who wrote it; null when its system does not say.
    pub author: Option<String>,
    /// When it was written.
    pub created_at: DateTime,
    /// When it was last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    pipeline: Option<i64>,
    #[graphql(skip)]
    source_record: i64,
}

impl From<note::Model> for Note {
    fn from(row: note::Model) -> Self {
        Self {
            id: NoteId::new(row.id),
            text: row.text,
            author: row.author,
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            pipeline: row.pipeline_id,
            source_record: row.source_record_id,
        }
    }
}

#[ComplexObject]
impl Note {
    /// The pipeline it was written on; null for a note on the customer itself.
    async fn pipeline(&self, ctx: &Context<'_>) -> Result<Option<Pipeline>> {
        pipelines::load_some(ctx, self.pipeline).await
    }

    /// The customer it is about.
    async fn customer(&self, ctx: &Context<'_>) -> Result<Option<Customer>> {
        source::graphql::customer(ctx, self.source_record).await
    }

    /// The record it hangs on.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<SourceRecord>> {
        source::graphql::load(ctx, self.source_record).await
    }
}

/// The note with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Note>> {
    Ok(row::<note::Entity>(ctx, id).await?.map(Note::from))
}

/// A customer's notes.
pub struct CustomerNotes(pub i64);

#[Object]
impl CustomerNotes {
    /// Remarks on the customer and on its pipelines, newest first.
    async fn notes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Note>> {
        children::<note::Entity, _>(ctx, self.0, Paging::new(first, after, last, before), None).await
    }
}

/// A note to be added.
#[derive(Clone, Debug, InputObject)]
pub struct AddNoteInput {
    /// The customer.
    pub customer_id: CustomerId,
    /// The customer's pipeline that it is about; absent: the customer itself.
    pub pipeline_id: Option<PipelineId>,
    /// The record it shall hang on; absent: the pipeline's, or Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// The remark, plain text.
    pub text: String,
}

/// A change of a note.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateNoteInput {
    /// The note.
    pub id: NoteId,
    /// The remark, plain text.
    pub text: String,
}

payload! {
    /// The outcome of adding a note.
    AddNotePayload { note: Note }
}
payload! {
    /// The outcome of changing a note.
    UpdateNotePayload { note: Note }
}
payload! {
    /// The outcome of deleting a note.
    DeleteNotePayload { deleted_id: NoteId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct NoteMutation;

#[Object]
impl NoteMutation {
    /// Writes a note on a customer or on one of its pipelines, in the caller's name.
    async fn add_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The note.")] input: AddNoteInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<AddNotePayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (record, pipeline) = (new.source_record_id.map(Gid::row), new.pipeline_id.map(Gid::row));
                let source_record = activity::place(work, new.customer_id.row(), record, pipeline).await?;
                let author = Some(work.viewer().label().to_owned());
                let note = NewNote { source_record, pipeline, vendor_id: None, text: new.text, author };
                Ok(service::add(work, note).await?.id)
            })
        });
        let outcome = outcome.await?;
        let note = outcome.node(|row| load(ctx, row)).await?;
        Ok(AddNotePayload { note, problems: outcome.problems })
    }

    /// Changes the text of a note.
    async fn update_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateNoteInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateNotePayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move { Ok(service::update(work, change.id.row(), change.text).await?.id) })
        });
        let outcome = outcome.await?;
        let note = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateNotePayload { note, problems: outcome.problems })
    }

    /// Deletes a note.
    async fn delete_note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The note.")] id: NoteId,
    ) -> Result<DeleteNotePayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(async move { Ok(service::delete(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(DeleteNotePayload { deleted_id: outcome.row.map(NoteId::new), problems: outcome.problems })
    }
}
