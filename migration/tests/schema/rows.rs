//! Values survive the way into a row and back; keys do what the model says.

use entity::{Amount, Timestamp, brand, connection, customer, ledger_account, purchase, source_record};
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, SqlErr,
};

use crate::kit::migrated_databases;

const NOW: Timestamp = Timestamp(1_795_336_200_123_456);

async fn brand(db: &DatabaseConnection) -> Result<i64, DbErr> {
    let brand = brand::ActiveModel {
        id: NotSet,
        number: Set(1),
        name: Set("Bakery".into()),
        time_zone: Set("Europe/Prague".into()),
        currency: Set("CZK".into()),
        settings: Set(sea_orm::JsonValue::Null),
        created_at: Set(NOW),
    };
    Ok(brand.insert(db).await?.id)
}

async fn connection(db: &DatabaseConnection, brand_id: i64) -> Result<i64, DbErr> {
    let connection = connection::ActiveModel {
        id: NotSet,
        brand_id: Set(brand_id),
        vendor: Set(connection::Vendor::CustomerDatabaseApp),
        name: Set("main".into()),
        mode: Set(connection::Mode::Mirror),
        base_url: Set(None),
        sealed_credentials: Set(Some(vec![0, 255])),
        time_zone: Set("Europe/London".into()),
        settings: Set(r#"{"a":[1,"b",null]}"#.parse().expect("JSON")),
        created_at: Set(NOW),
        updated_at: Set(NOW),
    };
    Ok(connection.insert(db).await?.id)
}

async fn customer(db: &DatabaseConnection, brand_id: i64, health: Option<&str>) -> Result<customer::Model, DbErr> {
    let customer = customer::ActiveModel {
        brand_id: Set(brand_id),
        kind: Set(customer::CustomerKind::Person),
        state: Set(customer::CustomerState::Active),
        display_name: Set("Žofie Malá".into()),
        sort_name: Set("mala zofie".into()),
        birth_date: Set(chrono_date("1985-02-12")),
        gender: Set(Some(customer::Gender::Female)),
        health_score: Set(health.map(|text| text.parse().expect("an amount"))),
        created_at: Set(NOW),
        updated_at: Set(NOW),
        version: Set(1),
        ..Default::default()
    };
    customer.insert(db).await
}

fn chrono_date(text: &str) -> Option<sea_orm::prelude::Date> {
    Some(text.parse().expect("a date"))
}

async fn record(db: &DatabaseConnection, brand_id: i64, connection_id: i64, customer_id: i64) -> Result<i64, DbErr> {
    let record = source_record::ActiveModel {
        brand_id: Set(brand_id),
        connection_id: Set(connection_id),
        customer_id: Set(customer_id),
        vendor_id: Set("7".into()),
        kind: Set(customer::CustomerKind::Person),
        state: Set(source_record::RecordState::Active),
        extra: Set("{}".parse().expect("JSON")),
        observed_at: Set(NOW),
        created_at: Set(NOW),
        updated_at: Set(NOW),
        ..Default::default()
    };
    Ok(record.insert(db).await?.id)
}

/// A brand, its connection, a customer and a linked record.
async fn linked(db: &DatabaseConnection) -> Result<[i64; 4], DbErr> {
    let brand = brand(db).await?;
    let connection = connection(db, brand).await?;
    let customer = customer(db, brand, None).await?.id;
    Ok([brand, connection, customer, record(db, brand, connection, customer).await?])
}

fn points(brand_id: i64, source_record_id: i64) -> ledger_account::ActiveModel {
    ledger_account::ActiveModel {
        id: NotSet,
        brand_id: Set(brand_id),
        source_record_id: Set(source_record_id),
        unit: Set(ledger_account::LedgerUnit::Points),
        type_id: Set(None),
        currency: Set(None),
        balance: Set(Amount::ZERO),
        updated_at: Set(NOW),
    }
}

#[tokio::test]
async fn values_are_read_back_as_written() -> Result<(), DbErr> {
    for (kind, db) in migrated_databases("values").await {
        let brand = brand(&db).await?;
        let id = connection(&db, brand).await?;
        let connection = connection::Entity::find_by_id(id).one(&db).await?.expect("a connection");
        assert_eq!(connection.vendor, connection::Vendor::CustomerDatabaseApp, "{kind}");
        assert_eq!(connection.settings.to_string(), r#"{"a":[1,"b",null]}"#, "{kind}");
        assert_eq!(connection.sealed_credentials, Some(vec![0, 255]), "{kind}");
        assert_eq!(connection.created_at, NOW, "{kind}");
        let written = customer(&db, brand, Some("-12.5")).await?;
        let read = customer::Entity::find_by_id(written.id).one(&db).await?.expect("a customer");
        assert_eq!(read, written, "{kind}");
        assert_eq!(read.birth_date, chrono_date("1985-02-12"), "{kind}");
        assert_eq!(read.health_score, Some(Amount(-125_000)), "{kind}");
    }
    Ok(())
}

#[tokio::test]
async fn amounts_sort_and_compare_as_numbers() -> Result<(), DbErr> {
    for (kind, db) in migrated_databases("sorting").await {
        let brand = brand(&db).await?;
        for health in ["9.5", "-100", "10", "0.0001"] {
            customer(&db, brand, Some(health)).await?;
        }
        let above = customer::Entity::find().filter(customer::Column::HealthScore.gt(Amount::ZERO));
        let customers = above.order_by_asc(customer::Column::HealthScore).all(&db).await?;
        let scores: Vec<_> = customers.iter().flat_map(|customer| customer.health_score).collect();
        assert_eq!(scores, [Amount(1), Amount(95_000), Amount(100_000)], "{kind}");
    }
    Ok(())
}

#[tokio::test]
async fn amounts_can_be_summed_in_sql() -> Result<(), DbErr> {
    for (kind, db) in migrated_databases("sums").await {
        let brand = brand(&db).await?;
        for health in ["0.1", "0.2", "-100"] {
            customer(&db, brand, Some(health)).await?;
        }
        // PostgreSQL widens the sum of 64-bit integers to numeric, so it is cast back.
        let sum = customer::Column::HealthScore.sum().cast_as("bigint");
        let select = customer::Entity::find().select_only().column_as(sum, "sum");
        let sum: Option<Option<Amount>> = select.into_tuple().one(&db).await?;
        assert_eq!(sum, Some(Some(Amount(-997_000))), "{kind}");
    }
    Ok(())
}

#[tokio::test]
async fn deleting_a_record_takes_its_children_and_leaves_its_customer() -> Result<(), DbErr> {
    for (kind, db) in migrated_databases("cascade").await {
        let [brand_id, _, customer_id, source_record_id] = linked(&db).await?;
        let purchase = purchase::ActiveModel {
            brand_id: Set(brand_id),
            source_record_id: Set(source_record_id),
            currency: Set("CZK".into()),
            total: Set(Amount(999_000)),
            items_count: Set(1),
            paid_at: Set(NOW),
            created_at: Set(NOW),
            updated_at: Set(NOW),
            ..Default::default()
        };
        purchase.insert(&db).await?;
        source_record::Entity::delete_by_id(source_record_id).exec(&db).await?;
        assert_eq!(purchase::Entity::find().count(&db).await?, 0, "{kind}");
        assert!(customer::Entity::find_by_id(customer_id).one(&db).await?.is_some(), "{kind}");
    }
    Ok(())
}

#[tokio::test]
async fn what_records_hang_on_cannot_be_deleted() -> Result<(), DbErr> {
    for (kind, db) in migrated_databases("restrict").await {
        let [brand, connection, customer, _] = linked(&db).await?;
        let refused = [
            brand::Entity::delete_by_id(brand).exec(&db).await.err(),
            connection::Entity::delete_by_id(connection).exec(&db).await.err(),
            customer::Entity::delete_by_id(customer).exec(&db).await.err(),
        ];
        for error in refused {
            // Not by `sql_err`: SQLite reports RESTRICT under a code (1811) that sea-orm does not classify.
            let error = error.expect("a refusal").to_string();
            assert!(error.to_lowercase().contains("foreign key constraint"), "{kind}: {error}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_record_cannot_have_two_accounts_of_the_untyped_sort() -> Result<(), DbErr> {
    for (kind, db) in migrated_databases("untyped").await {
        let [brand, _, _, record] = linked(&db).await?;
        points(brand, record).insert(&db).await?;
        let error = points(brand, record).insert(&db).await.expect_err("a refusal").sql_err();
        assert!(matches!(error, Some(SqlErr::UniqueConstraintViolation(_))), "{kind}: {error:?}");
    }
    Ok(())
}
