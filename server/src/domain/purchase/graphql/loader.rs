//! What is loaded for many purchases or customers at once.

use std::collections::HashMap;

use async_graphql::dataloader;
use entity::purchase_item;

use crate::domain::purchase::{Summary, store};
use crate::graphql::loaders::{BatchError, Loader};

/// Key: the line with this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Line(pub(super) i64);

impl dataloader::Loader<Line> for Loader {
    type Value = purchase_item::Model;
    type Error = BatchError;

    async fn load(&self, keys: &[Line]) -> Result<HashMap<Line, purchase_item::Model>, BatchError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let rows = store::lines(self.db(), self.brand(), &ids).await?;
        Ok(rows.into_iter().map(|row| (Line(row.id), row)).collect())
    }
}

/// Key: what this customer bought in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct SummaryOf(pub(super) i64);

impl dataloader::Loader<SummaryOf> for Loader {
    type Value = Summary;
    type Error = BatchError;

    async fn load(&self, keys: &[SummaryOf]) -> Result<HashMap<SummaryOf, Summary>, BatchError> {
        let customers: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let found = store::summaries(self.db(), self.brand(), &customers).await?;
        Ok(found.into_iter().map(|(customer, summary)| (SummaryOf(customer), summary)).collect())
    }
}
