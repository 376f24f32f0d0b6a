//! Purchases, the ledger of points and credits, rewards, vouchers, cards.

use sea_orm_migration::prelude::*;

use crate::column::{amount, boolean, id, instant, integer, json, optional, reference, text};
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
        purchase(),
        purchase_item(),
        ledger_account(),
        ledger_lot(),
        ledger_debit(),
        ledger_allocation(),
        reward(),
        voucher(),
        card(),
        recommendation(),
    ]
}

fn purchase() -> NewTable {
    NewTable::named("purchase")
        .columns([
            id(),
            reference("brand_id"),
            reference("source_record_id"),
            optional(text("vendor_id")),
            optional(text("external_id")),
            optional(reference("store_id")),
            optional(reference("type_id")),
            text("currency"),
            amount("total"),
            integer("items_count"),
            optional(text("cashdesk_number")),
            optional(text("card_number")),
            instant("paid_at"),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .cascade("source_record_id", "source_record")
        .set_null("store_id", "lookup")
        .set_null("type_id", "lookup")
        .unique(["source_record_id", "vendor_id"])
        .index(["source_record_id", "paid_at", "id"])
        .index(["brand_id", "paid_at", "id"])
        .index(["brand_id", "external_id"])
}

fn purchase_item() -> NewTable {
    NewTable::named("purchase_item")
        .columns([
            id(),
            reference("purchase_id"),
            optional(text("vendor_id")),
            integer("position"),
            optional(text("product_id")),
            optional(text("product_name")),
            optional(text("product_group_id")),
            optional(text("product_group_name")),
            optional(text("product_brand_id")),
            optional(text("product_brand_name")),
            optional(text("external_id")),
            optional(reference("type_id")),
            amount("price"),
            amount("quantity"),
            amount("vat_rate"),
            json("properties"),
        ])
        .cascade("purchase_id", "purchase")
        .set_null("type_id", "lookup")
        .index(["purchase_id", "position"])
}

fn ledger_account() -> NewTable {
    NewTable::named("ledger_account")
        .columns([
            id(),
            reference("brand_id"),
            reference("source_record_id"),
            text("unit"),
            optional(reference("type_id")),
            optional(text("currency")),
            amount("balance"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .cascade("source_record_id", "source_record")
        .restrict("type_id", "lookup")
        .unique(["source_record_id", "unit", "type_id"])
        .unique_where_null("type_id", ["source_record_id", "unit"])
}

fn ledger_lot() -> NewTable {
    NewTable::named("ledger_lot")
        .columns([
            id(),
            reference("account_id"),
            reference("source_record_id"),
            optional(text("vendor_id")),
            optional(reference("partner_id")),
            amount("assigned"),
            amount("available"),
            instant("earned_at"),
            optional(instant("expires_at")),
            optional(instant("expired_at")),
            text("state"),
            optional(text("note")),
            optional(reference("purchase_id")),
        ])
        .cascade("account_id", "ledger_account")
        .cascade("source_record_id", "source_record")
        .set_null("partner_id", "lookup")
        .set_null("purchase_id", "purchase")
        .unique(["source_record_id", "vendor_id"])
        .index(["account_id", "expires_at", "id"])
        .index(["source_record_id", "earned_at", "id"])
        // What is due and not yet taken, over all accounts: the expiry job's question.
        .index(["expired_at", "expires_at", "id"])
        .index(["purchase_id"])
}

fn ledger_debit() -> NewTable {
    NewTable::named("ledger_debit")
        .columns([
            id(),
            reference("account_id"),
            reference("source_record_id"),
            optional(reference("spend_id")),
            text("kind"),
            amount("amount"),
            optional(text("note")),
            optional(text("idempotency_key")),
            instant("created_at"),
            optional(instant("reversed_at")),
        ])
        .cascade("account_id", "ledger_account")
        .cascade("source_record_id", "source_record")
        .set_null("spend_id", "ledger_debit")
        .unique(["account_id", "idempotency_key"])
        .index(["spend_id"])
        .index(["account_id", "created_at", "id"])
        .index(["source_record_id", "created_at", "id"])
}

fn ledger_allocation() -> NewTable {
    NewTable::named("ledger_allocation")
        .columns([id(), reference("debit_id"), reference("lot_id"), amount("amount")])
        .cascade("debit_id", "ledger_debit")
        .cascade("lot_id", "ledger_lot")
        .index(["debit_id"])
        .index(["lot_id"])
}

fn reward() -> NewTable {
    NewTable::named("reward")
        .columns([
            id(),
            reference("brand_id"),
            reference("connection_id"),
            text("vendor_id"),
            text("code"),
            text("name"),
            optional(text("subtitle")),
            optional(text("note")),
            optional(amount("points_cost")),
            optional(instant("valid_from")),
            optional(instant("valid_to")),
            optional(text("daily_from")),
            optional(text("daily_to")),
            integer("reward_group"),
            optional(reference("type_id")),
            optional(reference("segment_id")),
            optional(integer("priority")),
            boolean("is_automated"),
            json("image_urls"),
            optional(text("external_url")),
            json("store_ids"),
            json("data"),
            text("state"),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .restrict("connection_id", "connection")
        .set_null("type_id", "lookup")
        .restrict("segment_id", "segment")
        .unique(["connection_id", "vendor_id"])
        .index(["brand_id", "name", "id"])
        .index(["brand_id", "created_at", "id"])
        .index(["brand_id", "priority", "id"])
        .index(["segment_id"])
}

fn voucher() -> NewTable {
    NewTable::named("voucher")
        .columns([
            id(),
            reference("brand_id"),
            reference("source_record_id"),
            optional(text("vendor_id")),
            optional(reference("reward_id")),
            optional(reference("store_id")),
            text("code"),
            optional(amount("value")),
            optional(text("currency")),
            optional(text("reward_group")),
            optional(text("note")),
            optional(instant("valid_from")),
            optional(instant("valid_to")),
            optional(instant("applied_at")),
            text("state"),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .cascade("source_record_id", "source_record")
        .set_null("reward_id", "reward")
        .set_null("store_id", "lookup")
        .unique(["source_record_id", "vendor_id"])
        .index(["source_record_id", "created_at", "id"])
        .index(["brand_id", "code"])
        .index(["brand_id", "created_at", "id"])
        .index(["reward_id"])
}

fn card() -> NewTable {
    NewTable::named("card")
        .columns([
            id(),
            reference("brand_id"),
            reference("source_record_id"),
            optional(text("vendor_id")),
            optional(reference("type_id")),
            optional(reference("store_id")),
            text("number"),
            optional(text("secondary_number")),
            optional(instant("valid_from")),
            optional(instant("valid_to")),
            text("state"),
            instant("created_at"),
            instant("updated_at"),
        ])
        .restrict("brand_id", "brand")
        .cascade("source_record_id", "source_record")
        .set_null("type_id", "lookup")
        .set_null("store_id", "lookup")
        .unique(["source_record_id", "vendor_id"])
        .index(["source_record_id", "created_at", "id"])
        .index(["brand_id", "number"])
}

fn recommendation() -> NewTable {
    NewTable::named("recommendation")
        .columns([
            id(),
            reference("source_record_id"),
            optional(text("vendor_id")),
            text("name"),
            optional(text("brief_description")),
            optional(text("detailed_description")),
            optional(text("content")),
            json("picture_urls"),
            optional(text("web_url")),
            text("state"),
            instant("updated_at"),
        ])
        .cascade("source_record_id", "source_record")
        .unique(["source_record_id", "vendor_id"])
        .index(["source_record_id", "updated_at", "id"])
}
