//! High-entropy secrets: made from the operating system's randomness, kept as digests.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::error::{Error, Result};

/// `N` random bytes.
///
/// # Errors
/// The operating system has none to give.
pub fn random_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    OsRng.try_fill_bytes(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

/// A new secret of 256 bits as URL-safe text.
///
/// # Errors
/// As [`random_bytes`].
pub fn random_text() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random_bytes::<32>()?))
}

/// `2 × BYTES` hexadecimal digits.
///
/// # Errors
/// As [`random_bytes`].
pub fn random_hex<const BYTES: usize>() -> Result<String> {
    Ok(hex::encode(random_bytes::<BYTES>()?))
}

/// The digest under which a secret of at least 128 random bits is kept; such a secret needs no slow hash.
pub fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Whether `secret` has this digest, in a time that does not depend on where they differ.
pub fn matches(secret: &str, kept: &str) -> bool {
    digest(secret).as_bytes().ct_eq(kept.as_bytes()).into()
}
