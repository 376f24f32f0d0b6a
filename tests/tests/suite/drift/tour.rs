//! A call of every operation, each with what must be there before it.

use entity::connection::Vendor;
use onefold_tests::{Answer, Proxied, answer};
use serde_json::{Value, json};

const ENTERPRISE: &str = "/rest-api/enterprise-interface/v1.0";
const JSON: &str = "application/json";
const URLENCODED: &str = "application/x-www-form-urlencoded";
const CREATE: &str = include_str!("../../../fixtures/carecloud/create-customer.json");
const REPLACE: &str = include_str!("../../../fixtures/carecloud/update-customer.json");
const RECORD: &str = include_str!("../../../fixtures/customergauge/record.json");
const PASSWORD: &str = "Kolo-Na-Dvore-26";

/// Lists of what customers are named by: operation and path.
const LOOKUPS: [(&str, &str); 11] = [
    ("getCustomerProperties", "/customer-properties"),
    ("getInterests", "/interests"),
    ("getCustomerSources", "/customer-sources"),
    ("getPointsTypes", "/point-types"),
    ("getCreditTypes", "/credit-types"),
    ("getCardTypes", "/card-types"),
    ("getRewardTypes", "/reward-types"),
    ("getPurchaseTypes", "/purchase-types"),
    ("getSegments", "/segments"),
    ("getStatuses", "/statuses"),
    ("getStores", "/stores"),
];
/// Lists of a customer: operation and path below it.
const LISTS: [(&str, &str); 12] = [
    ("getSubCustomerPurchases", "purchases"),
    ("getSubCustomerPoints", "points"),
    ("getSubCustomerCredits", "credits"),
    ("getSubCustomerVouchers", "vouchers"),
    ("getSubCustomerRewards", "rewards"),
    ("getSubCustomerCards", "cards"),
    ("getSubCustomerSegmentRecords", "segment-records"),
    ("getSubCustomerStatusRecords", "status-records"),
    ("getSubCustomerRecommendations", "recommendation-records"),
    ("getSubCustomerProperties", "property-records"),
    ("getSubCustomerInterests", "interest-records"),
    ("getSubCustomerSources", "customer-source-records"),
];

/// A call that is ready to be made.
pub(super) struct Step {
    of: Vendor,
    method: &'static str,
    path: String,
    kind: &'static str,
    body: String,
    /// A device's token, for the customer interface.
    device: Option<String>,
}

impl Step {
    fn json(of: Vendor, method: &'static str, path: String, body: Value) -> Self {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        Self { of, method, path, kind: JSON, body, device: None }
    }

    fn of_device(device: &str, method: &'static str, path: String, body: Value) -> Self {
        Self { device: Some(device.to_owned()), ..Self::json(Vendor::Carecloud, method, path, body) }
    }
}

/// Onefold before a sandbox with people in it.
pub(super) struct Tour {
    pub(super) at: Proxied,
    /// For each of [`LISTS`], a customer whose list is not empty.
    rich: Vec<String>,
    property: String,
    interest: String,
}

/// Somebody made for one call.
struct Somebody {
    id: String,
    email: String,
    social: Value,
}

impl Tour {
    /// Starts both, and looks for people with something in every list.
    pub(super) async fn start() -> Self {
        let at = Proxied::start_with(|options| options.customers = Some(60), |_| {}).await;
        let (properties, interests) = (list(&at, "/customer-properties").await, list(&at, "/interests").await);
        let of_type = |property: &&Value| property["data_type"] == "string";
        let property = properties.iter().find(of_type).expect("a property")["property_id"].clone();
        let mut tour =
            Self { at, rich: Vec::new(), property: text(&property), interest: text(&interests[0]["interest_id"]) };
        let everybody = list(&tour.at, "/customers?count=1000").await;
        for (operation, path) in LISTS {
            let mut found = None;
            for person in &everybody {
                let id = text(&person["customer_id"]);
                if !list(&tour.at, &format!("/customers/{id}/{path}")).await.is_empty() {
                    found = Some(id);
                    break;
                }
            }
            tour.rich.push(found.unwrap_or_else(|| panic!("nobody has anything in {operation}")));
        }
        tour
    }

    /// Makes a call.
    pub(super) async fn go(&self, step: &Step) -> Answer {
        match &step.device {
            Some(device) => {
                let body =
                    if step.body.is_empty() { Value::Null } else { serde_json::from_str(&step.body).expect("JSON") };
                self.at.of_device(device, step.method, &step.path, &body).await
            }
            None => self.at.call(step.of, step.method, &step.path, step.kind, step.body.clone()).await,
        }
    }

    /// The call of an operation that is asked of the vendor; absent for those that Onefold answers itself, and for logging in, which
    /// happens along with other calls. `n` tells apart what must differ from call to call.
    pub(super) async fn step(&self, of: Vendor, operation: &str, n: usize) -> Option<Step> {
        match of {
            Vendor::Carecloud => self.carecloud(operation, n).await,
            Vendor::Omnidesk => self.omnidesk(operation, n).await,
            Vendor::CustomerDatabaseApp => Some(self.customer_database_app(operation, n).await),
            Vendor::Customerscore => {
                let customer =
                    json!({ "external_id": format!("c{n}"), "name": "ACME", "attributes": {}, "metrics": [] });
                Some(Step::json(of, "POST", "/api/v1/customers".to_owned(), json!({ "customers": [customer] })))
            }
            _ => match operation {
                "putRecord" => {
                    Some(Step { body: RECORD.to_owned(), ..Step::json(of, "PUT", "/records/".to_owned(), Value::Null) })
                }
                "receiveRecord" => {
                    let body = json!({ "Account Name": format!("Umbrella {n}") });
                    Some(Step::json(of, "PUT", "/hooks/customergauge/account".to_owned(), body))
                }
                _ => None,
            },
        }
    }

    async fn somebody(&self, n: usize) -> Somebody {
        let (email, social) = (format!("drift{n}@example.com"), social(n));
        let made = self.go(&create(&email, &social)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        Somebody { id: text(&made.json()["data"]["customer_id"]), email, social }
    }

    async fn carecloud(&self, operation: &str, n: usize) -> Option<Step> {
        if let Some((_, path)) = LOOKUPS.iter().find(|(known, _)| *known == operation) {
            return Some(get(path));
        }
        if let Some(at) = LISTS.iter().position(|(known, _)| *known == operation) {
            let query = if operation == "getSubCustomerPurchases" { "?purchase_items_extension=true" } else { "" };
            return Some(get(&format!("/customers/{}/{}{query}", self.rich[at], LISTS[at].1)));
        }
        let of = Vendor::Carecloud;
        let step = |method, path: String, body| Step::json(of, method, format!("{ENTERPRISE}{path}"), body);
        match operation {
            "postUserLogin" | "postUserLogout" | "postToken" | "getTestsConnection" => return None,
            "postCustomer" => return Some(create(&format!("drift{n}@example.com"), &social(n))),
            "getCustomers" => return Some(get("/customers?count=5")),
            "getCustomerSearch" => return Some(get("/customers/actions/search-customers?last_name=Smith")),
            _ => {}
        }
        let who = self.somebody(n).await;
        let own = format!("/customers/{}", who.id);
        let interest = json!({ "interest_record": { "interest_id": self.interest } });
        let property = json!({ "property_record": { "property_id": self.property, "property_value": "Blue" } });
        let source = json!({ "customer_source_record": {
            "customer_source_id": "8bd253a89059008f1d44aa", "external_id": format!("shop-{n}"),
        } });
        Some(match operation {
            "getCustomer" => get(&own),
            "putCustomer" => step("PUT", own, replacement(&who.email, n)),
            "postSubCustomerProperty" => step("POST", format!("{own}/property-records"), property),
            "putSubCustomerProperty" | "deleteSubCustomerProperty" => {
                let made = self.go(&step("POST", format!("{own}/property-records"), property.clone())).await.json();
                let path = format!("{own}/property-records/{}", text(&made["data"]["property_record_id"]));
                if operation.starts_with("put") {
                    step("PUT", path, property)
                } else {
                    step("DELETE", path, Value::Null)
                }
            }
            "postSubCustomerInterest" => step("POST", format!("{own}/interest-records"), interest),
            "putSubCustomerInterest" | "deleteSubCustomerInterest" => {
                let made = self.go(&step("POST", format!("{own}/interest-records"), interest.clone())).await.json();
                let path = format!("{own}/interest-records/{}", text(&made["data"]["interest_record_id"]));
                if operation.starts_with("put") {
                    step("PUT", path, interest)
                } else {
                    step("DELETE", path, Value::Null)
                }
            }
            "postSubCustomerSource" => step("POST", format!("{own}/customer-source-records"), source),
            "postCustomerVerifyCredentials" => {
                step("POST", "/customers/actions/verify-credentials".to_owned(), login(&who))
            }
            "postCustomerVerifySocialNetworkCredentials" => {
                let body = json!({ "social_network_credentials": who.social });
                step("POST", "/customers/actions/verify-social-network-credentials".to_owned(), body)
            }
            "postCustomersAuthToken" => self.auth_token(&who),
            "postCustomerVerifyAuthToken" => {
                let token = self.go(&self.auth_token(&who)).await.json();
                step("POST", "/customers/actions/verify-auth-token".to_owned(), self.shown(&token["data"]))
            }
            _ => self.on_a_device(operation, &who, n).await,
        })
    }

    async fn on_a_device(&self, operation: &str, who: &Somebody, n: usize) -> Step {
        let device = self.at.device(&format!("device-{n}")).await;
        let actions = format!("/tokens/{device}/actions");
        let log_in = Step::of_device(&device, "POST", format!("{actions}/login"), login(who));
        match operation {
            "postTokenLogin" => return log_in,
            "postTokenSocialLogin" => {
                let body = json!({ "social_network_credentials": who.social });
                return Step::of_device(&device, "POST", format!("{actions}/social-network-login"), body);
            }
            "postTokenAuthTokenLogin" => {
                let token = self.go(&self.auth_token(who)).await.json();
                let body = self.shown(&token["data"]);
                return Step::of_device(&device, "POST", format!("{actions}/auth-token-login"), body);
            }
            _ => {}
        }
        let answer = self.go(&log_in).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        match operation {
            "postTokenLogout" => Step::of_device(&device, "POST", format!("{actions}/logout"), Value::Null),
            "getTokenAuthentication" => {
                let path = format!("{actions}/auth-token?external_application_id={}", self.application());
                Step::of_device(&device, "GET", path, Value::Null)
            }
            "putOwnCustomer" => Step::of_device(&device, "PUT", "/customers".to_owned(), replacement(&who.email, n)),
            other => panic!("no call of {other} is known"),
        }
    }

    fn application(&self) -> String {
        self.at.vendor.credential(Vendor::Carecloud, "user_external_application_id")
    }

    fn auth_token(&self, who: &Somebody) -> Step {
        let body = json!({ "customer_id": who.id, "external_application_id": self.application() });
        Step::json(Vendor::Carecloud, "POST", format!("{ENTERPRISE}/customers/actions/auth-token"), body)
    }

    fn shown(&self, token: &Value) -> Value {
        json!({
            "application_id": self.application(),
            "token": token["authentication_token"], "token_request_id": token["token_request_id"],
        })
    }

    async fn omnidesk(&self, operation: &str, n: usize) -> Option<Step> {
        let of = Vendor::Omnidesk;
        let step = |method, path: String, body| Step::json(of, method, format!("/api/v2{path}"), body);
        let primary = format!("drift-{n}");
        let create = json!({
            "brand_id": 1, "primary_id": primary, "firstname": "Ann", "lastname": "Smith",
            "extra_email": format!("ann{n}@example.com"), "custom_size": "XL",
        });
        let crud = format!("primaryID={primary}&brandID=1&firstname=Eva&lastname=Nova");
        match operation {
            "syncWithCRM" => return None,
            "getCustomerIndex" => return Some(step("GET", "/customer".to_owned(), Value::Null)),
            "postCustomerIndex" => return Some(step("POST", "/customer".to_owned(), create)),
            "createCustomerCRUD" => {
                let path = "/customer/createCustomerCRUD".to_owned();
                return Some(Step { kind: URLENCODED, body: crud, ..step("POST", path, Value::Null) });
            }
            _ => {}
        }
        let made = self.go(&step("POST", "/customer".to_owned(), create)).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let id = made.json()["id"].clone();
        let own = format!("/customer/{id}");
        let event = json!({ "customer_id": id, "brand_id": 1, "initiated_by": "Shop", "message": "Order shipped" });
        let shown = self.at.directly(of, "GET", &format!("/api/v2{own}"), &Value::Null).await.json();
        let channel = &shown["item"]["channels"][0]["id"];
        let named = |field: &str| json!({ field: primary, "brand_id": 1, "brandID": 1, "lastname": "Novak" });
        Some(match operation {
            "getCustomerItem" => step("GET", own, Value::Null),
            "putCustomerItem" => {
                step("PUT", own, json!({ "brandID": 1, "lastname": "Novak", "custom_colour": "blue" }))
            }
            "deleteCustomerItem" => step("DELETE", own, Value::Null),
            "deleteCustomerItemPurgeData" => step("DELETE", format!("{own}/purgeData"), Value::Null),
            "purgeCustomerData" => {
                step("DELETE", format!("/customer/purgedata?primary_id={primary}&brand_id=1"), Value::Null)
            }
            "deleteCustomerItemChannel" => step("DELETE", format!("{own}/channel/{channel}"), Value::Null),
            "deleteCustomerItemChannelByParameter" => {
                step("DELETE", format!("{own}/channel?channel_id={channel}"), Value::Null)
            }
            "putCustomerIndex" => {
                step("PUT", "/customer".to_owned(), json!({ "primaryID": primary, "brandID": 1, "firstname": "Anna" }))
            }
            "updateCustomer" => step("PUT", "/customer/updateCustomer".to_owned(), named("externalPrimaryID")),
            "addChannelOnly" => {
                let body = json!({ "customer_id": id, "brand_id": 1, "extra_twitter": format!("ann_{n}") });
                step("POST", "/customer/addChannelOnly".to_owned(), body)
            }
            "externalEvent" => step("POST", "/customer/externalEvent".to_owned(), event),
            "searchByPrimaryExternalId" => {
                let body = json!({ "primary_id": primary, "brand_id": 1 });
                step("POST", "/customer/SearchByPrimaryExternalID".to_owned(), body)
            }
            "searchByCustomerChannelValue" => {
                let body = json!({ "customerChannelValue": format!("ann{n}@example.com"), "brand_id": 1 });
                step("POST", "/customer/SearchByCustomerChannelValue".to_owned(), body)
            }
            "timelineByCustomerExternalID" => {
                self.go(&step("POST", "/customer/externalEvent".to_owned(), event)).await;
                let path = format!(
                    "/customer/timelineByCustomerExternalID?brand_id=1&external_id={primary}&getTicketHistory=1"
                );
                step("GET", path, Value::Null)
            }
            other => panic!("no call of {other} is known"),
        })
    }

    async fn customer_database_app(&self, operation: &str, n: usize) -> Step {
        let of = Vendor::CustomerDatabaseApp;
        let step = |path: &str, body: Value| Step::json(of, "POST", format!("/api{path}"), body);
        let add = step(
            "/customer/add",
            json!({ "forename": "Ann", "surname": "Smith", "email": [format!("cda{n}@example.com")] }),
        );
        if operation == "addCustomer" {
            return add;
        }
        let customer = self.added(&add).await;
        let pipeline =
            step("/pipeline/add", json!({ "customerid": customer, "reference": "Boat", "pipelinetypeid": "1" }));
        let task = json!({ "customerid": customer, "datedue": "01/11/2026", "name": "Call" });
        match operation {
            "addPipeline" => return pipeline,
            "addCustomerNote" => return step("/customer/note/add", json!({ "customerid": customer, "note": "Hello" })),
            "addCustomerTask" => return step("/customer/task/add", task),
            "addCustomerEvent" => {
                let event = json!({
                    "customerid": customer, "name": "Meeting",
                    "startdatetime": "31/10/2026 09:00:00", "enddatetime": "31/10/2026 10:00:00",
                });
                return step("/customer/event/add", event);
            }
            _ => {}
        }
        let pipeline = self.added(&pipeline).await;
        match operation {
            "addPipelineNote" => step("/pipeline/note/add", json!({ "pipelineid": pipeline, "note": "Blue" })),
            "addPipelineTask" => {
                step("/pipeline/task/add", json!({ "pipelineid": pipeline, "datedue": "01/11/2026", "name": "Call" }))
            }
            other => panic!("no call of {other} is known"),
        }
    }

    async fn added(&self, step: &Step) -> Value {
        let answer = self.go(step).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["message"].clone()
    }

    /// Calls that are refused, one or more of each vendor, each with a status of its own.
    pub(super) fn refused(&self) -> Vec<Step> {
        let (carecloud, omnidesk) = (Vendor::Carecloud, Vendor::Omnidesk);
        vec![
            get("/customers/nobody"),
            Step::json(carecloud, "POST", format!("{ENTERPRISE}/customers"), json!({ "customer": {} })),
            Step::json(omnidesk, "GET", "/api/v2/customer/999999".to_owned(), Value::Null),
            Step::json(omnidesk, "POST", "/api/v2/customer".to_owned(), json!({ "brand_id": 1 })),
            Step::json(
                omnidesk,
                "POST",
                "/api/v2/customer/syncWithCRM".to_owned(),
                json!({
                    "brandID": 1, "channel": "email", "address": "a@example.com",
                }),
            ),
            Step::json(
                Vendor::CustomerDatabaseApp,
                "POST",
                "/api/customer/note/add".to_owned(),
                json!({ "note": "x" }),
            ),
            Step::json(Vendor::Customerscore, "POST", "/api/v1/customers".to_owned(), json!({ "customers": [{}] })),
            Step::json(Vendor::Customergauge, "PUT", "/records/".to_owned(), json!({ "configuration": "account" })),
        ]
    }

    /// A call of the sandbox that does not pass through Onefold.
    pub(super) async fn is_up(&self) -> bool {
        answer(self.at.vendor.index()).await.is_ok()
    }
}

fn get(path: &str) -> Step {
    Step::json(Vendor::Carecloud, "GET", format!("{ENTERPRISE}{path}"), Value::Null)
}

fn social(n: usize) -> Value {
    json!({ "social_network_id": "twitter", "social_network_token": format!("token-of-{n}") })
}

fn create(email: &str, social: &Value) -> Step {
    let mut body: Value = serde_json::from_str(CREATE).expect("JSON");
    body["customer"]["personal_information"]["email"] = email.into();
    body["password"] = PASSWORD.into();
    body["social_network_credentials"] = social.clone();
    Step::json(Vendor::Carecloud, "POST", format!("{ENTERPRISE}/customers"), body)
}

fn replacement(email: &str, n: usize) -> Value {
    let mut body: Value = serde_json::from_str(REPLACE).expect("JSON");
    body["personal_information"]["email"] = email.into();
    body["social_network_credentials"] = social(n);
    body["password"] = PASSWORD.into();
    body
}

fn login(who: &Somebody) -> Value {
    json!({ "login_type": "email", "login_value": who.email, "password": PASSWORD })
}

/// The items of one of CareCloud's lists, as the vendor itself answers.
async fn list(at: &Proxied, path: &str) -> Vec<Value> {
    let answer = at.directly(Vendor::Carecloud, "GET", &format!("{ENTERPRISE}{path}"), &Value::Null).await.json();
    let data = answer["data"].as_object().unwrap_or_else(|| panic!("{path}: {answer}"));
    data.values().find_map(Value::as_array).cloned().unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
