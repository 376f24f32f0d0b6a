//! `GET /interests`: what customers can be interested in.

use chrono_tz::Tz;
use entity::interest::{self, Column};
use serde_json::{Value, json};

use super::super::dialect::CareCloud;
use super::list::{Asked, List};
use super::said::{Item, On, required};
use crate::domain::interest::service;
use crate::error::Result;
use crate::store::slice::{Sliced, of_owner};
use crate::vendor::contract::{Call, Refusal};

const SORTS: [(&str, Column); 2] = [("interest_id", Column::VendorId), ("name", Column::Name)];

/// The list.
pub(super) struct Interests;

impl List for Interests {
    const NAME: &'static str = "getInterests";
    const PATH: &'static str = "/interests";
    const KEY: &'static str = "interests";
    const ITEM: &'static [(&'static str, &'static str)] = &[("interest_id", "string"), ("name", "string")];
    type Row = interest::Model;

    async fn read(call: &Call<'_, CareCloud>, asked: &Asked) -> Result<Sliced<interest::Model>, Refusal> {
        let slice = asked.paging.slice(&SORTS, Column::Name)?;
        let (db, connection) = (call.app.store().reader(), call.caller()?.connection.id);
        Ok(of_owner::<interest::Entity>(db, connection, &(), slice).await?)
    }

    fn item(row: interest::Model, _: Tz) -> Value {
        json!({ "interest_id": row.vendor_id, "name": row.name })
    }

    async fn said(on: &On<'_>, item: Item) -> Result<()> {
        let (id, name) = (required(&item, "interest_id")?, required(&item, "name")?);
        service::hear_of(on.work, on.connection, &id, name).await
    }
}
