//! `POST /customer`: creates a new customer and may link it to a ticket. A repeat with the same primary id updates the customer: the jobs
//! that call this run again and again.

use axum::http::Method;
use entity::channel::ChannelKind;
use entity::source_record;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::channels::Address;
use super::super::dialect::Omnidesk;
use super::super::session::Grant;
use super::super::settings;
use super::access;
use super::fields::{self, said};
use super::said::{Details, Said};
use super::types::{ID, Outcome, done};
use crate::domain::account::Permission;
use crate::error::{Result, Rule, Violation};
use crate::store::{TimelineDraft, Work};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::outbound::Repeat;
use crate::vendor::shape::{Field, Kind};

/// The operation.
pub(super) struct CreateCustomer;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    brand_id: i64,
    #[serde(default)]
    primary_id: Option<String>,
    #[serde(default)]
    search_customer_channel_value: Option<String>,
    #[serde(default)]
    channel_id: Option<String>,
    #[serde(default)]
    customer_link_channel: Option<String>,
    #[serde(rename = "noSync", default)]
    no_sync: Option<Value>,
    #[serde(default)]
    ticket_id: Option<i64>,
    #[serde(default)]
    extra_email: Option<String>,
    #[serde(default)]
    extra_telephone: Option<String>,
    #[serde(flatten)]
    details: Details,
}

impl Operation for CreateCustomer {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Outcome;
    const NAME: &'static str = "postCustomerIndex";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customer";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        let [first, last] = fields::names();
        vec![
            fields::brand("brand_id").required(),
            fields::primary("primary_id"),
            fields::address("search_customer_channel_value").doc("Instead of primary_id, where the brand allows it"),
            fields::channel().doc("Kind of customer_link_channel"),
            fields::address("customer_link_channel").doc("The address to link"),
            fields::no_sync(),
            first,
            last,
            Field::body("ticket_id", Kind::Integer).between(1, i64::MAX).doc("Ticket to link the customer to"),
            fields::extra_email(),
            fields::extra_telephone(),
            fields::channel_pairs(),
        ]
    }

    /// A repeat with the same primary id updates the customer.
    fn repeat() -> Repeat {
        Repeat::Harmless
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Outcome, Refusal> {
        let grant = call.caller()?.session.brand(request.brand_id)?;
        let primary = said(request.primary_id);
        let value = said(request.search_customer_channel_value);
        let mut details = request.details.at(grant);
        let extra = [(ChannelKind::Email, request.extra_email), (ChannelKind::Telephone, request.extra_telephone)];
        let extra = extra.into_iter().filter_map(|(kind, text)| Some(Address::of(kind, said(text)?)));
        details.addresses.extend(linked(grant, request.channel_id, request.customer_link_channel)?);
        details.addresses.extend(extra);
        let ticket = request.ticket_id.map(|ticket| linked_to(ticket, request.no_sync.is_some(), &details));

        let work = grant.begin(call).await?;
        let given = call.given(ID);
        access::hold(&work, grant, given.as_deref()).await?;
        let known = match (&primary, &value) {
            _ if given.is_some() => access::given(&work, grant, given.as_deref(), primary.as_deref()).await?,
            (Some(primary), _) => access::primary(&work, grant, primary).await?,
            (None, Some(value)) => by_address(call, &work, grant, value).await?,
            (None, None) => return Err(Violation::required("primary_id").into()),
        };
        let record = match known {
            Some(known) => details.update(&work, grant, known).await?,
            None => {
                if let (None, Some(value), true) = (&primary, value, call.checks_rules()) {
                    keep_findable(&mut details, &value)?;
                }
                details.create(&work, grant, given, primary).await?
            }
        };
        if let Some(ticket) = ticket {
            work.timeline(record.id, ticket).await;
        }
        work.commit().await?;
        Ok(done(grant, "User created and channel linked.", Some(&record)))
    }
}

/// `channel_id` with `customer_link_channel`; the one "can only be processed" with the other.
fn linked(grant: &Grant, kind: Option<String>, text: Option<String>) -> Result<Option<Address>> {
    let Some(text) = said(text) else { return Ok(None) };
    match said(kind) {
        Some(kind) => Ok(Some(Address::named(&grant.connection, &kind, text))),
        None => Address::guessed(&text).map(Some).ok_or_else(|| Violation::required("channel_id").into()),
    }
}

/// The customer with this address. Only brands that have the search enabled take an address for a name.
async fn by_address(
    call: &Call<'_, Omnidesk>,
    work: &Work<'_>,
    grant: &Grant,
    value: &str,
) -> Result<Option<source_record::Model>> {
    if call.checks_rules() && !settings::search_by_channels(&grant.connection) {
        let message = "primary_id is required: customer search by channels is not enabled on this brand";
        return Err(Violation::new("primary_id", Rule::Required, message).into());
    }
    let found = access::reached_under(work, grant, value).await?;
    if found.len() > 1 {
        let message = "several customers have this channel value; name one by primary_id";
        return Err(Violation::new("search_customer_channel_value", Rule::NotAllowed, message).into());
    }
    Ok(found.into_iter().next())
}

/// A customer that has no primary id must be found by the address again.
fn keep_findable(details: &mut Said, value: &str) -> Result<()> {
    if details.addresses.iter().any(|address| address.text == value) {
        return Ok(());
    }
    let address = Address::guessed(value).ok_or_else(|| {
        let message = "the kind of this channel value is not known; send it as customer_link_channel with channel_id";
        Violation::new("search_customer_channel_value", Rule::NotAllowed, message)
    })?;
    details.addresses.insert(0, address);
    Ok(())
}

/// Tickets are not kept here; that the customer belongs to one is.
fn linked_to(ticket: i64, no_sync: bool, details: &Said) -> TimelineDraft {
    let channels: Vec<&str> =
        if no_sync { Vec::new() } else { details.addresses.iter().map(|address| address.text.as_str()).collect() };
    let data = json!({ "channels": channels, "no_sync": no_sync });
    TimelineDraft {
        ticket_id: Some(ticket.to_string()),
        ..TimelineDraft::new("ticket.linked", format!("Linked to ticket {ticket}")).with_data(data)
    }
}
