//! Filling a store: one thread makes the rows, another task writes them.

use std::time::Instant;

use anyhow::{Context, bail};
use entity::{audit_entry, brand, customer_credentials};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;
use tokio::sync::mpsc;

use super::calendar::EPOCH;
use super::rows::{Batch, Ids, Rows};
use super::store::{self, Inserts};
use super::story::Teller;
use super::{Catalogue, DEMO_PASSWORD, Options, Progress, Report, definitions};
use crate::app::App;

/// Customers in one transaction. Enough that a commit costs nothing; few enough to report progress several times a second.
const BATCH: i64 = 800;

/// Batches made ahead of the writer.
const AHEAD: usize = 2;

/// Customers who get a password.
const CREDENTIALS: usize = 3;

/// Rows of some customers, ready to be written.
struct Ready {
    customers: u64,
    tables: Vec<Rows>,
}

/// Adds demo customers to a brand, with its demo definitions when they are missing. Whole customers are committed, some hundreds at a
/// time; what was committed before a failure stays.
///
/// # Errors
/// The store failed.
pub async fn fill(
    app: &App,
    brand: &brand::Model,
    options: Options,
    mut progress: impl FnMut(Progress),
) -> anyhow::Result<Report> {
    let start = Instant::now();
    app.store().begin_bulk().await?;
    let written = add(app, brand, options, |customers, rows| {
        progress(Progress { customers, of: options.customers, rows, elapsed: start.elapsed() });
    })
    .await;
    let ended = app.store().end_bulk().await;
    let rows = written?;
    ended?;
    note(app, brand, options).await?;
    Ok(Report { customers: options.customers, rows, elapsed: start.elapsed() })
}

/// Writes definitions and customers, and tells how many customers and rows there are by now; all rows in the end.
async fn add(
    app: &App,
    brand: &brand::Model,
    options: Options,
    mut progress: impl FnMut(u64, u64),
) -> anyhow::Result<u64> {
    let catalogue = definitions(app, brand).await?;
    let count = i64::try_from(options.customers).context("that many customers")?;
    let ids = store::reserve(app.store(), count).await.context("keeping ids free")?;
    let (sender, mut ready) = mpsc::channel(AHEAD);
    let maker = std::thread::spawn(move || make(&catalogue, ids, count, options.seed, &sender));
    let mut inserts = Inserts::new(app.store().writer().get_database_backend());
    let (mut customers, mut rows) = (0, 0);
    while let Some(batch) = ready.recv().await {
        rows += write(app, &mut inserts, batch.tables).await.context("writing demo customers")?;
        customers += batch.customers;
        progress(customers, rows);
    }
    let first = maker.join().map_err(|_| anyhow::anyhow!("making demo customers failed"))??;
    rows += give_passwords(app, &first).await?;
    store::settle(app.store()).await.context("giving back ids")?;
    Ok(rows)
}

/// Makes all batches; the records that get a password.
fn make(
    catalogue: &Catalogue,
    ids: Ids,
    customers: i64,
    seed: u64,
    sender: &mpsc::Sender<Ready>,
) -> anyhow::Result<Vec<i64>> {
    let mut teller = Teller::new(catalogue, ids, seed);
    let mut left = customers;
    let mut first = Vec::new();
    while left > 0 {
        let count = left.min(BATCH);
        let batch = teller.tell(count);
        if let Some(table) = teller.overdrawn() {
            bail!("more rows of {table} were made than ids kept free");
        }
        if first.is_empty() {
            first = members(&batch, catalogue);
        }
        let ready = Ready { customers: count.unsigned_abs(), tables: batch.into_tables() };
        // The writer has failed and says so itself.
        if sender.blocking_send(ready).is_err() {
            break;
        }
        left -= count;
    }
    Ok(first)
}

fn members(batch: &Batch, catalogue: &Catalogue) -> Vec<i64> {
    let loyal = batch.source_record.iter().filter(|record| record.connection_id == catalogue.connections.carecloud);
    loyal.map(|record| record.id).take(CREDENTIALS).collect()
}

async fn write(app: &App, inserts: &mut Inserts, tables: Vec<Rows>) -> anyhow::Result<u64> {
    let tx = app.store().begin().await?;
    let mut written = 0;
    for rows in tables {
        written += inserts.write(&tx, rows).await?;
    }
    tx.commit().await?;
    Ok(written)
}

/// One hash for all of them: a hash costs as much as hundreds of customers.
async fn give_passwords(app: &App, records: &[i64]) -> anyhow::Result<u64> {
    if records.is_empty() {
        return Ok(0);
    }
    let hash = app.passwords().hash(DEMO_PASSWORD).await?;
    let rows = records.iter().map(|record| customer_credentials::ActiveModel {
        source_record_id: Set(*record),
        password_hash: Set(hash.clone()),
        updated_at: Set(EPOCH),
        ..Default::default()
    });
    customer_credentials::Entity::insert_many(rows).exec_without_returning(app.store().writer()).await?;
    Ok(records.len() as u64)
}

/// Notes in the audit that the data are not real.
async fn note(app: &App, brand: &brand::Model, options: Options) -> anyhow::Result<()> {
    let entry = audit_entry::ActiveModel {
        brand_id: Set(Some(brand.id)),
        actor_kind: Set("cli".to_owned()),
        actor_label: Set("seed".to_owned()),
        action: Set("brand.seed".to_owned()),
        subject_kind: Set("brand".to_owned()),
        subject_id: Set(Some(brand.id)),
        data: Set(json!({ "customers": options.customers, "seed": options.seed })),
        at: Set(app.clock().now()),
        ..Default::default()
    };
    audit_entry::Entity::insert(entry).exec_without_returning(app.store().writer()).await?;
    Ok(())
}
