//! Typed opaque node ids: an id carries its type and refuses to be read as another.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use async_graphql::registry::Registry;
use async_graphql::{
    ContextSelectionSet, ID, InputType, InputValueError, InputValueResult, OutputType, Positioned, ServerResult, Value,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A type of node; its name is the GraphQL type's.
pub trait Kind: Send + Sync + 'static {
    /// The GraphQL type's name.
    const NAME: &'static str;
}

/// The id of a node of kind `K`, shown as opaque text.
pub struct Gid<K>(i64, PhantomData<fn() -> K>);

impl<K: Kind> Gid<K> {
    /// The id of the row `id`.
    pub fn new(id: i64) -> Self {
        Self(id, PhantomData)
    }

    /// The row's id.
    pub fn row(self) -> i64 {
        self.0
    }

    /// Reads an opaque id; `None` when it is not one of this kind.
    pub fn decode(text: &str) -> Option<Self> {
        let (kind, row) = decode(text)?;
        (kind == K::NAME).then(|| Self::new(row))
    }
}

/// The opaque id of the row `row` of a kind that only its name tells.
pub fn encode(kind: &str, row: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind}:{row}"))
}

/// Kind and row of any opaque id.
pub fn decode(text: &str) -> Option<(String, i64)> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (kind, row) = text.split_once(':')?;
    Some((kind.to_owned(), row.parse().ok()?))
}

impl<K> Clone for Gid<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Gid<K> {}

impl<K> PartialEq for Gid<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K> Eq for Gid<K> {}

impl<K> Hash for Gid<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<K: Kind> fmt::Debug for Gid<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", K::NAME, self.0)
    }
}

impl<K: Kind> fmt::Display for Gid<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode(K::NAME, self.0))
    }
}

impl<K: Kind> InputType for Gid<K> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed("ID")
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            Some(Value::String(text)) => Self::decode(&text)
                .ok_or_else(|| InputValueError::custom(format!("this is not the id of a {}", K::NAME))),
            other => Err(InputValueError::expected_type(other.unwrap_or_default())),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

impl<K: Kind> OutputType for Gid<K> {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed("ID")
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as OutputType>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        _context: &ContextSelectionSet<'_>,
        _field: &Positioned<async_graphql::parser::types::Field>,
    ) -> ServerResult<Value> {
        Ok(Value::String(self.to_string()))
    }
}

/// Declares kinds of nodes: `kinds!(Customer, Purchase)`.
#[macro_export]
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident => $name:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $kind;
        impl $crate::graphql::id::Kind for $kind {
            const NAME: &'static str = $name;
        }
    )+};
}
