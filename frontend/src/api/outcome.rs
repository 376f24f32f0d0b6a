//! What a mutation answers: what it made, or the rules that its input broke.

use super::shared::Broken;

/// The payload of a mutation.
pub(crate) type Outcome<T> = Result<T, Vec<Broken>>;

/// The outcome of a payload's two fields.
pub(crate) fn outcome<T>(made: Option<T>, problems: Vec<impl Into<Broken>>) -> Outcome<T> {
    let problems: Vec<Broken> = problems.into_iter().map(Into::into).collect();
    made.filter(|_| problems.is_empty()).ok_or(problems)
}
