//! Who may do what: staff users, their sessions, API keys, and the [`Viewer`] that every service asks for.

pub mod clients;
pub mod credentials;
pub mod customers;
pub mod guesses;
pub mod keys;
pub mod passwords;
pub mod secrets;
pub mod service;
pub mod sessions;
mod store;
pub mod tokens;
pub mod vault;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// What a caller may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Permission {
    /// Read customers and everything that hangs on them.
    CustomerRead,
    /// Create, update and delete customers and what hangs on them, merge and unmerge.
    CustomerCud,
    /// Staff users, API keys, connections, definitions. Includes the other two.
    Admin,
}

impl Permission {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::CustomerRead, Self::CustomerCud, Self::Admin];

    /// The name used in configuration, keys and error messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::CustomerRead => "CUSTOMER_READ",
            Self::CustomerCud => "CUSTOMER_CUD",
            Self::Admin => "ADMIN",
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Permission {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|permission| permission.name().eq_ignore_ascii_case(text.trim()));
        known.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("{text} is not a permission; there are {names}")
        })
    }
}

/// A set of permissions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Permissions(BTreeSet<Permission>);

impl Permissions {
    /// Every permission.
    pub fn all() -> Self {
        Permission::ALL.into_iter().collect()
    }

    /// Whether `permission` is granted, directly or through `ADMIN`.
    pub fn allow(&self, permission: Permission) -> bool {
        self.0.contains(&permission) || self.0.contains(&Permission::Admin)
    }

    /// The permissions named directly, in order.
    pub fn iter(&self) -> impl Iterator<Item = Permission> + '_ {
        self.0.iter().copied()
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().collect())
    }
}

/// What sort of caller a [`Viewer`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person at the admin app; the staff user's id.
    Staff(i64),
    /// A program with an API key, ours or a vendor's client; the key's id.
    ApiKey(i64),
    /// A vendor's client that logged in another way; the connection's id.
    VendorClient(i64),
    /// Onefold itself: seeding, jobs, commands.
    System,
}

/// A caller whose credentials were checked, acting in one brand.
#[derive(Clone, Debug)]
pub struct Viewer {
    actor: Actor,
    brand: i64,
    label: String,
    permissions: Permissions,
}

impl Viewer {
    /// A caller with these permissions in `brand`; `label` names it in audit entries and timelines.
    pub fn new(actor: Actor, brand: i64, label: impl Into<String>, permissions: Permissions) -> Self {
        Self { actor, brand, label: label.into(), permissions }
    }

    /// Onefold itself, with every permission.
    pub fn system(brand: i64) -> Self {
        Self::new(Actor::System, brand, "Onefold", Permissions::all())
    }

    /// The brand acted in; every query is bound to it.
    pub fn brand(&self) -> i64 {
        self.brand
    }

    /// The sort of caller.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// The sort of caller, as audit entries name it.
    pub fn kind(&self) -> &'static str {
        match self.actor {
            Actor::Staff(_) => "staff",
            Actor::ApiKey(_) => "api_key",
            Actor::VendorClient(_) => "vendor_client",
            Actor::System => "system",
        }
    }

    /// The caller's id among its sort.
    pub fn id(&self) -> Option<i64> {
        match self.actor {
            Actor::Staff(id) | Actor::ApiKey(id) | Actor::VendorClient(id) => Some(id),
            Actor::System => None,
        }
    }

    /// The caller's name.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What it may do.
    pub fn permissions(&self) -> &Permissions {
        &self.permissions
    }

    /// Checks that `permission` is granted.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.permissions.allow(permission) { Ok(()) } else { Err(Error::Forbidden(permission)) }
    }
}
