//! Tenants and their vendor accounts.

use sea_orm_migration::prelude::*;

use crate::column::{bytes, id, instant, integer, json, optional, reference, text};
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
    vec![brand(), connection()]
}

fn brand() -> NewTable {
    NewTable::named("brand")
        .columns([
            id(),
            integer("number"),
            text("name"),
            text("time_zone"),
            text("currency"),
            json("settings"),
            instant("created_at"),
        ])
        .unique(["number"])
}

fn connection() -> NewTable {
    NewTable::named("connection")
        .columns([
            id(),
            reference("brand_id"),
            text("vendor"),
            text("name"),
            text("mode"),
            optional(text("base_url")),
            optional(bytes("sealed_credentials")),
            text("time_zone"),
            json("settings"),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .unique(["brand_id", "vendor", "name"])
}
