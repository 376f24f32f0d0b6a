//! Sealing secrets that must be read again: vendor credentials, signing keys. XChaCha20-Poly1305 under one key from the environment or
//! a key file.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow, ensure};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};

use super::secrets::random_bytes;
use crate::config::Config;
use crate::error::{Error, Result};

const NONCE: usize = 24;

/// Seals and opens.
#[derive(Clone)]
pub struct Vault(XChaCha20Poly1305);

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// Takes the key from the configuration, else from `secret.key` in the data folder, which is made when missing.
    ///
    /// # Errors
    /// The key is not 32 bytes in hexadecimal, or the file cannot be read or written.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let text = match &config.secret_key {
            Some(key) => key.expose().to_owned(),
            None => key_file(&config.data_dir.join("secret.key"))?,
        };
        let key = hex::decode(text.trim()).context("the secret key is not hexadecimal")?;
        ensure!(key.len() == 32, "the secret key must have 32 bytes (64 hexadecimal digits)");
        Ok(Self(XChaCha20Poly1305::new(Key::from_slice(&key))))
    }

    /// Seals `secret` for `purpose`; it opens for the same purpose only.
    ///
    /// # Errors
    /// No randomness, or the cipher failed.
    pub fn seal(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>> {
        let nonce = random_bytes::<NONCE>()?;
        let sealed = self.0.encrypt(XNonce::from_slice(&nonce), Payload { msg: secret, aad: purpose.as_bytes() });
        let sealed = sealed.map_err(|_| Error::internal("sealing failed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Vault::seal`] made.
    ///
    /// # Errors
    /// It was sealed under another key or for another purpose, or was changed.
    pub fn unseal(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let (nonce, body) =
            sealed.split_at_checked(NONCE).ok_or_else(|| Error::internal("a sealed secret is too short"))?;
        let secret = self.0.decrypt(XNonce::from_slice(nonce), Payload { msg: body, aad: purpose.as_bytes() });
        secret.map_err(|_| Error::internal("a sealed secret does not open: is this the key it was sealed under?"))
    }
}

fn key_file(path: &Path) -> anyhow::Result<String> {
    if !path.exists() {
        let key = hex::encode(random_bytes::<32>().map_err(|error| anyhow!("making the secret key: {error}"))?);
        write_private(path, &key).with_context(|| format!("writing {}", path.display()))?;
    }
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

/// Readable by the owner alone. Written beside and linked into place, so that of two processes starting together one key wins and
/// neither reads half a file.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let draft = path.with_extension(format!("key.{}", std::process::id()));
    options.open(&draft)?.write_all(text.as_bytes())?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}
