//! `GET /segments`: groups of customers.

use chrono_tz::Tz;
use entity::segment::{self, Column};
use serde_json::{Value, json};

use super::super::dialect::CareCloud;
use super::super::time;
use super::list::{Asked, List};
use super::said::{Item, On, required, text};
use crate::domain::catalogue::store as catalogue;
use crate::domain::segment::{Description, service};
use crate::error::Result;
use crate::store::slice::Sliced;
use crate::vendor::contract::{Call, Refusal};
use crate::vendor::shape::{Field, Kind};

const SORTS: [(&str, Column); 7] = [
    ("segment_id", Column::VendorId),
    ("name", Column::Name),
    ("segment_group_id", Column::GroupId),
    ("segment_group_ids", Column::GroupId),
    ("segment_picture_url", Column::PictureUrl),
    ("note", Column::Note),
    ("last_change", Column::UpdatedAt),
];

/// The list.
pub(super) struct Segments;

impl List for Segments {
    const NAME: &'static str = "getSegments";
    const PATH: &'static str = "/segments";
    const KEY: &'static str = "segments";
    const ITEM: &'static [(&'static str, &'static str)] = &[
        ("segment_id", "string"),
        ("name", "string"),
        ("segment_group_id", "string?"),
        ("segment_picture_url", "string?"),
        ("note", "string?"),
        ("last_change", "string"),
    ];
    type Row = segment::Model;

    fn fields() -> Vec<Field> {
        let texts = Kind::List { of: Box::new(Kind::Text), at_least: 0, at_most: 1000 };
        vec![Field::query("segment_group_ids", texts).doc("Only of one of these groups")]
    }

    async fn read(call: &Call<'_, CareCloud>, asked: &Asked) -> Result<Sliced<segment::Model>, Refusal> {
        let slice = asked.paging.slice(&SORTS, Column::Name)?;
        let (db, connection) = (call.app.store().reader(), call.caller()?.connection.id);
        Ok(catalogue::segments(db, connection, &asked.segment_group_ids, slice).await?)
    }

    fn item(row: segment::Model, zone: Tz) -> Value {
        json!({
            "segment_id": row.vendor_id,
            "name": row.name,
            "segment_group_id": row.group_id,
            "segment_picture_url": row.picture_url,
            "note": row.note,
            "last_change": time::write(row.updated_at, zone),
        })
    }

    async fn said(on: &On<'_>, item: Item) -> Result<()> {
        let description = Description {
            name: required(&item, "name")?,
            group: text(&item, "segment_group_id"),
            picture_url: text(&item, "segment_picture_url"),
            note: text(&item, "note"),
        };
        service::hear_of(on.work, on.connection, &required(&item, "segment_id")?, description).await
    }
}
