//! Pages of lists: `count`, `offset`, `sort_field`, `sort_direction`, alike for every list.

use sea_orm::ColumnTrait;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::error::{Error, Rule, Violation};
use crate::store::keyset::{Direction, Ordering};
use crate::store::slice::Slice;
use crate::vendor::shape::{Field, Kind};

/// Rows of a page at the most; the page documents no limit and a server must have one.
const MOST: u64 = 1000;
const DEFAULT: u64 = 100;
/// Query parameters that every list has and none can be sorted by; the page allows to name any.
const OWN: [&str; 4] = ["count", "offset", "sort_field", "sort_direction"];

/// Which part of a list is asked for. A list's request flattens it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Paging {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offset: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sort_field: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sort_direction: Option<String>,
}

impl Paging {
    /// Its parameters.
    pub(super) fn fields() -> Vec<Field> {
        vec![
            Field::query("count", Kind::Integer)
                .between(1, i64::MAX)
                .doc("The number of records to return; 100 unless given"),
            Field::query("offset", Kind::Integer).between(0, i64::MAX).doc("The number of records to skip"),
            Field::query("sort_field", Kind::Text).doc("A query parameter, or a first-level field of the item"),
            Field::query("sort_direction", Kind::Text).one_of(&["ASC", "DESC"]).doc("ASC unless given"),
        ]
    }

    /// Its parameters, and a list's own.
    pub(super) fn with(own: impl IntoIterator<Item = Field>) -> Vec<Field> {
        Self::fields().into_iter().chain(own).collect()
    }

    /// How many rows, at the most.
    pub(super) fn count(&self) -> u64 {
        self.count.unwrap_or(DEFAULT).min(MOST)
    }

    /// How many rows are skipped.
    pub(super) fn offset(&self) -> u64 {
        self.offset.unwrap_or(0)
    }

    /// The order. The page says that query parameters can be sorted by; the later specification, first-level fields of the item: `sorts`
    /// holds both, each with what it is sorted by. Without a field the order is that of `usual`.
    ///
    /// # Errors
    /// `sort_field` is none of them.
    pub(super) fn order<C: Copy>(&self, sorts: &[(&str, C)], usual: C) -> Result<(C, Direction), Error> {
        let sort = match self.sort_field.as_deref() {
            None | Some("") => usual,
            Some(own) if OWN.contains(&own) => usual,
            Some(field) => sorts.iter().find(|(name, _)| *name == field).map(|(_, sort)| *sort).ok_or_else(|| {
                let message = "sort_field names no field to sort by";
                Violation::new("sort_field", Rule::NotAllowed, message).with_value(field)
            })?,
        };
        let direction = self.sort_direction.as_deref().unwrap_or_default();
        let descending = direction.eq_ignore_ascii_case("desc");
        Ok((sort, if descending { Direction::Descending } else { Direction::Ascending }))
    }

    /// The part of a list whose rows are read by their columns.
    ///
    /// # Errors
    /// As [`Paging::order`].
    pub(super) fn slice<C: ColumnTrait>(&self, sorts: &[(&str, C)], usual: C) -> Result<Slice<C>, Error> {
        let (column, direction) = self.order(sorts, usual)?;
        Ok(Slice { ordering: Ordering { column, direction }, offset: self.offset(), limit: self.count() })
    }

    /// The part of a list that was read whole, because it is no longer than the list of definitions it draws on; and how many it has. It
    /// is sorted by any of `fields` of its items, and without one stays as it is.
    ///
    /// # Errors
    /// As [`Paging::order`].
    pub(super) fn cut<T: Serialize>(&self, items: Vec<T>, fields: &[&str]) -> Result<(Vec<T>, u64), Error> {
        let sorts: Vec<(&str, Option<&str>)> = fields.iter().map(|field| (*field, Some(*field))).collect();
        let (field, direction) = self.order(&sorts, None)?;
        let total = items.len() as u64;
        let mut keyed = Vec::with_capacity(items.len());
        for item in items {
            let key = match field {
                Some(field) => serde_json::to_value(&item).map_err(Error::internal)?[field].take(),
                None => Json::Null,
            };
            keyed.push((key, item));
        }
        keyed.sort_by(|(one, _), (other, _)| compare(one, other));
        if direction == Direction::Descending {
            keyed.reverse();
        }
        let skipped = usize::try_from(self.offset()).unwrap_or(usize::MAX);
        let most = usize::try_from(self.count()).unwrap_or(usize::MAX);
        Ok((keyed.into_iter().skip(skipped).take(most).map(|(_, item)| item).collect(), total))
    }
}

/// Numbers by their size, everything else by its text.
fn compare(one: &Json, other: &Json) -> std::cmp::Ordering {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        _ => text(one).cmp(&text(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SORTS: [(&str, u8); 2] = [("name", 1), ("last_change", 2)];

    fn by(field: &str, direction: &str) -> Paging {
        Paging { sort_field: Some(field.to_owned()), sort_direction: Some(direction.to_owned()), ..Paging::default() }
    }

    #[test]
    fn a_page_has_a_hundred_rows_and_never_more_than_a_thousand() {
        assert_eq!((Paging::default().count(), Paging::default().offset()), (100, 0));
        let all = Paging { count: Some(u64::MAX), offset: Some(7), ..Paging::default() };
        assert_eq!((all.count(), all.offset()), (1000, 7));
    }

    #[test]
    fn a_list_is_sorted_by_its_fields_alone() {
        assert_eq!(by("name", "desc").order(&SORTS, 0).expect("an order"), (1, Direction::Descending));
        assert_eq!(by("", "").order(&SORTS, 0).expect("an order"), (0, Direction::Ascending));
        assert_eq!(by("offset", "ASC").order(&SORTS, 0).expect("an order"), (0, Direction::Ascending));
        let Err(Error::Invalid(broken)) = by("password", "ASC").order(&SORTS, 0) else { panic!("it is no field") };
        assert_eq!((broken[0].path.as_str(), broken[0].rule), ("sort_field", Rule::NotAllowed));
    }

    #[test]
    fn a_short_list_is_cut_after_sorting() {
        let items =
            || vec![serde_json::json!({ "n": 10 }), serde_json::json!({ "n": 9 }), serde_json::json!({ "n": 8 })];
        let page = Paging { count: Some(1), offset: Some(1), ..by("n", "DESC") };
        assert_eq!(page.cut(items(), &["n"]).expect("a part"), (vec![serde_json::json!({ "n": 9 })], 3));
        assert_eq!(Paging::default().cut(items(), &["n"]).expect("a part"), (items(), 3));
        assert!(by("other", "ASC").cut(items(), &["n"]).is_err());
    }
}
