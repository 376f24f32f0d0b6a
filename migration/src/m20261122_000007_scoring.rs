//! Attributes, metrics, scores.

use sea_orm_migration::prelude::*;

use crate::column::{amount, boolean, date, id, instant, json, optional, reference, text};
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
    vec![score_definition(), attribute_value(), metric_value(), score()]
}

fn score_definition() -> NewTable {
    NewTable::named("score_definition")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            text("kind"),
            text("codename"),
            text("name"),
            text("data_type"),
            boolean("is_system"),
            optional(text("score")),
            optional(amount("weight")),
            optional(amount("lowest")),
            optional(amount("highest")),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .unique(["connection_id", "kind", "codename"])
}

fn attribute_value() -> NewTable {
    NewTable::named("attribute_value")
        .columns([
            id(),
            reference("source_record_id"),
            reference("definition_id"),
            json("value"),
            optional(amount("number")),
            instant("updated_at"),
        ])
        .cascade("source_record_id", "source_record")
        .cascade("definition_id", "score_definition")
        .unique(["source_record_id", "definition_id"])
}

fn metric_value() -> NewTable {
    NewTable::named("metric_value")
        .columns([
            id(),
            reference("source_record_id"),
            reference("definition_id"),
            date("day"),
            json("value"),
            optional(amount("number")),
            instant("updated_at"),
        ])
        .cascade("source_record_id", "source_record")
        .cascade("definition_id", "score_definition")
        .unique(["source_record_id", "definition_id", "day"])
        .index(["source_record_id", "day", "id"])
}

fn score() -> NewTable {
    NewTable::named("score")
        .columns([
            id(),
            reference("source_record_id"),
            text("kind"),
            amount("value"),
            json("contributions"),
            instant("computed_at"),
        ])
        .cascade("source_record_id", "source_record")
        .unique(["source_record_id", "kind"])
}
