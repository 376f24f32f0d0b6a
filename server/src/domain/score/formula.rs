//! How values become a score.
//!
//! 1. Each value is rated on its own: `lowest` counts as -100, `highest` as 100, linear in between, no further outside. The rating has
//!    four fraction digits.
//! 2. A score is the mean of its ratings, weighted by the definitions' percentages. What has no value for a customer is left out, and
//!    the weights of the rest stand for the whole: somebody of whom little is known is judged by that little, not pulled towards zero.
//! 3. Each contribution is its share of that mean. Shares are cut to four fraction digits, and the ten-thousandths that are then
//!    missing from the score go, one each, to the shares that lost most. So the contributions add up to the score exactly.

use std::cmp::Reverse;

use entity::Amount;
use entity::score_definition::{self, SignalKind, SignalType};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::values;

/// 100 points in ten-thousandths.
const FULL: i128 = 1_000_000;

/// What one value added to a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// Whether it is an attribute or a metric.
    pub kind: SignalKind,
    /// The definition's codename.
    pub codename: String,
    /// The definition's name.
    pub name: String,
    /// The definition's weight in percent, before what has no value was left out.
    pub weight: Amount,
    /// The value as sent.
    pub value: Json,
    /// The points it added.
    pub points: Amount,
}

/// A score and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// From -100 to 100.
    pub value: Amount,
    /// What each value added, in the order given; their sum is `value`.
    pub contributions: Vec<Contribution>,
}

/// The score that `signals` add up to: definitions that feed the same score, each with its value. `None` when none of them counts.
pub fn score<'a>(
    signals: impl IntoIterator<Item = (&'a score_definition::Model, Json, Option<Amount>)>,
) -> Option<Score> {
    let (mut shares, mut contributions) = (Vec::new(), Vec::new());
    for (definition, value, number) in signals {
        let Some(weight) = definition.weight.filter(|weight| weight.0 > 0) else { continue };
        let Some(rating) = rating(definition, &value, number) else { continue };
        shares.push((weight, rating));
        contributions.push(Contribution {
            kind: definition.kind,
            codename: definition.codename.clone(),
            name: definition.name.clone(),
            weight,
            value,
            points: Amount::ZERO,
        });
    }
    let (value, points) = weigh(&shares)?;
    for (contribution, points) in contributions.iter_mut().zip(points) {
        contribution.points = points;
    }
    Some(Score { value, contributions })
}

/// What a value counts on its own, from -100 to 100; `None` where its definition has no scale for it.
pub fn rating(definition: &score_definition::Model, value: &Json, number: Option<Amount>) -> Option<Amount> {
    let level = values::level(value, number)?;
    let (lowest, highest) = scale(definition)?;
    Some(rate(level, lowest.0, highest.0))
}

/// The two ends of a definition's scale. Without any, true is the upper end and false the lower.
fn scale(definition: &score_definition::Model) -> Option<(Amount, Amount)> {
    let ends = match (definition.lowest, definition.highest, definition.data_type) {
        (Some(lowest), Some(highest), _) => (lowest, highest),
        (_, _, SignalType::Boolean) => (Amount::ZERO, Amount(10_000)),
        _ => return None,
    };
    (ends.0 != ends.1).then_some(ends)
}

/// `level` mapped from `lowest..highest`, which differ, to -100..100.
fn rate(level: i64, lowest: i64, highest: i64) -> Amount {
    let (lowest, highest) = (i128::from(lowest), i128::from(highest));
    let turned = if highest < lowest { -1 } else { 1 };
    let span = (highest - lowest) * turned;
    let from_lowest = ((i128::from(level) - lowest) * turned).clamp(0, span);
    amount(rounded((2 * from_lowest - span) * FULL, span))
}

/// The mean of ratings under their weights, and the share of each in it; `None` when there are none.
fn weigh(shares: &[(Amount, Amount)]) -> Option<(Amount, Vec<Amount>)> {
    let whole: i128 = shares.iter().map(|(weight, _)| i128::from(weight.0)).sum();
    if whole <= 0 {
        return None;
    }
    let exact: Vec<i128> = shares.iter().map(|(weight, rating)| i128::from(weight.0) * i128::from(rating.0)).collect();
    let total = rounded(exact.iter().sum(), whole);
    let mut points: Vec<i128> = exact.iter().map(|share| share.div_euclid(whole)).collect();
    let missing = total - points.iter().sum::<i128>();
    let mut by_loss: Vec<usize> = (0..exact.len()).collect();
    by_loss.sort_by_key(|at| Reverse(exact[*at].rem_euclid(whole)));
    for at in by_loss.into_iter().take(usize::try_from(missing).unwrap_or_default()) {
        points[at] += 1;
    }
    Some((amount(total), points.into_iter().map(amount).collect()))
}

/// The nearest whole number to `over / under`, halves away from zero; `under` is positive.
fn rounded(over: i128, under: i128) -> i128 {
    let half = if over < 0 { -under } else { under };
    (2 * over + half) / (2 * under)
}

/// Never beyond ±100 points.
fn amount(ten_thousandths: i128) -> Amount {
    Amount(i64::try_from(ten_thousandths.clamp(-FULL, FULL)).unwrap_or_default())
}

#[cfg(test)]
mod tests;
