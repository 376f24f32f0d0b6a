//! `POST /customer/SearchByCustomerChannelValue`: searches for this customer by channel value. Several may share an address.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::Omnidesk;
use super::fields;
use super::heard;
use super::types::{self, List, Part};
use crate::domain::account::Permission;
use crate::domain::source::store::listing::{self, RecordFilter, RecordSort};
use crate::store::keyset::Direction;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::outbound::Repeat;
use crate::vendor::shape::Field;

/// More customers than ever share an address.
const MOST: u64 = 1000;

/// The operation.
pub(super) struct SearchByChannel;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    #[serde(rename = "customerChannelValue")]
    value: String,
    brand_id: i64,
}

impl Operation for SearchByChannel {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = List;
    const NAME: &'static str = "searchByCustomerChannelValue";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customer/SearchByCustomerChannelValue";
    /// It stands in neither of the page's lists; it reads.
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        let value = fields::address("customerChannelValue").or(&["customer_channel_value", "customer_channelvalue"]);
        vec![value.required().doc("The channel value of the customer"), fields::brand("brand_id").required()]
    }

    /// It only reads, whatever its method.
    fn repeat() -> Repeat {
        Repeat::Reads
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<List, Refusal> {
        let session = &call.caller()?.session;
        let connections = [session.brand(request.brand_id)?.connection.id];
        let db = call.app.store().reader();
        let filter = RecordFilter { address: Some(request.value), ..RecordFilter::default() };
        let records =
            listing::slice_of(db, &connections, &filter, RecordSort::Id, Direction::Ascending, 0, MOST).await?;
        let total = listing::count_of(db, &connections, &filter).await?;
        Ok(types::list(db, session, Part { start: 0, total, limit: total.min(MOST) }, &records).await?)
    }

    async fn absorb(call: &Call<'_, Omnidesk>, request: Request) -> Result<(), Refusal> {
        heard::absorb(call, Self::NAME, "items", Some(request.brand_id)).await
    }
}
