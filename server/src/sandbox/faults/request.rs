//! Losing a field of a request: from the query, and from a body of JSON, of pairs, or in parts.

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, Uri, header};
use form_urlencoded::Serializer;
use serde_json::Value as Json;

use super::field::{Edit, edit, words};

/// Takes a field away; whether there was one.
pub(in crate::sandbox) fn lose(head: &mut Parts, body: &mut Bytes, pointer: &str) -> bool {
    let name = form_name(pointer);
    let of_query = lose_of_query(head, &name);
    let Some(left) = without(head, body, pointer, &name) else { return of_query };
    *body = left.into();
    if head.headers.contains_key(header::CONTENT_LENGTH) {
        head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    true
}

/// A form's name for it: `/customer/email` is `customer[email]`.
fn form_name(pointer: &str) -> String {
    let words = words(pointer);
    let (first, rest) = words.split_first().map_or(("", &words[..]), |(first, rest)| (first.as_str(), rest));
    rest.iter().fold(first.to_owned(), |name, word| format!("{name}[{word}]"))
}

/// A list's elements go with it.
fn is_of(name: &str, field: &str) -> bool {
    name == field || name.strip_prefix(field).is_some_and(|rest| rest.starts_with('['))
}

fn lose_of_query(head: &mut Parts, name: &str) -> bool {
    let Some(left) = head.uri.query().and_then(|query| of_pairs(query.as_bytes(), name)) else { return false };
    let path = head.uri.path().to_owned();
    let address = if left.is_empty() { path } else { format!("{path}?{left}") };
    let mut parts = std::mem::take(&mut head.uri).into_parts();
    let Ok(address) = address.parse::<PathAndQuery>() else { return false };
    parts.path_and_query = Some(address);
    head.uri = Uri::from_parts(parts).unwrap_or_default();
    true
}

/// What is left of a body; none when the field is not in it.
fn without(head: &Parts, body: &[u8], pointer: &str, name: &str) -> Option<Vec<u8>> {
    if let Ok(mut document @ Json::Object(_)) = serde_json::from_slice(body) {
        return edit(&mut document, pointer, Edit::Drop).then(|| document.to_string().into_bytes());
    }
    let kind = head.headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    match multer::parse_boundary(kind) {
        Ok(boundary) => of_parts(body, &boundary, name),
        Err(_) if kind.starts_with("application/x-www-form-urlencoded") => of_pairs(body, name).map(String::into_bytes),
        Err(_) => None,
    }
}

fn of_pairs(pairs: &[u8], name: &str) -> Option<String> {
    let mut left = Serializer::new(String::new());
    let mut found = false;
    for (own, value) in form_urlencoded::parse(pairs) {
        if is_of(&own, name) {
            found = true;
        } else {
            left.append_pair(&own, &value);
        }
    }
    found.then(|| left.finish())
}

fn of_parts(body: &[u8], boundary: &str, name: &str) -> Option<Vec<u8>> {
    let delimiter = format!("--{boundary}");
    let is_delimiter = |at: &usize| {
        let rest = body[*at..].strip_prefix(delimiter.as_bytes());
        rest.is_some_and(|rest| rest.starts_with(b"\r\n") || rest.starts_with(b"--"))
    };
    let lines = body.iter().zip(1..).filter(|(byte, _)| **byte == b'\n').map(|(_, after)| after);
    let starts: Vec<usize> = std::iter::once(0).chain(lines).filter(is_delimiter).collect();
    let mut left = body[..*starts.first()?].to_vec();
    let ends = starts.iter().skip(1).copied().chain([body.len()]);
    for (start, end) in starts.iter().zip(ends) {
        let part = &body[*start..end];
        if !part_name(part).is_some_and(|own| is_of(&own, name)) {
            left.extend_from_slice(part);
        }
    }
    (left.len() < body.len()).then_some(left)
}

/// The name in the head of a part.
fn part_name(part: &[u8]) -> Option<String> {
    let end = part.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&part[..end]).ok()?;
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    line.split(';').find_map(|said| {
        let value = said.trim().strip_prefix("name=")?;
        Some(value.trim_matches('"').to_owned())
    })
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[track_caller]
    fn check(address: &str, kind: &str, body: &str, pointer: &str, expected: Option<(&str, &str)>) {
        let request = Request::builder().uri(address).header("content-type", kind).header("content-length", body.len());
        let (mut head, ()) = request.body(()).expect("a request").into_parts();
        let mut left = Bytes::from(body.to_owned());
        let lost = lose(&mut head, &mut left, pointer);
        let (address, body) = expected.unwrap_or((address, body));
        assert_eq!(
            (lost, head.uri.to_string().as_str(), left.as_ref()),
            (expected.is_some(), address, body.as_bytes())
        );
        assert_eq!(head.headers["content-length"], body.len().to_string().as_str());
    }

    #[test]
    fn a_field_is_lost_wherever_it_is() {
        let form = "application/x-www-form-urlencoded";
        check("/a?x=1&y=2", "", "", "/x", Some(("/a?y=2", "")));
        check("/a?x=1", "", "", "/x", Some(("/a", "")));
        check("/a", "application/json", r#"{"c":{"x":1,"y":2}}"#, "/c/x", Some(("/a", r#"{"c":{"y":2}}"#)));
        check("/a", form, "x=1&y=a+b&x[0]=2", "/x", Some(("/a", "y=a+b")));
        check("/a", form, "c[x]=1&c[y]=2", "/c/x", Some(("/a", "c%5By%5D=2")));
        check("/a", form, "x=1", "/y", None);
        check("/a", "text/plain", "x=1", "/x", None);
        check("/a", "application/json", r#"{"c":1}"#, "/x", None);
    }

    #[test]
    fn a_part_of_a_form_is_lost_whole() {
        let part = |name: &str, value: &str| {
            format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = [part("x", "--B is no end"), part("y", "2"), part("x[1]", "3"), "--B--\r\n".to_owned()].concat();
        let left = [part("y", "2"), "--B--\r\n".to_owned()].concat();
        check("/a", "multipart/form-data; boundary=B", &body, "/x", Some(("/a", &left)));
        check("/a", "multipart/form-data; boundary=B", &body, "/z", None);
    }
}
