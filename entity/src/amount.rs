//! Exact decimals.

use std::fmt;
use std::str::FromStr;

use sea_orm::DeriveValueType;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

const PER_UNIT: i64 = 10_000;
const FRACTION_DIGITS: usize = 4;
/// Decimal digits that survive a reader's detour through a 64-bit float unchanged.
const DIGITS_OF_F64: usize = 15;

/// Money, points, quantities and percentages, counted in ten-thousandths of a unit.
///
/// One signed 64-bit column holds ±922 337 203 685 477.5807 exactly, sorts and sums alike in SQLite and PostgreSQL.
/// As text, also in JSON, it is a plain decimal without trailing zeros: `12.5`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct Amount(
    /// Ten-thousandths of a unit.
    pub i64,
);

/// Why a text or a result is not an [`Amount`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AmountError {
    /// Something other than digits with one optional sign and point; exponents are refused too.
    #[error("not a decimal number")]
    NotDecimal,
    /// A fifth fraction digit that is not zero; rounding would change what a vendor said.
    #[error("more than 4 fraction digits")]
    TooFine,
    /// Beyond what 64 bits of ten-thousandths hold.
    #[error("out of range")]
    OutOfRange,
    /// A JSON number with more digits than its reader keeps; the same digits as JSON text are read exactly.
    #[error("a JSON number of more than 15 digits is not exact; send it as text")]
    Inexact,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// A whole number of units.
    pub fn from_units(units: i64) -> Result<Self, AmountError> {
        units.checked_mul(PER_UNIT).map(Self).ok_or(AmountError::OutOfRange)
    }

    /// The sum, unless it does not fit.
    pub fn checked_add(self, other: Self) -> Result<Self, AmountError> {
        self.0.checked_add(other.0).map(Self).ok_or(AmountError::OutOfRange)
    }

    /// The difference, unless it does not fit.
    pub fn checked_sub(self, other: Self) -> Result<Self, AmountError> {
        self.0.checked_sub(other.0).map(Self).ok_or(AmountError::OutOfRange)
    }

    /// Below zero.
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The nearest float, for vendors whose JSON carries numbers; never to calculate with.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / PER_UNIT as f64
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let (units, fraction) = (magnitude / PER_UNIT as u64, magnitude % PER_UNIT as u64);
        let mut digits = units.to_string();
        if fraction != 0 {
            digits.push_str(format!(".{fraction:0FRACTION_DIGITS$}").trim_end_matches('0'));
        }
        f.pad_integral(!self.is_negative(), "", &digits)
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    /// Reads `-12.5`; zeros beyond the fourth fraction digit are dropped, other digits there are refused.
    fn from_str(text: &str) -> Result<Self, AmountError> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (units, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        if !is_digits(units) || !is_digits(fraction) {
            return Err(AmountError::NotDecimal);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > FRACTION_DIGITS {
            return Err(AmountError::TooFine);
        }
        format!("{units}{fraction:0<FRACTION_DIGITS$}")
            .parse::<i128>()
            .ok()
            .and_then(|magnitude| i64::try_from(sign * magnitude).ok())
            .map(Self)
            .ok_or(AmountError::OutOfRange)
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(text) => text.parse().map_err(de::Error::custom),
            serde_json::Value::Number(number) => from_number(&number).map_err(de::Error::custom),
            _ => Err(de::Error::custom(AmountError::NotDecimal)),
        }
    }
}

/// Through the shortest text that names the float, which up to 15 digits is what the sender wrote.
fn from_number(number: &serde_json::Number) -> Result<Amount, AmountError> {
    // Most numbers are whole, and an import brings many.
    if let Some(units) = number.as_i64() {
        return units.checked_mul(PER_UNIT).map(Amount).ok_or(AmountError::OutOfRange);
    }
    let text = number.to_string();
    if !number.is_f64() {
        return text.parse();
    }
    // Below the finest fraction and beyond the range the text has an exponent.
    if let Some((_, exponent)) = text.split_once(['e', 'E']) {
        return Err(if exponent.starts_with('-') { AmountError::TooFine } else { AmountError::OutOfRange });
    }
    let significant = text.trim_start_matches(['-', '0', '.']).trim_end_matches(".0");
    let digits = significant.bytes().filter(u8::is_ascii_digit).count();
    match text.parse() {
        Ok(_) if digits > DIGITS_OF_F64 => Err(AmountError::Inexact),
        parsed => parsed,
    }
}

#[cfg(test)]
mod tests;
