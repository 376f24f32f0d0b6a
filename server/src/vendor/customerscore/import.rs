//! `POST /api/v1/customers`: bulk customer import.

use std::collections::HashSet;

use axum::http::Method;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::dialect::{Customerscore, UNCONFIGURED};
use crate::domain::account::Permission;
use crate::domain::score::{ImportReport, ImportedCustomer, service as scores};
use crate::error::{Error, Rule, Violation};
use crate::vendor::contract::{Access, Call, Operation, Refusal};
use crate::vendor::outbound::Repeat;
use crate::vendor::shape::{Field, Kind};

/// "You can include up to 100 customers in a single API request."
const CUSTOMERS: usize = 100;
/// "It can hold up to 200 items."
const METRICS: usize = 200;
/// "mandatory, max 255 characters"
const LONGEST: usize = 255;
/// A connection's setting for the vendor's newer rule, by which `metrics` may be left out.
pub(super) const METRICS_OPTIONAL: &str = "metrics_optional";
/// An older edition of the page had these beside `attributes`.
const LINKS: [&str; 2] = ["crm_link", "admin_link"];

/// The operation.
pub(super) struct ImportCustomers;

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Request {
    customers: Vec<Customer>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Customer {
    external_id: String,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner_email: Option<String>,
    #[serde(default)]
    attributes: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    metrics: Option<Vec<Metrics>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scorings: Option<Vec<Metrics>>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Map<String, Value>")]
struct Metrics {
    date: NaiveDate,
    #[serde(flatten)]
    values: Map<String, Value>,
}

/// Read by hand, because an import has thousands of them and a flattened field is read twice.
impl TryFrom<Map<String, Value>> for Metrics {
    type Error = String;

    fn try_from(mut values: Map<String, Value>) -> Result<Self, String> {
        let date = values.shift_remove("date").unwrap_or_default();
        let date = date.as_str().and_then(|date| date.parse().ok()).ok_or("date must be a date")?;
        Ok(Self { date, values })
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct Received {
    message: String,
}

impl Operation for ImportCustomers {
    type Dialect = Customerscore;
    type Request = Request;
    type Reply = Received;
    const NAME: &'static str = "importCustomers";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/customers";
    const ACCESS: Access = Access::Needs(Permission::CustomerCud);

    fn fields() -> Vec<Field> {
        let metrics = || Kind::List {
            of: Box::new(Kind::Object(vec![Field::body("date", Kind::Date).required().doc("Unique within the list")])),
            at_least: 0,
            at_most: METRICS,
        };
        let customer = vec![
            Field::body("external_id", Kind::Text).required().longest(LONGEST).doc("Identifier for the customer"),
            Field::body("name", Kind::Text).required().longest(LONGEST).doc("Name of the customer"),
            Field::body("owner_email", Kind::Text).longest(LONGEST).doc("The account's user in charge"),
            Field::body("attributes", Kind::Object(Vec::new())).doc("Values by attribute codename"),
            Field::body("metrics", metrics()).doc("Values by metric codename, one item a date"),
            Field::body("scorings", metrics()).doc("Former name of metrics"),
        ];
        let customers = Kind::List { of: Box::new(Kind::Object(customer)), at_least: 1, at_most: CUSTOMERS };
        vec![Field::body("customers", customers).required().doc("1 to 100 customers")]
    }

    /// Customers are matched by their external ids, and metrics by their dates.
    fn repeat() -> Repeat {
        Repeat::Harmless
    }

    async fn perform(call: &Call<'_, Customerscore>, request: Request) -> Result<Received, Refusal> {
        let connection = &call.caller()?.connection;
        let may_lack = connection.settings.get(METRICS_OPTIONAL).and_then(Value::as_bool).unwrap_or_default();
        let metrics_optional = !call.checks_rules() || may_lack;
        let broken = structure(&request.customers, metrics_optional);
        if !broken.is_empty() {
            return Err(Error::Invalid(broken).into());
        }
        let work = call.begin(Permission::CustomerCud).await?;
        if call.checks_rules() && !scores::is_configured(&work, connection.id).await? {
            return Err(Refusal::Own { status: UNCONFIGURED, message: "Unconfigured scoring".to_owned() });
        }
        let customers = request.customers.into_iter().map(Customer::into_domain).collect();
        let report = scores::import(&work, connection.id, customers).await?;
        work.commit().await?;
        Ok(Received { message: received(&report) })
    }
}

fn received(report: &ImportReport) -> String {
    let customers = report.created + report.updated;
    let kept = if report.quarantined == 0 {
        String::new()
    } else {
        format!("; {} values match no codename or its type and are kept aside", report.quarantined)
    };
    format!("The data of {customers} customers has been received{kept}.")
}

/// The rules that relate several fields.
fn structure(customers: &[Customer], metrics_optional: bool) -> Vec<Violation> {
    let mut broken = Vec::new();
    for (index, customer) in customers.iter().enumerate() {
        let at = |field: &str| format!("customers[{index}].{field}");
        match (&customer.metrics, &customer.scorings) {
            (Some(_), Some(_)) => {
                broken.push(Violation::new(
                    at("scorings"),
                    Rule::NotAllowed,
                    "metrics and scorings cannot both be sent",
                ));
            }
            (None, None) if !metrics_optional => {
                broken.push(Violation::new(at("metrics"), Rule::Required, "metrics is required"))
            }
            (Some(metrics), None) => broken.extend(repeated_dates(metrics, &at("metrics"))),
            (None, Some(metrics)) => broken.extend(repeated_dates(metrics, &at("scorings"))),
            (None, None) => {}
        }
    }
    broken
}

fn repeated_dates(metrics: &[Metrics], path: &str) -> Vec<Violation> {
    let mut seen = HashSet::new();
    let repeated = metrics.iter().enumerate().filter(|(_, item)| !seen.insert(item.date));
    let message = "date must be unique within the list";
    repeated
        .map(|(index, item)| {
            Violation::new(format!("{path}[{index}].date"), Rule::AlreadyExists, message).with_value(item.date)
        })
        .collect()
}

impl Customer {
    fn into_domain(mut self) -> ImportedCustomer {
        for link in LINKS {
            if let Some(value) = self.other.remove(link) {
                self.attributes.entry(link).or_insert(value);
            }
        }
        let metrics = self.metrics.or(self.scorings).unwrap_or_default();
        ImportedCustomer {
            external_id: self.external_id,
            name: self.name,
            owner_email: self.owner_email,
            attributes: self.attributes,
            metrics: metrics.into_iter().map(|item| (item.date, item.values)).collect(),
        }
    }
}
