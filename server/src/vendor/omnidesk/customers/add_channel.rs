//! `POST /customer/addChannelOnly`: adds channels to a customer.

use axum::http::Method;
use entity::channel::ChannelKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::channels::Address;
use super::super::dialect::Omnidesk;
use super::access::Named;
use super::fields::{self, said};
use super::said::Said;
use super::types::{Outcome, done};
use crate::domain::account::Permission;
use crate::domain::channel::store as channels;
use crate::domain::connection::service as connections;
use crate::error::{Error, Rule, Violation};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::outbound::Repeat;
use crate::vendor::shape::Field;

/// The operation.
pub(super) struct AddChannel;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    #[serde(default)]
    customer_id: Option<i64>,
    #[serde(default)]
    primary_id: Option<String>,
    brand_id: i64,
    #[serde(default)]
    extra_email: Option<String>,
    #[serde(default)]
    extra_telephone: Option<String>,
    #[serde(default)]
    extra_twitter: Option<String>,
    #[serde(default)]
    extra_facebook: Option<i64>,
}

impl Request {
    fn addresses(&self) -> Vec<Address> {
        let sent = [
            (ChannelKind::Email, self.extra_email.clone()),
            (ChannelKind::Telephone, self.extra_telephone.clone()),
            (ChannelKind::Twitter, self.extra_twitter.clone()),
            (ChannelKind::Facebook, self.extra_facebook.map(|number| number.to_string())),
        ];
        sent.into_iter().filter_map(|(kind, text)| Some(Address::of(kind, said(text)?))).collect()
    }
}

impl Operation for AddChannel {
    type Dialect = Omnidesk;
    type Request = Request;
    type Reply = Outcome;
    const NAME: &'static str = "addChannelOnly";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customer/addChannelOnly";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        vec![
            fields::customer("customer_id"),
            fields::primary("primary_id"),
            fields::brand("brand_id").required(),
            fields::extra_email(),
            fields::extra_telephone(),
            fields::extra_twitter(),
            fields::extra_facebook(),
            fields::no_sync(),
        ]
    }

    /// An address that the customer has stays as it is.
    fn repeat() -> Repeat {
        Repeat::Harmless
    }

    async fn perform(call: &Call<'_, Omnidesk>, request: Request) -> Result<Outcome, Refusal> {
        let addresses = request.addresses();
        if addresses.is_empty() {
            let message = "one of extra_email, extra_telephone, extra_twitter, extra_facebook is required";
            return Err(Violation::new("extra_email", Rule::Required, message).into());
        }
        let named = Named {
            brand: Some(request.brand_id),
            customer: request.customer_id,
            primary: said(request.primary_id),
            ..Named::default()
        };
        let (work, grant, record) = named.begin(call).await?;
        connections::hold(&work, grant.connection.id).await?;
        let mut taken = Vec::new();
        for Address { kind, text, .. } in &addresses {
            // A search by this address could no longer tell whose it is.
            if call.checks_rules() && channels::is_taken(work.db(), &record, *kind, text).await? {
                let message = format!("another customer has the address {text}");
                taken.push(Violation::new("extra", Rule::AlreadyExists, message).with_value(text));
            }
        }
        if !taken.is_empty() {
            return Err(Error::Invalid(taken).into());
        }
        Said { addresses, ..Said::default() }.update(&work, grant, record).await?;
        work.commit().await?;
        Ok(done(grant, "Channel added.", None))
    }
}
