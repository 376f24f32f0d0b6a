//! What clients write: customers of four vendors one after the other, and what happens to each.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reqwest::Client as Http;
use serde_json::{Value as Json, json};

use super::place::Place;
use super::servers::Servers;

const PATIENCE: Duration = Duration::from_secs(300);

const CREATE: &str = "mutation($key: String, $input: CustomerInput!, $at: ID, $external: String) {
    done: createCustomer(input: $input, connectionId: $at, externalId: $external, idempotencyKey: $key) {
        customer { id sources { nodes { id } } } problems { path message } } }";
const UPDATE: &str = "mutation($key: String, $input: CustomerInput!, $id: ID!, $record: ID) {
    done: updateCustomer(id: $id, sourceRecordId: $record, input: $input, idempotencyKey: $key) { problems { path message } } }";
const ENTRY: &str = "mutation($key: String, $input: AddTimelineEntryInput!) {
    done: addTimelineEntry(input: $input, idempotencyKey: $key) { problems { path message } } }";
const INTEREST: &str = "mutation($key: String, $input: AddInterestInput!) {
    done: addInterest(input: $input, idempotencyKey: $key) { problems { path message } } }";
const PROPERTY: &str = "mutation($key: String, $input: SetPropertyInput!) {
    done: setProperty(input: $input, idempotencyKey: $key) { problems { path message } } }";
const NOTE: &str = "mutation($key: String, $input: AddNoteInput!) {
    done: addNote(input: $input, idempotencyKey: $key) { problems { path message } } }";
const ATTRIBUTE: &str = "mutation($key: String, $input: SetAttributeInput!) {
    done: setAttribute(input: $input, idempotencyKey: $key) { problems { path message } } }";

/// A write that was acknowledged, and where it shows.
#[derive(Clone, Debug)]
pub(crate) enum Write {
    /// A customer under the company's id, which tells a repeat.
    Keyed { external: String },
    /// A customer by an address; `is_told` when the vendor can be asked for it.
    Addressed { email: String, is_told: bool },
    /// The given name that a customer has in the end.
    Named { of: String, first_name: String },
    /// Something told once, with its text.
    Told { text: String },
    /// An interest of a customer.
    Interested { email: String },
    /// The value that a property has in the end.
    Set { email: String, value: String },
    /// The value that an attribute has in the end.
    Attribute { external: String, value: i64 },
}

/// One client, which does one thing after the other.
pub(crate) struct Client {
    at: usize,
    key: String,
    servers: Arc<Servers>,
    told: Arc<AtomicUsize>,
    http: Http,
    asked: usize,
    left: usize,
    done: Vec<Write>,
}

/// A customer at a vendor.
struct Made {
    customer: Json,
    record: Json,
}

impl Made {
    fn with(&self, more: Json) -> Json {
        let mut input = json!({ "customerId": self.customer, "sourceRecordId": self.record });
        input.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        json!({ "input": input })
    }

    fn named(&self, first_name: &str) -> Json {
        json!({ "id": self.customer, "record": self.record, "input": { "firstName": first_name } })
    }
}

/// What the graph calls the things that are written to.
struct Known {
    connections: Vec<(String, Json)>,
    interest: Json,
    property: Json,
}

impl Known {
    fn connection(&self, of: &str) -> Json {
        self.connections.iter().find(|(vendor, _)| vendor == of).expect("a connection").1.clone()
    }
}

impl Client {
    pub(crate) fn new(at: usize, place: &Place, servers: Arc<Servers>, told: Arc<AtomicUsize>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Http::builder().no_proxy().pool_max_idle_per_host(0).timeout(Duration::from_secs(30));
        let http = http.build().expect("a client");
        Self { at, key: place.key.clone(), servers, told, http, asked: 0, left: 0, done: Vec::new() }
    }

    /// Makes so many writes; answers with what was acknowledged.
    pub(crate) async fn tell(mut self, writes: usize) -> Vec<Write> {
        let known = self.known().await;
        self.left = writes;
        let mut story = 0;
        while self.left > 0 {
            let name = format!("c{}-{story}", self.at);
            match (self.at + story) % 4 {
                0 => self.omnidesk(&known, &name).await,
                1 => self.carecloud(&known, &name).await,
                2 => self.database_app(&known, &name).await,
                _ => self.customerscore(&known, &name).await,
            };
            story += 1;
        }
        self.done
    }

    async fn omnidesk(&mut self, known: &Known, name: &str) -> Option<()> {
        let input = json!({ "firstName": "Ann", "lastName": "Low" });
        let keyed = Write::Keyed { external: name.to_owned() };
        let made = self.create(known.connection("OMNIDESK"), Some(name), input, keyed).await?;
        for turn in ["a", "b"] {
            let first_name = format!("Ann{turn}");
            let variables = made.named(&first_name);
            self.write(UPDATE, variables, Write::Named { of: name.to_owned(), first_name }).await?;
            let text = format!("entry {name} {turn}");
            let variables = made.with(json!({ "title": text }));
            self.write(ENTRY, variables, Write::Told { text }).await?;
        }
        Some(())
    }

    async fn carecloud(&mut self, known: &Known, name: &str) -> Option<()> {
        let email = format!("{name}@example.com");
        let input = json!({ "firstName": "Bea", "lastName": "Low", "email": email, "language": "en" });
        let addressed = Write::Addressed { email: email.clone(), is_told: true };
        let made = self.create(known.connection("CARECLOUD"), None, input, addressed).await?;
        let variables = made.with(json!({ "definitionId": known.interest }));
        self.write(INTEREST, variables, Write::Interested { email: email.clone() }).await?;
        for value in ["red", "blue"] {
            let variables = made.with(json!({ "definitionId": known.property, "value": value }));
            let set = Write::Set { email: email.clone(), value: value.to_owned() };
            self.write(PROPERTY, variables, set).await?;
        }
        let variables = made.named("Beata");
        self.write(UPDATE, variables, Write::Named { of: email, first_name: "Beata".to_owned() }).await?;
        Some(())
    }

    async fn database_app(&mut self, known: &Known, name: &str) -> Option<()> {
        let email = format!("{name}@example.com");
        let input = json!({ "firstName": "Cyd", "lastName": "Low", "email": email });
        let addressed = Write::Addressed { email, is_told: false };
        let made = self.create(known.connection("CUSTOMER_DATABASE_APP"), None, input, addressed).await?;
        for turn in ["a", "b"] {
            let text = format!("note {name} {turn}");
            let variables = made.with(json!({ "text": text }));
            self.write(NOTE, variables, Write::Told { text }).await?;
        }
        Some(())
    }

    async fn customerscore(&mut self, known: &Known, name: &str) -> Option<()> {
        let input = json!({ "companyName": format!("Firm {name}"), "kind": "COMPANY" });
        let keyed = Write::Keyed { external: name.to_owned() };
        let made = self.create(known.connection("CUSTOMERSCORE"), Some(name), input, keyed).await?;
        for value in [3, 5] {
            let variables = made.with(json!({ "codename": "customers_count", "value": value }));
            self.write(ATTRIBUTE, variables, Write::Attribute { external: name.to_owned(), value }).await?;
        }
        Some(())
    }

    async fn create(&mut self, at: Json, external: Option<&str>, input: Json, write: Write) -> Option<Made> {
        let variables = json!({ "input": input, "at": at, "external": external });
        let done = self.write(CREATE, variables, write).await?;
        let customer = &done["customer"];
        Some(Made { customer: customer["id"].clone(), record: customer["sources"]["nodes"][0]["id"].clone() })
    }

    /// Makes a write until it is acknowledged, each time under the same key; nothing when there were enough.
    async fn write(&mut self, mutation: &str, mut variables: Json, write: Write) -> Option<Json> {
        self.left = self.left.checked_sub(1)?;
        variables["key"] = format!("client-{}-{}", self.at, self.done.len()).into();
        let done = self.ask(mutation, variables).await["done"].take();
        assert_eq!(done["problems"], json!([]), "{write:?}: {done:#}");
        self.done.push(write);
        self.told.fetch_add(1, Ordering::Relaxed);
        Some(done)
    }

    async fn ask(&mut self, query: &str, variables: Json) -> Json {
        let began = Instant::now();
        let body = json!({ "query": query, "variables": variables }).to_string();
        loop {
            self.asked += 1;
            let url = format!("http://{}/graphql", self.servers.address(self.at + self.asked));
            let request = self.http.post(url).bearer_auth(&self.key).header("content-type", "application/json");
            let answer = match request.body(body.clone()).send().await {
                Ok(answer) => answer.bytes().await.ok(),
                Err(_) => None,
            };
            let answer: Option<Json> = answer.and_then(|body| serde_json::from_slice(&body).ok());
            match answer {
                Some(mut answer) if answer.get("errors").is_none() => return answer["data"].take(),
                other => assert!(began.elapsed() < PATIENCE, "it is not acknowledged: {other:?}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn known(&mut self) -> Known {
        let query = "{ connections { id vendor }
            interestDefinitions(first: 50) { nodes { id vendor } }
            propertyDefinitions(first: 50) { nodes { id vendor name } } }";
        let data = self.ask(query, json!({})).await;
        let list = |value: &Json| value.as_array().expect("a list").clone();
        let connections = list(&data["connections"]).into_iter();
        let connections =
            connections.map(|one| (one["vendor"].as_str().unwrap_or_default().to_owned(), one["id"].clone()));
        let of = |all: &Json, name: Option<&str>| {
            let all = list(&all["nodes"]);
            let found =
                all.iter().find(|one| one["vendor"] == "CARECLOUD" && name.is_none_or(|name| one["name"] == name));
            found.expect("a definition")["id"].clone()
        };
        Known {
            interest: of(&data["interestDefinitions"], None),
            property: of(&data["propertyDefinitions"], Some("Oblíbená barva")),
            connections: connections.collect(),
        }
    }
}
