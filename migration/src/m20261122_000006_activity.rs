//! Pipelines, notes, tasks, calendar events.

use sea_orm_migration::prelude::*;

use crate::column::{amount, date, id, instant, integer, json, optional, reference, text};
use crate::table::{self, NewTable};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::create_all(manager, tables()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, tables()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables() -> Vec<NewTable> {
    vec![pipeline_type(), pipeline_stage(), pipeline(), note(), task(), calendar_event()]
}

fn pipeline_type() -> NewTable {
    NewTable::named("pipeline_type")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            text("vendor_id"),
            text("name"),
            integer("position"),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .unique(["connection_id", "vendor_id"])
}

fn pipeline_stage() -> NewTable {
    NewTable::named("pipeline_stage")
        .columns([
            id(),
            reference("type_id"),
            text("vendor_id"),
            text("name"),
            integer("position"),
            optional(text("outcome")),
        ])
        .cascade("type_id", "pipeline_type")
        .unique(["type_id", "vendor_id"])
}

fn pipeline() -> NewTable {
    NewTable::named("pipeline")
        .columns([
            id(),
            reference("brand_id"),
            reference("source_record_id"),
            optional(text("vendor_id")),
            reference("type_id"),
            reference("stage_id"),
            text("reference"),
            optional(text("owner_id")),
            optional(amount("value")),
            optional(text("currency")),
            json("custom"),
            optional(instant("closed_at")),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .cascade("source_record_id", "source_record")
        .restrict("type_id", "pipeline_type")
        .restrict("stage_id", "pipeline_stage")
        .unique(["source_record_id", "vendor_id"])
        .index(["source_record_id", "updated_at", "id"])
        .index(["brand_id", "type_id", "stage_id", "updated_at", "id"])
        .index(["brand_id", "vendor_id"])
}

fn note() -> NewTable {
    NewTable::named("note")
        .columns([
            id(),
            reference("brand_id"),
            reference("source_record_id"),
            optional(reference("pipeline_id")),
            optional(text("vendor_id")),
            text("text"),
            optional(text("author")),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .cascade("source_record_id", "source_record")
        .set_null("pipeline_id", "pipeline")
        .unique(["source_record_id", "vendor_id"])
        .index(["source_record_id", "created_at", "id"])
        .index(["brand_id", "vendor_id"])
        .index(["pipeline_id"])
}

fn task() -> NewTable {
    NewTable::named("task")
        .columns([
            id(),
            reference("brand_id"),
            reference("source_record_id"),
            optional(reference("pipeline_id")),
            optional(text("vendor_id")),
            text("name"),
            optional(text("description")),
            date("due_on"),
            json("assignees"),
            optional(instant("done_at")),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .cascade("source_record_id", "source_record")
        .set_null("pipeline_id", "pipeline")
        .unique(["source_record_id", "vendor_id"])
        .index(["source_record_id", "due_on", "id"])
        .index(["brand_id", "done_at", "due_on", "id"])
        .index(["brand_id", "vendor_id"])
        .index(["pipeline_id"])
}

fn calendar_event() -> NewTable {
    NewTable::named("calendar_event")
        .columns([
            id(),
            reference("brand_id"),
            reference("source_record_id"),
            optional(text("vendor_id")),
            text("name"),
            optional(text("location")),
            optional(text("description")),
            instant("starts_at"),
            instant("ends_at"),
            json("attendees"),
            json("attendee_users"),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .cascade("source_record_id", "source_record")
        .unique(["source_record_id", "vendor_id"])
        .index(["source_record_id", "starts_at", "id"])
        .index(["brand_id", "starts_at", "id"])
        .index(["brand_id", "vendor_id"])
}
