//! What a call says of a customer, and writing it.

use entity::channel::ChannelKind;
use entity::source_record;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::channels::Address;
use super::super::session::Grant;
use super::custom::Custom;
use super::fields::{self, said};
use crate::domain::channel::service as channels;
use crate::domain::channel::store::NewChannel;
use crate::domain::source::Facts;
use crate::domain::source::service::{self as sources, NewRecord};
use crate::error::Result;
use crate::store::Work;

/// A pair of `customerChannelType_N` and `customerChannelValue_N`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct Pair {
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    value: Option<String>,
}

/// The fields that all writes of a customer share.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub(super) struct Details {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) firstname: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) lastname: Option<String>,
    /// Where an endpoint takes pairs.
    #[serde(default, rename = "customerChannels", skip_serializing_if = "Vec::is_empty")]
    pub(super) pairs: Vec<Pair>,
    /// Custom fields among what else was sent.
    #[serde(flatten)]
    pub(super) other: Map<String, Value>,
}

impl Details {
    /// What they say at an account. Half a pair says nothing.
    pub(super) fn at(self, grant: &Grant) -> Said {
        let pairs = self.pairs.into_iter().filter_map(|pair| said(pair.kind).zip(said(pair.value)));
        Said {
            first_name: said(self.firstname),
            last_name: said(self.lastname),
            addresses: pairs.map(|(kind, value)| Address::named(&grant.connection, &kind, value)).collect(),
            other: self.other,
        }
    }
}

/// What is said of a customer. Absent means: nothing is said.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) addresses: Vec<Address>,
    pub(super) other: Map<String, Value>,
}

impl Said {
    /// Records somebody new. Whoever has a number that the real vendor gave was looked for under it, and may
    /// have been recorded by another call since.
    pub(super) async fn create(
        self,
        work: &Work<'_>,
        grant: &Grant,
        given: Option<String>,
        primary: Option<String>,
    ) -> Result<source_record::Model> {
        let custom = Custom::pick(work, grant.connection.id, &self.other).await?;
        let mut facts = Facts::default();
        self.onto(&mut facts, &custom);
        let connection = grant.connection.id;
        let record = match given {
            Some(vendor_id) => {
                let (customer, facts) = (None, facts.clone());
                let new = NewRecord { connection, customer, vendor_id, external_id: primary, facts };
                match sources::create_unless_known(work, &new).await? {
                    Some(record) => record,
                    None => return self.update(work, grant, sources::known(work, &new).await?).await,
                }
            }
            None => sources::create_numbered(work, connection, None, primary, facts.clone()).await?,
        };
        // The addresses to use came with the record.
        let mut further = self.addresses;
        further.retain(|address| !address.is_used(&facts));
        link(work, &record, &facts, further).await?;
        custom.define(work, &record).await?;
        Ok(record)
    }

    /// Changes what is said of a customer; what the call is silent about stays.
    pub(super) async fn update(
        self,
        work: &Work<'_>,
        grant: &Grant,
        record: source_record::Model,
    ) -> Result<source_record::Model> {
        let custom = Custom::pick(work, grant.connection.id, &self.other).await?;
        let mut facts = Facts::of(&record);
        self.onto(&mut facts, &custom);
        link(work, &record, &facts, self.addresses).await?;
        let record = sources::update(work, record, &facts).await?;
        custom.define(work, &record).await?;
        Ok(record)
    }

    fn onto(&self, facts: &mut Facts, custom: &Custom) {
        if self.first_name.is_some() {
            facts.first_name.clone_from(&self.first_name);
        }
        if self.last_name.is_some() {
            facts.last_name.clone_from(&self.last_name);
        }
        // The first address becomes the one to use, if it can be used: the page has no rule for the values of pairs.
        let first = |kind: ChannelKind, usable: fn(&str) -> bool| {
            let found = self.addresses.iter().find(|address| address.kind == kind && usable(&address.text));
            found.map(|address| address.text.clone())
        };
        facts.email = facts.email.take().or_else(|| first(ChannelKind::Email, fields::is_email));
        facts.phone = facts.phone.take().or_else(|| first(ChannelKind::Telephone, has_digits));
        custom.onto(&mut facts.extra);
    }
}

/// Whether a number could be dialled.
pub(super) fn has_digits(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// Adds the addresses that the record does not have yet.
async fn link(work: &Work<'_>, record: &source_record::Model, facts: &Facts, addresses: Vec<Address>) -> Result<()> {
    for Address { kind, label, text } in addresses {
        let primary = [&facts.email, &facts.phone].into_iter().flatten().any(|used| *used == text);
        let new = NewChannel {
            source_record: record.id,
            kind,
            address: text,
            label,
            vendor_id: None,
            is_primary: primary && matches!(kind, ChannelKind::Email | ChannelKind::Telephone),
        };
        channels::add_said(work, new).await?;
    }
    Ok(())
}
