//! Times without an offset: local to the connection, whose zone says when that was.

use chrono::{DateTime, Datelike, Days, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use entity::Timestamp;

/// The zone that a connection names; UTC when the name is unknown.
pub fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// When it was this time there. An hour that the clock repeats is taken as the earlier one; one that it skips is counted from before.
/// Years of more than four digits are no dates.
pub fn instant(local: NaiveDateTime, zone: Tz) -> Option<Timestamp> {
    if !(1..=9999).contains(&local.year()) {
        return None;
    }
    let instant = zone.from_local_datetime(&local).earliest().or_else(|| skipped(local, zone))?;
    Some(instant.with_timezone(&Utc).into())
}

/// No clock is put forward twice within two days.
fn skipped(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Tz>> {
    let before = zone.from_local_datetime(&local.checked_sub_days(Days::new(2))?).latest()?;
    Some(before + chrono::Duration::days(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(local: &str, name: &str) -> Option<String> {
        let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M:%S").expect("a time");
        instant(local, zone(name)).map(|instant| DateTime::<Utc>::from(instant).to_rfc3339())
    }

    #[test]
    fn a_time_is_the_zones_own() {
        assert_eq!(read("2022-10-31 09:00:00", "Europe/London").as_deref(), Some("2022-10-31T09:00:00+00:00"));
        assert_eq!(read("2022-10-31 09:00:00", "Europe/Prague").as_deref(), Some("2022-10-31T08:00:00+00:00"));
        assert_eq!(read("2022-10-31 09:00:00", "Nowhere").as_deref(), Some("2022-10-31T09:00:00+00:00"));
    }

    #[test]
    fn hours_that_the_clock_repeats_or_skips_have_one_meaning() {
        assert_eq!(read("2022-10-30 02:30:00", "Europe/Prague").as_deref(), Some("2022-10-30T00:30:00+00:00"));
        assert_eq!(read("2022-03-27 02:30:00", "Europe/Prague").as_deref(), Some("2022-03-27T01:30:00+00:00"));
        assert_eq!(read("2011-12-30 12:00:00", "Pacific/Apia").as_deref(), Some("2011-12-30T22:00:00+00:00"));
    }

    #[test]
    fn a_year_has_four_digits_at_most() {
        let far = NaiveDateTime::parse_from_str("+12022-01-01 00:00:00", "%Y-%m-%d %H:%M:%S").expect("a time");
        assert_eq!(instant(far, Tz::UTC), None);
    }
}
