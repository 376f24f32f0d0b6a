//! Purchases with their lines.

pub mod graphql;
pub mod service;
pub mod store;

use entity::{Amount, AmountError, Timestamp, purchase};
use serde_json::Value as Json;

/// What a list of purchases can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PurchaseFilter {
    /// Made at this store, a look-up entry.
    pub store: Option<i64>,
    /// Of this sort, a look-up entry.
    pub kind: Option<i64>,
    /// Paid at this instant or later.
    pub paid_from: Option<Timestamp>,
    /// Paid before this instant.
    pub paid_until: Option<Timestamp>,
    /// Exactly this number in the cash desk system.
    pub external_id: Option<String>,
}

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its number in the cash desk system.
    pub external_id: Option<String>,
    /// The look-up entry of its store.
    pub store: Option<i64>,
    /// The look-up entry of its sort.
    pub kind: Option<i64>,
    /// ISO 4217; absent: the brand's.
    pub currency: Option<String>,
    /// What was paid; absent: the sum of its lines. A discount on the whole or a cash rounding makes it differ from them.
    pub total: Option<Amount>,
    /// How many items; absent: as many as there are lines.
    pub items_count: Option<i32>,
    /// The cash desk.
    pub cashdesk_number: Option<String>,
    /// The card that was shown.
    pub card_number: Option<String>,
    /// When it was paid.
    pub paid_at: Timestamp,
    /// Its lines in their order; absent: not known, or in a change: left as they are.
    pub lines: Option<Vec<Line>>,
}

/// One line of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The vendor's id of the line; absent: issued here.
    pub vendor_id: Option<String>,
    /// The product in the company's catalogue.
    pub product_id: Option<String>,
    /// As printed.
    pub product_name: Option<String>,
    /// The product's group.
    pub product_group_id: Option<String>,
    /// As printed.
    pub product_group_name: Option<String>,
    /// The product's make.
    pub product_brand_id: Option<String>,
    /// As printed.
    pub product_brand_name: Option<String>,
    /// The line's id in the cash desk system.
    pub external_id: Option<String>,
    /// The look-up entry of its sort.
    pub kind: Option<i64>,
    /// Price of one, in the receipt's currency; negative for what is given back.
    pub price: Amount,
    /// Pieces, weight or volume.
    pub quantity: Amount,
    /// Percent.
    pub vat_rate: Amount,
    /// Further properties, an array.
    pub properties: Json,
}

/// What a customer bought in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many purchases.
    pub count: u64,
    /// What was paid, a sum for each currency in alphabetical order.
    pub totals: Vec<(String, Amount)>,
    /// The latest payment.
    pub last_paid_at: Option<Timestamp>,
}

impl Receipt {
    /// What a stored purchase says, its lines left as they are.
    pub fn of(row: &purchase::Model) -> Self {
        Self {
            external_id: row.external_id.clone(),
            store: row.store_id,
            kind: row.type_id,
            currency: Some(row.currency.clone()),
            total: Some(row.total),
            items_count: Some(row.items_count),
            cashdesk_number: row.cashdesk_number.clone(),
            card_number: row.card_number.clone(),
            paid_at: row.paid_at,
            lines: None,
        }
    }
}

impl Summary {
    /// Counts in the purchases of one currency.
    pub fn add(&mut self, currency: String, count: u64, total: Amount, last_paid_at: Timestamp) {
        self.count += count;
        self.totals.push((currency, total));
        self.totals.sort();
        self.last_paid_at = self.last_paid_at.max(Some(last_paid_at));
    }
}

/// Price times quantity, summed exactly and rounded once, half away from zero, to the four fraction digits that are kept.
///
/// # Errors
/// The sum is beyond what an [`Amount`] holds.
pub fn sum(lines: &[Line]) -> Result<Amount, AmountError> {
    // A product of two ten-thousandths counts in their squares; 128 bits hold it whatever the factors are.
    const SCALE: i128 = 10_000;
    let mut sum: i128 = 0;
    for line in lines {
        let product = i128::from(line.price.0) * i128::from(line.quantity.0);
        sum = sum.checked_add(product).ok_or(AmountError::OutOfRange)?;
    }
    let half = if sum < 0 { -SCALE / 2 } else { SCALE / 2 };
    let rounded = sum.checked_add(half).ok_or(AmountError::OutOfRange)? / SCALE;
    i64::try_from(rounded).map(Amount).map_err(|_| AmountError::OutOfRange)
}

#[cfg(test)]
mod tests;
