//! Searching in texts.

use sea_orm::sea_query::{ExprTrait, Func, LikeExpr};
use sea_orm::{ColumnTrait, Condition};

/// The column holds `text` somewhere, without regard to case. SQLite folds only the letters of English, so the text as typed is looked
/// for too.
pub(crate) fn contains(column: impl ColumnTrait, text: &str) -> Condition {
    let text = text.trim();
    Condition::any()
        .add(Func::lower(column.into_expr()).like(somewhere(&text.to_lowercase())))
        .add(column.into_expr().like(somewhere(text)))
}

fn somewhere(text: &str) -> LikeExpr {
    let literal = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{literal}%")).escape('\\')
}
