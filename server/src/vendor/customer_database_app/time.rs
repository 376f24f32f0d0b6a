//! Dates as the page prints them: `31/10/2022`, and with a time `31/10/2022 09:00:00`, in the connection's zone.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use entity::Timestamp;

use crate::error::{Rule, Violation};
use crate::vendor::local;

const DATE: &str = "%d/%m/%Y";
/// Seconds may be left out.
const TIMES: [&str; 2] = ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"];

/// A day, and the time of day if one was sent.
pub(super) fn day(path: &str, text: &str) -> Result<(NaiveDate, Option<NaiveTime>), Violation> {
    let text = text.trim();
    let broken =
        || Violation::new(path, Rule::Format, format!("{path} must be a date of the form DD/MM/YYYY")).with_value(text);
    let timed = read(text).map(|local| (local.date(), Some(local.time())));
    timed.or_else(|| Some((NaiveDate::parse_from_str(text, DATE).ok()?, None))).filter(written).ok_or_else(broken)
}

/// An instant; a day without a time is its midnight.
pub(super) fn instant(path: &str, text: &str, zone: Tz) -> Result<Timestamp, Violation> {
    let day = day(path, text).ok();
    let local = day.map(|(date, time)| date.and_time(time.unwrap_or_default()));
    let instant = local.and_then(|local| local::instant(local, zone));
    instant.ok_or_else(|| {
        let message = format!("{path} must be a date and time of the form DD/MM/YYYY HH:MM:SS");
        Violation::new(path, Rule::Format, message).with_value(text)
    })
}

/// A day as the page prints it.
pub(super) fn shown_day(day: NaiveDate) -> String {
    day.format(DATE).to_string()
}

/// An instant as the page prints it.
pub(super) fn shown(instant: Timestamp, zone: Tz) -> String {
    let instant: chrono::DateTime<chrono::Utc> = instant.into();
    instant.with_timezone(&zone).format(TIMES[0]).to_string()
}

fn read(text: &str) -> Option<NaiveDateTime> {
    TIMES.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
}

/// chrono reads years of any length, and a sign before them.
fn written((date, _): &(NaiveDate, Option<NaiveTime>)) -> bool {
    use chrono::Datelike;
    (1..=9999).contains(&date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_with_or_without_a_time() {
        let date = NaiveDate::from_ymd_opt(2022, 10, 31);
        let nine = NaiveTime::from_hms_opt(9, 0, 0);
        assert_eq!(day("d", " 31/10/2022 ").ok(), date.map(|date| (date, None)));
        assert_eq!(day("d", "31/10/2022 09:00:00").ok(), date.map(|date| (date, nine)));
        assert_eq!(day("d", "31/10/2022 09:00").ok(), date.map(|date| (date, nine)));
    }

    #[test]
    fn other_forms_are_refused() {
        for text in ["", "2022-10-31", "10/31/2022", "30/02/2022", "31/10/12022", "31/10/2022 25:00:00", "tomorrow"] {
            assert!(day("d", text).is_err(), "{text}");
            assert!(instant("d", text, Tz::UTC).is_err(), "{text}");
        }
    }

    #[test]
    fn times_are_the_zones_own() {
        let nine: Timestamp = "2022-10-31T08:00:00Z".parse().expect("an instant");
        assert_eq!(instant("d", "31/10/2022 09:00:00", Tz::Europe__Prague), Ok(nine));
        let midnight: Timestamp = "2022-10-30T23:00:00Z".parse().expect("an instant");
        assert_eq!(instant("d", "31/10/2022", Tz::Europe__Prague), Ok(midnight));
    }
}
