//! Passwords: Argon2id, off the async threads, a bounded number at a time.

use std::sync::Arc;

use anyhow::anyhow;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::config::AuthConfig;
use crate::error::{Error, Result};

/// Hashes and checks passwords.
#[derive(Clone, Debug)]
pub struct Passwords {
    argon2: Argon2<'static>,
    places: Arc<Semaphore>,
    /// Checked against when the login is unknown, so that both answers take the same time.
    dummy: Arc<str>,
}

impl Passwords {
    /// With the configured cost.
    ///
    /// # Errors
    /// Argon2 does not allow the cost.
    pub fn new(config: &AuthConfig) -> anyhow::Result<Self> {
        let params = Params::new(config.hash_memory_kib, config.hash_passes, 1, None)
            .map_err(|error| anyhow!("auth: {error}"))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = hash(&argon2, "no password has this hash").map_err(|error| anyhow!("auth: {error}"))?;
        Ok(Self { argon2, places: Arc::new(Semaphore::new(config.hash_concurrency)), dummy: dummy.into() })
    }

    /// The hash to keep, in PHC form.
    ///
    /// # Errors
    /// The hash could not be computed.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.off_thread(move || hash(&argon2, &password)).await?
    }

    /// Whether `password` fits `kept`. With no kept hash (an unknown login) it does the same work and answers no.
    ///
    /// # Errors
    /// The kept hash cannot be read.
    pub async fn verify(&self, password: &str, kept: Option<&str>) -> Result<bool> {
        let known = kept.is_some();
        let kept = kept.unwrap_or(&self.dummy).to_owned();
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let fits = self.off_thread(move || -> Result<bool> {
            let kept = PasswordHash::new(&kept).map_err(Error::internal)?;
            Ok(argon2.verify_password(password.as_bytes(), &kept).is_ok())
        });
        Ok(fits.await?? && known)
    }

    async fn off_thread<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let _place = self.places.acquire().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<String> {
    Ok(argon2.hash_password(password.as_bytes()).map_err(Error::internal)?.to_string())
}
