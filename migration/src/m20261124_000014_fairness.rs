//! Deliveries are looked up connection by connection.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const DELIVERY: &str = "delivery";
const OF_ALL: &str = "ix_delivery_state_due_at_id";
const OF_A_CONNECTION: &str = "ix_delivery_connection_state_due_at_id";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = ["connection_id", "state", "due_at", "id"];
        manager.create_index(over(OF_A_CONNECTION, &columns)).await?;
        manager.drop_index(Index::drop().name(OF_ALL).table(DELIVERY).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(over(OF_ALL, &["state", "due_at", "id"])).await?;
        manager.drop_index(Index::drop().name(OF_A_CONNECTION).table(DELIVERY).to_owned()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn over(name: &str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(DELIVERY).take();
    for column in columns {
        index.col(*column);
    }
    index
}
