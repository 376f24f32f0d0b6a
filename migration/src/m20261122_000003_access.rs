//! Who may call: staff, API keys, vendor logins, and customers' own credentials.

use sea_orm_migration::prelude::*;

use crate::column::{big_integer, bytes, id, instant, integer, json, optional, reference, text};
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
        staff_user(),
        staff_brand(),
        refresh_token(),
        signing_key(),
        api_key(),
        vendor_login(),
        oauth_client(),
        vendor_token(),
        customer_credentials(),
        social_login(),
        auth_token(),
    ]
}

fn staff_user() -> NewTable {
    NewTable::named("staff_user")
        .columns([
            id(),
            text("email"),
            text("name"),
            text("password_hash"),
            json("permissions"),
            integer("epoch").default(0).take(),
            optional(instant("disabled_at")),
            optional(instant("last_login_at")),
            instant("created_at"),
        ])
        .unique(["email"])
}

fn staff_brand() -> NewTable {
    NewTable::named("staff_brand")
        .columns([id(), reference("staff_user_id"), reference("brand_id")])
        .cascade("staff_user_id", "staff_user")
        .restrict("brand_id", "brand")
        .unique(["staff_user_id", "brand_id"])
}

fn refresh_token() -> NewTable {
    NewTable::named("refresh_token")
        .columns([
            id(),
            reference("staff_user_id"),
            text("family"),
            text("token_hash"),
            instant("issued_at"),
            instant("expires_at"),
            optional(instant("used_at")),
            optional(instant("revoked_at")),
        ])
        .cascade("staff_user_id", "staff_user")
        .unique(["token_hash"])
        .index(["staff_user_id"])
        .index(["family"])
        .index(["expires_at"])
}

fn signing_key() -> NewTable {
    NewTable::named("signing_key")
        .columns([
            id(),
            text("kid"),
            bytes("sealed_private"),
            bytes("public_key"),
            instant("created_at"),
            optional(instant("retired_at")),
        ])
        .unique(["kid"])
}

fn api_key() -> NewTable {
    NewTable::named("api_key")
        .columns([
            id(),
            reference("brand_id"),
            optional(reference("connection_id")),
            text("name"),
            text("prefix"),
            text("secret_hash"),
            json("permissions"),
            json("brands"),
            optional(instant("expires_at")),
            optional(instant("revoked_at")),
            optional(instant("last_used_at")),
            instant("created_at"),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .unique(["prefix"])
}

fn vendor_login() -> NewTable {
    NewTable::named("vendor_login")
        .columns([
            id(),
            reference("connection_id"),
            text("login"),
            text("password_hash"),
            text("application_id"),
            optional(instant("disabled_at")),
            instant("created_at"),
        ])
        .restrict("connection_id", "connection")
        .unique(["connection_id", "login"])
}

fn oauth_client() -> NewTable {
    NewTable::named("oauth_client")
        .columns([
            id(),
            reference("connection_id"),
            text("client_id"),
            text("secret_hash"),
            text("name"),
            optional(instant("revoked_at")),
            instant("created_at"),
        ])
        .restrict("connection_id", "connection")
        .unique(["client_id"])
}

fn vendor_token() -> NewTable {
    NewTable::named("vendor_token")
        .columns([
            id(),
            reference("connection_id"),
            text("kind"),
            text("token_hash"),
            optional(big_integer("holder_id")),
            optional(reference("source_record_id")),
            optional(text("application_id")),
            optional(text("device_id")),
            instant("issued_at"),
            optional(instant("expires_at")),
            optional(instant("revoked_at")),
        ])
        .restrict("connection_id", "connection")
        .cascade("source_record_id", "source_record")
        .unique(["token_hash"])
        .index(["source_record_id"])
        .index(["connection_id", "application_id", "device_id"])
}

fn customer_credentials() -> NewTable {
    NewTable::named("customer_credentials")
        .columns([id(), reference("source_record_id"), text("password_hash"), instant("updated_at")])
        .cascade("source_record_id", "source_record")
        .unique(["source_record_id"])
}

fn social_login() -> NewTable {
    NewTable::named("social_login")
        .columns([
            id(),
            reference("connection_id"),
            reference("source_record_id"),
            text("network"),
            text("token_hash"),
            instant("created_at"),
        ])
        .restrict("connection_id", "connection")
        .cascade("source_record_id", "source_record")
        .unique(["connection_id", "network", "token_hash"])
        .index(["source_record_id"])
}

fn auth_token() -> NewTable {
    NewTable::named("auth_token")
        .columns([
            id(),
            reference("connection_id"),
            reference("source_record_id"),
            text("application_id"),
            text("request_id"),
            text("token_hash"),
            instant("issued_at"),
            instant("expires_at"),
            optional(instant("used_at")),
        ])
        .restrict("connection_id", "connection")
        .cascade("source_record_id", "source_record")
        .unique(["request_id"])
        .index(["source_record_id"])
}
