//! `GET /customers/{customer_id}/cards`: all cards of a customer.

use axum::http::Method;
use entity::card::{self, CardState, Column};
use entity::lookup::LookupKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dialect::CareCloud;
use super::heard::{self, Asked, On, Said};
use super::names::{Names, wanted};
use super::paging::Paging;
use super::parameters::{filled, texts, validity};
use super::{access, ids, time};
use crate::domain::account::Permission;
use crate::domain::reward::card::{CardFilter, Details, service};
use crate::store::slice;
use crate::vendor::contract::{Access, Call, Entry, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![Entry::of::<ListCards>()]
}

const SORTS: [(&str, Column); 12] = [
    ("card_id", Column::VendorId),
    ("customer_id", Column::Id),
    ("card_type_id", Column::TypeId),
    ("card_number", Column::Number),
    ("card_number_list", Column::Number),
    ("secondary_card_number", Column::SecondaryNumber),
    ("valid_from", Column::ValidFrom),
    ("valid_to", Column::ValidTo),
    ("is_valid", Column::ValidTo),
    ("store_id", Column::StoreId),
    ("last_change", Column::UpdatedAt),
    // `active` comes before `blocked`, whose number is the smaller: see the vendor's numbers of them.
    ("state", Column::State),
];

/// The operation.
struct ListCards;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Request {
    customer_id: String,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    card_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    card_type_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_valid: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    card_number_list: Vec<String>,
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
struct Cards {
    cards: Vec<Card>,
    total_items: u64,
}

/// A loyalty card.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Card {
    card_id: String,
    customer_id: String,
    card_type_id: Option<String>,
    card_number: String,
    secondary_card_number: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    store_id: Option<String>,
    last_change: String,
    /// 0 blocked, 1 active: unlike other states.
    state: i32,
}

impl Operation for ListCards {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Cards;
    const NAME: &'static str = "getSubCustomerCards";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers/{customer_id}/cards";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        Paging::with([
            access::customer_id(),
            Field::query("card_number", Kind::Text).doc("Exactly this number"),
            Field::query("card_type_id", Kind::Text).doc("Of this type"),
            Field::query("is_valid", Kind::Boolean).doc("Active and within its period; false: not"),
            texts("card_number_list").doc("Any of these numbers"),
        ])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Cards, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let slice = request.paging.slice(&SORTS, Column::Id)?;
        let of_type = wanted(call, LookupKind::CardType, request.card_type_id.as_deref()).await?;
        let Some(kind) = of_type else { return Ok(Cards::default()) };
        let filter = CardFilter {
            validity: validity(request.is_valid, call.app.clock().now()),
            number: filled(request.card_number),
            numbers: request.card_number_list,
            kind,
            state: None,
        };
        let found = slice::of_record::<card::Entity>(call.app.store().reader(), record.id, &filter, slice).await?;
        let names = Names::of(call, found.rows.iter().flat_map(|row| [row.type_id, row.store_id])).await?;
        let zone = time::zone(&call.caller()?.connection.time_zone);
        let cards = found.rows.into_iter().map(|row| Card {
            card_id: ids::shown(row.vendor_id.as_deref(), row.id),
            customer_id: record.vendor_id.clone(),
            card_type_id: names.id(row.type_id),
            card_number: row.number,
            secondary_card_number: row.secondary_number,
            valid_from: row.valid_from.map(|from| time::write(from, zone)),
            valid_to: row.valid_to.map(|to| time::write(to, zone)),
            store_id: names.id(row.store_id),
            last_change: time::write(row.updated_at, zone),
            state: i32::from(row.state == CardState::Active),
        });
        Ok(Cards { cards: cards.collect(), total_items: found.total })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let is_narrowed = request.card_number.is_some()
            || request.card_type_id.is_some()
            || request.is_valid.is_some()
            || !request.card_number_list.is_empty();
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<Card>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed }).await
    }
}

impl Said for Card {
    const LIST: &'static str = "cards";

    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let details = Details {
            secondary_number: self.secondary_card_number,
            kind: on.entry(LookupKind::CardType, self.card_type_id.as_deref()).await?,
            store: on.entry(LookupKind::Store, self.store_id.as_deref()).await?,
            valid_from: on.maybe("valid_from", self.valid_from.as_deref())?,
            valid_to: on.maybe("valid_to", self.valid_to.as_deref())?,
        };
        let state = if self.state == 1 { CardState::Active } else { CardState::Blocked };
        let said = (self.card_number, details, state);
        Ok(service::hear(on.work, on.record.id, self.card_id, said).await?.id)
    }
}
