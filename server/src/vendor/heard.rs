//! What the real vendor lists in a reply: each item is read by itself, so that one that does not fit keeps no other from being recorded.

use entity::connection;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::contract::{Call, Dialect, Refusal};
use crate::domain::quarantine::{self, service as quarantines};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// The items of a reply, and those of them that could not be recorded.
pub(super) struct Heard<'a> {
    operation: &'static str,
    connection: i64,
    name: &'static str,
    items: &'a [Json],
    aside: Vec<quarantine::Entry>,
}

impl<'a> Heard<'a> {
    /// What stands under `name` in the reply to a call of `operation`: a list, or one thing.
    pub(super) fn of<D: Dialect>(
        call: &'a Call<'_, D>,
        connection: &connection::Model,
        operation: &'static str,
        name: &'static str,
    ) -> Self {
        let under = call.echo.as_ref().and_then(|echo| if name.is_empty() { Some(echo) } else { echo.get(name) });
        let items = match under {
            Some(Json::Array(items)) => items,
            Some(one @ Json::Object(_)) => std::slice::from_ref(one),
            _ => &[],
        };
        Self { operation, connection: connection.id, name, items, aside: Vec::new() }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Those that can be read, with their places. The others are kept aside.
    pub(super) fn read<T: DeserializeOwned>(&mut self) -> Vec<(usize, T)> {
        let mut read = Vec::with_capacity(self.items.len());
        for (at, item) in self.items.iter().enumerate() {
            match serde_path_to_error::deserialize(item) {
                Ok(item) => read.push((at, item)),
                Err(error) => {
                    let path = error.path().to_string();
                    let broken = Violation::new(path, Rule::Format, error.into_inner().to_string());
                    self.keep_aside(at, Error::from(broken).to_string());
                }
            }
        }
        read
    }

    /// What came of recording one. One that says what the store cannot hold is kept aside.
    ///
    /// # Errors
    /// The store failed.
    pub(super) fn settle<T>(&mut self, at: usize, done: Result<T, Refusal>) -> Result<Option<T>, Refusal> {
        match done {
            Ok(done) => Ok(Some(done)),
            Err(Refusal::Domain(error @ (Error::Invalid(_) | Error::NotFound { .. } | Error::Conflict(_)))) => {
                self.keep_aside(at, error.to_string());
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// Whether nothing is kept aside.
    pub(super) fn all_fit(&self) -> bool {
        self.aside.is_empty()
    }

    /// Writes down what is kept aside.
    ///
    /// # Errors
    /// The store failed.
    pub(super) async fn finish(self, work: &Work<'_>) -> Result<()> {
        quarantines::keep_once(work, self.aside).await
    }

    fn keep_aside(&mut self, at: usize, reason: String) {
        let Some(value) = self.items.get(at).cloned() else { return };
        self.aside.push(quarantine::Entry {
            connection: self.connection,
            source_record: None,
            operation: self.operation,
            path: format!("{}[{at}]", self.name),
            value,
            reason,
        });
    }
}
