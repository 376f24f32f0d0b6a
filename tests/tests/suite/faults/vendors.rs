//! A write of each vendor, by the graph and by the vendor's own interface.

use entity::connection::Vendor;
use onefold_tests::{Answer, Proxied};
use serde_json::{Value, json};

const FORM: &str = "application/x-www-form-urlencoded";
const RECORD: &str = include_str!("../../../fixtures/customergauge/record.json");

/// What is tried at a vendor.
pub(super) struct Tried {
    pub(super) vendor: Vendor,
    /// What the graph calls it.
    pub(super) name: &'static str,
    /// The operation that carries the change.
    pub(super) operation: &'static str,
    /// The one that a client's call is.
    pub(super) forwarded: &'static str,
    /// A field that the vendor can do without.
    pub(super) field: &'static str,
    pub(super) repeat: Repeat,
}

/// What becomes of a repeat.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// It changes nothing.
    Harmless,
    /// The vendor can be asked before.
    Told,
    /// It is there twice.
    Doubles,
}

pub(super) const OMNIDESK: Tried = Tried {
    vendor: Vendor::Omnidesk,
    name: "OMNIDESK",
    operation: "createCustomerCRUD",
    forwarded: "postCustomerIndex",
    field: "/lastname",
    repeat: Repeat::Told,
};
pub(super) const CARECLOUD: Tried = Tried {
    vendor: Vendor::Carecloud,
    name: "CARECLOUD",
    operation: "postCustomer",
    forwarded: "postCustomer",
    field: "/customer/personal_information/first_name",
    repeat: Repeat::Told,
};
pub(super) const DATABASE_APP: Tried = Tried {
    vendor: Vendor::CustomerDatabaseApp,
    name: "CUSTOMER_DATABASE_APP",
    operation: "addCustomer",
    forwarded: "addCustomer",
    field: "/phone",
    repeat: Repeat::Doubles,
};
pub(super) const CUSTOMERSCORE: Tried = Tried {
    vendor: Vendor::Customerscore,
    name: "CUSTOMERSCORE",
    operation: "importCustomers",
    forwarded: "importCustomers",
    field: "/customers/0/owner_email",
    repeat: Repeat::Harmless,
};
pub(super) const CUSTOMERGAUGE: Tried = Tried {
    vendor: Vendor::Customergauge,
    name: "CUSTOMERGAUGE",
    operation: "putRecord",
    forwarded: "putRecord",
    field: "/record/Last Name",
    repeat: Repeat::Doubles,
};

const CREATE: &str = "mutation($input: CustomerInput!, $at: ID, $external: String) {
    createCustomer(input: $input, connectionId: $at, externalId: $external) {
        customer { id sources { nodes { id } } } problems { path message } } }";
const RESPONSE: &str = "mutation($input: RecordSurveyResponseInput!) {
    recordSurveyResponse(input: $input) { problems { path message } } }";

impl Tried {
    /// Changes something in the graph that the vendor is to hear of, each time of somebody else.
    pub(super) async fn change(&self, proxied: &Proxied, who: &str) {
        let data = proxied.app.data("{ connections { id vendor } }", json!({})).await;
        let all = data["connections"].as_array().expect("connections").clone();
        let at = all.into_iter().find(|one| one["vendor"] == self.name).expect("a connection")["id"].clone();
        let input = match self.vendor {
            Vendor::Customerscore => json!({ "companyName": who, "kind": "COMPANY" }),
            _ => json!({ "firstName": "Ann", "lastName": "Low", "email": format!("{who}@example.com") }),
        };
        let external = matches!(self.vendor, Vendor::Omnidesk | Vendor::Customerscore).then_some(who);
        let data = proxied.app.data(CREATE, json!({ "input": input, "at": at, "external": external })).await;
        let made = &data["createCustomer"];
        assert_eq!(made["problems"], json!([]), "{made:#}");
        if self.vendor == Vendor::Customergauge {
            let customer = &made["customer"];
            let input = json!({ "customerId": customer["id"], "sourceRecordId": customer["sources"]["nodes"][0]["id"],
                "nps": 9, "comment": who, "accountName": "ACME" });
            let data = proxied.app.data(RESPONSE, json!({ "input": input })).await;
            assert_eq!(data["recordSurveyResponse"]["problems"], json!([]), "{data:#}");
        }
    }

    /// A client's call, each time about somebody else.
    pub(super) async fn call(&self, proxied: &Proxied, who: &str) -> Answer {
        let json = |method, path, body: Value| async move { proxied.json(self.vendor, method, path, &body).await };
        match self.vendor {
            Vendor::Omnidesk => {
                let body = format!("brand_id=1&primary_id={who}&firstname=Eva&lastname=Nova");
                proxied.call(self.vendor, "POST", "/api/v2/customer", FORM, body).await
            }
            Vendor::Carecloud => {
                let person = json!({ "first_name": "Eva", "last_name": "Nova", "email": format!("{who}@example.com"), "language_id": "en" });
                let source = self.source(proxied).await;
                let body = json!({ "customer": { "personal_information": person },
                    "customer_source": { "customer_source_id": source }, "autologin": false });
                json("POST", "/rest-api/enterprise-interface/v1.0/customers", body).await
            }
            Vendor::CustomerDatabaseApp => {
                let body = json!({ "forename": "Eva", "surname": "Nova", "email": [format!("{who}@example.com")] });
                json("POST", "/api/customer/add", body).await
            }
            Vendor::Customerscore => {
                let body = json!({ "customers": [{ "external_id": who, "name": who, "metrics": [] }] });
                json("POST", "/api/v1/customers", body).await
            }
            _ => proxied.call(self.vendor, "PUT", "/records/", "application/json", RECORD).await,
        }
    }

    async fn source(&self, proxied: &Proxied) -> Value {
        let path = "/rest-api/enterprise-interface/v1.0/customer-sources";
        let answer = proxied.directly(self.vendor, "GET", path, &Value::Null).await;
        answer.json()["data"]["customer_sources"][0]["customer_source_id"].clone()
    }
}
