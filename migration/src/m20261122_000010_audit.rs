//! What was refused, who did what, and answers kept for repeats.

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
    vec![quarantine(), audit_entry(), idempotency()]
}

fn quarantine() -> NewTable {
    NewTable::named("quarantine")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            optional(reference("source_record_id")),
            text("operation"),
            text("path"),
            json("value"),
            text("reason"),
            instant("created_at"),
            optional(instant("resolved_at")),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .cascade("source_record_id", "source_record")
        .index(["brand_id", "created_at", "id"])
        .index(["source_record_id"])
}

fn audit_entry() -> NewTable {
    NewTable::named("audit_entry")
        .columns([
            id(),
            optional(reference("brand_id")),
            text("actor_kind"),
            optional(big_integer("actor_id")),
            text("actor_label"),
            text("action"),
            text("subject_kind"),
            optional(big_integer("subject_id")),
            json("data"),
            instant("at"),
        ])
        .restrict("brand_id", "brand")
        .index(["brand_id", "at", "id"])
        .index(["subject_kind", "subject_id"])
}

fn idempotency() -> NewTable {
    NewTable::named("idempotency")
        .columns([
            id(),
            reference("brand_id"),
            text("actor"),
            text("key"),
            text("request_hash"),
            json("response"),
            instant("created_at"),
        ])
        .restrict("brand_id", "brand")
        .unique(["brand_id", "actor", "key"])
}
