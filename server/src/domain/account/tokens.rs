//! Access tokens: short-lived JWTs signed with Ed25519. The keys lie sealed in the store, so that every server knows them.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use entity::signing_key;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::secrets::{random_bytes, random_hex};
use super::{store, vault::Vault};
use crate::app::App;
use crate::error::{Error, Result};

/// Who signs.
pub(super) const ISSUER: &str = "onefold";
const AUDIENCE: &str = "onefold-staff";
const PURPOSE: &str = "signing_key";

/// Signs and checks access tokens.
pub struct Tokens {
    seconds: i64,
    keys: RwLock<Ring>,
}

#[derive(Default)]
struct Ring {
    /// The key in use: kid and key.
    signing: Option<(String, EncodingKey)>,
    known: HashMap<String, DecodingKey>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("seconds", &self.seconds).finish_non_exhaustive()
    }
}

/// What an access token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// Issuer.
    pub iss: String,
    /// Audience.
    pub aud: String,
    /// The staff user's id.
    pub sub: String,
    /// This token's own id.
    pub jti: String,
    /// The user's session epoch when it was issued; a later epoch ends it.
    pub epoch: i32,
    /// The family of refresh tokens it belongs to.
    pub family: String,
    /// Seconds since 1970 of its issue.
    pub iat: i64,
    /// Seconds since 1970 of its end.
    pub exp: i64,
}

impl Tokens {
    pub(crate) fn new(seconds: i64) -> Self {
        Self { seconds, keys: RwLock::default() }
    }

    /// Seconds that a token is valid.
    pub fn seconds(&self) -> i64 {
        self.seconds
    }

    /// A token for a staff user's session.
    ///
    /// # Errors
    /// No signing key could be read or made.
    pub async fn issue(&self, app: &App, user: i64, epoch: i32, family: &str) -> Result<String> {
        self.ready(app).await?;
        let now = app.clock().now().as_seconds();
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: user.to_string(),
            jti: random_hex::<16>()?,
            epoch,
            family: family.to_owned(),
            iat: now,
            exp: now + self.seconds,
        };
        self.sign(&claims)
    }

    /// A token that says `claims`, for whom is their own business. [`Tokens::ready`] comes before, outside of any transaction.
    ///
    /// # Errors
    /// There is no signing key.
    pub(super) fn sign(&self, claims: &impl Serialize) -> Result<String> {
        let ring = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let (kid, key) = ring.signing.as_ref().ok_or_else(|| Error::internal("no signing key"))?;
        let header = Header { kid: Some(kid.clone()), ..Header::new(Algorithm::EdDSA) };
        encode(&header, claims, key).map_err(Error::internal)
    }

    /// Reads a token: signature, issuer, audience, time.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for anything wrong with it.
    pub async fn read(&self, app: &App, token: &str) -> Result<Claims> {
        let claims: Claims = self.open(app, token, AUDIENCE).await?;
        // Against the application's own clock.
        if claims.exp <= app.clock().now().as_seconds() { Err(Error::Unauthenticated) } else { Ok(claims) }
    }

    /// Reads what a token says: signature, issuer, audience. Its time is the caller's to check.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for anything wrong with it.
    pub(super) async fn open<C: DeserializeOwned>(&self, app: &App, token: &str, audience: &str) -> Result<C> {
        let kid = decode_header(token).ok().and_then(|header| header.kid).ok_or(Error::Unauthenticated)?;
        let key = match self.known(&kid) {
            Some(key) => key,
            None => {
                // Another server may have made it since.
                self.load(app).await?;
                self.known(&kid).ok_or(Error::Unauthenticated)?
            }
        };
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[audience]);
        rules.validate_exp = false;
        rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        Ok(decode::<C>(token, &key, &rules).map_err(|_| Error::Unauthenticated)?.claims)
    }

    fn known(&self, kid: &str) -> Option<DecodingKey> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).known.get(kid).cloned()
    }

    /// Makes sure that there is a key to sign with, which may have to be written first.
    ///
    /// # Errors
    /// No signing key could be read or made.
    pub async fn ready(&self, app: &App) -> Result<()> {
        if self.keys.read().unwrap_or_else(PoisonError::into_inner).signing.is_some() {
            return Ok(());
        }
        self.load(app).await?;
        if self.keys.read().unwrap_or_else(PoisonError::into_inner).signing.is_none() {
            store::insert_signing_key(app.store().writer(), make(app.vault())?, app.clock().now()).await?;
            self.load(app).await?;
        }
        Ok(())
    }

    async fn load(&self, app: &App) -> Result<()> {
        let mut ring = Ring::default();
        // Oldest first, so that of two servers that each made one both sign with the newest.
        for row in store::signing_keys(app.store().reader()).await? {
            ring.known.insert(row.kid.clone(), DecodingKey::from_ed_der(&row.public_key));
            if row.retired_at.is_none() {
                ring.signing = Some((row.kid.clone(), open(app.vault(), &row)?));
            }
        }
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = ring;
        Ok(())
    }
}

fn open(vault: &Vault, row: &signing_key::Model) -> Result<EncodingKey> {
    Ok(EncodingKey::from_ed_der(&vault.unseal(PURPOSE, &row.sealed_private)?))
}

/// A new key pair, its private half sealed.
fn make(vault: &Vault) -> Result<store::NewSigningKey> {
    let pair = SigningKey::from_bytes(&random_bytes::<32>()?);
    let private = pair.to_pkcs8_der().map_err(Error::internal)?;
    Ok(store::NewSigningKey {
        kid: random_hex::<8>()?,
        sealed_private: vault.seal(PURPOSE, private.as_bytes())?,
        public_key: pair.verifying_key().to_bytes().to_vec(),
    })
}
