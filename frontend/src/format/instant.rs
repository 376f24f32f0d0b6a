//! Instants and dates, in the reader's own time zone.

use js_sys::{Date as JsDate, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::api::scalar::{Date, DateTime};

/// Of one language, as the rest of the page.
const LOCALE: &str = "en-GB";

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

/// `24 Nov 2026, 09:30`.
pub(crate) fn instant(at: &DateTime) -> String {
    shown(&at.0, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// The same with seconds and zone, for who must know exactly.
pub(crate) fn exact(at: &DateTime) -> String {
    shown(&at.0, &[("dateStyle", "full"), ("timeStyle", "long")])
}

/// The day of an instant: `24 Nov 2026`.
pub(crate) fn date_of(at: &DateTime) -> String {
    shown(&at.0, &[("dateStyle", "medium")])
}

/// A calendar date, which is the same day everywhere.
pub(crate) fn date(day: &Date) -> String {
    shown(&day.0, &[("dateStyle", "medium"), ("timeZone", "UTC")])
}

/// The instant that a person entered in a field for date and time, in the person's own zone. What is none stays as it is:
/// the server will say so.
pub(crate) fn instant_of_input(text: &str) -> DateTime {
    let date = JsDate::new(&JsValue::from_str(text));
    let valid = !date.get_time().is_nan();
    DateTime(if valid { date.to_iso_string().into() } else { text.to_owned() })
}

/// How long ago or ahead, in the largest unit that fits; a month away, the day.
pub(crate) fn ago(at: &DateTime) -> String {
    let seconds = (JsDate::now() - JsDate::parse(&at.0)) / 1000.0;
    span(seconds).unwrap_or_else(|| date_of(at))
}

fn span(seconds: f64) -> Option<String> {
    if seconds.abs() < MINUTE {
        return Some("just now".to_owned());
    }
    let time = length(seconds.abs())?;
    Some(if seconds > 0.0 { format!("{time} ago") } else { format!("in {time}") })
}

/// A time of a minute up to a month.
fn length(seconds: f64) -> Option<String> {
    let told = |unit: f64, name: &str| {
        let count = (seconds / unit).floor();
        format!("{count} {name}{}", if count == 1.0 { "" } else { "s" })
    };
    match seconds {
        _ if seconds < HOUR => Some(told(MINUTE, "minute")),
        _ if seconds < DAY => Some(told(HOUR, "hour")),
        _ if seconds < 30.0 * DAY => Some(told(DAY, "day")),
        _ => None,
    }
}

/// How many milliseconds lie between two instants.
pub(crate) fn took(began: &DateTime, ended: &DateTime) -> f64 {
    JsDate::parse(&ended.0) - JsDate::parse(&began.0)
}

/// The first instant of the day, as UTC counts days, so many days ago.
pub(crate) fn days_ago(days: u32) -> DateTime {
    let day = JsDate::new(&JsValue::from_f64(JsDate::now() - f64::from(days) * DAY * 1000.0));
    day.set_utc_hours(0);
    day.set_utc_minutes(0);
    day.set_utc_seconds(0);
    day.set_utc_milliseconds(0);
    DateTime(day.to_iso_string().into())
}

/// Today's date, where the reader is.
pub(crate) fn today() -> Date {
    let now = JsDate::new_0();
    Date(format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date()))
}

fn shown(text: &str, options: &[(&str, &str)]) -> String {
    let wanted = Object::new();
    for (key, value) in options {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&wanted, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    let date = JsDate::new(&JsValue::from_str(text));
    if date.get_time().is_nan() {
        return text.to_owned();
    }
    date.to_locale_string(LOCALE, &wanted).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_its_largest_unit() {
        assert_eq!(span(5.0).as_deref(), Some("just now"));
        assert_eq!(span(61.0).as_deref(), Some("1 minute ago"));
        assert_eq!(span(2.0 * DAY + 1.0).as_deref(), Some("2 days ago"));
        assert_eq!(span(31.0 * DAY), None);
        assert_eq!(span(-DAY).as_deref(), Some("in 1 day"));
        assert_eq!(span(-31.0 * DAY), None);
    }
}
