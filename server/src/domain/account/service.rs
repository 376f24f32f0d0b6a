//! Managing staff users.

use entity::{brand, staff_user};
use serde_json::Value as Json;

use super::{Actor, Permission, Permissions, Viewer, secrets, store};
use crate::app::App;
use crate::domain::connection;
use crate::error::{Error, Result, Rule, Violation};

/// Shortest password of a staff user, in characters (NIST SP 800-63B asks for 8, and for 15 where it stands alone).
const SHORTEST_PASSWORD: usize = 10;

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
    let email = email_key(&new.email);
    if !is_email(&email) {
        return Err(Violation::new("email", Rule::Format, "this is not an e-mail address")
            .with_value(&new.email)
            .into());
    }
    let generated = new.password.is_none();
    let password = match new.password {
        Some(password) if password.chars().count() < SHORTEST_PASSWORD => {
            let message = format!("the password must have at least {SHORTEST_PASSWORD} characters");
            return Err(Violation::new("password", Rule::NotAllowed, message).into());
        }
        Some(password) => password,
        None => secrets::random_text()?.chars().take(20).collect(),
    };
    let hash = app.passwords().hash(&password).await?;
    let name = new.name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
    let permissions = serde_json::to_value(&new.permissions).map_err(Error::internal)?;
    let tx = app.store().begin().await?;
    let user = match store::insert_user(&tx, email, name, hash, permissions, app.clock().now()).await {
        Err(error) if error.is_unique_violation() => {
            return Err(Violation::new("email", Rule::AlreadyExists, "there is a user with this address").into());
        }
        other => other?,
    };
    for brand in new.brands {
        store::grant_brand(&tx, user.id, brand).await?;
    }
    tx.commit().await?;
    Ok(CreatedUser { user, generated_password: generated.then_some(password) })
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

/// The brand that a viewer acts in, and every brand that they may act in, by number.
///
/// # Errors
/// The store failed.
pub async fn brands(app: &App, viewer: &Viewer) -> Result<(brand::Model, Vec<brand::Model>)> {
    let db = app.store().reader();
    let all = match viewer.actor() {
        Actor::Staff(user) => store::brands_of_user(db, user).await?,
        // A program's credentials are of one brand.
        Actor::ApiKey(_) | Actor::VendorClient(_) => {
            connection::store::brand(db, viewer.brand()).await?.into_iter().collect()
        }
        Actor::System => connection::store::brands(db).await?,
    };
    let current = all.iter().find(|brand| brand.id == viewer.brand()).cloned();
    Ok((current.ok_or_else(|| Error::internal("the viewer's brand is gone"))?, all))
}

/// Disables a staff user and ends their sessions.
///
/// # Errors
/// There is no such user.
pub async fn disable_user(app: &App, email: &str) -> Result<()> {
    let user = store::user_by_email(app.store().reader(), &email_key(email)).await?;
    let user = user.ok_or(Error::NotFound { kind: "user" })?;
    store::disable_user(app.store().writer(), user.id, app.clock().now()).await
}

/// An address as it is compared: trimmed, lower-case.
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Permissions as they lie in the store.
pub(super) fn permissions(stored: &Json) -> Result<Permissions> {
    let names: Vec<Permission> = serde_json::from_value(stored.clone()).map_err(Error::internal)?;
    Ok(names.into_iter().collect())
}

/// One `@` with something on both sides and no blanks; whether mail arrives there only mail can tell.
fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && !host.is_empty() && !host.contains('@') && !text.chars().any(char::is_whitespace)
    })
}
