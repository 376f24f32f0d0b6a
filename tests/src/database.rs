//! A fresh database for one test.

use std::path::Path;

use migration::MigratorTrait;
use sea_orm::{ConnectionTrait, Database as Sea, DatabaseConnection};

/// Names the PostgreSQL server to test on; absent: SQLite.
const SERVER: &str = "ONEFOLD_TEST_DATABASE_URL";
/// Migrated once and copied for every test.
const TEMPLATE: &str = "onefold_template";
/// Tests run in processes of their own: the lock decides which of them makes the template.
const LOCK: i64 = 4_206_001;

pub(crate) struct Database {
    url: String,
}

impl Database {
    pub(crate) async fn create(folder: &Path) -> Self {
        match std::env::var(SERVER) {
            Ok(server) if !server.is_empty() => Self { url: copy_of_template(&server).await },
            _ => Self { url: format!("sqlite://{}?mode=rwc", folder.join("test.sqlite").display()) },
        }
    }

    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }
}

/// Databases are left behind: the server that the suite starts is thrown away whole.
async fn copy_of_template(server: &str) -> String {
    let admin = Sea::connect(one_connection(server)).await.expect("the PostgreSQL server answers");
    run(&admin, &format!("SELECT pg_advisory_lock({LOCK})")).await;
    let known = admin.query_one_raw(sea_orm::Statement::from_string(
        sea_orm::DbBackend::Postgres,
        format!("SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'"),
    ));
    if known.await.expect("the list of databases").is_none() {
        run(&admin, &format!("CREATE DATABASE {TEMPLATE}_draft")).await;
        let draft =
            Sea::connect(one_connection(&named(server, &format!("{TEMPLATE}_draft")))).await.expect("the draft");
        migration::Migrator::up(&draft, None).await.expect("the template migrates");
        draft.close().await.expect("the draft closes");
        run(&admin, &format!("ALTER DATABASE {TEMPLATE}_draft RENAME TO {TEMPLATE}")).await;
    }
    let name = format!("onefold_test_{}_{:x}", std::process::id(), fastrand());
    run(&admin, &format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await;
    run(&admin, &format!("SELECT pg_advisory_unlock({LOCK})")).await;
    admin.close().await.expect("the server lets go");
    named(server, &name)
}

fn one_connection(url: &str) -> sea_orm::ConnectOptions {
    let mut options = sea_orm::ConnectOptions::new(url.to_owned());
    options.max_connections(1).sqlx_logging(false);
    options
}

async fn run(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// The same server, another database.
fn named(server: &str, database: &str) -> String {
    let (front, query) =
        server.split_once('?').map_or((server, String::new()), |(front, query)| (front, format!("?{query}")));
    let front = front.rsplit_once('/').map_or(front, |(front, _)| front);
    format!("{front}/{database}{query}")
}

fn fastrand() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}
