//! Entries of timelines that a vendor told of, under the vendor's own ids.

use sea_orm_migration::prelude::*;

use crate::column::{optional, text};

const INDEX: &str = "timeline_entry_source_record_id_vendor_id";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut told = optional(text("vendor_id"));
        manager.alter_table(Table::alter().table("timeline_entry").add_column(&mut told).take()).await?;
        // What is entered here has none, of which there may be any number.
        let index = Index::create()
            .name(INDEX)
            .table("timeline_entry")
            .col("source_record_id")
            .col("vendor_id")
            .unique()
            .to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(INDEX).table("timeline_entry").to_owned()).await?;
        manager.alter_table(Table::alter().table("timeline_entry").drop_column("vendor_id").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
