//! A customer's own password and social logins.

use std::collections::HashSet;
use std::sync::LazyLock;

use entity::{customer_credentials, social_login};
use sea_orm::ActiveValue::Set;

use super::{secrets, store};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// The most common passwords that have a digit and eight characters, in lower case; shorter and plainer ones are refused anyway.
const COMMON_TEXT: &str = include_str!("common_passwords.txt");
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| COMMON_TEXT.lines().collect());

/// Shortest password of a customer, in characters.
const SHORTEST: usize = 8;

/// Whether the password of a new customer is strong enough: an upper-case letter, and all that [`check_changed`] asks for.
///
/// # Errors
/// What it lacks, at the path `password`.
pub fn check_new(password: &str) -> Result<()> {
    check_changed(password)?;
    if password.chars().any(char::is_uppercase) {
        Ok(())
    } else {
        Err(lacking("the password must contain an upper-case letter"))
    }
}

/// Whether a password that takes the place of another is strong enough: length, a digit, not a common one.
///
/// # Errors
/// What it lacks, at the path `password`.
pub fn check_changed(password: &str) -> Result<()> {
    let lacks = if password.chars().count() < SHORTEST {
        Some("the password must have at least 8 characters")
    } else if !password.chars().any(|c| c.is_ascii_digit()) {
        Some("the password must contain a digit")
    } else if COMMON.contains(password.to_lowercase().as_str()) {
        Some("the password is one of the most common ones")
    } else {
        None
    };
    lacks.map_or(Ok(()), |message| Err(lacking(message)))
}

fn lacking(message: &'static str) -> Error {
    Violation::new("password", Rule::NotAllowed, message).into()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn lacks(password: &str) -> Option<String> {
        match check_new(password) {
            Ok(()) => None,
            Err(Error::Invalid(broken)) => Some(broken[0].message.clone()),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_common_password_is_refused_in_whichever_case() {
        for common in ["Password123", "PASSWORD1!", "Qwerty123", "1Q2w3e4r"] {
            assert_eq!(lacks(common).as_deref(), Some("the password is one of the most common ones"), "{common}");
        }
        assert_eq!(lacks("Velmi dlouhé 7 slov"), None);
        assert_eq!(lacks("velmi dlouhé 7 slov").as_deref(), Some("the password must contain an upper-case letter"));
        assert!(check_changed("velmi dlouhé 7 slov").is_ok());
    }

    #[test]
    fn the_list_holds_what_the_other_rules_let_through() {
        for line in COMMON_TEXT.lines() {
            assert!(line.chars().count() >= SHORTEST && line.chars().any(|c| c.is_ascii_digit()), "{line}");
            assert_eq!(line, line.to_lowercase());
        }
        assert!(COMMON.len() > 5000);
    }
}
