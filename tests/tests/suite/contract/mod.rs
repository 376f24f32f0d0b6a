//! What holds for every operation of every vendor: whatever is wrong with a call, the answer is the vendor's own refusal.
//!
//! The calls are made of the operations' own shapes, so a new operation is under contract as soon as it is on its vendor's list.

mod breach;
mod client;
mod endpoint;
mod refusal;

use client::Client;
use endpoint::Endpoint;
use entity::connection::Vendor;
use onefold::domain::account::Permission;
use onefold_tests::{Answer, TestApp};

/// Everything that was answered wrongly, so that one run shows all of it.
#[derive(Default)]
struct Findings(Vec<String>);

impl Findings {
    /// The answer must be the vendor's refusal with one of these statuses.
    fn refused(&mut self, endpoint: &Endpoint, what: &str, answer: &Answer, statuses: &[u16]) {
        let status = answer.status.as_u16();
        if !statuses.contains(&status) {
            self.note(endpoint, what, &format!("answers {status}, not one of {statuses:?}: {}", answer.body));
        } else if let Err(why) = refusal::check(endpoint.vendor, answer) {
            self.note(endpoint, what, &why);
        }
    }

    fn note(&mut self, endpoint: &Endpoint, what: &str, why: &str) {
        let why: String = why.chars().take(300).collect();
        self.0.push(format!("{} with {what} {why}", endpoint.name));
    }
}

/// Calls with the right credentials of which the content is wrong.
const BAD_CONTENT: &[u16] = &[400, 422];

async fn holds_for(vendor: Vendor) {
    let app = TestApp::start().await;
    let client = Client::start(&app, vendor, &Permission::ALL).await;
    let endpoints = endpoint::of(vendor);
    assert!(!endpoints.is_empty());
    let mut findings = Findings::default();
    for endpoint in &endpoints {
        credentials(&mut findings, &app, endpoint).await;
        method(&mut findings, &app, endpoint, &client, &endpoints).await;
        content(&mut findings, &app, endpoint, &client).await;
        body(&mut findings, &app, endpoint, &client).await;
    }
    assert!(findings.0.is_empty(), "{} findings:\n{}", findings.0.len(), findings.0.join("\n"));
}

async fn credentials(findings: &mut Findings, app: &TestApp, endpoint: &Endpoint) {
    if endpoint.is_open {
        return;
    }
    let none = Client::nobody();
    let answer = none.send(app, endpoint, &endpoint.sample()).await;
    findings.refused(endpoint, "no credentials", &answer, &[401]);
    let wrong = Client::forger(endpoint.vendor);
    let answer = wrong.send(app, endpoint, &endpoint.sample()).await;
    findings.refused(endpoint, "wrong credentials", &answer, &[401, 403]);
    if let Some(missing) = endpoint.permission
        && client::has_permissions(endpoint.vendor)
    {
        let others: Vec<Permission> = Permission::ALL
            .into_iter()
            // An administrator may do everything.
            .filter(|other| *other != missing && *other != Permission::Admin)
            .collect();
        let client = Client::start(app, endpoint.vendor, &others).await;
        let answer = client.send(app, endpoint, &endpoint.sample()).await;
        findings.refused(endpoint, "a missing permission", &answer, &[403]);
    }
}

async fn method(findings: &mut Findings, app: &TestApp, endpoint: &Endpoint, client: &Client, endpoints: &[Endpoint]) {
    let served = |method: &str| endpoints.iter().any(|other| other.path == endpoint.path && other.method == method);
    for method in ["GET", "POST", "PUT", "DELETE", "PATCH"].into_iter().filter(|method| !served(method)) {
        let other = Endpoint { method: method.to_owned(), ..endpoint.clone() };
        let answer = client.send(app, &other, &endpoint.sample()).await;
        // Another path of the vendor may serve the same words under that method, with a parameter in the place of one of them.
        if endpoints.iter().any(|rival| rival.method == method && rival.could_be(&endpoint.path)) {
            continue;
        }
        findings.refused(endpoint, &format!("the method {method}"), &answer, &[405]);
        if answer.status == 405 && !answer.headers.contains_key("allow") {
            findings.note(endpoint, &format!("the method {method}"), "answers without Allow");
        }
    }
}

async fn content(findings: &mut Findings, app: &TestApp, endpoint: &Endpoint, client: &Client) {
    // Where nobody is asked for credentials, another operation's would only confuse.
    let nobody = Client::nobody();
    let client = if endpoint.is_open { &nobody } else { client };
    for (what, sample) in breach::of(endpoint) {
        let answer = client.send(app, endpoint, &sample).await;
        findings.refused(endpoint, &what, &answer, BAD_CONTENT);
    }
}

async fn body(findings: &mut Findings, app: &TestApp, endpoint: &Endpoint, client: &Client) {
    if !endpoint.has_body() {
        return;
    }
    let broken = client.send_text(app, endpoint, "application/json", "{\"a\":".to_owned()).await;
    findings.refused(endpoint, "half a body", &broken, &[400, 401, 422]);
    let foreign = client.send_text(app, endpoint, "application/xml", "<a/>".to_owned()).await;
    findings.refused(endpoint, "a body of XML", &foreign, &[400, 401, 406, 415, 422]);
    let large = client.send_text(app, endpoint, "application/json", " ".repeat(endpoint.body_limit + 1)).await;
    findings.refused(endpoint, "too large a body", &large, &[400, 413, 422]);
}

#[tokio::test]
async fn carecloud_refuses_in_its_own_words() {
    holds_for(Vendor::Carecloud).await;
}

#[tokio::test]
async fn omnidesk_refuses_in_its_own_words() {
    holds_for(Vendor::Omnidesk).await;
}

#[tokio::test]
async fn customer_database_app_refuses_in_its_own_words() {
    holds_for(Vendor::CustomerDatabaseApp).await;
}

#[tokio::test]
async fn customerscore_refuses_in_its_own_words() {
    holds_for(Vendor::Customerscore).await;
}

#[tokio::test]
async fn customergauge_refuses_in_its_own_words() {
    holds_for(Vendor::Customergauge).await;
}
