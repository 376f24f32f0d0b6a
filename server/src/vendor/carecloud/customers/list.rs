//! `GET /customers`: all customer accounts, or the logged-in customer's on the customer interface.

use axum::http::Method;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::dialect::CareCloud;
use super::super::interface::Interface;
use super::super::paging::Paging;
use super::super::parameters::filled;
use super::super::time;
use super::heard;
use super::mapping;
use super::types::Customer;
use crate::domain::account::Permission;
use crate::domain::consent::store as consents;
use crate::domain::source::store::listing::{self, RecordFilter, RecordSort};
use crate::error::{Error, Rule, Violation};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// What it can be sorted by.
const SORTS: [(&str, RecordSort); 10] = [
    ("customer_id", RecordSort::VendorId),
    ("email", RecordSort::Email),
    ("phone", RecordSort::Phone),
    ("first_name", RecordSort::FirstName),
    ("last_name", RecordSort::LastName),
    ("personal_information", RecordSort::LastName),
    ("birthdate", RecordSort::BirthDate),
    ("last_change", RecordSort::Updated),
    ("state", RecordSort::State),
    // A customer may have several sources; they are no order.
    ("customer_source_id", RecordSort::Id),
];

/// The operation.
pub(super) struct ListCustomers;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    customer_source_id: Option<String>,
    #[serde(default)]
    customer_short_salutation: Option<String>,
    #[serde(default)]
    first_name: Option<String>,
    #[serde(default)]
    last_name: Option<String>,
    #[serde(default)]
    birthdate: Option<String>,
    #[serde(default)]
    email_list: Vec<String>,
    #[serde(default)]
    customer_ids: Vec<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Customers {
    customers: Vec<Customer>,
    total_items: u64,
}

impl Operation for ListCustomers {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Customers;
    const NAME: &'static str = "getCustomers";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        let texts = || Kind::List { of: Box::new(Kind::Text), at_least: 0, at_most: 1000 };
        Paging::with([
            Field::query("email", Kind::Text).doc("Exactly this address, without regard to case"),
            Field::query("phone", Kind::Text).doc("Exactly this number, with international prefix"),
            Field::query("customer_source_id", Kind::Text).doc("Accounts of this source"),
            Field::query("customer_short_salutation", Kind::Text)
                .doc("Exactly this salutation, without regard to case"),
            Field::query("first_name", Kind::Text).doc("Exactly this name, without regard to case"),
            Field::query("last_name", Kind::Text).doc("Exactly this name, without regard to case"),
            Field::query("birthdate", Kind::Text).doc("YYYY-MM-DD or DD.MM.YYYY"),
            Field::query("email_list", texts()).doc("Any of these addresses"),
            Field::query("customer_ids", texts()).doc("Any of these ids"),
        ])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Customers, Refusal> {
        let caller = call.caller()?;
        let (sort, direction) = request.paging.order(&SORTS, RecordSort::Id)?;
        let (count, offset) = (request.paging.count(), request.paging.offset());
        let mut filter = filter(request)?;
        if caller.session.interface == Interface::Customer {
            filter.id = Some(caller.session.logged_in().ok_or(Refusal::BadCredentials)?);
        }
        let db = call.app.store().reader();
        let found = listing::slice(db, caller.connection.id, &filter, sort, direction, offset, count).await?;
        let total_items = listing::count(db, caller.connection.id, &filter).await?;
        let ids: Vec<i64> = found.iter().map(|record| record.id).collect();
        let consents = mapping::by_record(consents::of_records(db, &ids).await?);
        let zone = time::zone(&caller.connection.time_zone);
        let customers = found.iter().map(|record| {
            let consents = consents.get(&record.id).map_or(&[][..], Vec::as_slice);
            mapping::customer(record, consents, zone)
        });
        Ok(Customers { customers: customers.collect(), total_items })
    }

    async fn absorb(call: &Call<'_, CareCloud>, _: Request) -> Result<(), Refusal> {
        heard::absorb(call, Self::NAME, "customers").await
    }
}

fn filter(request: Request) -> Result<RecordFilter, Error> {
    Ok(RecordFilter {
        id: None,
        email: filled(request.email),
        phone: filled(request.phone),
        origin: filled(request.customer_source_id),
        salutation: filled(request.customer_short_salutation),
        first_name: filled(request.first_name),
        last_name: filled(request.last_name),
        birth_date: filled(request.birthdate).as_deref().map(date).transpose()?,
        emails: request.email_list,
        vendor_ids: request.customer_ids,
        ..RecordFilter::default()
    })
}

/// Both forms that the page prints.
pub(in super::super) fn date(text: &str) -> Result<NaiveDate, Error> {
    let read = NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d.%m.%Y"));
    read.map_err(|_| {
        Violation::new("birthdate", Rule::Format, "birthdate has the form YYYY-MM-DD or DD.MM.YYYY")
            .with_value(text)
            .into()
    })
}
