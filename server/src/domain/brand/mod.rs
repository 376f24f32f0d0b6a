//! Brands: the tenants. Everything else belongs to one of them, and nothing is shared between two.

pub mod graphql;
pub mod service;
pub mod store;

use entity::brand;
use serde_json::json;

use crate::domain::identity::Policy;
use crate::domain::identity::service::policy_of;

/// What an administrator decides of a brand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// What people call it.
    pub name: String,
    /// The currency of amounts that come without one.
    pub currency: String,
    /// The zone of times that are shown to people.
    pub time_zone: String,
    /// Which vendor is believed before which.
    pub policy: Policy,
}

impl Details {
    /// What a row says.
    pub fn of(row: &brand::Model) -> Self {
        Self {
            name: row.name.clone(),
            currency: row.currency.clone(),
            time_zone: row.time_zone.clone(),
            policy: policy_of(&row.settings),
        }
    }

    fn shown(&self) -> serde_json::Value {
        json!({ "name": self.name, "currency": self.currency, "time_zone": self.time_zone, "trust": self.policy.trust })
    }
}
