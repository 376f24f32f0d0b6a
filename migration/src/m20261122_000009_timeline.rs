//! What happened, in one order.

use sea_orm_migration::prelude::*;

use crate::column::{big_integer, id, instant, json, optional, reference, text};
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
    vec![timeline_entry()]
}

fn timeline_entry() -> NewTable {
    NewTable::named("timeline_entry")
        .columns([
            id(),
            reference("brand_id"),
            reference("source_record_id"),
            text("kind"),
            instant("occurred_at"),
            text("title"),
            optional(text("body")),
            optional(text("actor")),
            optional(text("source_url")),
            optional(text("subject_kind")),
            optional(big_integer("subject_id")),
            optional(text("ticket_id")),
            json("data"),
        ])
        .restrict("brand_id", "brand")
        .cascade("source_record_id", "source_record")
        .index(["source_record_id", "occurred_at", "id"])
}
