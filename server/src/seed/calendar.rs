//! Days and instants of demo data, counted from a fixed one, so that the data do not depend on the day they are made.

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::Timestamp;

use super::dice::Dice;

/// 2026-01-01T00:00:00Z. What has happened lies before it; what is planned or still valid lies after it.
pub(super) const EPOCH: Timestamp = Timestamp::from_micros(1_767_225_600_000_000);

const SECONDS_OF_DAY: i64 = 86_400;

/// The instant so many days after the epoch; before it when negative.
pub(super) fn days(count: i64) -> Timestamp {
    EPOCH.plus_seconds(count * SECONDS_OF_DAY)
}

/// The instant so many days after `instant`.
pub(super) fn later(instant: Timestamp, count: i64) -> Timestamp {
    instant.plus_seconds(count * SECONDS_OF_DAY)
}

/// The day an instant falls on, in UTC.
pub(super) fn day(instant: Timestamp) -> NaiveDate {
    DateTime::<Utc>::from(instant).date_naive()
}

/// The day so many days before `day`.
pub(super) fn days_before(day: NaiveDate, count: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(count)).unwrap_or(day)
}

/// A moment between two instants, in whole seconds.
pub(super) fn moment(dice: &mut Dice, from: Timestamp, until: Timestamp) -> Timestamp {
    from.plus_seconds(dice.between(0, until.as_seconds() - from.as_seconds()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_epoch_is_new_year_2026() {
        assert_eq!(EPOCH.to_string(), "2026-01-01T00:00:00Z");
        assert_eq!(day(days(-1)).to_string(), "2025-12-31");
    }
}
