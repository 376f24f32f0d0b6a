//! What clients show. It follows from the seed, so that a client of a sandbox can be configured once.

use std::collections::BTreeMap;

use entity::brand;
use entity::connection::Vendor;
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use super::store;
use crate::app::App;
use crate::domain::account::keys::{self, NewKey};
use crate::domain::account::{Permission, Permissions, secrets};
use crate::domain::connection::Access;
use crate::error::Result;
use crate::vendor::credentials::issue;

/// The vendors that have a mirror.
pub(super) const VENDORS: [Vendor; 5] =
    [Vendor::Carecloud, Vendor::Omnidesk, Vendor::CustomerDatabaseApp, Vendor::Customerscore, Vendor::Customergauge];

/// Everything that clients show.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Shown {
    /// By the vendor's name.
    pub(super) vendors: BTreeMap<String, Account>,
    /// To GraphQL.
    pub(super) graphql_key: String,
}

/// One vendor's.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Account {
    /// Under the names by which a connection asks for them.
    pub(super) credentials: Json,
    /// What calls have to name besides.
    pub(super) details: Map<String, Json>,
}

/// Makes the clients of all vendors and one of GraphQL.
pub(super) async fn make(app: &App, brand: &brand::Model, seed: u64) -> Result<Shown> {
    let clients = Clients { app, brand, seed };
    let mut vendors = BTreeMap::new();
    for vendor in VENDORS {
        vendors.insert(vendor.to_value(), clients.of(vendor).await?);
    }
    let new = NewKey {
        name: "sandbox".to_owned(),
        brand: brand.id,
        connection: None,
        permissions: Permissions::all(),
        brands: Vec::new(),
        expires_at: None,
    };
    let (_, issued) = keys::create(app, new).await?;
    let graphql_key = clients.key(&issued, "graphql").await?;
    Ok(Shown { vendors, graphql_key })
}

struct Clients<'a> {
    app: &'a App,
    brand: &'a brand::Model,
    seed: u64,
}

impl Clients<'_> {
    async fn of(&self, vendor: Vendor) -> Result<Account> {
        let issued = self.issue(vendor).await?;
        let name = vendor.to_value();
        let credentials = match self.app.form(vendor).access {
            Some(Access::Login) => self.login(&issued, &name).await?,
            Some(Access::OauthClient) => {
                let (id, secret) = self.oauth_client(&issued, &name).await?;
                // Another client, so that one who mixes the two doors up finds out here.
                let hook = self.issue(vendor).await?;
                let (user, password) = self.oauth_client(&hook, &format!("{name} hooks")).await?;
                json!({ "client_id": id, "client_secret": secret, "hook_user": user, "hook_password": password })
            }
            _ => {
                let key = self.key(text(&issued, "key"), &name).await?;
                let asked_as =
                    self.app.form(vendor).credentials.iter().map(|(name, _)| ((*name).to_owned(), key.clone().into()));
                Json::Object(asked_as.collect())
            }
        };
        let mut details = Map::new();
        for named in ["brand_id", "configurations"] {
            if let Some(value) = issued.get(named) {
                details.insert(named.to_owned(), value.clone());
            }
        }
        Ok(Account { credentials, details })
    }

    async fn issue(&self, vendor: Vendor) -> Result<Json> {
        let permissions = [Permission::CustomerRead, Permission::CustomerCud].into_iter().collect();
        issue(self.app, self.brand, vendor, "sandbox", permissions).await
    }

    async fn login(&self, issued: &Json, of: &str) -> Result<Json> {
        let (login, password) = (format!("api_{}", self.secret(of, 8)), self.secret(&format!("{of} password"), 32));
        let application = self.secret(&format!("{of} application"), 26);
        let hash = self.app.passwords().hash(&password).await?;
        store::set_login(self.app.store().writer(), text(issued, "user"), &login, hash, &application).await?;
        Ok(json!({ "login": login, "password": password, "user_external_application_id": application }))
    }

    async fn oauth_client(&self, issued: &Json, of: &str) -> Result<(String, String)> {
        let (id, secret) = (self.secret(of, 32), self.secret(&format!("{of} secret"), 48));
        let db = self.app.store().writer();
        store::set_oauth_client(db, text(issued, "client_id"), &id, secrets::digest(&secret)).await?;
        Ok((id, secret))
    }

    async fn key(&self, issued: &str, of: &str) -> Result<String> {
        let prefix = self.secret(of, 12);
        let key = format!("ofk_{prefix}_{}", self.secret(&format!("{of} key"), 48));
        let before = issued.split('_').nth(1).unwrap_or_default();
        store::set_key(self.app.store().writer(), before, &prefix, secrets::digest(&key)).await?;
        Ok(key)
    }

    /// So many hexadecimal digits, always the same for the same seed and words.
    fn secret(&self, of: &str, digits: usize) -> String {
        let mut text = hex::encode(Sha256::digest(format!("onefold sandbox {} {of}", self.seed)));
        text.truncate(digits);
        text
    }
}

fn text<'j>(issued: &'j Json, name: &str) -> &'j str {
    issued[name].as_str().unwrap_or_default()
}
