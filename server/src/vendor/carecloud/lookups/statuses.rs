//! `GET /statuses`: the levels of the loyalty programme, lowest first.

use chrono_tz::Tz;
use entity::status_tier::{self, Column};
use serde_json::{Value, json};

use super::super::dialect::CareCloud;
use super::list::{Asked, List};
use super::said::{Item, On, required};
use crate::domain::catalogue::store as catalogue;
use crate::domain::segment::status::service;
use crate::error::Result;
use crate::store::slice::Sliced;
use crate::vendor::contract::{Call, Refusal};

const SORTS: [(&str, Column); 2] = [("status_id", Column::VendorId), ("name", Column::Name)];

/// The list.
pub(super) struct Statuses;

impl List for Statuses {
    const NAME: &'static str = "getStatuses";
    const PATH: &'static str = "/statuses";
    const KEY: &'static str = "statuses";
    const ITEM: &'static [(&'static str, &'static str)] = &[("status_id", "string"), ("name", "string")];
    type Row = status_tier::Model;

    async fn read(call: &Call<'_, CareCloud>, asked: &Asked) -> Result<Sliced<status_tier::Model>, Refusal> {
        let slice = asked.paging.slice(&SORTS, Column::Rank)?;
        let (db, connection) = (call.app.store().reader(), call.caller()?.connection.id);
        Ok(catalogue::tiers(db, connection, slice).await?)
    }

    fn item(row: status_tier::Model, _: Tz) -> Value {
        json!({ "status_id": row.vendor_id, "name": row.name })
    }

    /// The order of the tiers is in no answer.
    async fn said(on: &On<'_>, item: Item) -> Result<()> {
        let (id, name) = (required(&item, "status_id")?, required(&item, "name")?);
        service::hear_of(on.work, on.connection, &id, name).await
    }
}
