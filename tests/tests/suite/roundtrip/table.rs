//! By which way of the graph each documented operation of a vendor is called.

use std::collections::BTreeSet;

use entity::connection::Vendor;
use onefold::vendor::contract::{Dialect, Entry};
use onefold::vendor::{Visitor, visit};
use onefold_tests::TestApp;
use sea_orm::{ActiveEnum, Iterable};
use serde_json::json;

use Way::{Asks, LooksUp, Nowhere, Reads, Writes};

/// How the graph comes to call an operation.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    /// The outbox, after this mutation.
    Writes(&'static str),
    /// The outbox, before it repeats a call for this mutation of which nobody knows how it ended.
    LooksUp(&'static str),
    /// This query, when it wants a fresh answer.
    Reads(&'static str),
    /// This mutation, which waits for the answer.
    Asks(&'static str),
    /// Not at all, and why.
    Nowhere(&'static str),
}

const LISTED: &str = "a list for clients; the graph searches what is stored and reads each customer by itself";
const LOOKUP: &str =
    "a list of definitions for clients, recorded when one asks; the graph serves those that are stored";
const DEVICE: &str = "concerns a customer's own device, of which the graph has none";
const LOGIN: &str = "the connection's own, when it needs a token";
const BY_ID: &str = "the graph's change goes by the vendor's number of the customer, which is sure";

/// All of them.
pub(super) const WAYS: &[(Vendor, &str, Way)] = &[
    (Vendor::Carecloud, "postUserLogin", Nowhere(LOGIN)),
    (Vendor::Carecloud, "postUserLogout", Nowhere("ends a client's token, and the connection keeps its own")),
    (Vendor::Carecloud, "getTestsConnection", Nowhere("an echo for clients")),
    (Vendor::Carecloud, "postToken", Nowhere(DEVICE)),
    (Vendor::Carecloud, "postTokenLogin", Nowhere(DEVICE)),
    (Vendor::Carecloud, "postTokenLogout", Nowhere(DEVICE)),
    (Vendor::Carecloud, "postTokenSocialLogin", Nowhere(DEVICE)),
    (Vendor::Carecloud, "postTokenAuthTokenLogin", Nowhere(DEVICE)),
    (Vendor::Carecloud, "getTokenAuthentication", Nowhere(DEVICE)),
    (Vendor::Carecloud, "putOwnCustomer", Nowhere(DEVICE)),
    (Vendor::Carecloud, "getCustomers", LooksUp("createCustomer")),
    (Vendor::Carecloud, "getCustomer", Reads("customer")),
    (Vendor::Carecloud, "postCustomer", Writes("createCustomer")),
    (Vendor::Carecloud, "putCustomer", Writes("updateCustomer")),
    (Vendor::Carecloud, "getCustomerSearch", Nowhere(LISTED)),
    (Vendor::Carecloud, "postCustomerVerifyCredentials", Asks("verifyCredentials")),
    (Vendor::Carecloud, "postCustomerVerifySocialNetworkCredentials", Asks("verifySocialNetworkCredentials")),
    (Vendor::Carecloud, "postCustomersAuthToken", Asks("issueAuthToken")),
    (Vendor::Carecloud, "postCustomerVerifyAuthToken", Asks("verifyAuthToken")),
    (Vendor::Carecloud, "getSubCustomerPurchases", Reads("customer")),
    (Vendor::Carecloud, "getSubCustomerPoints", Reads("customer")),
    (Vendor::Carecloud, "getSubCustomerCredits", Reads("customer")),
    (Vendor::Carecloud, "getSubCustomerVouchers", Reads("customer")),
    (Vendor::Carecloud, "getSubCustomerRewards", Reads("customer")),
    (Vendor::Carecloud, "getSubCustomerCards", Reads("customer")),
    (Vendor::Carecloud, "getSubCustomerSegmentRecords", Reads("customer")),
    (Vendor::Carecloud, "getSubCustomerStatusRecords", Reads("customer")),
    (Vendor::Carecloud, "getSubCustomerRecommendations", Reads("customer")),
    (Vendor::Carecloud, "getSubCustomerProperties", Reads("customer")),
    (Vendor::Carecloud, "postSubCustomerProperty", Writes("setProperty")),
    (Vendor::Carecloud, "putSubCustomerProperty", Writes("setProperty")),
    (Vendor::Carecloud, "deleteSubCustomerProperty", Writes("removeProperty")),
    (Vendor::Carecloud, "getSubCustomerInterests", Reads("customer")),
    (Vendor::Carecloud, "postSubCustomerInterest", Writes("addInterest")),
    (Vendor::Carecloud, "putSubCustomerInterest", Writes("changeInterest")),
    (Vendor::Carecloud, "deleteSubCustomerInterest", Writes("removeInterest")),
    (Vendor::Carecloud, "getSubCustomerSources", Reads("customer")),
    (Vendor::Carecloud, "postSubCustomerSource", Writes("addOrigin")),
    (Vendor::Carecloud, "getCustomerProperties", Nowhere(LOOKUP)),
    (Vendor::Carecloud, "getInterests", Nowhere(LOOKUP)),
    (Vendor::Carecloud, "getCustomerSources", Nowhere(LOOKUP)),
    (Vendor::Carecloud, "getPointsTypes", Nowhere(LOOKUP)),
    (Vendor::Carecloud, "getCreditTypes", Nowhere(LOOKUP)),
    (Vendor::Carecloud, "getCardTypes", Nowhere(LOOKUP)),
    (Vendor::Carecloud, "getRewardTypes", Nowhere(LOOKUP)),
    (Vendor::Carecloud, "getPurchaseTypes", Nowhere(LOOKUP)),
    (Vendor::Carecloud, "getSegments", Nowhere(LOOKUP)),
    (Vendor::Carecloud, "getStatuses", Nowhere(LOOKUP)),
    (Vendor::Carecloud, "getStores", Nowhere(LOOKUP)),
    (Vendor::Omnidesk, "getCustomerIndex", Nowhere(LISTED)),
    (Vendor::Omnidesk, "getCustomerItem", Reads("customer")),
    (Vendor::Omnidesk, "searchByPrimaryExternalId", LooksUp("createCustomer")),
    (Vendor::Omnidesk, "searchByCustomerChannelValue", Nowhere(LISTED)),
    (Vendor::Omnidesk, "timelineByCustomerExternalID", Reads("customer")),
    (
        Vendor::Omnidesk,
        "postCustomerIndex",
        Nowhere("it updates whom it finds, and createCustomer must make somebody new"),
    ),
    (Vendor::Omnidesk, "createCustomerCRUD", Writes("createCustomer")),
    (Vendor::Omnidesk, "putCustomerIndex", Nowhere(BY_ID)),
    (Vendor::Omnidesk, "putCustomerItem", Writes("updateCustomer")),
    (Vendor::Omnidesk, "updateCustomer", Nowhere(BY_ID)),
    (Vendor::Omnidesk, "addChannelOnly", Writes("addChannel")),
    (Vendor::Omnidesk, "externalEvent", Writes("addTimelineEntry")),
    (
        Vendor::Omnidesk,
        "syncWithCRM",
        Nowhere("the vendor asks the company's own system, which Onefold does not change"),
    ),
    (Vendor::Omnidesk, "deleteCustomerItem", Writes("deleteSourceRecord")),
    (Vendor::Omnidesk, "deleteCustomerItemChannel", Writes("removeChannel")),
    (Vendor::Omnidesk, "deleteCustomerItemChannelByParameter", Nowhere("the same as deleteCustomerItemChannel")),
    (Vendor::Omnidesk, "deleteCustomerItemPurgeData", Writes("deleteSourceRecord")),
    (Vendor::Omnidesk, "purgeCustomerData", Nowhere(BY_ID)),
    (Vendor::CustomerDatabaseApp, "addCustomer", Writes("createCustomer")),
    (Vendor::CustomerDatabaseApp, "addCustomerNote", Writes("addNote")),
    (Vendor::CustomerDatabaseApp, "addCustomerTask", Writes("createTask")),
    (Vendor::CustomerDatabaseApp, "addCustomerEvent", Writes("createEvent")),
    (Vendor::CustomerDatabaseApp, "addPipeline", Writes("createPipeline")),
    (Vendor::CustomerDatabaseApp, "addPipelineNote", Writes("addNote")),
    (Vendor::CustomerDatabaseApp, "addPipelineTask", Writes("createTask")),
    (Vendor::Customerscore, "importCustomers", Writes("createCustomer")),
    (Vendor::Customergauge, "issueToken", Nowhere(LOGIN)),
    (Vendor::Customergauge, "putRecord", Writes("recordSurveyResponse")),
    (
        Vendor::Customergauge,
        "receiveRecord",
        Nowhere("a door for systems that cannot get a token, which the connection can"),
    ),
];

/// The operations of a vendor that the graph comes to call.
pub(super) fn called(of: Vendor) -> BTreeSet<&'static str> {
    let of_vendor = WAYS.iter().filter(|(vendor, ..)| *vendor == of);
    of_vendor.filter(|(.., way)| !matches!(way, Nowhere(_))).map(|(_, operation, _)| *operation).collect()
}

/// Every documented operation, with its vendor.
fn documented() -> BTreeSet<(String, &'static str)> {
    struct All(BTreeSet<(String, &'static str)>);
    impl Visitor for All {
        fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>) {
            self.0.extend(operations().iter().map(|operation| (D::VENDOR.to_value(), operation.name)));
        }
    }
    let mut all = All(BTreeSet::new());
    visit(&mut all);
    all.0
}

#[test]
fn every_documented_operation_has_its_way_or_a_reason() {
    let listed: Vec<(String, &str)> = WAYS.iter().map(|(of, operation, _)| (of.to_value(), *operation)).collect();
    let known: BTreeSet<(String, &str)> = listed.iter().cloned().collect();
    assert_eq!(known.len(), listed.len(), "an operation is listed twice");
    let documented = documented();
    let missing: Vec<_> = documented.difference(&known).collect();
    assert!(missing.is_empty(), "nothing says how the graph calls {missing:?}");
    let needless: Vec<_> = known.difference(&documented).collect();
    assert!(needless.is_empty(), "no vendor has {needless:?}");
    for of in Vendor::iter().filter(|of| *of != Vendor::Onefold) {
        assert!(!called(of).is_empty(), "the graph never calls {of:?}");
    }
}

#[tokio::test]
async fn every_way_is_in_the_schema() {
    let app = TestApp::start().await;
    let query = "{ __schema { queryType { fields { name args { name } } } mutationType { fields { name } } } }";
    let schema = app.data(query, json!({})).await["__schema"].take();
    let names = |of: &str| -> BTreeSet<String> {
        let fields = schema[of]["fields"].as_array().expect("fields").iter();
        fields.map(|field| field["name"].as_str().expect("a name").to_owned()).collect()
    };
    let (queries, mutations) = (names("queryType"), names("mutationType"));
    for (of, operation, way) in WAYS {
        let is_there = match way {
            Writes(name) | LooksUp(name) | Asks(name) => mutations.contains(*name),
            Reads(name) => queries.contains(*name),
            Nowhere(why) => !why.is_empty(),
        };
        assert!(is_there, "{of:?} {operation}: the schema has no {way:?}");
    }
}
