//! What the list's address says, and the addresses of its other states.

use leptos_router::params::ParamsMap;

use crate::api::Word;
use crate::api::graph::{CustomerKind, CustomerSortField, SortDirection, Vendor, count_customers, customers};
use crate::api::scalar::{DateTime, Decimal};

/// How many customers a page has.
const PAGE: i64 = 50;

/// The parameters that narrow the list, as the address names them.
pub(crate) const FILTERS: [&str; 7] = ["kind", "vendor", "country", "health-from", "health-to", "from", "until"];

/// The parameters that say which page of the list is shown.
const PLACE: [&str; 2] = ["after", "before"];

/// The state of the list, in the order of the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Address(Vec<(String, String)>);

impl Address {
    /// What the address says; empty parameters say nothing.
    pub(crate) fn read(map: &ParamsMap) -> Self {
        let known = |name: &&str| !map.get_str(name).unwrap_or_default().trim().is_empty();
        let names = ["q"].into_iter().chain(FILTERS).chain(["segment", "sort", "dir"]).chain(PLACE);
        let found = names.filter(known).filter_map(|name| Some((name.to_owned(), map.get(name)?)));
        Self(found.collect())
    }

    /// The value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The same list with a parameter changed. Unless the parameter is a place, the list begins at its start again.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let stays = |other: &str| other != name && !PLACE.contains(&other);
        let mut kept: Vec<_> = self.0.iter().filter(|(other, _)| stays(other)).cloned().collect();
        if !value.is_empty() {
            kept.push((name.to_owned(), value.to_owned()));
        }
        Self(kept)
    }

    /// The same list without anything that narrows it.
    pub(crate) fn cleared(&self) -> Self {
        Self(self.0.iter().filter(|(name, _)| name == "sort" || name == "dir").cloned().collect())
    }

    /// Only what narrows the list.
    pub(crate) fn narrowing(&self) -> Self {
        let places = |name: &str| PLACE.contains(&name) || name == "sort" || name == "dir";
        Self(self.0.iter().filter(|(name, _)| !places(name)).cloned().collect())
    }

    /// How many filters are set, the search not counted.
    pub(crate) fn filters(&self) -> usize {
        FILTERS.iter().filter(|name| self.get(name).is_some()).count() + usize::from(self.get("segment").is_some())
    }

    /// Whether anything narrows the list.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.filters() > 0 || self.get("q").is_some()
    }

    /// The address as a browser writes it.
    pub(crate) fn url(&self) -> String {
        let mut map = ParamsMap::new();
        for (name, value) in &self.0 {
            map.insert(name.clone(), value.clone());
        }
        format!("/customers{}", map.to_query_string())
    }

    /// By what the list is sorted, and whether downwards.
    pub(crate) fn sorting(&self) -> (CustomerSortField, bool) {
        let field =
            self.get("sort").and_then(|sort| CustomerSortField::of_code(&sort.to_uppercase().replace('-', "_")));
        (field.unwrap_or(CustomerSortField::Name), self.get("dir") == Some("desc"))
    }

    /// The list sorted by `field`; downwards when it is sorted by it upwards already.
    pub(crate) fn sorted_by(&self, field: CustomerSortField) -> Self {
        let (now, down) = self.sorting();
        // A person sorts names from A and all else from the newest or largest.
        let turn = if now == field { !down } else { field != CustomerSortField::Name };
        let name = field.code().to_lowercase().replace('_', "-");
        self.with("sort", &name).with("dir", if turn { "desc" } else { "asc" })
    }

    /// The variables of the query for this state.
    pub(crate) fn variables(&self) -> customers::Variables {
        let (field, down) = self.sorting();
        let direction = if down { SortDirection::Desc } else { SortDirection::Asc };
        let before = self.get("before").map(str::to_owned);
        let (first, last) = if before.is_some() { (None, Some(PAGE)) } else { (Some(PAGE), None) };
        customers::Variables {
            filter: Some(self.list_filter()),
            order_by: Some(customers::CustomerOrder { field, direction }),
            first,
            after: self.get("after").map(str::to_owned),
            last,
            before,
        }
    }

    /// What a day of the address means: its first instant.
    fn instant(&self, name: &str) -> Option<DateTime> {
        self.get(name).map(|day| DateTime(format!("{day}T00:00:00Z")))
    }
}

/// The two queries' own types of one and the same filter.
macro_rules! filter {
    ($name:ident, $module:ident) => {
        impl Address {
            /// The filter of this state.
            pub(crate) fn $name(&self) -> $module::CustomerFilterInput {
                let (from, until) = (self.instant("from"), self.instant("until"));
                let narrowed = from.is_some() || until.is_some();
                $module::CustomerFilterInput {
                    search: self.get("q").map(str::to_owned),
                    kind: self.get("kind").and_then(CustomerKind::of_code),
                    vendor: self.get("vendor").and_then(Vendor::of_code),
                    country: self.get("country").map(str::to_lowercase),
                    health_from: self.get("health-from").map(|score| Decimal(score.to_owned())),
                    health_to: self.get("health-to").map(|score| Decimal(score.to_owned())),
                    created: narrowed.then_some($module::DateTimeRange { from, until }),
                    segment: self.get("segment").map(str::to_owned),
                    email: None,
                    phone: None,
                }
            }
        }
    };
}

filter!(list_filter, customers);
filter!(count_filter, count_customers);

#[cfg(test)]
mod tests {
    use super::*;

    fn address(pairs: &[(&str, &str)]) -> Address {
        let mut map = ParamsMap::new();
        for (name, value) in pairs {
            map.insert((*name).to_owned(), (*value).to_owned());
        }
        Address::read(&map)
    }

    #[test]
    fn a_change_begins_at_the_start_again() {
        let paged = address(&[("q", "no"), ("after", "c")]);
        assert_eq!(paged.with("kind", "PERSON").url(), "/customers?q=no&kind=PERSON");
        assert_eq!(paged.with("after", "d").url(), "/customers?q=no&after=d");
    }

    #[test]
    fn an_emptied_parameter_disappears() {
        assert_eq!(address(&[("q", "no"), ("kind", " ")]).with("q", "").url(), "/customers");
    }

    #[test]
    fn a_second_click_turns_the_order_round() {
        let once = address(&[]).sorted_by(CustomerSortField::CreatedAt);
        assert_eq!(once.url(), "/customers?sort=created-at&dir=desc");
        assert_eq!(once.sorted_by(CustomerSortField::CreatedAt).url(), "/customers?sort=created-at&dir=asc");
        assert_eq!(address(&[]).sorted_by(CustomerSortField::Name).url(), "/customers?sort=name&dir=desc");
    }

    #[test]
    fn the_page_before_counts_from_the_end() {
        let variables = address(&[("before", "c")]).variables();
        assert_eq!((variables.first, variables.last), (None, Some(PAGE)));
    }

    #[test]
    fn nonsense_is_no_filter() {
        let filter = address(&[("kind", "ROBOT"), ("vendor", "OMNIDESK")]).list_filter();
        assert!(filter.kind.is_none());
        assert!(filter.vendor == Some(Vendor::Omnidesk));
    }
}
