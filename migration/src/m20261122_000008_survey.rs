//! Import configurations and survey responses.

use sea_orm_migration::prelude::*;

use crate::column::{id, instant, json, optional, reference, small_integer, text};
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
    vec![import_configuration(), survey_response()]
}

fn import_configuration() -> NewTable {
    NewTable::named("import_configuration")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            text("reference"),
            text("name"),
            text("data_type"),
            json("mapping"),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .unique(["connection_id", "reference"])
}

fn survey_response() -> NewTable {
    NewTable::named("survey_response")
        .columns([
            id(),
            reference("brand_id"),
            reference("source_record_id"),
            optional(text("account_name")),
            optional(small_integer("nps")),
            optional(text("comment")),
            optional(text("follow_up")),
            optional(text("follow_up_details")),
            optional(reference("touchpoint_id")),
            optional(instant("sent_at")),
            optional(instant("responded_at")),
            json("answers"),
            instant("created_at"),
        ])
        .restrict("brand_id", "brand")
        .cascade("source_record_id", "source_record")
        .set_null("touchpoint_id", "lookup")
        .index(["source_record_id", "created_at", "id"])
        .index(["brand_id", "created_at", "id"])
}
