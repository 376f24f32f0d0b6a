//! What the real vendor lists of a customer, recorded on the customer's record under the vendor's ids.

use chrono_tz::Tz;
use entity::lookup::LookupKind;
use entity::source_record::{self, RecordState};
use entity::{Amount, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::dialect::CareCloud;
use super::paging::Paging;
use super::{access, time};
use crate::domain::account::Permission;
use crate::error::{Result, Rule, Violation};
use crate::store::Work;
use crate::vendor::contract::{Call, Refusal};
use crate::vendor::heard::Heard;

/// What the items of a list are recorded on.
pub(super) struct On<'a> {
    pub(super) work: &'a Work<'a>,
    pub(super) record: &'a source_record::Model,
    zone: Tz,
}

/// An item of a list.
pub(super) trait Said: DeserializeOwned + Send {
    /// Under which name the reply lists such items.
    const LIST: &'static str;

    /// Records it; the row's id.
    fn said(self, on: &On<'_>) -> impl Future<Output = Result<i64, Refusal>> + Send;

    /// Removes what the record has of this sort beside these rows, of which the vendor's list was the whole. Where a vendor keeps what
    /// it takes back, and says so of each, nothing is to be done.
    fn others(_on: &On<'_>, _but: &[i64]) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }
}

/// Which list was asked for.
pub(super) struct Asked<'a> {
    /// The operation.
    pub(super) operation: &'static str,
    /// Whose.
    pub(super) customer_id: &'a str,
    /// Which part of it.
    pub(super) paging: &'a Paging,
    /// Whether the request left items out otherwise.
    pub(super) is_narrowed: bool,
}

/// Records the items of the reply.
pub(super) async fn absorb<T: Said>(call: &Call<'_, CareCloud>, asked: Asked<'_>) -> Result<(), Refusal> {
    let record = access::record(call, asked.customer_id).await?;
    let connection = &call.caller()?.connection;
    let mut heard = Heard::of(call, connection, asked.operation, T::LIST);
    let work = call.begin(Permission::CustomerRead).await?;
    let on = On { work: &work, record: &record, zone: time::zone(&connection.time_zone) };
    let mut rows = Vec::with_capacity(heard.len());
    for (at, item) in heard.read::<T>() {
        let done = item.said(&on).await;
        rows.extend(heard.settle(at, done)?);
    }
    let total = call.echo.as_ref().and_then(|echo| echo.get("total_items")).and_then(Json::as_u64);
    let is_whole = !asked.is_narrowed && asked.paging.offset() == 0 && total == u64::try_from(rows.len()).ok();
    if is_whole {
        T::others(&on, &rows).await?;
    }
    heard.finish(&work).await?;
    Ok(work.commit().await?)
}

/// Records one item that a call wrote there.
pub(super) async fn absorb_one<T: Said>(call: &Call<'_, CareCloud>, customer_id: &str, item: T) -> Result<(), Refusal> {
    let record = access::record(call, customer_id).await?;
    let work = call.begin(Permission::CustomerCud).await?;
    let zone = time::zone(&call.caller()?.connection.time_zone);
    item.said(&On { work: &work, record: &record, zone }).await?;
    Ok(work.commit().await?)
}

impl On<'_> {
    /// The look-up entry that an item names, called by its id where nothing else is known of it.
    pub(super) async fn entry(&self, kind: LookupKind, id: Option<&str>) -> Result<Option<i64>> {
        let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(None) };
        Ok(Some(access::made(self.work, self.record.connection_id, kind, id).await?.id))
    }

    /// The zone of the vendor's times.
    pub(super) fn zone(&self) -> Tz {
        self.zone
    }

    /// A time.
    pub(super) fn instant(&self, name: &str, text: &str) -> Result<Timestamp, Violation> {
        let broken = || Violation::new(name, Rule::Format, format!("{name} is no time")).with_value(text);
        time::read(text, self.zone).ok_or_else(broken)
    }

    /// A time, if there is one.
    pub(super) fn maybe(&self, name: &str, text: Option<&str>) -> Result<Option<Timestamp>, Violation> {
        text.filter(|text| !text.is_empty()).map(|text| self.instant(name, text)).transpose()
    }
}

/// A decimal that the vendor writes as a JSON number.
pub(super) fn amount(name: &str, number: f64) -> Result<Amount, Violation> {
    let broken = || Violation::new(name, Rule::Format, format!("{name} is no amount")).with_value(number);
    format!("{number:.4}").parse().map_err(|_| broken())
}

/// The vendor's numbers of states.
pub(super) fn state(number: i32) -> RecordState {
    match number {
        0 => RecordState::Deleted,
        2 => RecordState::Inactive,
        _ => RecordState::Active,
    }
}

/// A text that says something.
pub(super) fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}
