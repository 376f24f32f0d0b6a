//! The largest import that Customerscore.io's page allows, against a batched insert of as many rows into a table with the same columns,
//! indexes and foreign keys.

use chrono::{Days, NaiveDate};
use entity::connection::Vendor;
use onefold::domain::account::Permissions;
use onefold::vendor::credentials;
use serde_json::{Map, Value, json};

use crate::bare::Metric;
use crate::scene::Scene;
use crate::turns::{Row, Turns};

const CUSTOMERS: usize = 100;
const DATES: usize = 200;
const LARGEST: usize = 5 * 1024 * 1024;
const ROUNDS: usize = 5;
/// As many as a body of 5 MB has room for.
const CODENAMES: [&str; 7] = [
    "active_users_last_week",
    "sessions_per_active_user",
    "open_support_tickets_count",
    "resolved_support_tickets",
    "monthly_recurring_revenue",
    "feature_adoption_percent",
    "net_promoter_score_average",
];

/// Accounts that are new each time.
pub(crate) async fn new_accounts(scene: &mut Scene, name: &'static str) -> Row {
    run(scene, name, false).await
}

/// The same accounts and dates each time, with other values.
pub(crate) async fn known_accounts(scene: &mut Scene, name: &'static str) -> Row {
    run(scene, name, true).await
}

async fn run(scene: &mut Scene, name: &'static str, again: bool) -> Row {
    let key = account(scene, name).await;
    scene.bare.run("DROP TABLE IF EXISTS bare_metric").await;
    scene.bare.make_table().await;
    let parents = Parents::of(scene).await;
    let mut turns = Turns::of(name);
    for round in 0..=ROUNDS {
        let of = if again { 0 } else { round };
        let body = body(name, of, round);
        let rows = parents.rows(of, round);
        turns.bare(scene.bare.insert(&rows, again)).await;
        let header = ("customerscore-key", key.as_str());
        let answer = turns.ours(scene.client.post("/api/v1/customers", header, &body)).await;
        assert_eq!(answer, json!({ "message": "The data of 100 customers has been received." }));
    }
    turns.end()
}

/// A key to an account whose metrics are defined; one of them feeds the health score.
async fn account(scene: &mut Scene, name: &str) -> String {
    let app = &scene.app;
    let shown = credentials::issue(&app.app, &app.brand, Vendor::Customerscore, name, Permissions::all()).await;
    let define = "mutation($input: DefineSignalInput!) { defineScoreMetric(input: $input) { problems { path code } } }";
    for codename in CODENAMES {
        let scoring = (codename == CODENAMES[0])
            .then(|| json!({ "score": "HEALTH", "weight": "50", "lowest": "0", "highest": "1000" }));
        let input = json!({
            "vendor": "CUSTOMERSCORE", "connectionName": "default", "codename": codename, "name": codename,
            "dataType": "NUMBER", "scoring": scoring,
        });
        // The second subject finds them defined.
        scene.graphql(define, json!({ "input": input })).await;
    }
    shown.expect("credentials")["key"].as_str().expect("a key").to_owned()
}

fn day(at: usize) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day") + Days::new(at as u64)
}

fn number(round: usize, customer: usize, at: usize, metric: usize) -> i64 {
    100 + ((round * 7 + customer * 31 + at * 3 + metric) % 900) as i64
}

fn body(name: &str, of: usize, round: usize) -> String {
    let customer = |customer: usize| {
        let metrics = |at: usize| {
            let mut item: Map<String, Value> = CODENAMES
                .iter()
                .enumerate()
                .map(|(metric, code)| ((*code).to_owned(), number(round, customer, at, metric).into()))
                .collect();
            item.insert("date".to_owned(), day(at).to_string().into());
            Value::Object(item)
        };
        let metrics: Vec<Value> = (0..DATES).map(metrics).collect();
        json!({ "external_id": format!("{name} {of} {customer}"), "name": format!("Company {customer}"), "metrics": metrics })
    };
    let customers: Vec<Value> = (0..CUSTOMERS).map(customer).collect();
    let body = json!({ "customers": customers }).to_string();
    assert!((LARGEST * 8 / 10..=LARGEST).contains(&body.len()), "{} bytes", body.len());
    body
}

/// What the rows of the bare table hang on: records and definitions of the demo data.
struct Parents {
    records: Vec<i64>,
    definitions: Vec<i64>,
}

impl Parents {
    async fn of(scene: &Scene) -> Self {
        let some = |table: &str, most: usize| format!("SELECT id FROM {table} ORDER BY id LIMIT {most}");
        let (records, definitions) = (CUSTOMERS * (ROUNDS + 1), CODENAMES.len());
        Self {
            records: scene.bare.ids(&some("source_record", records)).await,
            definitions: scene.bare.ids(&some("score_definition", definitions)).await,
        }
    }

    fn rows(&self, of: usize, round: usize) -> Vec<Metric> {
        let mut rows = Vec::with_capacity(CUSTOMERS * DATES * CODENAMES.len());
        for customer in 0..CUSTOMERS {
            for (metric, definition) in self.definitions.iter().enumerate() {
                for at in 0..DATES {
                    let number = number(round, customer, at, metric);
                    rows.push(Metric {
                        record: self.records[of * CUSTOMERS + customer],
                        definition: *definition,
                        day: day(at),
                        value: number.into(),
                        number: number * 10_000,
                    });
                }
            }
        }
        rows
    }
}
