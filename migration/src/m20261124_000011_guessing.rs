//! Customers' logins: failures are counted, API users may have a second, sealed form of their password, and a device's token keeps what
//! the device said of itself.

use sea_orm_migration::prelude::*;

use crate::column::{bytes, id, instant, integer, json, optional, text};
use crate::table::{self, NewTable};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut sealed = optional(bytes("sealed_digest"));
        manager.alter_table(Table::alter().table("vendor_login").add_column(&mut sealed).take()).await?;
        let mut details = optional(json("details"));
        manager.alter_table(Table::alter().table("vendor_token").add_column(&mut details).take()).await?;
        table::create_all(manager, tables()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table::drop_all(manager, tables()).await?;
        manager.alter_table(Table::alter().table("vendor_token").drop_column("details").take()).await?;
        manager.alter_table(Table::alter().table("vendor_login").drop_column("sealed_digest").take()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables() -> Vec<NewTable> {
    vec![login_failure()]
}

fn login_failure() -> NewTable {
    NewTable::named("login_failure")
        .columns([id(), text("subject"), integer("failures"), instant("since")])
        .unique(["subject"])
        .index(["since"])
}
