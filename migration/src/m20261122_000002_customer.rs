//! Golden records, what vendors say about them, and how they are linked.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::column::{amount, boolean, date, id, instant, integer, json, optional, reference, text};
use crate::table::{self, NewTable};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::create_all(manager, tables()).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(BYTEWISE).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, tables()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Prefixes are searched as ranges, which a language's own collation would break. SQLite compares bytes anyway.
const BYTEWISE: &str = r#"
    ALTER TABLE customer
        ALTER COLUMN sort_name TYPE text COLLATE "C",
        ALTER COLUMN given_name_key TYPE text COLLATE "C",
        ALTER COLUMN email_key TYPE text COLLATE "C",
        ALTER COLUMN phone_key TYPE text COLLATE "C";
"#;

fn tables() -> Vec<NewTable> {
    vec![customer(), source_record(), channel(), consent(), merge()]
}

fn customer() -> NewTable {
    NewTable::named("customer")
        .columns([
            id(),
            reference("brand_id"),
            text("kind"),
            text("state"),
            optional(reference("merged_into_id")),
            text("display_name"),
            text("sort_name"),
            optional(text("given_name_key")),
            optional(text("first_name")),
            optional(text("last_name")),
            optional(text("company_name")),
            optional(date("birth_date")),
            optional(text("gender")),
            optional(text("language")),
            optional(text("email")),
            optional(text("email_key")),
            optional(text("phone")),
            optional(text("phone_key")),
            optional(text("city")),
            optional(text("country")),
            optional(text("photo_url")),
            optional(text("owner_email")),
            optional(amount("health_score")),
            optional(instant("last_activity_at")),
            instant("created_at"),
            instant("updated_at"),
            integer("version"),
        ])
        .restrict("brand_id", "brand")
        .set_null("merged_into_id", "customer")
        .index(["brand_id", "state", "sort_name", "id"])
        .index(["brand_id", "state", "created_at", "id"])
        .index(["brand_id", "state", "updated_at", "id"])
        .index(["brand_id", "state", "last_activity_at", "id"])
        .index(["brand_id", "state", "health_score", "id"])
        .index(["brand_id", "given_name_key"])
        .index(["brand_id", "email_key"])
        .index(["brand_id", "phone_key"])
        .index(["merged_into_id"])
}

fn source_record() -> NewTable {
    NewTable::named("source_record")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            reference("customer_id"),
            text("vendor_id"),
            optional(text("external_id")),
            text("kind"),
            text("state"),
            optional(text("display_name")),
            optional(text("first_name")),
            optional(text("last_name")),
            optional(text("company_name")),
            optional(text("salutation")),
            optional(text("pre_nominals")),
            optional(text("post_nominals")),
            optional(date("birth_date")),
            optional(text("gender")),
            optional(text("language")),
            optional(text("email")),
            optional(text("email_key")),
            optional(text("phone")),
            optional(text("phone_key")),
            optional(text("photo_url")),
            optional(text("owner_email")),
            optional(json("address")),
            json("extra"),
            instant("observed_at"),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .restrict("customer_id", "customer")
        .unique(["connection_id", "vendor_id"])
        .index(["customer_id", "id"])
        .index(["connection_id", "external_id"])
        .index(["brand_id", "email_key"])
        .index(["brand_id", "phone_key"])
        .index(["connection_id", "updated_at", "id"])
}

fn channel() -> NewTable {
    NewTable::named("channel")
        .columns([
            id(),
            reference("brand_id"),
            reference("source_record_id"),
            text("kind"),
            text("address"),
            text("address_key"),
            optional(text("label")),
            optional(text("vendor_id")),
            boolean("is_primary"),
            optional(instant("verified_at")),
            instant("created_at"),
        ])
        .restrict("brand_id", "brand")
        .cascade("source_record_id", "source_record")
        .unique(["source_record_id", "kind", "address_key"])
        .unique(["source_record_id", "vendor_id"])
        .index(["brand_id", "kind", "address_key"])
}

fn consent() -> NewTable {
    NewTable::named("consent")
        .columns([
            id(),
            reference("source_record_id"),
            text("purpose"),
            text("decision"),
            optional(text("vendor_id")),
            instant("changed_at"),
        ])
        .cascade("source_record_id", "source_record")
        .unique(["source_record_id", "purpose"])
        .unique(["source_record_id", "vendor_id"])
}

fn merge() -> NewTable {
    NewTable::named("merge")
        .columns([
            id(),
            reference("brand_id"),
            reference("survivor_id"),
            reference("merged_id"),
            json("moved"),
            text("actor"),
            instant("merged_at"),
            optional(instant("undone_at")),
            optional(text("undone_by")),
        ])
        .restrict("brand_id", "brand")
        .cascade("survivor_id", "customer")
        .cascade("merged_id", "customer")
        .index(["brand_id", "merged_at", "id"])
        .index(["survivor_id"])
        .index(["merged_id"])
}
