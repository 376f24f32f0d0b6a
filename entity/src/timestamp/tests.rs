use super::*;

fn parsed(text: &str) -> Timestamp {
    text.parse().expect(text)
}

#[test]
fn text_is_rfc_3339_in_utc_with_as_many_digits_as_needed() {
    for (text, micros, written) in [
        ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
        ("2026-11-22T10:30:00+02:00", 1_795_336_200_000_000, "2026-11-22T08:30:00Z"),
        ("2026-11-22T08:30:00.25Z", 1_795_336_200_250_000, "2026-11-22T08:30:00.250Z"),
        ("2026-11-22T08:30:00.000001Z", 1_795_336_200_000_001, "2026-11-22T08:30:00.000001Z"),
        ("1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"),
    ] {
        assert_eq!(parsed(text), Timestamp(micros), "{text}");
        assert_eq!(Timestamp(micros).to_string(), written);
    }
}

#[test]
fn finer_parts_of_a_second_are_cut_off() {
    assert_eq!(parsed("2026-11-22T08:30:00.0000019Z"), parsed("2026-11-22T08:30:00.000001Z"));
}

#[test]
fn text_without_date_time_or_offset_is_refused() {
    for text in ["", "2026-11-22", "2026-11-22T08:30:00", "2026-13-22T08:30:00Z", "1795336200"] {
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
}

#[test]
fn chrono_gives_back_the_same_instant() {
    for micros in [0, 1, -1, 1_795_336_200_123_456, -62_135_596_800_000_000] {
        assert_eq!(Timestamp::from(DateTime::<Utc>::from(Timestamp(micros))), Timestamp(micros));
    }
}

#[test]
fn instants_beyond_chrono_become_its_first_and_last() {
    assert_eq!(DateTime::<Utc>::from(Timestamp(i64::MAX)), DateTime::<Utc>::MAX_UTC);
    assert_eq!(DateTime::<Utc>::from(Timestamp(i64::MIN)), DateTime::<Utc>::MIN_UTC);
}

#[test]
fn json_is_the_same_text() {
    let json = r#""2026-11-22T08:30:00Z""#;
    let instant: Timestamp = serde_json::from_str(json).expect("RFC 3339");
    assert_eq!(instant, Timestamp(1_795_336_200_000_000));
    assert_eq!(serde_json::to_string(&instant).expect("text"), json);
    assert!(serde_json::from_str::<Timestamp>("1795336200").is_err());
}

#[test]
fn instants_sort_by_time() {
    assert!(Timestamp::default() < parsed("2026-11-22T08:30:00Z"));
}
