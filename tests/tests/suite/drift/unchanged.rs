//! A vendor that answers as it is documented gives no finding.

use std::collections::BTreeSet;

use entity::connection::Vendor;
use onefold::domain::drift::affected;
use onefold::vendor::contract::{Dialect, Entry};
use onefold::vendor::{Visitor, visit};
use serde_json::{Value, json};

use super::found;
use super::tour::Tour;

/// Every operation of every vendor, each once.
pub(super) fn operations() -> Vec<(Vendor, &'static str)> {
    #[derive(Default)]
    struct Collected(Vec<(Vendor, &'static str)>);
    impl Visitor for Collected {
        fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>) {
            for entry in operations() {
                if !self.0.contains(&(D::VENDOR, entry.name)) {
                    self.0.push((D::VENDOR, entry.name));
                }
            }
        }
    }
    let mut collected = Collected::default();
    visit(&mut collected);
    collected.0
}

/// What is never asked of the vendor: the first two name no client and so no connection; the third the sandbox cannot do.
const NOT_ASKED: [&str; 3] = ["postUserLogout", "getTestsConnection", "syncWithCRM"];

#[tokio::test]
async fn no_operation_differs_from_its_documentation() {
    let tour = Tour::start().await;
    tour.at.vendor.clear_calls();
    for (n, (of, operation)) in operations().into_iter().enumerate() {
        let Some(step) = tour.step(of, operation, n).await else { continue };
        let answer = tour.go(&step).await;
        assert!(answer.status.is_success(), "{operation}: {} {}", answer.status, answer.body);
    }
    let refused = tour.refused();
    for step in &refused {
        let answer = tour.go(step).await;
        assert!(answer.status.is_client_error() || answer.status == 502, "{} {}", answer.status, answer.body);
    }
    let calls = tour.at.vendor.calls(None);
    let well: BTreeSet<&str> = calls
        .iter()
        .filter(|call| call.status.is_some_and(|status| status < 300))
        .filter_map(|call| call.operation)
        .collect();
    let all = operations().into_iter().map(|(_, operation)| operation);
    let missed: Vec<&str> = all.filter(|name| !well.contains(name) && !NOT_ASKED.contains(name)).collect();
    assert_eq!(missed, [""; 0], "these were not asked");
    let refusals: std::collections::HashSet<Vendor> =
        calls.iter().filter(|call| call.status.is_some_and(|status| status >= 400)).map(|call| call.vendor).collect();
    assert_eq!(refusals.len(), 5, "{refusals:?}");
    assert_eq!(found(&tour.at, json!({})).await, Vec::<Value>::new());
    assert!(tour.is_up().await);
}

#[tokio::test]
async fn every_field_that_a_difference_may_reach_is_in_the_graph() {
    let app = onefold_tests::TestApp::start().await;
    let data = app.data("{ __schema { types { name fields { name } } } }", json!({})).await;
    let types = data["__schema"]["types"].as_array().expect("types");
    for (of, field) in affected::all() {
        let known = types.iter().find(|known| known["name"] == of).unwrap_or_else(|| panic!("there is no {of}"));
        let fields = known["fields"].as_array().expect("fields");
        assert!(fields.iter().any(|known| known["name"] == field), "{of} has no {field}");
    }
}
