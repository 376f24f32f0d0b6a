//! `PUT /customers/{customer_id}`, and on the customer interface `PUT /customers` of the customer who is logged in: replace the information on a customer account. What is left out is cleared, except the password, the
//! social logins and the store.

use axum::http::{Method, StatusCode};
use entity::source_record;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::access;
use super::super::dialect::CareCloud;
use super::super::interface::Interface;
use super::super::property_records::{self, PropertyRecord};
use super::types::{Customer, PersonalInformation, SocialNetworkCredentials};
use super::{checks, fields, mapping};
use crate::domain::account::{Permission, credentials};
use crate::domain::consent::service as consents;
use crate::domain::source::service as sources;
use crate::error::{Error, Violation};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The operation.
pub(super) struct ReplaceCustomer;

/// The operation without an id, which the page's heading prints.
pub(super) struct ReplaceOwnCustomer;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customer_id: String,
    #[serde(flatten)]
    change: Change,
}

/// What a customer is replaced by.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Change {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    customer: Option<Customer>,
    /// The printed sample has no `customer` round it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    personal_information: Option<PersonalInformation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    social_network_credentials: Option<SocialNetworkCredentials>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    property_records: Option<Vec<PropertyRecord>>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl Operation for ReplaceCustomer {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = ();
    const NAME: &'static str = "putCustomer";
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/customers/{customer_id}";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        [access::customer_id()].into_iter().chain(change()).collect()
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        replace(call, record, request.change).await
    }
}

impl Operation for ReplaceOwnCustomer {
    type Dialect = CareCloud;
    type Request = Change;
    type Reply = ();
    const NAME: &'static str = "putOwnCustomer";
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/customers";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        change()
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Change) -> Result<(), Refusal> {
        // Nobody is logged in on the enterprise interface, which therefore has no such method.
        if Interface::of(call.prefix) == Interface::Enterprise {
            return Err(Refusal::Method { used: Self::METHOD, allow: "POST, GET".to_owned() });
        }
        let record = access::own_record(call).await?;
        replace(call, record, request).await
    }
}

fn change() -> Vec<Field> {
    let mut wrapped = fields::customer();
    wrapped.required = false;
    let bare = match &wrapped.kind {
        Kind::Object(inner) => inner.first().cloned(),
        _ => None,
    };
    let bare = bare.map(|mut bare| {
        bare.required = false;
        bare
    });
    let password = fields::password().doc("At least 8 characters with a digit, and not a common password");
    [wrapped]
        .into_iter()
        .chain(bare)
        .chain([password, fields::social_network_credentials(), property_records::list_field()])
        .collect()
}

async fn replace(call: &Call<'_, CareCloud>, record: source_record::Model, change: Change) -> Result<(), Refusal> {
    let bare = change
        .personal_information
        .map(|personal_information| Customer { personal_information, ..Customer::default() });
    let mut customer = change.customer.or(bare).ok_or_else(|| Violation::required("customer"))?;
    let connection = &call.caller()?.connection;
    // The page asks for an upper-case letter at `POST` only, and the password that it prints here has none.
    let hash = checks::password_hash(call, change.password.as_deref(), credentials::check_changed).await?;
    // The store may change and not be removed.
    let person = &mut customer.personal_information;
    let store = person.store_id.take().filter(|id| !id.is_empty());
    person.store_id = store.or_else(|| record.extra.get("store_id")?.as_str().map(str::to_owned));
    let facts = mapping::facts_sent(&customer, record.photo_url.clone())?;
    let work = call.begin(Permission::CustomerCud).await?;
    let (_, mut broken) = checks::references(call, &work, &customer.personal_information, None).await?;
    broken.extend(checks::email_is_free(call, &work, facts.email.as_deref(), Some(record.id)).await?);
    if !broken.is_empty() {
        return Err(Error::Invalid(broken).into());
    }
    let record = sources::update(&work, record, &facts).await?;
    consents::replace(&work, record.id, mapping::decisions(&customer.personal_information)).await?;
    if let Some(hash) = hash {
        credentials::set_password(&work, record.id, hash).await?;
    }
    if let Some(social) = &change.social_network_credentials {
        let (network, token) = (&social.social_network_id, &social.social_network_token);
        credentials::link_social(&work, connection.id, record.id, network, token).await?;
    }
    // Values that are not sent stay, as the password does: they are records of their own.
    let properties = change.property_records.unwrap_or_default();
    property_records::set_all(call, &work, record.id, &properties).await?;
    work.commit().await?;
    Ok(())
}
