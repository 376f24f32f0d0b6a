//! `DELETE /customer/{id}/channel/{channel_id}`, or with the channel's id as a parameter: takes a channel off a customer.

use axum::http::Method;
use entity::channel;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::channels::number_of;
use super::super::dialect::Omnidesk;
use super::access::Named;
use super::heard;
use super::types::{Outcome, done};
use crate::domain::account::Permission;
use crate::domain::channel::{service as channels, store as rows};
use crate::error::Error;
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The operation, with the channel in the path.
pub(super) struct DeleteChannel;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    id: String,
    channel_id: String,
}

impl Operation for DeleteChannel {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Outcome;
    const NAME: &'static str = "deleteCustomerItemChannel";
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/customer/{id}/channel/{channel_id}";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![
            Field::path("id").doc("The customer's id at the vendor"),
            Field::path("channel_id").doc("The id of the channel, as the customer shows it"),
        ]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Outcome, Refusal> {
        remove(call, &request.id, request.channel_id.parse().map_err(|_| unknown())?).await
    }
}

/// The operation, with the channel as a parameter.
pub(super) struct DeleteNamedChannel;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct NamedRequest {
    id: String,
    channel_id: i64,
}

impl Operation for DeleteNamedChannel {
    type Dialect = Omnidesk;
    type Request = NamedRequest;
    type Reply = Outcome;
    const NAME: &'static str = "deleteCustomerItemChannelByParameter";
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/customer/{id}/channel";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        let channel = Field::query("channel_id", Kind::Integer).or(&["channelId", "channelID"]);
        vec![
            Field::path("id").doc("The customer's id at the vendor"),
            channel.required().doc("The id of the channel, as the customer shows it"),
        ]
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: NamedRequest) -> Result<Outcome, Refusal> {
        remove(call, &request.id, request.channel_id).await
    }
}

async fn remove(call: &Call<'_, Omnidesk>, customer: &str, channel: i64) -> Result<Outcome, Refusal> {
    let (work, grant, record) = Named::by_path(customer)?.begin(call).await?;
    let channels = rows::of_records(work.db(), &[record.id]).await?;
    let Some(channel) = channels.iter().find(|row| is_meant(call, row, channel)) else {
        if !call.takes_names() {
            return Err(unknown().into());
        }
        // The vendor's numbers of channels are known once it has shown the customer; until then it must be asked what is left.
        drop(work);
        heard::read_again(call, grant, customer).await?;
        return Ok(done(grant, "Channel deleted.", None));
    };
    channels::remove(&work, channel.id).await?;
    work.commit().await?;
    Ok(done(grant, "Channel deleted.", None))
}

/// A channel whose number the vendor has not told has none that a call to the vendor could mean.
fn is_meant(call: &Call<'_, Omnidesk>, row: &channel::Model, number: i64) -> bool {
    number_of(row) == number && (row.vendor_id.is_some() || !call.takes_names())
}

fn unknown() -> Error {
    Error::NotFound { kind: "channel" }
}
