//! `GET /customers/actions/search-customers`: all customers for whom everything given holds.

use axum::http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::access::enterprise_only;
use super::super::customers::date;
use super::super::dialect::CareCloud;
use crate::domain::account::Permission;
use crate::domain::source::store::listing::{self, RecordFilter, RecordSort};
use crate::error::{Error, Violation};
use crate::store::keyset::Direction;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::outbound::Repeat;
use crate::vendor::shape::{Field, Kind};

/// Results at the most.
const MOST: u64 = 1000;
/// What everybody found matches, in per cent: nobody else is answered, which the page calls strict.
const WHOLE: u32 = 100;

/// The operation.
pub(super) struct SearchCustomers;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    #[serde(default)]
    first_name: Option<String>,
    #[serde(default)]
    last_name: Option<String>,
    #[serde(default)]
    birthdate: Option<String>,
    #[serde(default)]
    card_number: Option<String>,
    #[serde(default)]
    mode: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Results {
    strict: Vec<CustomerResult>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct CustomerResult {
    customer_id: String,
    #[serde(rename = "match")]
    per_cent: u32,
}

impl Operation for SearchCustomers {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Results;
    const NAME: &'static str = "getCustomerSearch";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers/actions/search-customers";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        vec![
            Field::query("first_name", Kind::Text).doc("Exactly this name, without regard to case"),
            Field::query("last_name", Kind::Text).doc("Exactly this name, without regard to case"),
            Field::query("birthdate", Kind::Text).doc("YYYY-MM-DD or DD.MM.YYYY"),
            Field::query("card_number", Kind::Text).doc("The number of one of the customer's cards"),
            Field::query("mode", Kind::Text).one_of(&["strict", "none"]).doc("strict makes the other four required"),
        ]
    }

    /// It only reads, whatever its method.
    fn repeat() -> Repeat {
        Repeat::Reads
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Results, Refusal> {
        enterprise_only(call, super::RESOURCE)?;
        let filter = filter(request)?;
        let (db, connection) = (call.app.store().reader(), call.caller()?.connection.id);
        let found = listing::slice(db, connection, &filter, RecordSort::Id, Direction::Ascending, 0, MOST).await?;
        let strict = found.into_iter().map(|record| CustomerResult { customer_id: record.vendor_id, per_cent: WHOLE });
        Ok(Results { strict: strict.collect() })
    }
}

/// In the strict mode all must be given, and in any mode one: nobody searches for everybody.
fn filter(request: Request) -> Result<RecordFilter, Error> {
    let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let is_strict = request.mode.is_some_and(|mode| mode.eq_ignore_ascii_case("strict"));
    let (first_name, last_name) = (given(request.first_name), given(request.last_name));
    let (birthdate, card_number) = (given(request.birthdate), given(request.card_number));
    let all = [
        ("first_name", &first_name),
        ("last_name", &last_name),
        ("birthdate", &birthdate),
        ("card_number", &card_number),
    ];
    let missing: Vec<Violation> =
        all.iter().filter(|(_, text)| text.is_none()).map(|(name, _)| Violation::required(*name)).collect();
    if missing.len() == all.len() || (is_strict && !missing.is_empty()) {
        return Err(Error::Invalid(missing));
    }
    let birth_date = birthdate.as_deref().map(date).transpose()?;
    Ok(RecordFilter { first_name, last_name, birth_date, card_number, ..RecordFilter::default() })
}
