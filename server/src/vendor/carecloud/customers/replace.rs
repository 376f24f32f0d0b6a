//! `PUT /customers/{customer_id}`: replace the information on a customer account. What is left out is cleared, except the password, the
//! social logins and the store.

use axum::http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::access;
use super::super::dialect::CareCloud;
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

#[derive(Serialize, Deserialize)]
pub(super) struct Request {
    customer_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    customer: Option<Customer>,
    /// The printed sample has no `customer` round it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    personal_information: Option<PersonalInformation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    social_network_credentials: Option<SocialNetworkCredentials>,
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
        [access::customer_id(), wrapped]
            .into_iter()
            .chain(bare)
            .chain([fields::password(), fields::social_network_credentials()])
            .collect()
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let bare = request
            .personal_information
            .map(|personal_information| Customer { personal_information, ..Customer::default() });
        let mut customer = request.customer.or(bare).ok_or_else(|| Violation::required("customer"))?;
        let record = access::record(call, &request.customer_id).await?;
        let connection = call.caller()?.connection.id;
        let hash = checks::password_hash(call.app, request.password.as_deref()).await?;
        // The store may change and not be removed.
        let person = &mut customer.personal_information;
        person.store_id = person.store_id.take().or_else(|| record.extra.get("store_id")?.as_str().map(str::to_owned));
        let facts = mapping::facts(&customer)?;
        let work = call.begin(Permission::CustomerCud).await?;
        let mut broken = checks::references(&work, connection, &customer.personal_information).await?;
        broken.extend(checks::email_is_free(&work, connection, facts.email.as_deref(), Some(record.id)).await?);
        if !broken.is_empty() {
            return Err(Error::Invalid(broken).into());
        }
        let record = sources::update(&work, record, &facts).await?;
        consents::record(&work, record.id, mapping::decisions(&customer.personal_information)).await?;
        if let Some(hash) = hash {
            credentials::set_password(&work, record.id, hash).await?;
        }
        if let Some(social) = &request.social_network_credentials {
            let (network, token) = (&social.social_network_id, &social.social_network_token);
            credentials::link_social(&work, connection, record.id, network, token).await?;
        }
        work.commit().await?;
        Ok(())
    }
}
