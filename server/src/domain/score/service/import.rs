//! The bulk import of scored accounts.

use std::collections::HashMap;

use entity::customer::CustomerKind;
use entity::source_record::{self, RecordState};
use serde_json::json;

use super::{recompute, record};
use crate::domain::notification::{self, Notice};
use crate::domain::score::{ImportReport, ImportedCustomer, RecordValues};
use crate::domain::source::service::{Put, Said};
use crate::domain::{connection, customer, source, source::Facts};
use crate::error::Result;
use crate::store::{TimelineDraft, Work, batch};

/// The name under which the quarantine, the audit and the notifications keep an import.
const OPERATION: &str = "score.import";

/// Imports accounts with their values: makes those that the connection does not know, renames those it does, records what fits and
/// recomputes their scores, in a fixed number of statements for each few hundred accounts. What stands later in `customers` overrules
/// what stands before. The brand's staff are told. One import into a connection at a time; another waits.
///
/// # Errors
/// There is no such connection in the brand, or the store failed.
pub async fn import(work: &Work<'_>, connection: i64, customers: Vec<ImportedCustomer>) -> Result<ImportReport> {
    connection::service::hold(work, connection).await?;
    let mut report = ImportReport::default();
    let mut accounts = gather(customers).into_iter();
    loop {
        let some: Vec<Account> = accounts.by_ref().take(batch::TOGETHER).collect();
        if some.is_empty() {
            break;
        }
        import_some(work, connection, some, &mut report).await?;
    }
    let data = json!({
        "created": report.created,
        "updated": report.updated,
        "values": report.values,
        "quarantined": report.quarantined,
    });
    work.audit(OPERATION, "connection", connection, data.clone()).await;
    let title = announcement(&report);
    notification::service::tell(work, Notice { connection: Some(connection), kind: OPERATION, title, data }).await?;
    Ok(report)
}

/// An import in one line.
fn announcement(report: &ImportReport) -> String {
    let counted = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let customers = counted(report.created + report.updated, "customer", "customers");
    let aside = match report.quarantined {
        0 => String::new(),
        count => format!(", {} kept aside", counted(count, "value", "values")),
    };
    format!("Import of {customers}: {} new{aside}", report.created)
}

/// All that an import says of one account.
struct Account {
    external_id: String,
    name: String,
    owner_email: Option<String>,
    /// Once for each time it was named.
    values: Vec<RecordValues>,
}

/// The accounts named, each once, in the order they were first named.
fn gather(customers: Vec<ImportedCustomer>) -> Vec<Account> {
    let mut accounts: Vec<Account> = Vec::with_capacity(customers.len());
    let mut known: HashMap<String, usize> = HashMap::with_capacity(customers.len());
    for (at, customer) in customers.into_iter().enumerate() {
        let ImportedCustomer { external_id, name, owner_email, attributes, metrics } = customer;
        let values = RecordValues { record: 0, path: format!("customers[{at}]"), attributes, metrics };
        match known.get(&external_id) {
            Some(index) => {
                let account = &mut accounts[*index];
                account.name = name;
                account.owner_email = owner_email.or(account.owner_email.take());
                account.values.push(values);
            }
            None => {
                known.insert(external_id.clone(), accounts.len());
                accounts.push(Account { external_id, name, owner_email, values: vec![values] });
            }
        }
    }
    accounts
}

async fn import_some(
    work: &Work<'_>,
    connection: i64,
    accounts: Vec<Account>,
    report: &mut ImportReport,
) -> Result<()> {
    let ids: Vec<&str> = accounts.iter().map(|account| account.external_id.as_str()).collect();
    let known = source::store::by_vendor_ids(work.db(), connection, &ids).await?;
    let mut known: HashMap<String, _> = known.into_iter().map(|record| (record.vendor_id.clone(), record)).collect();
    let said = accounts.iter().map(|account| say(account, known.remove(&account.external_id))).collect();
    let put = source::service::put_many(work, connection, said).await?;
    let records: Vec<i64> = put.iter().map(|put| put.record.id).collect();

    let sent = accounts.into_iter().zip(&records).flat_map(|(account, record)| {
        account.values.into_iter().map(|values| RecordValues { record: *record, ..values })
    });
    let recorded = record::write(work, connection, OPERATION, sent.collect()).await?;
    recompute(work, &records).await?;
    let customers: Vec<i64> = put.iter().map(|put| put.record.customer_id).collect();
    customer::store::touch(work.db(), work.brand(), &customers, work.now()).await?;

    for put in put {
        let values = recorded.values.get(&put.record.id).copied().unwrap_or_default();
        if put.is_new {
            report.created += 1;
        } else {
            report.updated += 1;
        }
        report.values += values;
        tell(work, &put, values).await;
    }
    report.quarantined += recorded.quarantined;
    Ok(())
}

/// What the account's record shall say; of what the import does not speak, it goes on saying what it said.
fn say(account: &Account, known: Option<source_record::Model>) -> Said {
    let mut facts = known.as_ref().map(Facts::of).unwrap_or_default();
    facts.kind = CustomerKind::Company;
    facts.display_name = Some(account.name.clone());
    facts.company_name = Some(account.name.clone());
    if account.owner_email.is_some() {
        facts.owner_email.clone_from(&account.owner_email);
    }
    let id = account.external_id.clone();
    Said { vendor_id: id.clone(), external_id: Some(id), known, facts, state: RecordState::Active }
}

/// A line on the timeline for everything that somebody would want to see.
async fn tell(work: &Work<'_>, put: &Put, values: usize) {
    let counted = if values == 1 { "1 value".to_owned() } else { format!("{values} values") };
    let name = put.record.display_name.as_deref().unwrap_or_default();
    let (kind, title) = match (put.is_new, put.is_changed, values) {
        (true, _, 0) => ("customer.created", format!("{name} recorded")),
        (true, _, _) => ("customer.created", format!("{name} recorded with {counted}")),
        (false, true, 0) => ("customer.updated", "Details updated".to_owned()),
        (false, true, _) => ("customer.updated", format!("Details updated and {counted} recorded")),
        (false, false, 0) => return,
        (false, false, _) => ("score.imported", format!("{counted} recorded")),
    };
    work.timeline(put.record.id, TimelineDraft::new(kind, title).about("customer", put.record.customer_id)).await;
}
