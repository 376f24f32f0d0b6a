//! `POST /customer/add`: create a customer.

use std::collections::HashSet;

use axum::http::Method;
use entity::channel::ChannelKind;
use entity::source_record;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::custom::{self, Pair};
use super::dialect::CustomerDatabaseApp;
use super::fields::{self, all_filled};
use super::remains;
use super::reply::{self, Added};
use crate::domain::account::Permission;
use crate::domain::channel::store::NewChannel;
use crate::domain::channel::{address_key, service as channels};
use crate::domain::source::{Facts, service as sources};
use crate::error::{Result, Rule, Violation};
use crate::store::Work;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The operation.
pub(super) struct AddCustomer;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    forename: String,
    surname: String,
    email: Vec<String>,
    #[serde(default)]
    phone: Vec<String>,
    #[serde(default)]
    keys: Vec<Pair>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl Operation for AddCustomer {
    type Dialect = CustomerDatabaseApp;
    type Request = Request;
    type Reply = Added;
    const NAME: &'static str = "addCustomer";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customer/add";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![
            Field::body("forename", Kind::Text).required().doc("Given name"),
            // The table prints `surame`, the sample `surname`.
            Field::body("surname", Kind::Text).or(&["surame"]).required().doc("Family name"),
            fields::emails(),
            fields::list("phone").doc("Numbers, free text; the first is the one to use"),
            fields::custom(),
        ]
    }

    /// The same address twice makes two customers: the page names no rule against it.
    async fn perform(call: &Call<'_, CustomerDatabaseApp>, request: Request) -> Result<Added, Refusal> {
        let (emails, phones) = (all_filled(request.email), all_filled(request.phone));
        if emails.is_empty() {
            return Err(Violation::new("email", Rule::Empty, "email must not be empty").into());
        }
        let connection = call.caller()?.connection.id;
        let facts = Facts {
            first_name: Some(request.forename.trim().to_owned()),
            last_name: Some(request.surname.trim().to_owned()),
            email: emails.first().cloned(),
            phone: phones.first().cloned(),
            extra: custom::kept(&request.keys),
            ..Facts::default()
        };
        let work = call.begin(Permission::CustomerCud).await?;
        let record = sources::create_numbered(&work, connection, reply::given(call), None, facts).await?;
        further(&work, &record, ChannelKind::Email, emails).await?;
        further(&work, &record, ChannelKind::Telephone, phones).await?;
        custom::define(&work, &record, Self::NAME, &request.keys).await?;
        remains::keep(&work, &record, Self::NAME, request.other).await?;
        work.commit().await?;
        Ok(Added::under(record.vendor_id))
    }
}

/// The addresses behind the first, which the record itself says.
async fn further(
    work: &Work<'_>,
    record: &source_record::Model,
    kind: ChannelKind,
    addresses: Vec<String>,
) -> Result<()> {
    let mut known = HashSet::new();
    for (at, address) in addresses.into_iter().enumerate() {
        if known.insert(address_key(kind, &address)) && at > 0 {
            let new =
                NewChannel { source_record: record.id, kind, address, label: None, vendor_id: None, is_primary: false };
            channels::add_said(work, new).await?;
        }
    }
    Ok(())
}
