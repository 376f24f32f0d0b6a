//! Proxying: what is to be delivered to the real vendors and how that went, how old the copies are, and where replies differ from what is
//! documented.

use sea_orm_migration::prelude::*;

use crate::column::{big_integer, bytes, id, instant, integer, json, optional, reference, text};
use crate::table::{self, NewTable};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut sealed = optional(bytes("sealed_upstream_token"));
        manager.alter_table(Table::alter().table("vendor_token").add_column(&mut sealed).take()).await?;
        table::create_all(manager, tables()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, tables()).await?;
        manager.alter_table(Table::alter().table("vendor_token").drop_column("sealed_upstream_token").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables() -> Vec<NewTable> {
    vec![delivery(), delivery_attempt(), freshness(), drift()]
}

fn delivery() -> NewTable {
    NewTable::named("delivery")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            optional(reference("source_record_id")),
            text("change"),
            optional(text("subject_kind")),
            optional(big_integer("subject_id")),
            json("plan"),
            integer("step"),
            text("state"),
            integer("attempts"),
            integer("suspected_repeats"),
            instant("due_at"),
            optional(text("lease")),
            optional(instant("leased_until")),
            optional(text("last_error")),
            text("actor"),
            instant("created_at"),
            optional(instant("ended_at")),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .cascade("source_record_id", "source_record")
        .index(["state", "due_at", "id"])
        .index(["source_record_id", "state", "id"])
        .index(["brand_id", "state", "id"])
        .index(["connection_id", "state", "created_at"])
}

fn delivery_attempt() -> NewTable {
    NewTable::named("delivery_attempt")
        .columns([
            id(),
            reference("delivery_id"),
            integer("step"),
            text("operation"),
            instant("began_at"),
            optional(instant("ended_at")),
            optional(integer("status")),
            optional(text("error")),
        ])
        .cascade("delivery_id", "delivery")
        .index(["delivery_id", "id"])
}

fn freshness() -> NewTable {
    NewTable::named("freshness")
        .columns([
            id(),
            reference("source_record_id"),
            optional(instant("checked_at")),
            optional(instant("failed_at")),
            optional(text("error")),
            json("missing"),
        ])
        .cascade("source_record_id", "source_record")
        .unique(["source_record_id"])
}

fn drift() -> NewTable {
    NewTable::named("drift")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            text("operation"),
            integer("status"),
            text("kind"),
            text("path"),
            text("expected"),
            text("found"),
            instant("first_seen"),
            instant("last_seen"),
            big_integer("count"),
            optional(instant("resolved_at")),
        ])
        .restrict("brand_id", "brand")
        .cascade("connection_id", "connection")
        .unique(["connection_id", "operation", "status", "kind", "path", "found"])
        .index(["brand_id", "last_seen", "id"])
}
