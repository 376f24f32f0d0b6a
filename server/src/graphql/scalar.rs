//! Scalars: exact decimals, instants, dates, JSON.

use async_graphql::{InputObject, InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value};
use chrono::{Datelike, NaiveDate};
use entity::{Amount, Timestamp};

/// An exact decimal number as text, such as `"12.5"`; at most four digits after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal(pub Amount);

#[Scalar(name = "Decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = match &value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return Err(InputValueError::expected_type(value)),
        };
        text.parse().map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An instant in UTC, in the form of RFC 3339: `2026-03-01T09:30:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTime(pub Timestamp);

#[Scalar(name = "DateTime", specified_by_url = "https://scalars.graphql.org/andimarek/date-time")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => text.parse().map(Self).map_err(InputValueError::custom),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A calendar date: `1991-03-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date(pub NaiveDate);

#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => calendar_date(text).map(Self).ok_or_else(|| {
                InputValueError::custom("a date has the form YYYY-MM-DD, with a year from 0001 to 9999")
            }),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A date that both databases can compare with.
pub(super) fn calendar_date(text: &str) -> Option<NaiveDate> {
    text.parse().ok().filter(|date: &NaiveDate| (1..=9999).contains(&date.year()))
}

/// Any JSON value, as a vendor sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json(pub serde_json::Value);

#[Scalar(name = "JSON")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        value.into_json().map(Self).map_err(InputValueError::custom)
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

/// An amount of money.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct Money {
    /// The exact amount.
    pub amount: Decimal,
    /// Its currency, ISO 4217: `CZK`.
    pub currency: String,
}

impl Money {
    /// `amount` in `currency`.
    pub fn new(amount: Amount, currency: impl Into<String>) -> Self {
        Self { amount: Decimal(amount), currency: currency.into() }
    }
}

/// An amount of money to be recorded.
#[derive(Clone, Debug, InputObject)]
pub struct MoneyInput {
    /// The exact amount.
    pub amount: Decimal,
    /// Its currency, ISO 4217; the brand's unless given.
    pub currency: Option<String>,
}
