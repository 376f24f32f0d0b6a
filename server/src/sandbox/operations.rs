//! Which operation of which vendor a call is, read off the vendors' own lists.

use axum::http::Method;
use axum::response::Response;
use entity::connection::Vendor;
use serde_json::Value as Json;

use crate::vendor::contract::{Dialect, Entry, Refusal};
use crate::vendor::{Visitor, visit};

/// Every operation of every vendor.
#[derive(Debug, Default)]
pub(super) struct Operations {
    doors: Vec<Door>,
}

/// A prefix of a vendor's paths.
#[derive(Debug)]
struct Door {
    prefix: &'static str,
    vendor: Vendor,
    any_case: bool,
    refuse: fn(Refusal) -> Response,
    /// Headers and query parameters that carry a key, in small letters.
    keys: Vec<String>,
    operations: Vec<(&'static str, Method, &'static str)>,
}

/// A call of a vendor.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// Whose.
    pub(super) vendor: Vendor,
    /// Absent for a path or a method that the vendor does not have.
    pub(super) operation: Option<&'static str>,
    /// A refusal in the vendor's words.
    pub(super) refuse: fn(Refusal) -> Response,
    /// Headers and query parameters that carry a key, in small letters.
    pub(super) keys: Vec<String>,
}

impl Operations {
    pub(super) fn all() -> Self {
        let mut all = Self::default();
        visit(&mut all);
        all
    }

    /// The call; none when the path is no vendor's.
    pub(super) fn find(&self, method: &Method, path: &str) -> Option<Named> {
        let within =
            |door: &&Door| path.strip_prefix(door.prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let door = self.doors.iter().filter(within).max_by_key(|door| door.prefix.len())?;
        let rest = &path[door.prefix.len()..];
        let fitting = door.operations.iter().filter(|(_, of, _)| of == method).filter_map(|(name, _, pattern)| {
            let words = literals(pattern, rest, door.any_case)?;
            Some((words, *name))
        });
        // A word that is spelled out wins over one that may be anything; of two alike, the first.
        let best = fitting.reduce(|best, other| if other.0 > best.0 { other } else { best });
        Some(Named {
            vendor: door.vendor,
            operation: best.map(|(_, name)| name),
            refuse: door.refuse,
            keys: door.keys.clone(),
        })
    }

    /// The names of a vendor's operations, or of all vendors', each once.
    pub(super) fn names(&self, vendor: Option<Vendor>) -> Vec<&'static str> {
        let doors = self.doors.iter().filter(|door| vendor.is_none_or(|vendor| door.vendor == vendor));
        let mut names = Vec::new();
        for (name, ..) in doors.flat_map(|door| &door.operations) {
            if !names.contains(name) {
                names.push(*name);
            }
        }
        names
    }
}

impl Visitor for Operations {
    fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>) {
        let operations = operations();
        let keys = D::about().credentials;
        let keys = keys.iter().filter_map(|(_, scheme)| scheme.get("name").and_then(Json::as_str));
        let keys: Vec<String> = keys.map(str::to_ascii_lowercase).collect();
        for prefix in D::PREFIXES {
            self.doors.push(Door {
                prefix,
                vendor: D::VENDOR,
                any_case: D::ANY_CASE,
                refuse: D::refuse,
                keys: keys.clone(),
                operations: operations.iter().map(|entry| (entry.name, entry.method.clone(), entry.path)).collect(),
            });
        }
    }
}

/// How many words of the pattern the path spells out; none when it does not fit. `{name}` stands for any word.
pub(super) fn literals(pattern: &str, path: &str, any_case: bool) -> Option<usize> {
    let (pattern, path) = (words(pattern), words(path));
    if pattern.len() != path.len() {
        return None;
    }
    let mut spelled = 0;
    for (at, (wanted, word)) in pattern.iter().zip(&path).enumerate() {
        if wanted.starts_with('{') {
            continue;
        }
        let is_last = at + 1 == pattern.len();
        if wanted != word && !(any_case && is_last && wanted.eq_ignore_ascii_case(word)) {
            return None;
        }
        spelled += 1;
    }
    Some(spelled)
}

fn words(path: &str) -> Vec<&str> {
    path.split('/').filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(method: Method, path: &str, vendor: Vendor, operation: Option<&str>) {
        let found = Operations::all().find(&method, path).expect("a vendor's");
        assert_eq!((found.vendor, found.operation), (vendor, operation), "{path}");
    }

    #[test]
    fn tells_vendors_and_operations_apart() {
        is(Method::GET, "/api/v2/customer", Vendor::Omnidesk, Some("getCustomerIndex"));
        is(Method::GET, "/api/v2/customer/7/", Vendor::Omnidesk, Some("getCustomerItem"));
        is(Method::PUT, "/api/v2/customer/UPDATEcustomer", Vendor::Omnidesk, Some("updateCustomer"));
        is(Method::GET, "/api/v2/nothing", Vendor::Omnidesk, None);
        is(Method::DELETE, "/api/customer/add", Vendor::CustomerDatabaseApp, None);
        is(Method::POST, "/api/customer/add/", Vendor::CustomerDatabaseApp, Some("addCustomer"));
        is(Method::POST, "/api/v1/customers", Vendor::Customerscore, Some("importCustomers"));
        is(Method::POST, "/oauth2/token", Vendor::Customergauge, Some("issueToken"));
        is(Method::PUT, "/records/", Vendor::Customergauge, Some("putRecord"));
        let login = "/webservice/rest-api/enterprise-interface/v1.0/users/actions/login";
        is(Method::POST, login, Vendor::Carecloud, Some("postUserLogin"));
        assert!(Operations::all().find(&Method::POST, "/graphql").is_none());
        assert!(Operations::all().find(&Method::GET, "/apiary").is_none());
    }

    #[test]
    fn knows_what_carries_a_key() {
        let found = Operations::all().find(&Method::GET, "/api/v2/customer").expect("Omnidesk");
        assert_eq!(found.keys, ["apikey", "apikey"]);
    }
}
