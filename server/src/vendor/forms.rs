//! Forms: a body of names and values, whichever way it is encoded.
//!
//! ```text
//!  multipart, urlencoded ─► Form: ordered pairs ─► the dialect takes what has a form of its own ─► Body: the rest, by its brackets
//!  JSON ─► an object, or flattened into the same pairs
//! ```
//!
//! | sent | [`Form::into_body`] makes of it |
//! |---|---|
//! | `a=1` | `"1"` |
//! | `a=1&a=2` | `["1", "2"]`; a reader that wants one value takes the first |
//! | `a[0]=1&a[2]=2`, `a[]=1&a[]=2` | `["1", "2"]`, by index; gaps close |
//! | `a[x]=1` | `{ "x": "1" }` |

use std::collections::BTreeMap;
use std::convert::Infallible;

use axum::body::Bytes;
use axum::http::header;
use axum::http::request::Parts;
use futures_util::stream;
use multer::Multipart;
use serde_json::{Map, Value as Json};

use super::contract::Refusal;
use super::reading::Body;

/// Pairs of a form at the most. The largest documented form has a dozen.
const PAIRS: usize = 1000;
/// Bytes of a name at the most; nested JSON makes long ones, once for each value.
const NAME: usize = 512;

/// What a vendor's clients do that no encoding asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tolerance {
    /// A value may stand in a pair of double quotes: `forename="Richard"`.
    pub quoted_values: bool,
    /// An urlencoded body may stand in double quotes as a whole; then each value may stand in single ones.
    pub quoted_body: bool,
}

/// A body, decoded by its content type.
#[derive(Debug)]
pub enum Decoded {
    /// It came as a form, or there was none.
    Form(Form),
    /// It came as a JSON object.
    Json(Map<String, Json>),
}

impl Decoded {
    /// The pairs; those of JSON are named as a form would name them, and `null` says nothing.
    ///
    /// # Errors
    /// There are too many, or one is nested too deep.
    pub fn into_form(self) -> Result<Form, Refusal> {
        match self {
            Self::Form(form) => Ok(form),
            Self::Json(object) => {
                let mut form = Form::default();
                for (name, value) in object {
                    form.flatten(name, value)?;
                }
                Ok(form)
            }
        }
    }
}

/// Decodes `body` by the content type that `head` names. Without one it is JSON if it begins like it, and urlencoded otherwise, which is
/// what the common command line client means.
///
/// # Errors
/// [`Refusal::Unreadable`]: the content type is no form, or the body is not what it says.
pub async fn decode(head: &Parts, body: Bytes, tolerance: Tolerance) -> Result<Decoded, Refusal> {
    if body.trim_ascii().is_empty() {
        return Ok(Decoded::Form(Form::default()));
    }
    let content_type = head.headers.get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
    let kind = content_type.map(|text| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    match kind.as_deref() {
        Some("multipart/form-data") => multipart(content_type.unwrap_or_default(), body, tolerance).await,
        Some("application/x-www-form-urlencoded") => urlencoded(&body, tolerance),
        Some("application/json") => json(&body),
        None if body.trim_ascii_start().starts_with(b"{") => json(&body),
        None => urlencoded(&body, tolerance),
        Some(other) => Err(unreadable(format!("a body of the type {other} is not read here"))),
    }
}

/// The pairs of the query string.
///
/// # Errors
/// [`Refusal::Unreadable`]: it is no text, or too long.
pub fn query(head: &Parts) -> Result<Form, Refusal> {
    let mut form = Form::default();
    form.read(head.uri.query().unwrap_or_default().as_bytes(), |value| value)?;
    Ok(form)
}

async fn multipart(content_type: &str, body: Bytes, tolerance: Tolerance) -> Result<Decoded, Refusal> {
    let boundary = multer::parse_boundary(content_type).map_err(broken)?;
    let mut parts = Multipart::new(stream::once(async { Ok::<_, Infallible>(body) }), boundary);
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let Some(name) = part.name().map(str::to_owned) else {
            return Err(unreadable("a part of the form has no name"));
        };
        if part.content_type().is_some_and(|kind| kind.type_() == "multipart") {
            return Err(unreadable(format!("the part {name} holds parts of its own")));
        }
        let value = text(part.bytes().await.map_err(broken)?.to_vec(), &name)?;
        form.push(name, unquoted(value, tolerance))?;
    }
    Ok(Decoded::Form(form))
}

fn urlencoded(body: &[u8], tolerance: Tolerance) -> Result<Decoded, Refusal> {
    let mut body = body.trim_ascii();
    let wrapped = tolerance.quoted_body && body.len() > 1 && body.starts_with(b"\"") && body.ends_with(b"\"");
    if wrapped {
        body = &body[1..body.len() - 1];
    }
    let mut form = Form::default();
    form.read(body, |value| if wrapped { within(&value, '\'').to_owned() } else { unquoted(value, tolerance) })?;
    Ok(Decoded::Form(form))
}

/// `form_urlencoded` puts a replacement character where bytes are no text, which would be stored; so the bytes are decoded here. A percent
/// sign that begins no escape stands for itself.
fn percent_decoded(bytes: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        let escaped = (first == b'%').then(|| after.get(..2).and_then(hex_byte)).flatten();
        rest = if escaped.is_some() { &after[2..] } else { after };
        decoded.push(escaped.unwrap_or(if first == b'+' { b' ' } else { first }));
    }
    decoded
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let mut byte = [0];
    hex::decode_to_slice(digits, &mut byte).ok().map(|()| byte[0])
}

fn json(body: &[u8]) -> Result<Decoded, Refusal> {
    match serde_json::from_slice(body) {
        Ok(Json::Object(object)) => Ok(Decoded::Json(object)),
        Ok(_) => Err(unreadable("the body must be a JSON object")),
        Err(error) => {
            Err(unreadable(format!("the body is not JSON: line {}, column {}", error.line(), error.column())))
        }
    }
}

/// The names and values of a form, in the order they were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    pairs: Vec<(String, String)>,
}

impl Form {
    /// The pairs.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// Takes two lists out that belong together by index: `keys[n]` and `values[n]`. A half without its other half says nothing.
    pub fn take_parallel(&mut self, keys: &str, values: &str) -> Vec<(String, String)> {
        let (keys, values) = (self.take_list(keys), self.take_list(values));
        joined(keys, values)
    }

    /// Takes the numbered pairs `<key>0`, `<value>0`, `<key>1`, ... out, by number. A half without its other half says nothing.
    pub fn take_numbered(&mut self, key: &str, value: &str) -> Vec<(String, String)> {
        let (keys, values) = (self.take_by(|name| number(name, key)), self.take_by(|name| number(name, value)));
        joined(keys, values)
    }

    /// Takes `<name>[heading]` out as a map by heading, whatever the headings are; nothing if there is none.
    pub fn take_map(&mut self, name: &str) -> Option<Map<String, Json>> {
        let mut map = Map::new();
        self.pairs.retain(|(given, value)| match bracketed(given) {
            Some((base, heading)) if base == name && !heading.is_empty() => {
                map.entry(heading).or_insert_with(|| value.as_str().into());
                false
            }
            _ => true,
        });
        (!map.is_empty()).then_some(map)
    }

    /// What is left as an object, by the brackets of the names. All values are text.
    #[must_use]
    pub fn into_body(self) -> Body {
        let mut groups: Map<String, Json> = Map::new();
        let mut shapes: BTreeMap<String, Group> = BTreeMap::new();
        for (name, value) in self.pairs {
            let (base, inner) = bracketed(&name).map_or((name.as_str(), None), |(base, inner)| (base, Some(inner)));
            groups.entry(base).or_insert(Json::Null);
            shapes.entry(base.to_owned()).or_default().add(inner, value);
        }
        for (name, value) in &mut groups {
            *value = shapes.remove(name).unwrap_or_default().into_json();
        }
        Body::textual(groups)
    }

    /// Adds a value under a name; what a value holds goes under bracketed names, and nothing says nothing.
    pub fn add(&mut self, name: String, value: &Json) {
        match value {
            Json::Null => {}
            Json::String(text) => self.pairs.push((name, text.clone())),
            Json::Array(items) => {
                items.iter().enumerate().for_each(|(at, item)| self.add(format!("{name}[{at}]"), item));
            }
            Json::Object(fields) => {
                fields.iter().for_each(|(field, value)| self.add(format!("{name}[{field}]"), value));
            }
            other => self.pairs.push((name, other.to_string())),
        }
    }

    /// The pairs as a body, and its content type.
    #[must_use]
    pub fn urlencoded(self) -> (&'static str, Bytes) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs).finish();
        ("application/x-www-form-urlencoded", body.into())
    }

    /// Reads urlencoded pairs.
    fn read(&mut self, encoded: &[u8], bare: impl Fn(String) -> String) -> Result<(), Refusal> {
        for pair in encoded.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let name = text(percent_decoded(&pair[..at]), "a name")?;
            let value = text(percent_decoded(pair.get(at + 1..).unwrap_or_default()), &name)?;
            self.push(name, bare(value))?;
        }
        Ok(())
    }

    fn push(&mut self, name: String, value: String) -> Result<(), Refusal> {
        if self.pairs.len() == PAIRS {
            return Err(unreadable(format!("the form has more than {PAIRS} values")));
        }
        if name.len() > NAME {
            return Err(unreadable(format!("the form has a name of more than {NAME} bytes")));
        }
        self.pairs.push((name, value));
        Ok(())
    }

    fn flatten(&mut self, name: String, value: Json) -> Result<(), Refusal> {
        if name.len() > NAME {
            return Err(unreadable(format!("the body has a name of more than {NAME} bytes")));
        }
        match value {
            Json::Null => Ok(()),
            Json::Bool(value) => self.push(name, value.to_string()),
            Json::Number(value) => self.push(name, value.to_string()),
            Json::String(value) => self.push(name, value),
            Json::Array(items) => {
                items.into_iter().enumerate().try_for_each(|(at, item)| self.flatten(format!("{name}[{at}]"), item))
            }
            Json::Object(fields) => {
                fields.into_iter().try_for_each(|(field, value)| self.flatten(format!("{name}[{field}]"), value))
            }
        }
    }

    /// `name[0]`, `name[]` and plain `name` by index; of two under one index the first stays.
    fn take_list(&mut self, name: &str) -> BTreeMap<u64, String> {
        let mut next = 0;
        self.take_by(|given| {
            let index = match bracketed(given) {
                Some((base, inner)) if base == name => position(inner, next)?,
                None if given == name => next,
                _ => return None,
            };
            next = next.max(index + 1);
            Some(index)
        })
    }

    fn take_by(&mut self, mut index: impl FnMut(&str) -> Option<u64>) -> BTreeMap<u64, String> {
        let mut taken = BTreeMap::new();
        self.pairs.retain_mut(|(name, value)| match index(name) {
            Some(index) => {
                taken.entry(index).or_insert_with(|| std::mem::take(value));
                false
            }
            None => true,
        });
        taken
    }
}

/// What came under one name.
#[derive(Default)]
struct Group {
    listed: BTreeMap<u64, String>,
    named: Map<String, Json>,
    bracketed: bool,
}

impl Group {
    fn add(&mut self, inner: Option<&str>, value: String) {
        let next = self.listed.last_key_value().map_or(0, |(last, _)| last + 1);
        self.bracketed |= inner.is_some();
        match position(inner.unwrap_or_default(), next) {
            Some(index) => {
                self.listed.entry(index).or_insert(value);
            }
            None => {
                self.named.entry(inner.unwrap_or_default()).or_insert_with(|| value.into());
            }
        }
    }

    /// One plain value is that value; any heading makes it an object, which the indexes join as headings.
    fn into_json(self) -> Json {
        let Self { mut listed, mut named, bracketed } = self;
        if !named.is_empty() {
            for (index, value) in listed {
                named.entry(index.to_string()).or_insert_with(|| value.into());
            }
            return Json::Object(named);
        }
        match listed.pop_first() {
            Some((_, only)) if listed.is_empty() && !bracketed => only.into(),
            first => first.into_iter().chain(listed).map(|(_, value)| Json::String(value)).collect(),
        }
    }
}

fn joined(keys: BTreeMap<u64, String>, mut values: BTreeMap<u64, String>) -> Vec<(String, String)> {
    keys.into_iter().filter_map(|(index, key)| Some((key, values.remove(&index)?))).collect()
}

/// `record[Sent Date]` as `record` and `Sent Date`.
fn bracketed(name: &str) -> Option<(&str, &str)> {
    let (base, rest) = name.split_once('[')?;
    Some((base, rest.strip_suffix(']')?)).filter(|(base, _)| !base.is_empty())
}

/// The place in a list that brackets name; empty ones mean the `next`.
fn position(inner: &str, next: u64) -> Option<u64> {
    if inner.is_empty() { Some(next) } else { whole(inner) }
}

fn number(name: &str, prefix: &str) -> Option<u64> {
    whole(name.strip_prefix(prefix)?)
}

fn whole(digits: &str) -> Option<u64> {
    let only_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    only_digits.then(|| digits.parse::<u32>().ok()).flatten().map(u64::from)
}

fn unquoted(value: String, tolerance: Tolerance) -> String {
    if tolerance.quoted_values { within(&value, '"').to_owned() } else { value }
}

/// The text within one pair of `quote`s, or all of it.
fn within(text: &str, quote: char) -> &str {
    text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).unwrap_or(text)
}

fn text(bytes: Vec<u8>, name: &str) -> Result<String, Refusal> {
    String::from_utf8(bytes).map_err(|_| unreadable(format!("{name} is not UTF-8 text")))
}

fn broken(error: multer::Error) -> Refusal {
    unreadable(format!("the form cannot be read: {error}"))
}

fn unreadable(why: impl Into<String>) -> Refusal {
    Refusal::Unreadable(why.into())
}

#[cfg(test)]
mod tests;
