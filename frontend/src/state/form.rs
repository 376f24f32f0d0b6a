//! A form: what was typed, what was there before, and what the server said about it.

use std::collections::BTreeMap;
use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::shared::Broken;
use crate::api::{ApiError, Changes, Outcome, Word};

#[derive(Clone)]
struct Value {
    now: RwSignal<String>,
    before: String,
}

/// The values of a form by the names of the input's fields; all copies are one form.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    values: StoredValue<BTreeMap<String, Value>>,
    busy: RwSignal<bool>,
    problems: RwSignal<Vec<Broken>>,
    failure: RwSignal<Option<ApiError>>,
}

impl Form {
    /// A form with these fields and what they hold at first.
    pub(crate) fn new<N: Into<String>>(fields: impl IntoIterator<Item = (N, Option<String>)>) -> Self {
        let values = fields.into_iter().map(|(name, before)| {
            let before = before.unwrap_or_default();
            (name.into(), Value { now: RwSignal::new(before.clone()), before })
        });
        Self {
            values: StoredValue::new(values.collect()),
            busy: RwSignal::new(false),
            problems: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
        }
    }

    /// The signal behind a field. A name that the form was not made with has a signal of its own, which nothing reads.
    pub(crate) fn field(self, name: &str) -> RwSignal<String> {
        let found = self.values.with_value(|values| values.get(name).map(|value| value.now));
        found.unwrap_or_else(|| RwSignal::new(String::new()))
    }

    /// What a field holds, without the blanks round it; nothing when it is empty.
    pub(crate) fn text(self, name: &str) -> Option<String> {
        Some(self.field(name).get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// What a field of several choices holds.
    pub(crate) fn chosen<W: Word>(self, name: &str) -> Vec<W> {
        self.field(name).with_untracked(|codes| codes.split(' ').filter_map(W::of_code).collect())
    }

    /// What was changed since the form was made.
    pub(crate) fn changes(self) -> Changes {
        let mut changes = Changes::default();
        self.values.with_value(|values| {
            for (name, value) in values {
                let now = value.now.get_untracked();
                if now != value.before {
                    changes.set(name, &now);
                }
            }
        });
        changes
    }

    /// Whether it is being sent.
    pub(crate) fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// What the server said about one field.
    pub(crate) fn problem(self, name: &str) -> Option<String> {
        let of_field = |problem: &&Broken| problem.path == name || problem.path.strip_prefix("input.") == Some(name);
        self.problems.with(|all| all.iter().find(of_field).map(|problem| problem.message.clone()))
    }

    /// What the server said about the whole, or about something that is not a field here.
    pub(crate) fn failure(self) -> Option<String> {
        let known =
            |path: &str| self.values.with_value(|values| values.contains_key(path.trim_start_matches("input.")));
        let failed = self.failure.get().map(|error| error.to_string());
        failed.or_else(|| {
            let rest: Vec<_> = self.problems.get().into_iter().filter(|problem| !known(&problem.path)).collect();
            let told = rest.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" ");
            Some(told).filter(|told| !told.is_empty())
        })
    }

    /// Says what is wrong with a field, without asking the server.
    pub(crate) fn refuse(self, name: &str, message: String) {
        self.failure.set(None);
        self.problems.set(vec![Broken { path: name.to_owned(), message }]);
    }

    /// Sends it; `done` takes what was made.
    pub(crate) fn send<T: 'static>(
        self,
        work: impl Future<Output = Result<Outcome<T>, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        self.problems.set(Vec::new());
        spawn_local(async move {
            let answer = work.await;
            // The dialog may have been closed meanwhile; then nobody waits for the answer.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(Ok(made)) => done(made),
                Ok(Err(problems)) => self.problems.set(problems),
                Err(error) => self.failure.set(Some(error)),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::*;

    #[test]
    fn only_what_was_changed_is_sent() {
        Owner::new().with(|| {
            let form =
                Form::new([("email", Some("a@b.c".to_owned())), ("phone", Some("1".to_owned())), ("city", None)]);
            form.field("phone").set(String::new());
            assert_eq!(serde_json::to_string(&form.changes()).unwrap(), r#"{"phone":null}"#);
            assert_eq!(form.text("email").as_deref(), Some("a@b.c"));
        });
    }
}
