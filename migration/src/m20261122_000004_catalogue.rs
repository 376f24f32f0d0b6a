//! What a brand defines, and where its customers stand in it.

use sea_orm_migration::prelude::*;

use crate::column::{boolean, id, instant, integer, json, optional, reference, text};
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
    vec![
        lookup(),
        source_membership(),
        segment(),
        segment_membership(),
        status_tier(),
        status_record(),
        property_definition(),
        property_value(),
        interest(),
        interest_record(),
    ]
}

fn lookup() -> NewTable {
    NewTable::named("lookup")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            text("kind"),
            text("vendor_id"),
            optional(text("text_id")),
            text("name"),
            json("data"),
            text("state"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .unique(["connection_id", "kind", "vendor_id"])
        .index(["brand_id", "kind", "name", "id"])
}

fn source_membership() -> NewTable {
    NewTable::named("source_membership")
        .columns([
            id(),
            reference("source_record_id"),
            reference("customer_source_id"),
            optional(text("vendor_id")),
            optional(text("external_id")),
            instant("created_at"),
            instant("updated_at"),
        ])
        .cascade("source_record_id", "source_record")
        .cascade("customer_source_id", "lookup")
        .unique(["source_record_id", "customer_source_id", "external_id"])
        .unique_where_null("external_id", ["source_record_id", "customer_source_id"])
        .unique(["source_record_id", "vendor_id"])
}

fn segment() -> NewTable {
    NewTable::named("segment")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            text("vendor_id"),
            text("name"),
            optional(text("group_id")),
            optional(text("picture_url")),
            optional(text("note")),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .unique(["connection_id", "vendor_id"])
        .index(["brand_id", "name", "id"])
}

fn segment_membership() -> NewTable {
    NewTable::named("segment_membership")
        .columns([
            id(),
            reference("source_record_id"),
            reference("segment_id"),
            instant("created_at"),
            instant("updated_at"),
        ])
        .cascade("source_record_id", "source_record")
        .cascade("segment_id", "segment")
        .unique(["source_record_id", "segment_id"])
        // The order of joining; with the record in it, nothing else is read to find who is in a segment.
        .index(["segment_id", "created_at", "id", "source_record_id"])
        .index(["source_record_id", "created_at", "id"])
}

fn status_tier() -> NewTable {
    NewTable::named("status_tier")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            text("vendor_id"),
            text("name"),
            integer("rank"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .unique(["connection_id", "vendor_id"])
        .index(["brand_id", "rank", "id"])
}

fn status_record() -> NewTable {
    NewTable::named("status_record")
        .columns([
            id(),
            reference("source_record_id"),
            reference("tier_id"),
            optional(text("vendor_id")),
            instant("valid_from"),
            optional(instant("valid_to")),
            json("conditions"),
            text("state"),
            instant("updated_at"),
        ])
        .cascade("source_record_id", "source_record")
        .cascade("tier_id", "status_tier")
        .unique(["source_record_id", "vendor_id"])
        .index(["source_record_id", "valid_from", "id"])
}

fn property_definition() -> NewTable {
    NewTable::named("property_definition")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            text("vendor_id"),
            text("name"),
            optional(text("description")),
            text("data_type"),
            json("items"),
            boolean("is_required"),
            boolean("is_unique"),
            text("state"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .unique(["connection_id", "vendor_id"])
}

fn property_value() -> NewTable {
    NewTable::named("property_value")
        .columns([
            id(),
            reference("source_record_id"),
            reference("definition_id"),
            optional(text("vendor_id")),
            json("value"),
            optional(text("value_key")),
            instant("updated_at"),
        ])
        .cascade("source_record_id", "source_record")
        .cascade("definition_id", "property_definition")
        .unique(["source_record_id", "definition_id"])
        .unique(["source_record_id", "vendor_id"])
        .index(["definition_id", "value_key"])
}

fn interest() -> NewTable {
    NewTable::named("interest")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            text("vendor_id"),
            text("name"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .unique(["connection_id", "vendor_id"])
}

fn interest_record() -> NewTable {
    NewTable::named("interest_record")
        .columns([
            id(),
            reference("source_record_id"),
            reference("interest_id"),
            optional(text("vendor_id")),
            instant("created_at"),
            instant("updated_at"),
        ])
        .cascade("source_record_id", "source_record")
        .cascade("interest_id", "interest")
        .unique(["source_record_id", "interest_id"])
        .unique(["source_record_id", "vendor_id"])
}
