//! `POST /customer/syncWithCRM`: synchronizes customer data with the CRM if a CRM lookup URL is configured for the brand.
//!
//! The lookup URL is asked as the vendor asks it: `channelAddressType=phoneNumber|email` and `address`. It answers with an array of
//! customers, an empty one when it knows nobody.

use axum::http::{Method, StatusCode};
use entity::channel::ChannelKind;
use entity::source_record;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::super::channels::Address;
use super::super::dialect::Omnidesk;
use super::super::session::Grant;
use super::super::settings;
use super::access;
use super::fields::{self, said};
use super::said::Said;
use super::types::{Outcome, done};
use crate::domain::account::Permission;
use crate::domain::connection::service as connections;
use crate::domain::quarantine::{self, service as quarantines};
use crate::domain::source::store as sources;
use crate::error::{Error, Result};
use crate::net::NetError;
use crate::store::Work;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::outbound::Repeat;
use crate::vendor::reading::{Body, Sent, read};
use crate::vendor::shape::{Field, Kind};

/// Customers of one answer at the most. An address leads to one, seldom to a few.
const MOST: usize = 100;

/// The operation.
pub(super) struct SyncWithCrm;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    #[serde(rename = "brandID")]
    brand_id: i64,
    channel: String,
    address: String,
}

/// A customer as the CRM answers.
#[derive(Deserialize)]
struct Known {
    #[serde(default)]
    primary_id: Option<String>,
    #[serde(default)]
    firstname: Option<String>,
    #[serde(default)]
    lastname: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    telephone: Option<String>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl Operation for SyncWithCrm {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Outcome;
    const NAME: &'static str = "syncWithCRM";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customer/syncWithCRM";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![
            fields::brand("brandID").required(),
            Field::body("channel", Kind::Text).required().one_of(&["phoneNumber", "telephone", "email"]),
            fields::address("address").required().doc("A phone number or e-mail address"),
        ]
    }

    /// The company's system is asked again, and says the same.
    fn repeat() -> Repeat {
        Repeat::Harmless
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Outcome, Refusal> {
        let grant = call.caller()?.session.brand(request.brand_id)?;
        let is_email = request.channel.eq_ignore_ascii_case("email");
        let kind = if is_email { ChannelKind::Email } else { ChannelKind::Telephone };
        let asked = Address::of(kind, request.address);
        let found = look_up(call, lookup_url(grant, &asked)?).await?;
        // Nothing is held while the CRM thinks.
        let work = grant.begin(call).await?;
        connections::hold(&work, grant.connection.id).await?;
        let message = if found.is_empty() { "The CRM knows no such customer." } else { "Customer synchronized." };
        let alone = found.len() == 1;
        for (at, customer) in found.into_iter().enumerate() {
            match known(&customer, alone) {
                Ok(known) => record(&work, grant, known, &asked, alone).await?,
                Err(reason) => keep_aside(&work, grant, (at, customer), reason).await?,
            }
        }
        work.commit().await?;
        Ok(done(grant, message, None))
    }

    /// The real vendor has asked the company's system, and keeps what it said; the next reading of the customer brings it.
    async fn absorb(_: &Call<'_, Omnidesk>, _: Request) -> Result<(), Refusal> {
        Ok(())
    }
}

fn lookup_url(grant: &Grant, asked: &Address) -> Result<Url, Refusal> {
    let Some(url) = settings::crm_lookup_url(&grant.connection) else {
        return Err(refused(400, "No CRM lookup URL is configured for this brand."));
    };
    let mut url: Url = url.parse().map_err(|_| refused(400, "The CRM lookup URL of this brand is no URL."))?;
    let kind = if asked.kind == ChannelKind::Email { "email" } else { "phoneNumber" };
    url.query_pairs_mut().append_pair("channelAddressType", kind).append_pair("address", &asked.text);
    Ok(url)
}

async fn look_up(call: &Call<'_, Omnidesk>, url: Url) -> Result<Vec<Value>, Refusal> {
    let answer = call.app.net().get(url).await.map_err(|error| {
        tracing::warn!(error = &error as &dyn std::error::Error, "a CRM was not asked");
        match error {
            NetError::NotAllowed(_) | NetError::NotSecure(_) | NetError::Private(_) => {
                refused(400, "The CRM lookup URL of this brand may not be called.")
            }
            _ => refused(502, "The CRM did not answer."),
        }
    })?;
    if answer.status != StatusCode::OK {
        return Err(refused(502, &format!("The CRM answered with the status {}.", answer.status.as_u16())));
    }
    match serde_json::from_slice(&answer.body) {
        Ok(Value::Array(found)) if found.len() <= MOST => Ok(found),
        _ => Err(refused(502, "The CRM did not answer with a list of customers.")),
    }
}

fn refused(status: u16, message: &str) -> Refusal {
    Refusal::Own { status, message: message.to_owned() }
}

/// The vendor's own names, and those of its lookup. The names of persons follow no pattern here: they are the company's own.
fn answered() -> Vec<Field> {
    vec![
        fields::primary("primary_id"),
        fields::line("firstname").or(&["firstName", "first_name"]),
        fields::line("lastname").or(&["lastName", "last_name"]),
        fields::line("email").or(&["extra_email", "emailAddress"]),
        fields::line("telephone").or_number().or(&["extra_telephone", "phoneNumber", "phone"]),
    ]
}

fn known(customer: &Value, alone: bool) -> Result<Known, String> {
    let Value::Object(values) = customer.clone() else { return Err("a customer must be an object".to_owned()) };
    let sent = Sent { body: Body::textual(values), ..Sent::default() };
    let read = read(&answered(), sent).map_err(|broken| Error::Invalid(broken).to_string())?;
    let known: Known = serde_json::from_value(read).map_err(|error| error.to_string())?;
    if !alone && said(known.primary_id.clone()).is_none() {
        return Err("one of several customers needs a primary id, or it would be a new one each time".to_owned());
    }
    Ok(known)
}

/// Updates the customer that the CRM names, or records a new one, reached under the address that was asked for.
async fn record(work: &Work<'_>, grant: &Grant, known: Known, asked: &Address, alone: bool) -> Result<()> {
    let primary = said(known.primary_id);
    let named = [(ChannelKind::Email, known.email), (ChannelKind::Telephone, known.telephone)];
    let named = named.into_iter().filter_map(|(kind, text)| Some(Address::of(kind, said(text)?)));
    let customer = Said {
        first_name: said(known.firstname),
        last_name: said(known.lastname),
        addresses: std::iter::once(asked.clone()).chain(named).collect(),
        other: custom(known.other),
    };
    match same(work, grant, primary.as_deref(), asked, alone).await? {
        Some(record) => customer.update(work, grant, record).await?,
        None => customer.create(work, grant, None, primary).await?,
    };
    Ok(())
}

/// The customer that the CRM means, when it is known: by its id; if the CRM knows one only, by the address.
async fn same(
    work: &Work<'_>,
    grant: &Grant,
    primary: Option<&str>,
    asked: &Address,
    alone: bool,
) -> Result<Option<source_record::Model>> {
    if let Some(primary) = primary
        && let Some(found) = access::primary(work, grant, primary).await?
    {
        return Ok(Some(found));
    }
    let mut found = access::reached_under(work, grant, &asked.text).await?;
    let Some(found) = found.pop().filter(|_| alone && found.is_empty()) else { return Ok(None) };
    match primary {
        None => Ok(Some(found)),
        // One who has no id yet gets it; one who has another is another customer.
        Some(primary) if found.external_id.is_none() => {
            Ok(Some(sources::set_external_id(work.db(), found, primary.to_owned()).await?))
        }
        Some(_) => Ok(None),
    }
}

/// The lookup answers with bare names; what is no text or number has no place in a custom field.
fn custom(other: Map<String, Value>) -> Map<String, Value> {
    let scalars = other.into_iter().filter(|(_, value)| !value.is_object() && !value.is_array());
    scalars
        .map(|(name, value)| (if name.starts_with("custom_") { name } else { format!("custom_{name}") }, value))
        .collect()
}

async fn keep_aside(work: &Work<'_>, grant: &Grant, (at, value): (usize, Value), reason: String) -> Result<()> {
    let entry = quarantine::Entry {
        connection: grant.connection.id,
        source_record: None,
        operation: SyncWithCrm::NAME,
        path: format!("[{at}]"),
        value,
        reason,
    };
    quarantines::keep(work, vec![entry]).await
}
