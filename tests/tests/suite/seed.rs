//! Demo data.

use std::hash::{DefaultHasher, Hash, Hasher};

use onefold::app::App;
use onefold::domain::identity::service::explain;
use onefold::seed::{self, Options};
use onefold_tests::TestApp;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, JsonValue, Statement};
use serde_json::json;

/// Everything that is filled, definitions and customers.
const TABLES: [&str; 38] = [
    "attribute_value",
    "calendar_event",
    "card",
    "channel",
    "consent",
    "customer",
    "import_configuration",
    "interest",
    "interest_record",
    "ledger_account",
    "ledger_allocation",
    "ledger_debit",
    "ledger_lot",
    "lookup",
    "metric_value",
    "note",
    "pipeline",
    "pipeline_stage",
    "pipeline_type",
    "property_definition",
    "property_value",
    "purchase",
    "purchase_item",
    "recommendation",
    "reward",
    "score",
    "score_definition",
    "segment",
    "segment_membership",
    "source_membership",
    "source_record",
    "status_record",
    "status_tier",
    "survey_response",
    "task",
    "timeline_entry",
    "voucher",
    "customer_credentials",
];

async fn fill(app: &TestApp, customers: u64, seed: u64) -> seed::Report {
    seed::fill(&app.app, &app.brand, Options { customers, seed }, |_| {}).await.expect("demo data")
}

async fn rows(app: &App, sql: &str) -> Vec<JsonValue> {
    let db = app.store().reader();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    JsonValue::find_by_statement(statement).all(db).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

/// Some columns of each row, for reading.
fn lines<const N: usize>(rows: &[JsonValue], columns: [&str; N]) -> Vec<String> {
    let line = |row: &JsonValue| columns.map(|column| row[column].as_str().unwrap_or("?").to_owned()).join(" | ");
    rows.iter().map(line).collect()
}

async fn number(app: &App, sql: &str) -> i64 {
    let db = app.store().reader();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect(sql);
    row.expect(sql).try_get_by_index(0).expect(sql)
}

/// The rows of a table, hashed; passwords have salt and are left out.
async fn digest(app: &App, table: &str) -> (usize, u64) {
    let columns = if table == "customer_credentials" { "id, source_record_id" } else { "*" };
    let rows = rows(app, &format!(r#"SELECT {columns} FROM "{table}" ORDER BY id"#)).await;
    let mut hasher = DefaultHasher::new();
    for row in &rows {
        row.to_string().hash(&mut hasher);
    }
    (rows.len(), hasher.finish())
}

/// Fails with the rows that a query finds.
async fn none(app: &TestApp, sql: &str) {
    let found = rows(&app.app, sql).await;
    assert!(found.is_empty(), "{sql}\nfound {} rows, first: {}", found.len(), found[0]);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_data_on_any_day() {
    let (one, other) = (TestApp::start().await, TestApp::start().await);
    other.app.clock().set("2031-07-09T12:34:56Z".parse().expect("an instant"));
    let report = fill(&one, 200, 7).await;
    assert_eq!(report.rows, fill(&other, 200, 7).await.rows);
    for table in TABLES {
        let found = digest(&one.app, table).await;
        assert!(found.0 > 0, "{table} is empty");
        assert_eq!(found, digest(&other.app, table).await, "{table}");
    }
}

#[tokio::test]
async fn another_seed_gives_other_customers() {
    let (one, other) = (TestApp::start().await, TestApp::start().await);
    fill(&one, 20, 1).await;
    fill(&other, 20, 2).await;
    assert_ne!(digest(&one.app, "customer").await, digest(&other.app, "customer").await);
}

#[tokio::test]
async fn names_stay_as_they_are() {
    let app = TestApp::start().await;
    fill(&app, 5, 1).await;
    let customers = rows(&app.app, "SELECT display_name, email FROM customer ORDER BY id").await;
    assert_eq!(
        lines(&customers, ["display_name", "email"]),
        [
            "Lucy Devereux | lucy.devereux1@mail.example",
            "Dominik Strnad | dominik.strnad2@posta.example",
            "Tereza Dvořáková | tereza.dvorakova3@example.com",
            "Reuben White | reuben.white4@mailbox.example",
            "Michaela Holubová | michaela.holubova5@example.com"
        ]
    );
}

#[tokio::test]
async fn a_store_that_is_in_use_can_be_filled_again_and_again() {
    let app = TestApp::start().await;
    app.customer("Ada", "Before").await;
    fill(&app, 30, 1).await;
    app.customer("Ada", "Between").await;
    fill(&app, 30, 1).await;
    app.customer("Ada", "After").await;
    let count = app.data("{ customers { totalCount } }", json!({})).await;
    assert_eq!(count["customers"]["totalCount"], 63);
    assert_eq!(number(&app.app, "SELECT MAX(id) FROM customer").await, 63, "no ids are wasted");
}

#[tokio::test]
async fn brands_are_filled_apart() {
    let app = TestApp::start().await;
    let second = app.another_brand(2).await;
    fill(&app, 10, 1).await;
    seed::fill(&app.app, &second, Options { customers: 10, seed: 1 }, |_| {}).await.expect("demo data");
    for (table, parent) in [("source_record", "customer"), ("purchase", "source_record"), ("voucher", "reward")] {
        let sql = format!(
            "SELECT c.id FROM {table} c JOIN {parent} p ON p.id = c.{parent}_id WHERE p.brand_id <> c.brand_id"
        );
        none(&app, &sql).await;
    }
}

#[tokio::test]
async fn nothing_is_filled_when_nothing_is_asked_for() {
    let app = TestApp::start().await;
    let report = fill(&app, 0, 1).await;
    assert_eq!((report.customers, report.rows), (0, 0));
    assert!(digest(&app.app, "lookup").await.0 > 0, "definitions are there all the same");
}

#[tokio::test]
async fn progress_counts_up_to_what_is_reported() {
    let app = TestApp::start().await;
    let mut told = Vec::new();
    let options = Options { customers: 900, seed: 1 };
    let report = seed::fill(&app.app, &app.brand, options, |progress| told.push(progress)).await.expect("demo data");
    let counts: Vec<u64> = told.iter().map(|progress| progress.customers).collect();
    assert_eq!(counts, [800, 900]);
    assert!(told.iter().all(|progress| progress.of == 900));
    assert!(report.rows >= told[1].rows && report.customers == 900);
    assert!((40..70).contains(&(report.rows / 900)), "{} rows a customer", report.rows / 900);
}

#[tokio::test]
async fn the_writer_works_as_before_when_all_is_filled() {
    let app = TestApp::start().await;
    let db = app.app.store().writer();
    if db.get_database_backend() != DbBackend::Sqlite {
        return;
    }
    let setting = async |name: &str| {
        let statement = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {name}"));
        let row = db.query_one_raw(statement).await.expect(name).expect(name);
        row.try_get_by_index::<i64>(0).expect(name)
    };
    let settings =
        async || [setting("cache_size").await, setting("wal_autocheckpoint").await, setting("busy_timeout").await];
    let before = settings().await;
    fill(&app, 50, 1).await;
    assert_eq!(settings().await, before);
    assert_eq!(setting("wal_checkpoint").await, 0, "nobody is in the way of the log");
}

#[tokio::test]
async fn points_and_credits_add_up() {
    let app = TestApp::start().await;
    fill(&app, 200, 3).await;
    none(
        &app,
        "SELECT a.id FROM ledger_account a WHERE a.balance < 0
         OR a.balance <> (SELECT COALESCE(SUM(available), 0) FROM ledger_lot WHERE account_id = a.id)",
    )
    .await;
    none(
        &app,
        "SELECT l.id FROM ledger_lot l WHERE l.available < 0 OR (l.expired_at IS NOT NULL AND l.available <> 0)
         OR l.assigned <> l.available + (SELECT COALESCE(SUM(amount), 0) FROM ledger_allocation WHERE lot_id = l.id)",
    )
    .await;
    none(
        &app,
        "SELECT d.id FROM ledger_debit d WHERE d.amount <= 0
         OR d.amount <> (SELECT COALESCE(SUM(amount), 0) FROM ledger_allocation WHERE debit_id = d.id)",
    )
    .await;
    none(
        &app,
        "SELECT x.id FROM ledger_allocation x JOIN ledger_debit d ON d.id = x.debit_id JOIN ledger_lot l ON l.id = x.lot_id
         WHERE d.account_id <> l.account_id OR x.amount <= 0",
    )
    .await;
    let kinds = rows(&app.app, "SELECT DISTINCT kind FROM ledger_debit ORDER BY kind").await;
    assert_eq!(kinds, [json!({ "kind": "expiry" }), json!({ "kind": "spend" })]);
}

#[tokio::test]
async fn receipts_add_up() {
    let app = TestApp::start().await;
    fill(&app, 100, 3).await;
    none(
        &app,
        "SELECT p.id FROM purchase p JOIN (SELECT purchase_id, COUNT(*) AS n, SUM(price * quantity / 10000) AS total
         FROM purchase_item GROUP BY purchase_id) i ON i.purchase_id = p.id WHERE p.total <> i.total OR p.items_count <> i.n",
    )
    .await;
    none(&app, "SELECT id FROM purchase WHERE id NOT IN (SELECT purchase_id FROM purchase_item)").await;
}

#[tokio::test]
async fn customers_are_what_their_records_say() {
    let app = TestApp::start().await;
    fill(&app, 150, 5).await;
    let db = app.app.store().reader();
    for customer in entity::customer::Entity::find().all(db).await.expect("customers") {
        let facts = explain(db, app.brand.id, customer.id).await.expect("a resolution").facts;
        assert_eq!(customer.display_name, facts.name());
        assert_eq!(
            (customer.kind, &customer.first_name, &customer.last_name, &customer.company_name),
            (facts.kind, &facts.first_name, &facts.last_name, &facts.company_name)
        );
        assert_eq!(
            (&customer.email, &customer.phone, &customer.language, &customer.owner_email),
            (&facts.email, &facts.phone, &facts.language, &facts.owner_email)
        );
        assert_eq!(
            (customer.birth_date, customer.gender, &customer.city, &customer.country),
            (facts.birth_date, facts.gender, &facts.city(), &facts.country())
        );
    }
    none(&app, "SELECT id FROM customer WHERE last_activity_at IS NULL OR display_name = ''").await;
    none(
        &app,
        "SELECT c.id FROM customer c WHERE c.last_activity_at <> (SELECT MAX(t.occurred_at) FROM timeline_entry t
         JOIN source_record s ON s.id = t.source_record_id WHERE s.customer_id = c.id)",
    )
    .await;
    none(
        &app,
        "SELECT c.id FROM customer c JOIN source_record s ON s.customer_id = c.id JOIN score h ON h.source_record_id = s.id
         WHERE h.kind = 'health' AND (c.health_score IS NULL OR c.health_score <> h.value)",
    )
    .await;
    let several =
        "SELECT COUNT(*) FROM (SELECT customer_id FROM source_record GROUP BY customer_id HAVING COUNT(*) > 1) x";
    let several = number(&app.app, several).await;
    assert!(several > 75, "only {several} customers are known to several systems");
}

#[tokio::test]
async fn every_row_has_its_parent() {
    let app = TestApp::start().await;
    fill(&app, 200, 3).await;
    for (table, column, parent) in [
        ("source_record", "customer_id", "customer"),
        ("purchase_item", "purchase_id", "purchase"),
        ("ledger_lot", "purchase_id", "purchase"),
        ("note", "pipeline_id", "pipeline"),
        ("task", "pipeline_id", "pipeline"),
        ("voucher", "reward_id", "reward"),
    ] {
        none(
            &app,
            &format!("SELECT id FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {parent})"),
        )
        .await;
    }
    for table in entity::TABLES_OF_SOURCE_RECORD {
        none(&app, &format!("SELECT id FROM {table} WHERE source_record_id NOT IN (SELECT id FROM source_record)"))
            .await;
    }
    // What a timeline entry is about is not a foreign key.
    let kinds = rows(&app.app, "SELECT DISTINCT subject_kind FROM timeline_entry WHERE subject_kind IS NOT NULL").await;
    assert!(kinds.len() > 5, "{kinds:?}");
    for kind in kinds {
        let table = kind["subject_kind"].as_str().expect("a table").to_owned();
        none(
            &app,
            &format!(
                "SELECT id FROM timeline_entry WHERE subject_kind = '{table}' AND subject_id NOT IN (SELECT id FROM {table})"
            ),
        )
        .await;
    }
}

#[tokio::test]
async fn definitions_are_made_once_and_name_what_the_vendors_print() {
    let app = TestApp::start().await;
    seed::definitions(&app.app, &app.brand).await.expect("definitions");
    let mut before = Vec::new();
    for table in TABLES {
        before.push(digest(&app.app, table).await);
    }
    seed::definitions(&app.app, &app.brand).await.expect("definitions");
    for (table, before) in TABLES.iter().zip(before) {
        assert_eq!(digest(&app.app, table).await, before, "{table}");
    }
    let printed = rows(
        &app.app,
        "SELECT kind, vendor_id, name FROM lookup WHERE vendor_id IN
         ('88dab5c7c6034ba59f886f4a', '8bed991c68a4', '8bd253a89059008f1d44aa', 'en', 'cs', 'twitter', 'self_order_kiosk')
         ORDER BY id",
    );
    assert_eq!(
        lines(&printed.await, ["kind", "vendor_id", "name"]),
        [
            "language | cs | Čeština",
            "language | en | English",
            "social_network | twitter | Twitter",
            "application | self_order_kiosk | Self-order kiosk",
            "store | 88dab5c7c6034ba59f886f4a | Praha, Staroměstské náměstí",
            "store | 8bed991c68a4 | Praha, Na Příkopě",
            "customer_source | 8bd253a89059008f1d44aa | mobile application"
        ]
    );
    let configurations = rows(&app.app, "SELECT reference, data_type FROM import_configuration ORDER BY id").await;
    assert_eq!(
        lines(&configurations, ["reference", "data_type"]),
        [
            "53505294-0b20-2509-b15d-c8e377701d66 | external_response",
            "12305294-0b20-4009-b95d-c8123301d66 | external_response",
            "9dd58237-c913-4073-9c76-07da0b49ff50 | external_response",
            "contact | contact",
            "account | account"
        ]
    );
    let stages = "SELECT t.vendor_id AS type, s.vendor_id AS stage, s.name FROM pipeline_stage s
        JOIN pipeline_type t ON t.id = s.type_id ORDER BY s.id";
    assert_eq!(
        lines(&rows(&app.app, stages).await, ["type", "stage", "name"]),
        [
            "1 | 1 | Enquiry",
            "1 | 2 | Quote sent",
            "1 | 3 | Negotiation",
            "1 | 4 | Won",
            "1 | 5 | Lost",
            "2 | 6 | Welcome call",
            "2 | 7 | Set-up",
            "2 | 8 | Live",
            "2 | 9 | Stopped"
        ]
    );
    let signals = rows(&app.app, "SELECT kind, codename, data_type FROM score_definition ORDER BY id").await;
    assert_eq!(
        lines(&signals, ["kind", "codename", "data_type"]),
        [
            "attribute | crm_link | text",
            "attribute | contact_email | text",
            "attribute | renewal_date | date",
            "attribute | country_name | text",
            "attribute | customers_count | number",
            "attribute | has_avatar | boolean",
            "metric | country | text",
            "metric | created_at | date",
            "metric | has_picture | boolean",
            "metric | resolved_tickets | number",
            "metric | logins | number",
            "metric | open_complaints | number"
        ]
    );
}

#[tokio::test]
async fn the_first_members_have_the_demo_password() {
    let app = TestApp::start().await;
    fill(&app, 20, 1).await;
    let kept = rows(&app.app, "SELECT password_hash FROM customer_credentials").await;
    assert_eq!(kept.len(), 3);
    let hash = kept[0]["password_hash"].as_str().expect("a hash");
    assert!(app.app.passwords().verify(seed::DEMO_PASSWORD, Some(hash)).await.expect("a check"));
}
