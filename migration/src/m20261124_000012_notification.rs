//! What staff are told, and who of them has read it.

use sea_orm_migration::prelude::*;

use crate::column::{id, instant, json, optional, reference, text};
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
    vec![notification(), notification_read()]
}

fn notification() -> NewTable {
    NewTable::named("notification")
        .columns([
            id(),
            reference("brand_id"),
            optional(reference("connection_id")),
            text("kind"),
            text("title"),
            json("data"),
            instant("created_at"),
        ])
        .restrict("brand_id", "brand")
        .cascade("connection_id", "connection")
        .index(["brand_id", "created_at", "id"])
        .index(["connection_id"])
}

fn notification_read() -> NewTable {
    NewTable::named("notification_read")
        .columns([id(), reference("notification_id"), reference("staff_user_id"), instant("read_at")])
        .cascade("notification_id", "notification")
        .cascade("staff_user_id", "staff_user")
        .unique(["notification_id", "staff_user_id"])
        .index(["staff_user_id"])
}
