//! How CareCloud carries out changes made in the graph. A PUT replaces the whole record, so that what the vendor has is read first and
//! only what changed is laid over it.

use entity::lookup::LookupKind;
use entity::{consent, interest, interest_record, property_definition, property_value, source_membership};
use serde_json::{Map, Value, json};

use super::customers::{consent_said, person_said};
use crate::domain::catalogue::service as catalogue;
use crate::domain::consent::store as consents;
use crate::domain::origin::{OriginFilter, store as origins};
use crate::domain::outbox::{Plan, PlannedCall, What, row};
use crate::domain::source::Facts;
use crate::error::Result;
use crate::store::{hanging, listing};
use crate::vendor::plan::{Asked, Planning, difference, unheard};

const VENDOR: &str = "CareCloud";
/// The setting of a connection that names the customer source of customers who come from Onefold.
pub(super) const SOURCE: &str = "customer_source_id";
const RACE: &str =
    "CareCloud replaces whole records: what somebody else changes there between reading and writing is lost";

pub(super) fn plan<'a>(asked: &'a Asked<'a>) -> Planning<'a> {
    Box::pin(async move {
        match asked.what {
            What::CustomerCreated => created(asked).await,
            What::CustomerUpdated { before } => Ok(updated(asked, before)),
            What::ConsentSet(row) => consent_set(asked, *row).await,
            What::PropertySet { row, replaces } => property_set(asked, *row, *replaces).await,
            What::PropertyRemoved { vendor_id } => {
                Ok(removed(asked, "deleteSubCustomerProperty", "property_record_id", vendor_id.as_deref()))
            }
            What::InterestAdded(row) => interest(asked, *row, false).await,
            What::InterestChanged(row) => interest(asked, *row, true).await,
            What::InterestRemoved { vendor_id } => {
                Ok(removed(asked, "deleteSubCustomerInterest", "interest_record_id", vendor_id.as_deref()))
            }
            What::OriginAdded(row) => origin_added(asked, *row).await,
            other => Ok(unheard(VENDOR, other)),
        }
    })
}

fn customer(asked: &Asked<'_>) -> Value {
    row("source_record", asked.record.id)
}

fn gone() -> Plan {
    Plan::none("it is gone")
}

async fn created(asked: &Asked<'_>) -> Result<Plan> {
    let record = asked.record;
    let Some(source) = source(asked).await? else {
        return Ok(Plan::none(format!(
            "CareCloud wants to know where a customer comes from; set {SOURCE} of the connection"
        )));
    };
    let facts = Facts::of(record);
    let mut person = person_said(&facts);
    if let Some(store) = record.extra.get("store_id") {
        person.insert("store_id".to_owned(), store.clone());
    }
    // The vendor requires a language.
    person.entry("language_id").or_insert_with(|| json!("en"));
    let request = json!({
        "customer": { "personal_information": person },
        "customer_source": { "customer_source_id": source, "external_id": record.external_id },
        "autologin": false,
    });
    let mut call = PlannedCall::of("postCustomer", request).making("source_record", record.id, "customer_id");
    if let Some(email) = &facts.email {
        call = call.told_by("getCustomers", json!({ "email": email }), "/customers/0/customer_id");
    }
    Ok(losing(Plan::of(call), &Facts::default(), &facts))
}

/// The source of the customer, else the one that the connection names, else the first that the account has.
async fn source(asked: &Asked<'_>) -> Result<Option<String>> {
    let db = asked.work.db();
    let own = origins::of_record(db, asked.record.id, &OriginFilter::default()).await?;
    if let Some(own) = own.first() {
        let entry = catalogue::by_ids(db, asked.work.brand(), &[own.customer_source_id]).await?;
        return Ok(entry.into_values().next().map(|entry| entry.vendor_id));
    }
    if let Some(named) = asked.connection.settings.get(SOURCE).and_then(Value::as_str) {
        return Ok(Some(named.to_owned()));
    }
    let all = catalogue::all(db, asked.connection.id, LookupKind::CustomerSource).await?;
    Ok(all.into_iter().next().map(|entry| entry.vendor_id))
}

fn updated(asked: &Asked<'_>, before: &Facts) -> Plan {
    let after = Facts::of(asked.record);
    let changed = difference(&person_said(before), &person_said(&after));
    if changed.is_empty() {
        return losing(Plan::default(), before, &after);
    }
    losing(replacing(asked, changed.into()), before, &after)
}

/// What the vendor's customer does not hold of what changed.
fn losing(plan: Plan, before: &Facts, after: &Facts) -> Plan {
    let lost = [
        ("company name", before.company_name != after.company_name),
        ("colleague in charge", before.owner_email != after.owner_email),
        ("name in one piece", before.display_name != after.display_name),
    ];
    lost.iter()
        .filter(|(_, is_changed)| *is_changed)
        .fold(plan, |plan, (what, _)| plan.losing(format!("{VENDOR} keeps no {what}")))
}

fn replacing(asked: &Asked<'_>, person: Value) -> Plan {
    let request = json!({ "customer_id": customer(asked), "customer": { "personal_information": person } });
    let read = json!({ "customer_id": customer(asked) });
    Plan::of(PlannedCall::of("putCustomer", request).onto("getCustomer", read, "", "/customer")).losing(RACE)
}

async fn consent_set(asked: &Asked<'_>, id: i64) -> Result<Plan> {
    let all: Vec<consent::Model> = consents::of_records(asked.work.db(), &[asked.record.id]).await?;
    let Some(set) = all.into_iter().find(|row| row.id == id) else { return Ok(gone()) };
    Ok(replacing(asked, json!({ "consents": [consent_said(&set)] })))
}

async fn property_set(asked: &Asked<'_>, id: i64, replaces: bool) -> Result<Plan> {
    let (db, brand) = (asked.work.db(), asked.work.brand());
    let Some(value) = hanging::find::<property_value::Entity>(db, brand, id).await? else { return Ok(gone()) };
    let property = listing::find::<property_definition::Entity>(db, brand, value.definition_id).await?;
    let property = property.filter(|property| property.connection_id == asked.connection.id);
    let Some(property) = property else { return Ok(Plan::none("the property is none of this account's")) };
    let mut request = json!({
        "customer_id": customer(asked),
        "property_record": { "property_id": property.vendor_id, "property_value": value.value },
    });
    let call = if replaces {
        request["property_record_id"] = row("property_value", id);
        PlannedCall::of("putSubCustomerProperty", request)
    } else {
        let known = json!({ "customer_id": customer(asked) });
        PlannedCall::of("postSubCustomerProperty", request).making("property_value", id, "property_record_id").told_by(
            "getSubCustomerProperties",
            known,
            &found("property_records", "property_id", &property.vendor_id, "property_record_id"),
        )
    };
    Ok(Plan::of(call))
}

/// Where in a list the id of an entry is found: the list, the field and value that tell the entry, and the id's field.
fn found(list: &str, field: &str, value: &str, id: &str) -> String {
    format!("/{list}/[{field}={value}]/{id}")
}

async fn interest(asked: &Asked<'_>, id: i64, replaces: bool) -> Result<Plan> {
    let (db, brand) = (asked.work.db(), asked.work.brand());
    let Some(known) = hanging::find::<interest_record::Entity>(db, brand, id).await? else { return Ok(gone()) };
    let defined = listing::find::<interest::Entity>(db, brand, known.interest_id).await?;
    let Some(defined) = defined.filter(|defined| defined.connection_id == asked.connection.id) else {
        return Ok(Plan::none("the interest is none of this account's"));
    };
    let mut request =
        json!({ "customer_id": customer(asked), "interest_record": { "interest_id": defined.vendor_id } });
    let call = if replaces {
        request["interest_record_id"] = row("interest_record", id);
        PlannedCall::of("putSubCustomerInterest", request)
    } else {
        let known = json!({ "customer_id": customer(asked) });
        PlannedCall::of("postSubCustomerInterest", request).making("interest_record", id, "interest_record_id").told_by(
            "getSubCustomerInterests",
            known,
            &found("interest_records", "interest_id", &defined.vendor_id, "interest_record_id"),
        )
    };
    Ok(Plan::of(call))
}

fn removed(asked: &Asked<'_>, operation: &str, name: &str, vendor_id: Option<&str>) -> Plan {
    match vendor_id {
        Some(id) => Plan::of(PlannedCall::of(operation, json!({ "customer_id": customer(asked), name: id }))),
        None => Plan::none("the vendor's id of it is not known"),
    }
}

async fn origin_added(asked: &Asked<'_>, id: i64) -> Result<Plan> {
    let (db, brand) = (asked.work.db(), asked.work.brand());
    let Some(known) = hanging::find::<source_membership::Entity>(db, brand, id).await? else { return Ok(gone()) };
    let source = catalogue::by_ids(db, brand, &[known.customer_source_id]).await?;
    let source = source.into_values().next().filter(|source| source.connection_id == asked.connection.id);
    let Some(source) = source else { return Ok(Plan::none("the customer source is none of this account's")) };
    let mut sent: Map<String, Value> = Map::new();
    sent.insert("customer_source_id".to_owned(), source.vendor_id.as_str().into());
    if let Some(external_id) = known.external_id {
        sent.insert("external_id".to_owned(), external_id.into());
    }
    let request = json!({ "customer_id": customer(asked), "customer_source_record": sent });
    let asked_first = json!({ "customer_id": customer(asked) });
    let at = found("customer_source_records", "customer_source_id", &source.vendor_id, "customer_source_record_id");
    let call = PlannedCall::of("postSubCustomerSource", request)
        .making("source_membership", id, "customer_source_record_id")
        .told_by("getSubCustomerSources", asked_first, &at);
    Ok(Plan::of(call))
}
