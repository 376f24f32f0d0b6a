//! Conditions of which one must hold, when there may be many.

use sea_orm::Condition;
use sea_orm::sea_query::IntoCondition;

/// Alternatives in one group. SQLite reads each alternative within the one before it, to a depth of a thousand; so groups are put together.
const TOGETHER: usize = 30;

/// One of the alternatives holds; of none, nothing does or everything, as [`Condition::any`] has it.
pub(crate) fn one_of<C: IntoCondition>(alternatives: impl IntoIterator<Item = C>) -> Condition {
    let alternatives: Vec<Condition> = alternatives.into_iter().map(IntoCondition::into_condition).collect();
    let groups = alternatives.chunks(TOGETHER).map(|some| some.iter().cloned().fold(Condition::any(), Condition::add));
    groups.fold(Condition::any(), Condition::add)
}
