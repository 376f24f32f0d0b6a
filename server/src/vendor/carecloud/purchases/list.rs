//! `GET /customers/{customer_id}/purchases`: all purchases of a customer.

use std::collections::HashMap;

use axum::http::Method;
use entity::lookup::LookupKind;
use entity::purchase::{self, Column};
use entity::purchase_item;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::access;
use super::super::dialect::CareCloud;
use super::super::heard::{self, Asked};
use super::super::names::{Names, wanted};
use super::super::paging::Paging;
use super::super::parameters::{filled, instant, next_second, time};
use super::super::time as local;
use super::types::{Purchase, Shown};
use crate::domain::account::Permission;
use crate::domain::purchase::{PurchaseFilter, store};
use crate::store::slice;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// Sorting by what an entry of a list is called brings those of one entry together.
const SORTS: [(&str, Column); 15] = [
    ("purchase_id", Column::VendorId),
    ("customer_id", Column::Id),
    ("store_id", Column::StoreId),
    ("external_purchase_id", Column::ExternalId),
    ("type_id", Column::TypeId),
    ("currency_id", Column::Currency),
    ("cashdesk_number", Column::CashdeskNumber),
    ("payment_time", Column::PaidAt),
    ("payment_time_from", Column::PaidAt),
    ("payment_time_to", Column::PaidAt),
    ("items_count", Column::ItemsCount),
    ("purchase_items_extension", Column::Id),
    ("total_price", Column::Total),
    ("card_number", Column::CardNumber),
    ("last_change", Column::UpdatedAt),
];

/// The operation.
pub(super) struct ListPurchases;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customer_id: String,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    store_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    type_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payment_time_from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payment_time_to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purchase_items_extension: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_purchase_id: Option<String>,
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
pub(super) struct Purchases {
    purchases: Vec<Purchase>,
    total_items: u64,
}

impl Operation for ListPurchases {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Purchases;
    const NAME: &'static str = "getSubCustomerPurchases";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers/{customer_id}/purchases";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        Paging::with([
            access::customer_id(),
            Field::query("store_id", Kind::Text).doc("Made at this store"),
            Field::query("type_id", Kind::Text).doc("Of this type"),
            time("payment_time_from"),
            time("payment_time_to"),
            Field::query("purchase_items_extension", Kind::Boolean)
                .doc("Whether the items are listed; false unless given"),
            Field::query("external_purchase_id", Kind::Text).doc("Exactly this number in the cash desk system"),
        ])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Purchases, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let zone = local::zone(&call.caller()?.connection.time_zone);
        let slice = request.paging.slice(&SORTS, Column::Id)?;
        let paid_from = instant("payment_time_from", request.payment_time_from.as_deref(), zone)?;
        let paid_to = instant("payment_time_to", request.payment_time_to.as_deref(), zone)?;
        let store = wanted(call, LookupKind::Store, request.store_id.as_deref()).await?;
        let kind = wanted(call, LookupKind::PurchaseType, request.type_id.as_deref()).await?;
        let (Some(store), Some(kind)) = (store, kind) else { return Ok(Purchases::default()) };
        let filter = PurchaseFilter {
            store,
            kind,
            paid_from,
            paid_until: paid_to.map(next_second),
            external_id: filled(request.external_purchase_id),
        };
        let db = call.app.store().reader();
        let found = slice::of_record::<purchase::Entity>(db, record.id, &filter, slice).await?;
        let lines = match request.purchase_items_extension {
            Some(true) => lines(call, &found.rows).await?,
            _ => HashMap::new(),
        };
        let of_purchases = found.rows.iter().flat_map(|row| [row.store_id, row.type_id]);
        let of_lines = lines.values().flatten().map(|line| line.type_id);
        let names = Names::of(call, of_purchases.chain(of_lines)).await?;
        let shown = Shown { customer_id: &record.vendor_id, names, lines, zone };
        let purchases = found.rows.into_iter().map(|row| shown.purchase(row)).collect();
        Ok(Purchases { purchases, total_items: found.total })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        // A receipt that is not listed any more may be beyond the vendor's memory.
        let is_narrowed = true;
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<Purchase>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed }).await
    }
}

async fn lines(
    call: &Call<'_, CareCloud>,
    purchases: &[purchase::Model],
) -> Result<HashMap<i64, Vec<purchase_item::Model>>, Refusal> {
    let ids: Vec<i64> = purchases.iter().map(|purchase| purchase.id).collect();
    Ok(store::lines_of(call.app.store().reader(), &ids).await?)
}
