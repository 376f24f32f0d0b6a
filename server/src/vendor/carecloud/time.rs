//! CareCloud's times: `YYYY-MM-DD HH:MM:SS` in the project's local time, without an offset.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use entity::Timestamp;

const FORM: &str = "%Y-%m-%d %H:%M:%S";

/// The zone that a connection names; UTC when the name is unknown.
pub(super) fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

/// An instant as the vendor writes it.
pub(super) fn write(instant: Timestamp, zone: Tz) -> String {
    DateTime::<Utc>::from(instant).with_timezone(&zone).format(FORM).to_string()
}

/// A time as the vendor writes it, also with `T` and with a fraction. An hour that the clock skips or repeats is taken as the earlier
/// reading.
pub(super) fn read(text: &str, zone: Tz) -> Option<Timestamp> {
    let text = text.trim().replace('T', " ");
    let local = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f").ok()?;
    let instant = zone.from_local_datetime(&local).earliest().or_else(|| zone.from_utc_datetime(&local).into())?;
    Some(instant.with_timezone(&Utc).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_local_to_the_project() {
        let prague = zone("Europe/Prague");
        let instant: Timestamp = "2019-06-23T09:47:22Z".parse().expect("an instant");
        assert_eq!(write(instant, prague), "2019-06-23 11:47:22");
        assert_eq!(read("2019-06-23T11:47:22", prague), Some(instant));
        assert_eq!(read("2019-06-23 11:47:22.000000", prague), Some(instant));
    }
}
