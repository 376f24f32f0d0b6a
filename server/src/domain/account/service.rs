//! Managing staff users.

use std::collections::HashMap;

use entity::{Timestamp, brand, staff_user};
use sea_orm::ConnectionTrait;
use serde_json::Value as Json;

use super::{Actor, Permission, Permissions, Viewer, secrets, staff, store};
use crate::app::App;
use crate::domain::rules::contact;
use crate::domain::{connection, rules};
use crate::error::{Error, Result, Rule, Violation};

/// Shortest password of a staff user, in characters (NIST SP 800-63B asks for 8, and for 15 where it stands alone).
const SHORTEST_PASSWORD: usize = 10;
/// Longest password, in characters: hashing a book would keep the server busy.
const LONGEST_PASSWORD: usize = 1000;
/// Length of a generated password: 120 random bits.
const GENERATED_PASSWORD: usize = 20;

/// A password with its hash, made before a transaction begins, because hashing is slow.
pub struct NewPassword {
    pub(super) text: String,
    pub(super) hash: String,
}

impl NewPassword {
    /// A random one.
    ///
    /// # Errors
    /// No randomness, or the hash could not be computed.
    pub async fn generate(app: &App) -> Result<Self> {
        let text: String = secrets::random_text()?.chars().take(GENERATED_PASSWORD).collect();
        Self::of(app, &text).await
    }

    /// The one that somebody chose.
    ///
    /// # Errors
    /// The hash could not be computed.
    pub async fn of(app: &App, text: &str) -> Result<Self> {
        Ok(Self { text: text.to_owned(), hash: app.passwords().hash(text).await? })
    }

    /// The text, to be shown once.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A staff user to be made.
#[derive(Debug)]
pub struct NewUser {
    /// Login; compared without regard to case.
    pub email: String,
    /// Shown in the admin app; absent: the part of the address before the `@`.
    pub name: Option<String>,
    /// Absent: generated.
    pub password: Option<String>,
    /// What they may do.
    pub permissions: Permissions,
    /// Brands they may act in.
    pub brands: Vec<i64>,
}

/// A staff user just made; the only moment when the password is known.
#[derive(Debug)]
pub struct CreatedUser {
    /// The user.
    pub user: staff_user::Model,
    /// The password, when it was generated.
    pub generated_password: Option<String>,
}

/// Makes a staff user. Called by commands on the server's own machine, which need no viewer.
///
/// # Errors
/// The address is not one or is taken, or the password is too short.
pub async fn create_user(app: &App, new: NewUser) -> Result<CreatedUser> {
    rules::check([not_an_address(&new.email), new.password.as_deref().and_then(|text| weak("password", text))])?;
    let password = match &new.password {
        Some(text) => NewPassword::of(app, text).await?,
        None => NewPassword::generate(app).await?,
    };
    let generated_password = new.password.is_none().then(|| password.text.clone());
    let tx = app.store().begin().await?;
    let user = insert(&tx, new, password.hash, app.clock().now()).await?;
    tx.commit().await?;
    Ok(CreatedUser { user, generated_password })
}

/// Writes a user whose input was checked, with their brands, in the caller's transaction.
pub(super) async fn insert(
    tx: &impl ConnectionTrait,
    new: NewUser,
    hash: String,
    now: Timestamp,
) -> Result<staff_user::Model> {
    let email = email_key(&new.email);
    let name = new.name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
    let permissions = serde_json::to_value(&new.permissions).map_err(Error::internal)?;
    let user = match store::insert_user(tx, email, name, hash, permissions, now).await {
        Err(error) if error.is_unique_violation() => {
            return Err(Violation::new("email", Rule::AlreadyExists, "there is a user with this address").into());
        }
        other => other?,
    };
    for brand in new.brands {
        store::grant_brand(tx, user.id, brand).await?;
    }
    Ok(user)
}

/// Every staff user, by address.
///
/// # Errors
/// The store failed.
pub async fn users(app: &App) -> Result<Vec<staff_user::Model>> {
    store::users(app.store().reader()).await
}

/// Whether nobody can log in yet.
///
/// # Errors
/// The store failed.
pub async fn is_empty(app: &App) -> Result<bool> {
    Ok(store::count_users(app.store().reader()).await? == 0)
}

/// Every brand that a viewer may act in, by number.
///
/// # Errors
/// The store failed.
pub async fn reach(db: &impl ConnectionTrait, viewer: &Viewer) -> Result<Vec<brand::Model>> {
    match viewer.actor() {
        Actor::Staff(user) => store::brands_of_user(db, user).await,
        // A program's credentials are of one brand.
        Actor::ApiKey(_) | Actor::VendorClient(_) => {
            Ok(connection::store::brand(db, viewer.brand()).await?.into_iter().collect())
        }
        Actor::System => connection::store::brands(db).await,
    }
}

/// Of each of these users the brands that they may act in, by number.
///
/// # Errors
/// The store failed.
pub async fn brands_of_users(db: &impl ConnectionTrait, users: &[i64]) -> Result<HashMap<i64, Vec<brand::Model>>> {
    store::brands_of_users(db, users).await
}

/// The brand that a viewer acts in, and every brand that they may act in, by number.
///
/// # Errors
/// The store failed.
pub async fn brands(app: &App, viewer: &Viewer) -> Result<(brand::Model, Vec<brand::Model>)> {
    let all = reach(app.store().reader(), viewer).await?;
    let current = all.iter().find(|brand| brand.id == viewer.brand()).cloned();
    Ok((current.ok_or_else(|| Error::internal("the viewer's brand is gone"))?, all))
}

/// Disables a staff user and ends their sessions. Called by commands on the server's own machine, which need no viewer.
///
/// # Errors
/// There is no such user, or a brand would lose its last administrator.
pub async fn disable_user(app: &App, email: &str) -> Result<()> {
    let user = store::user_by_email(app.store().reader(), &email_key(email)).await?;
    let id = user.ok_or(Error::NotFound { kind: "user" })?.id;
    let tx = app.store().begin().await?;
    store::hold_brands(&tx, id).await?;
    staff::disable_in(&tx, id, app.clock().now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The rule that something other than an e-mail address breaks.
pub(super) fn not_an_address(email: &str) -> Option<Violation> {
    rules::filled("email", email).or_else(|| contact::email("email", email))
}

/// The rule that a password which `path` holds breaks.
pub(super) fn weak(path: &str, password: &str) -> Option<Violation> {
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD {
        let message = format!("the password must have at least {SHORTEST_PASSWORD} characters");
        return Some(Violation::new(path, Rule::NotAllowed, message));
    }
    let message = || format!("the password must have at most {LONGEST_PASSWORD} characters");
    (length > LONGEST_PASSWORD).then(|| Violation::new(path, Rule::TooLong, message()))
}

/// An address as it is compared: trimmed, lower-case.
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Permissions as they lie in the store.
///
/// # Errors
/// They are none that this version knows.
pub fn permissions(stored: &Json) -> Result<Permissions> {
    let names: Vec<Permission> = serde_json::from_value(stored.clone()).map_err(Error::internal)?;
    Ok(names.into_iter().collect())
}
