//! Rows of recommendations.

use entity::source_record::RecordState;
use entity::{Timestamp, recommendation};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter,
};

use super::{Advice, RecommendationFilter};
use crate::error::Result;
use crate::store::children::{Link, Listed};
use crate::store::hanging;
use crate::store::keyset::Ordering;
use crate::store::text::contains;

impl Listed for recommendation::Entity {
    type Filter = RecommendationFilter;

    fn link(_: &RecommendationFilter) -> Link<recommendation::Column> {
        Link::SourceRecord(recommendation::Column::SourceRecordId)
    }

    fn ordering(_: &RecommendationFilter) -> Ordering<recommendation::Column> {
        Ordering::descending(recommendation::Column::UpdatedAt)
    }

    fn id() -> recommendation::Column {
        recommendation::Column::Id
    }

    fn condition(filter: &RecommendationFilter) -> Condition {
        use recommendation::Column;
        let state = match filter.state {
            Some(state) => Column::State.eq(state),
            None => Column::State.ne(RecordState::Deleted),
        };
        Condition::all().add(state).add_option(filter.search.as_deref().map(|text| contains(Column::Name, text)))
    }
}

/// A recommendation whose source record is of the brand.
///
/// # Errors
/// The store failed.
pub async fn by_id(db: &impl ConnectionTrait, brand: i64, id: i64) -> Result<Option<recommendation::Model>> {
    hanging::find::<recommendation::Entity>(db, brand, id).await
}

pub(super) async fn insert(
    db: &impl ConnectionTrait,
    source_record: i64,
    vendor_id: String,
    advice: Advice,
    now: Timestamp,
) -> Result<recommendation::Model> {
    let mut row = recommendation::ActiveModel {
        source_record_id: Set(source_record),
        vendor_id: Set(Some(vendor_id)),
        ..Default::default()
    };
    say(&mut row, advice, now);
    Ok(recommendation::Entity::insert(row).exec_with_returning(db).await?)
}

pub(super) async fn update(
    db: &impl ConnectionTrait,
    row: recommendation::Model,
    advice: Advice,
    now: Timestamp,
) -> Result<recommendation::Model> {
    let mut row = row.into_active_model();
    say(&mut row, advice, now);
    Ok(row.update(db).await?)
}

fn say(row: &mut recommendation::ActiveModel, advice: Advice, now: Timestamp) {
    row.name = Set(advice.name);
    row.brief_description = Set(advice.brief_description);
    row.detailed_description = Set(advice.detailed_description);
    row.content = Set(advice.content);
    row.picture_urls = Set(advice.picture_urls.into());
    row.web_url = Set(advice.web_url);
    row.state = Set(advice.state);
    row.updated_at = Set(now);
}

/// The recommendation to a record that its vendor knows under this id.
pub(super) async fn by_vendor_id(
    db: &impl ConnectionTrait,
    source_record: i64,
    vendor_id: &str,
) -> Result<Option<recommendation::Model>> {
    let row = recommendation::Entity::find()
        .filter(recommendation::Column::SourceRecordId.eq(source_record))
        .filter(recommendation::Column::VendorId.eq(vendor_id));
    Ok(row.one(db).await?)
}
