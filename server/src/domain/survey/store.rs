//! Rows of import configurations and survey responses.

use entity::import_configuration::ImportType;
use entity::{Timestamp, import_configuration, survey_response};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Func, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value as Json;

use super::{ConfigurationDraft, NewResponse, NpsSummary, ResponseFilter};
use crate::error::{Error, Result};
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::Branded;

impl Branded for import_configuration::Entity {
    fn brand_column() -> import_configuration::Column {
        import_configuration::Column::BrandId
    }
}

impl Listed for import_configuration::Entity {
    type Filter = ();

    fn link((): &()) -> Link<import_configuration::Column> {
        Link::Owner(import_configuration::Column::ConnectionId)
    }

    fn ordering((): &()) -> Ordering<import_configuration::Column> {
        Ordering::ascending(import_configuration::Column::Name)
    }

    fn id() -> import_configuration::Column {
        import_configuration::Column::Id
    }

    fn condition((): &()) -> Condition {
        Condition::all()
    }
}

impl Branded for survey_response::Entity {
    fn brand_column() -> survey_response::Column {
        survey_response::Column::BrandId
    }
}

impl Listed for survey_response::Entity {
    type Filter = ResponseFilter;

    fn link(_: &ResponseFilter) -> Link<survey_response::Column> {
        Link::SourceRecord(survey_response::Column::SourceRecordId)
    }

    fn ordering(_: &ResponseFilter) -> Ordering<survey_response::Column> {
        Ordering::descending(survey_response::Column::CreatedAt)
    }

    fn id() -> survey_response::Column {
        survey_response::Column::Id
    }

    fn condition(filter: &ResponseFilter) -> Condition {
        Condition::all()
            .add_option(filter.nps_from.map(|from| survey_response::Column::Nps.gte(from)))
            .add_option(filter.nps_to.map(|to| survey_response::Column::Nps.lte(to)))
            .add_option(filter.answered_from.map(|from| answered_at().gte(from)))
            .add_option(filter.answered_until.map(|until| answered_at().lt(until)))
    }
}

/// When a response was given, or where its source does not say, received.
fn answered_at() -> SimpleExpr {
    let column = |column: survey_response::Column| Expr::col((survey_response::Entity, column));
    Func::coalesce([column(survey_response::Column::RespondedAt), column(survey_response::Column::CreatedAt)]).into()
}

/// The connection's configuration with this reference.
///
/// # Errors
/// The store failed.
pub async fn configuration(
    db: &impl ConnectionTrait,
    connection: i64,
    reference: &str,
) -> Result<Option<import_configuration::Model>> {
    let row = import_configuration::Entity::find()
        .filter(import_configuration::Column::ConnectionId.eq(connection))
        .filter(import_configuration::Column::Reference.eq(reference));
    Ok(row.one(db).await?)
}

/// The oldest configuration of a connection for this sort of data.
///
/// # Errors
/// The store failed.
pub async fn configuration_of_type(
    db: &impl ConnectionTrait,
    connection: i64,
    data_type: ImportType,
) -> Result<Option<import_configuration::Model>> {
    let row = import_configuration::Entity::find()
        .filter(import_configuration::Column::ConnectionId.eq(connection))
        .filter(import_configuration::Column::DataType.eq(data_type))
        .order_by_asc(import_configuration::Column::Id);
    Ok(row.one(db).await?)
}

/// Writes a configuration.
///
/// # Errors
/// The store failed, or the connection has the reference already.
pub async fn insert_configuration(
    db: &impl ConnectionTrait,
    brand: i64,
    connection: i64,
    reference: String,
    draft: ConfigurationDraft,
    now: Timestamp,
) -> Result<import_configuration::Model> {
    let mut row = import_configuration::ActiveModel {
        brand_id: Set(brand),
        connection_id: Set(connection),
        reference: Set(reference),
        created_at: Set(now),
        ..Default::default()
    };
    say(&mut row, draft, now)?;
    Ok(import_configuration::Entity::insert(row).exec_with_returning(db).await?)
}

/// Replaces what a configuration says.
///
/// # Errors
/// The store failed.
pub async fn update_configuration(
    db: &impl ConnectionTrait,
    configuration: import_configuration::Model,
    draft: ConfigurationDraft,
    now: Timestamp,
) -> Result<()> {
    let mut row = configuration.into_active_model();
    say(&mut row, draft, now)?;
    row.update(db).await?;
    Ok(())
}

fn say(row: &mut import_configuration::ActiveModel, draft: ConfigurationDraft, now: Timestamp) -> Result<()> {
    row.name = Set(draft.name);
    row.data_type = Set(draft.data_type);
    row.mapping = Set(serde_json::to_value(draft.mapping).map_err(Error::internal)?);
    row.updated_at = Set(now);
    Ok(())
}

/// Writes a response.
///
/// # Errors
/// The store failed.
pub async fn insert_response(
    db: &impl ConnectionTrait,
    brand: i64,
    new: NewResponse,
    now: Timestamp,
) -> Result<survey_response::Model> {
    let row = survey_response::ActiveModel {
        brand_id: Set(brand),
        source_record_id: Set(new.source_record),
        account_name: Set(new.account_name),
        nps: Set(new.nps),
        comment: Set(new.comment),
        follow_up: Set(new.follow_up.map(|wanted| if wanted { "Y" } else { "N" }.to_owned())),
        follow_up_details: Set(new.follow_up_details),
        touchpoint_id: Set(new.touchpoint),
        sent_at: Set(new.sent_at),
        responded_at: Set(new.responded_at),
        answers: Set(Json::Object(new.answers)),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(survey_response::Entity::insert(row).exec_with_returning(db).await?)
}

#[derive(FromQueryResult)]
struct Counted {
    promoters: i64,
    passives: i64,
    detractors: i64,
}

/// How the brand's customers scored it in a span of time.
///
/// # Errors
/// The store failed.
pub async fn nps(db: &impl ConnectionTrait, brand: i64, filter: &ResponseFilter) -> Result<NpsSummary> {
    use survey_response::Column;
    let counted = survey_response::Entity::find()
        .select_only()
        .column_as(how_many(Column::Nps.gte(9)), "promoters")
        .column_as(how_many(Column::Nps.between(7, 8)), "passives")
        .column_as(how_many(Column::Nps.lte(6)), "detractors")
        .filter(Column::BrandId.eq(brand))
        .filter(<survey_response::Entity as Listed>::condition(filter))
        .into_model::<Counted>()
        .one(db)
        .await?;
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    Ok(counted.map_or_else(NpsSummary::default, |counted| NpsSummary {
        promoters: count(counted.promoters),
        passives: count(counted.passives),
        detractors: count(counted.detractors),
    }))
}

/// Counts the rows for which `condition` holds: a case without an answer is null, and nulls are not counted.
fn how_many(condition: SimpleExpr) -> SimpleExpr {
    SimpleExpr::Case(Box::new(CaseStatement::new().case(condition, 1))).count()
}
