//! All that a store says of its customers, so that two stores can be compared.

use onefold_tests::Proxied;
use serde_json::{Map, Value, json};

/// Ids are a store's own, and so is when it came to know something; neither is asked for. The period of a reward is not either: the vendor
/// has no place for it in an answer.
const TREE: &str = r"{
  customers(first: 100) { nodes {
    kind displayName firstName lastName companyName email phone language birthDate gender city country photoUrl ownerEmail
    healthScore pointsBalance
    points { balance currency typeName lots(first: 200) { nodes { ...lot } } }
    credits { balance currency typeName lots(first: 200) { nodes { ...lot } } }
    sources(first: 200) { nodes {
      vendor vendorId externalId state displayName firstName lastName companyName email phone language birthDate address extra
    } }
    channels(first: 200) { nodes { kind address label isPrimary source { ...of } } }
    consents(first: 200) { nodes { purpose decision source { ...of } } }
    properties(first: 200) { nodes { value definition { vendorId name } source { ...of } } }
    interests(first: 200) { nodes { definition { vendorId name } source { ...of } } }
    origins(first: 200) { nodes { externalId customerSource { vendorId } source { ...of } } }
    notes(first: 200) { nodes { text author pipeline { reference } source { ...of } } }
    tasks(first: 200) { nodes { name description dueOn state assignees pipeline { reference } source { ...of } } }
    events(first: 200) { nodes { name description location startsAt endsAt attendees attendeeUsers source { ...of } } }
    pipelines(first: 200) { nodes {
      reference ownerId state custom type { vendorId name } stage { vendorId name } value { amount currency } source { ...of }
    } }
    surveyResponses(first: 200) { nodes {
      accountName answers comment followUp followUpDetails nps sentAt respondedAt touchpoint { name } source { ...of }
    } }
    attributes(first: 200) { nodes { value definition { codename } source { ...of } } }
    metrics(first: 200) { nodes { day value definition { codename } source { ...of } } }
    scores(first: 200) { nodes { kind value source { ...of } } }
    purchases(first: 200) { nodes {
      vendorId externalId paidAt cashdeskNumber cardNumber itemsCount total { amount currency }
      store { vendorId } kind { vendorId } items(first: 200) { nodes {
        vendorId externalId price quantity vatRate productId productName productGroupId productGroupName productBrandId
        productBrandName properties kind { vendorId }
      } } source { ...of }
    } }
    cards(first: 200) { nodes {
      vendorId number secondaryNumber state validFrom validTo kind { vendorId } store { vendorId } source { ...of }
    } }
    vouchers(first: 200) { nodes {
      vendorId code note state validFrom validTo appliedAt rewardGroup value { amount currency } reward { ...reward }
      store { vendorId } source { ...of }
    } }
    rewards(first: 200) { nodes { ...reward } }
    segments(first: 200) { nodes { segment { vendorId name } source { ...of } } }
    statusRecords(first: 200) { nodes { vendorId state validFrom validTo conditions tier { vendorId name } source { ...of } } }
    recommendations(first: 200) { nodes {
      vendorId name briefDescription detailedDescription content pictureUrls webUrl state source { ...of }
    } }
    timeline(first: 200) { nodes { kind title body ticketId sourceUrl source { ...of } } }
    quarantine(first: 200) { nodes { operation path reason value } }
  } }
  quarantine(first: 100) { nodes { operation path reason } }
}
fragment of on SourceRecord { vendor vendorId }
fragment lot on LedgerLot {
  vendorId assigned available currency earnedAt expiresAt note partnerName typeName source { ...of }
}
fragment reward on Reward {
  vendorId vendor code name subtitle note group state pointsCost dailyFrom dailyTo priority automated
  externalUrl imageUrls kind { vendorId }
}";

/// Onefold's tree and the sandbox's, in one order.
pub(crate) async fn trees(proxied: &Proxied) -> (Value, Value) {
    let (own, vendors) = proxied.both(TREE).await;
    (flat(own), flat(vendors))
}

/// Pages become lists, and lists are sorted: few of them have an order of their own.
fn flat(value: Value) -> Value {
    match value {
        Value::Object(mut fields) if fields.len() == 1 && fields.contains_key("nodes") => flat(fields["nodes"].take()),
        Value::Object(fields) => fields.into_iter().map(said).collect::<Map<_, _>>().into(),
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(flat).collect();
            items.sort_by_cached_key(ToString::to_string);
            items.into()
        }
        other => other,
    }
}

/// The conditions of a tier have all keys that the vendor documents in an answer, and in a store those that say something.
fn said((name, value): (String, Value)) -> (String, Value) {
    let mut value = flat(value);
    if let (Value::Object(conditions), "conditions") = (&mut value, name.as_str()) {
        conditions.retain(|_, condition| !condition.is_null() && *condition != json!([]));
    }
    (name, value)
}

/// What one vendor says of each customer that it knows, by its own id; what is resolved from several is left out.
pub(crate) fn of_vendor(tree: &Value, vendor: &str) -> Value {
    let mut said = Map::new();
    for customer in tree["customers"].as_array().into_iter().flatten() {
        let is_own = |item: &&Value| item["source"]["vendor"] == vendor || item["vendor"] == vendor;
        let Some(source) = customer["sources"].as_array().and_then(|all| all.iter().find(is_own)) else { continue };
        let lists = customer.as_object().into_iter().flatten().filter(|(name, list)| {
            list.is_array() && !["points", "credits", "timeline", "quarantine"].contains(&name.as_str())
        });
        let own = |list: &Value| list.as_array().into_iter().flatten().filter(is_own).cloned().collect::<Value>();
        let mut of_customer: Map<String, Value> = lists.map(|(name, list)| (name.clone(), own(list))).collect();
        for unit in ["points", "credits"] {
            let lots = customer[unit]
                .as_array()
                .into_iter()
                .flatten()
                .flat_map(|one| one["lots"].as_array().into_iter().flatten());
            // When credits were earned is in no answer.
            let shown = |lot: &Value| {
                let mut lot = lot.clone();
                if unit == "credits" {
                    lot["earnedAt"].take();
                }
                lot
            };
            of_customer.insert(unit.to_owned(), flat(lots.filter(is_own).map(shown).collect()));
        }
        said.insert(source["vendorId"].as_str().unwrap_or_default().to_owned(), of_customer.into());
    }
    said.into()
}

/// Where two trees differ, a line each; empty when they do not.
pub(crate) fn differences(one: &Value, other: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", one, other, &mut found);
    found
}

fn compare(at: &str, one: &Value, other: &Value, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(own), Value::Object(others)) => {
            for name in own.keys().chain(others.keys().filter(|name| !own.contains_key(*name))) {
                compare(&format!("{at}/{name}"), &one[name], &other[name], found);
            }
        }
        (Value::Array(own), Value::Array(others)) if own.len() == others.len() => {
            own.iter()
                .zip(others)
                .enumerate()
                .for_each(|(n, (own, others))| compare(&format!("{at}/{n}"), own, others, found));
        }
        _ if one == other => {}
        _ => found.push(format!("{at}: Onefold has {one}, the vendor {other}")),
    }
}

#[test]
fn a_difference_is_found_wherever_it_is() {
    let one = json!({ "a": [{ "b": 1 }], "c": 2, "d": [1] });
    assert_eq!(differences(&one, &one), [""; 0]);
    let other = json!({ "a": [{ "b": 2 }], "d": [1, 2], "e": null });
    let found = differences(&one, &other);
    assert_eq!(
        found,
        [
            "/a/0/b: Onefold has 1, the vendor 2",
            "/c: Onefold has 2, the vendor null",
            "/d: Onefold has [1], the vendor [1,2]"
        ]
    );
}
