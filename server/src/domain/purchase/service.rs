//! Recording, correcting and deleting purchases.

use entity::lookup::LookupKind;
use entity::source_record::RecordState;
use entity::{Amount, lookup, purchase};
use serde_json::json;

use super::store::{self, Settled};
use super::{Line, Receipt, sum};
use crate::domain::account::secrets;
use crate::domain::connection;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};

/// More lines than any receipt has.
const MOST_LINES: usize = 1_000;
/// How far a cash desk's clock may be ahead, in seconds.
const CLOCK_SKEW: i64 = 86_400;

/// Records a purchase on a source record.
///
/// # Errors
/// The receipt breaks rules: see [`Violation`]s.
pub async fn create(
    work: &Work<'_>,
    source_record: i64,
    vendor_id: Option<String>,
    receipt: Receipt,
) -> Result<purchase::Model> {
    let checked = check(work, receipt, None).await?;
    let vendor_id = match vendor_id {
        Some(id) => id,
        None => secrets::random_hex::<13>()?,
    };
    let row = store::insert(work.db(), work.brand(), source_record, vendor_id, &checked.settled, work.now()).await?;
    let lines = identified(checked.settled.receipt.lines.unwrap_or_default())?;
    store::insert_lines(work.db(), row.id, lines).await?;
    let title = match checked.store {
        Some(store) => format!("{} at {}", title(&row), store.name),
        None => title(&row),
    };
    let entry = TimelineDraft::new("purchase.made", title).about("purchase", row.id).at(row.paid_at);
    work.timeline(source_record, entry).await;
    work.audit("purchase.create", "purchase", row.id, json!({ "source_record": source_record })).await;
    Ok(row)
}

/// Records what its vendor says of a purchase. One that is known under the vendor's id says something new, or nothing.
///
/// # Errors
/// Its currency is none, or the store failed.
pub async fn hear(work: &Work<'_>, source_record: i64, vendor_id: String, receipt: Receipt) -> Result<purchase::Model> {
    let known = store::by_vendor_id(work.db(), source_record, &vendor_id).await?;
    let settled = settled(work, receipt).await?;
    let lines = identified(settled.receipt.lines.clone().unwrap_or_default())?;
    let Some(row) = known else {
        let row = store::insert(work.db(), work.brand(), source_record, vendor_id, &settled, work.now()).await?;
        store::insert_lines(work.db(), row.id, lines).await?;
        let entry = TimelineDraft::new("purchase.made", title(&row)).about("purchase", row.id).at(row.paid_at);
        work.timeline(source_record, entry).await;
        work.audit("purchase.create", "purchase", row.id, json!({ "source_record": source_record })).await;
        return Ok(row);
    };
    let has_other_lines = settled.receipt.lines.is_some() && store::lines_now(work.db(), row.id).await? != lines;
    let is_other = Receipt::of(&row) != Receipt { lines: None, ..settled.receipt.clone() };
    if !is_other && !has_other_lines {
        return Ok(row);
    }
    let row = store::update(work.db(), row, &settled, work.now()).await?;
    if has_other_lines {
        store::delete_lines(work.db(), row.id).await?;
        store::insert_lines(work.db(), row.id, lines).await?;
    }
    // The lines of a receipt are shown only to who asks for them; to learn them corrects nothing.
    if is_other {
        let entry = TimelineDraft::new("purchase.corrected", format!("{} corrected", title(&row)));
        work.timeline(row.source_record_id, entry.about("purchase", row.id)).await;
    }
    work.audit("purchase.update", "purchase", row.id, json!({ "source_record": row.source_record_id })).await;
    Ok(row)
}

async fn settled(work: &Work<'_>, mut receipt: Receipt) -> Result<Settled> {
    let currency = match receipt.currency.take() {
        Some(currency) => currency,
        None => brand_currency(work).await?,
    };
    let mut violations = Vec::new();
    if !is_currency(&currency) {
        let message = "a currency is three capital letters, as in ISO 4217";
        violations.push(Violation::new("currency", Rule::Format, message).with_value(&currency));
    }
    let total = total(&receipt, &mut violations);
    let items_count = items_count(&receipt, &mut violations);
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    // As a row says it, so that the two can be compared.
    receipt.currency = Some(currency.clone());
    (receipt.total, receipt.items_count) = (Some(total), Some(items_count));
    Ok(Settled { receipt, currency, total, items_count })
}

/// Corrects a purchase. Lines that the change does not name stay; new lines without a total are summed again.
///
/// # Errors
/// There is no such purchase in the brand, or the changed receipt breaks rules.
pub async fn update(work: &Work<'_>, id: i64, change: impl FnOnce(&mut Receipt)) -> Result<purchase::Model> {
    let row = store::find(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "purchase" })?;
    let mut receipt = Receipt::of(&row);
    change(&mut receipt);
    let checked = check(work, receipt, Some(&row)).await?;
    let row = store::update(work.db(), row, &checked.settled, work.now()).await?;
    if let Some(lines) = checked.settled.receipt.lines {
        store::delete_lines(work.db(), row.id).await?;
        store::insert_lines(work.db(), row.id, identified(lines)?).await?;
    }
    let entry = TimelineDraft::new("purchase.corrected", format!("{} corrected", title(&row)));
    work.timeline(row.source_record_id, entry.about("purchase", row.id)).await;
    work.audit("purchase.update", "purchase", row.id, json!({ "source_record": row.source_record_id })).await;
    Ok(row)
}

/// Deletes a purchase with its lines. Points that it earned stay, as earned otherwise.
///
/// # Errors
/// There is no such purchase in the brand.
pub async fn delete(work: &Work<'_>, id: i64) -> Result<purchase::Model> {
    let row = store::find(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "purchase" })?;
    store::delete(work.db(), row.id).await?;
    let entry = TimelineDraft::new("purchase.deleted", format!("{} deleted", title(&row)));
    work.timeline(row.source_record_id, entry).await;
    let data = json!({ "source_record": row.source_record_id, "external_id": row.external_id });
    work.audit("purchase.delete", "purchase", row.id, data).await;
    Ok(row)
}

fn title(row: &purchase::Model) -> String {
    format!("Purchase of {} {}", row.total, row.currency)
}

/// Lines of which each has an id that a vendor's client can name.
fn identified(lines: Vec<Line>) -> Result<Vec<Line>> {
    let with_id = |line: Line| match line.vendor_id {
        Some(_) => Ok(line),
        None => Ok(Line { vendor_id: Some(secrets::random_hex::<13>()?), ..line }),
    };
    lines.into_iter().map(with_id).collect()
}

/// A receipt that keeps the rules.
struct Checked {
    settled: Settled,
    store: Option<lookup::Model>,
}

async fn check(work: &Work<'_>, receipt: Receipt, before: Option<&purchase::Model>) -> Result<Checked> {
    let mut violations = Vec::new();
    let mut names = Names { work, violations: &mut violations };
    let store = names.entry("storeId", LookupKind::Store, receipt.store, before.and_then(|row| row.store_id)).await?;
    names.entry("typeId", LookupKind::PurchaseType, receipt.kind, before.and_then(|row| row.type_id)).await?;
    names.lines(receipt.lines.as_deref().unwrap_or_default()).await?;
    let currency = match &receipt.currency {
        Some(currency) => currency.clone(),
        None => brand_currency(work).await?,
    };
    if !is_currency(&currency) {
        violations.push(
            Violation::new("currency", Rule::Format, "a currency is three capital letters, as in ISO 4217")
                .with_value(&currency),
        );
    }
    if receipt.paid_at > work.now().plus_seconds(CLOCK_SKEW) {
        violations.push(
            Violation::new("paidAt", Rule::NotAllowed, "a purchase cannot be paid in the future")
                .with_value(receipt.paid_at),
        );
    }
    check_lines(receipt.lines.as_deref().unwrap_or_default(), &mut violations);
    let total = total(&receipt, &mut violations);
    let items_count = items_count(&receipt, &mut violations);
    if violations.is_empty() {
        Ok(Checked { settled: Settled { receipt, currency, total, items_count }, store })
    } else {
        Err(Error::Invalid(violations))
    }
}

/// Look-up entries that a receipt names.
struct Names<'a> {
    work: &'a Work<'a>,
    violations: &'a mut Vec<Violation>,
}

impl Names<'_> {
    /// The entry `id` of a list. An entry that is out of use may stay where it was named before.
    async fn entry(
        &mut self,
        path: &str,
        kind: LookupKind,
        id: Option<i64>,
        before: Option<i64>,
    ) -> Result<Option<lookup::Model>> {
        let Some(id) = id else { return Ok(None) };
        let found = store::lookups(self.work.db(), self.work.brand(), kind, &[id]).await?.into_iter().next();
        let found = found.filter(|entry| before == Some(id) || entry.state == RecordState::Active);
        if found.is_none() {
            self.violations.push(Violation::new(path, Rule::NotFound, "there is no such entry in use"));
        }
        Ok(found)
    }

    async fn lines(&mut self, lines: &[Line]) -> Result<()> {
        let ids: Vec<i64> = lines.iter().filter_map(|line| line.kind).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let (work, kind) = (self.work, LookupKind::PurchaseItemType);
        let found = store::lookups(work.db(), work.brand(), kind, &ids).await?;
        let known = |id| found.iter().any(|entry| entry.id == id && entry.state == RecordState::Active);
        let unknown = lines.iter().enumerate().filter(|(_, line)| line.kind.is_some_and(|id| !known(id)));
        self.violations.extend(unknown.map(|(n, _)| {
            Violation::new(format!("items[{n}].typeId"), Rule::NotFound, "there is no such entry in use")
        }));
        Ok(())
    }
}

async fn brand_currency(work: &Work<'_>) -> Result<String> {
    let brand = connection::store::brand(work.db(), work.brand()).await?;
    brand.map(|brand| brand.currency).ok_or(Error::NotFound { kind: "brand" })
}

/// Whether `text` has the form of an ISO 4217 code.
pub fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn check_lines(lines: &[Line], violations: &mut Vec<Violation>) {
    if lines.len() > MOST_LINES {
        let message = format!("a purchase has at most {MOST_LINES} items");
        violations.push(Violation::new("items", Rule::TooLong, message).with_value(lines.len()));
    }
    for (n, line) in lines.iter().enumerate() {
        if line.quantity == Amount::ZERO {
            let path = format!("items[{n}].quantity");
            violations.push(Violation::new(path, Rule::NotAllowed, "the quantity must not be zero"));
        }
        if line.vat_rate.is_negative() || Amount::from_units(100).is_ok_and(|all| line.vat_rate > all) {
            let path = format!("items[{n}].vatRate");
            let message = "a VAT rate lies between 0 and 100 percent";
            violations.push(Violation::new(path, Rule::NotAllowed, message).with_value(line.vat_rate));
        }
    }
}

fn total(receipt: &Receipt, violations: &mut Vec<Violation>) -> Amount {
    let refusal = match (receipt.total, &receipt.lines) {
        (Some(total), _) => return total,
        (None, None) => Violation::new("total", Rule::Required, "a purchase without items needs a total"),
        (None, Some(lines)) if lines.is_empty() => {
            Violation::new("total", Rule::Required, "a purchase without items needs a total")
        }
        (None, Some(lines)) => match sum(lines) {
            Ok(total) => return total,
            Err(error) => Violation::new("items", Rule::TooLong, format!("the sum of the items is {error}")),
        },
    };
    violations.push(refusal);
    Amount::ZERO
}

fn items_count(receipt: &Receipt, violations: &mut Vec<Violation>) -> i32 {
    let lines = receipt.lines.as_ref().map_or(0, Vec::len);
    let count = receipt.items_count.unwrap_or_else(|| i32::try_from(lines).unwrap_or(i32::MAX));
    if count < 0 {
        let message = "the number of items must not be negative";
        violations.push(Violation::new("itemsCount", Rule::NotAllowed, message).with_value(count));
    }
    count
}
