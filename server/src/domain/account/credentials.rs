//! A customer's own password and social logins.

use entity::{customer_credentials, social_login};
use sea_orm::ActiveValue::Set;

use super::{secrets, store};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// Shortest password of a customer, in characters.
const SHORTEST: usize = 8;

/// Whether a password is strong enough: length, a digit, an upper-case letter, not a common one.
///
/// # Errors
/// What it lacks, at the path `password`.
pub fn check_strength(password: &str) -> Result<()> {
    let lacks = if password.chars().count() < SHORTEST {
        Some("the password must have at least 8 characters")
    } else if !password.chars().any(|c| c.is_ascii_digit()) {
        Some("the password must contain a digit")
    } else if !password.chars().any(char::is_uppercase) {
        Some("the password must contain an upper-case letter")
    } else {
        None
    };
    match lacks {
        Some(message) => Err(Violation::new("password", Rule::NotAllowed, message).into()),
        None => Ok(()),
    }
}

/// Sets a customer's password; `hash` comes from [`super::passwords`] and is made before the transaction begins, because it is slow.
///
/// # Errors
/// The store failed.
pub async fn set_password(work: &Work<'_>, source_record: i64, hash: String) -> Result<()> {
    let row = customer_credentials::ActiveModel {
        source_record_id: Set(source_record),
        password_hash: Set(hash),
        updated_at: Set(work.now()),
        ..Default::default()
    };
    store::upsert_credentials(work.db(), row).await?;
    work.audit("credentials.set", "source_record", source_record, serde_json::json!({})).await;
    Ok(())
}

/// Links a login at a social network to a customer.
///
/// # Errors
/// The login belongs to another customer.
pub async fn link_social(
    work: &Work<'_>,
    connection: i64,
    source_record: i64,
    network: &str,
    token: &str,
) -> Result<()> {
    let token_hash = secrets::digest(token);
    match store::social_login(work.db(), connection, network, &token_hash).await? {
        Some(known) if known.source_record_id == source_record => return Ok(()),
        Some(_) => {
            let message = "this login belongs to another customer";
            return Err(Violation::new("social_network_token", Rule::AlreadyExists, message).into());
        }
        None => {}
    }
    let row = social_login::ActiveModel {
        connection_id: Set(connection),
        source_record_id: Set(source_record),
        network: Set(network.to_owned()),
        token_hash: Set(token_hash),
        created_at: Set(work.now()),
        ..Default::default()
    };
    store::insert_social_login(work.db(), row).await?;
    work.audit("social_login.link", "source_record", source_record, serde_json::json!({ "network": network })).await;
    Ok(())
}

/// The record of the customer with this password; the same work is done for an unknown login.
///
/// # Errors
/// [`Error::Unauthenticated`], alike for an unknown login and a wrong password.
pub async fn verify(app: &crate::app::App, source_record: Option<i64>, password: &str) -> Result<i64> {
    let kept = match source_record {
        Some(record) => store::credentials(app.store().reader(), record).await?,
        None => None,
    };
    let fits = app.passwords().verify(password, kept.as_ref().map(|kept| kept.password_hash.as_str())).await?;
    source_record.filter(|_| fits).ok_or(Error::Unauthenticated)
}
