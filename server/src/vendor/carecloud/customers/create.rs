//! `POST /customers`: add a new customer account.

use axum::http::{Method, StatusCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::dialect::CareCloud;
use super::super::interface::{Interface, Session};
use super::super::property_records::{self, PropertyRecord};
use super::types::{Customer, CustomerSourceRecord, SocialNetworkCredentials};
use super::{checks, fields, mapping};
use crate::domain::account::customers::devices;
use crate::domain::account::{Permission, credentials, secrets};
use crate::domain::consent::service as consents;
use crate::domain::origin::{NewOrigin, service as origins};
use crate::domain::source::service::{self as sources, NewRecord};
use crate::error::{Error, Violation};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The operation.
pub(super) struct CreateCustomer;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customer: Customer,
    customer_source: CustomerSourceRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    autologin: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    social_network_credentials: Option<SocialNetworkCredentials>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    property_records: Option<Vec<PropertyRecord>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    referral_code: Option<String>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Created {
    customer_id: String,
}

impl Operation for CreateCustomer {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Created;
    const NAME: &'static str = "postCustomer";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customers";
    const STATUS: StatusCode = StatusCode::CREATED;
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![
            fields::customer(),
            fields::customer_source(),
            fields::password()
                .doc("At least 8 characters with a digit and an upper-case letter, and not a common password"),
            Field::body("autologin", Kind::Boolean)
                .required()
                .doc("True makes the password required and logs the customer in"),
            fields::social_network_credentials(),
            property_records::list_field(),
            Field::body("referral_code", Kind::Text).longest(255),
        ]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Created, Refusal> {
        let caller = call.caller()?;
        let connection = caller.connection.id;
        if request.autologin && request.password.is_none() {
            return Err(Violation::required("password").into());
        }
        let hash = checks::password_hash(call, request.password.as_deref(), credentials::check_new).await?;
        let facts = mapping::facts_sent(&request.customer, None)?;
        let work = call.begin(Permission::CustomerCud).await?;
        let (person, source) = (&request.customer.personal_information, &request.customer_source);
        let (origin, mut broken) = checks::references(call, &work, person, Some(&source.customer_source_id)).await?;
        broken.extend(checks::email_is_free(call, &work, facts.email.as_deref(), None).await?);
        if !broken.is_empty() {
            return Err(Error::Invalid(broken).into());
        }
        let given = call.given("customer_id");
        let is_given = given.is_some();
        let vendor_id = given.map_or_else(secrets::random_hex::<13>, Ok)?;
        let new = NewRecord { connection, customer: None, vendor_id, external_id: source.external_id.clone(), facts };
        let record =
            if is_given { sources::create_given(&work, new).await? } else { sources::create(&work, new).await? };
        if let Some(origin) = origin {
            let origin = NewOrigin {
                source_record: record.id,
                customer_source: origin.id,
                vendor_id: None,
                external_id: source.external_id.clone(),
            };
            origins::ensure(&work, origin).await?;
        }
        consents::record(&work, record.id, mapping::decisions(person)).await?;
        if let Some(hash) = hash {
            credentials::set_password(&work, record.id, hash).await?;
        }
        if let Some(social) = &request.social_network_credentials {
            let (network, token) = (&social.social_network_id, &social.social_network_token);
            credentials::link_social(&work, connection, record.id, network, token).await?;
        }
        let properties = request.property_records.unwrap_or_default();
        property_records::set_all(call, &work, record.id, &properties).await?;
        // The enterprise interface has no customer's session: there it only asks for a password.
        if let (true, Some(device)) = (request.autologin, device(&caller.session)) {
            devices::log_in(&work, device, record.id).await?;
        }
        work.commit().await?;
        Ok(Created { customer_id: record.vendor_id })
    }
}

/// The token of the device on which a customer can be logged in.
fn device(session: &Session) -> Option<i64> {
    let token = session.token.as_ref().filter(|_| session.interface == Interface::Customer);
    token.map(|token| token.id)
}
