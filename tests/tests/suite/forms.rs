//! Forms from anybody: whatever is sent is read or refused, and what was written comes out again.

use axum::http::Request;
use onefold::vendor::contract::Refusal;
use onefold::vendor::forms::{Decoded, Form, Tolerance, decode};
use proptest::prelude::*;
use serde_json::Value;

const TOLERANCES: [Tolerance; 3] = [
    Tolerance { quoted_values: false, quoted_body: false },
    Tolerance { quoted_values: true, quoted_body: false },
    Tolerance { quoted_values: false, quoted_body: true },
];

fn read(content_type: Option<&str>, body: &[u8], tolerance: Tolerance) -> Result<Form, Refusal> {
    let mut request = Request::builder();
    if let Some(content_type) = content_type {
        request = request.header("content-type", content_type);
    }
    let head = request.body(()).expect("a request").into_parts().0;
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(decode(&head, body.to_vec().into(), tolerance)).and_then(Decoded::into_form)
}

/// Bytes that come closer to a form than chance would.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"--XX\r\n".to_vec()),
        Just(b"--XX--".to_vec()),
        Just(b"Content-Disposition: form-data; name=\"a[0]\"\r\n".to_vec()),
        Just(b"Content-Type: multipart/mixed; boundary=XX\r\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"a[1]=%5B\"&".to_vec()),
        Just(b"\"a='b'\"".to_vec()),
        Just(b"{\"a\":[{\"b\":1}".to_vec()),
        Just(b"]}".to_vec()),
        prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn urlencoded(pairs: &[(String, String)]) -> String {
    let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn multipart(pairs: &[(String, String)]) -> String {
    let parts = pairs
        .iter()
        .map(|(name, value)| format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    parts.collect::<String>() + "--XX--\r\n"
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        other => panic!("{other} is no text"),
    }
}

proptest! {
    #[test]
    fn anything_is_read_or_refused_as_unreadable(body in pieces(), kind in 0_usize..6, tolerance in 0_usize..3) {
        let kinds = [
            Some("multipart/form-data; boundary=XX"),
            Some("multipart/form-data"),
            Some("application/x-www-form-urlencoded"),
            Some("application/json"),
            Some("text/plain"),
            None,
        ];
        match read(kinds[kind], &body, TOLERANCES[tolerance]) {
            Ok(mut form) => {
                form.take_parallel("a", "b");
                form.take_numbered("a", "b");
                form.take_map("a");
                let _ = form.into_body();
            }
            Err(refusal) => prop_assert!(matches!(refusal, Refusal::Unreadable(_)), "{refusal:?}"),
        }
    }

    #[test]
    fn what_is_urlencoded_comes_out_again(pairs in prop::collection::vec((".{1,12}", ".{0,40}"), 1..20)) {
        let form = read(Some("application/x-www-form-urlencoded"), urlencoded(&pairs).as_bytes(), TOLERANCES[0]).expect("it can be read");
        prop_assert_eq!(form.pairs(), pairs);
    }

    #[test]
    fn what_is_sent_in_parts_comes_out_again(
        pairs in prop::collection::vec(("[a-z][a-z0-9_ ]{0,8}(\\[[0-9]{0,2}\\])?", "[^\"\r]{0,40}"), 1..20)
    ) {
        let form = read(Some("multipart/form-data; boundary=XX"), multipart(&pairs).as_bytes(), TOLERANCES[1]).expect("it can be read");
        prop_assert_eq!(form.pairs(), pairs);
    }

    /// Only a second value under the same index or heading is left out.
    #[test]
    fn no_value_is_lost_between_brackets(
        names in prop::collection::btree_set("[ab](\\[[0-9]{1,2}\\]|\\[[xy]{1,2}\\])", 1..12)
    ) {
        let distinct = |name: &str| name.replace("[0", "[").replace("[]", "[0]");
        let mut seen = std::collections::HashSet::new();
        let pairs: Vec<(String, String)> = names
            .into_iter()
            .filter(|name| seen.insert(distinct(name)))
            .enumerate()
            .map(|(at, name)| (name, at.to_string()))
            .collect();
        let form = read(Some("application/x-www-form-urlencoded"), urlencoded(&pairs).as_bytes(), TOLERANCES[0]);
        let body = Value::Object(form.expect("it can be read").into_body().values);
        let mut found = texts(&body);
        found.sort();
        let mut sent: Vec<String> = pairs.into_iter().map(|(_, value)| value).collect();
        sent.sort();
        prop_assert_eq!(found, sent);
    }
}
