//! Where every request comes in: those of vendors meet the faults and are written down, the others are answered as they are.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header;
use axum::http::request::Parts;
use axum::http::response::Parts as ReplyHead;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::{Map, Value as Json, json};
use tokio_util::sync::CancellationToken;
use tower::{Service, ServiceExt, service_fn};

use super::control::{self, CONTROL};
use super::faults::field::Edit;
use super::faults::{Faults, answer, request};
use super::folder::Filling;
use super::journal::{Call, Journal};
use super::operations::{Named, Operations};
use super::script::{Fault, Side};
use crate::app::App;
use crate::domain::account::clients;
use crate::vendor::contract::Refusal;
use crate::web;

/// The connection is closed instead of an answer.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the sandbox closes this connection")]
pub(super) struct Closed;

/// What all requests share.
#[derive(Debug)]
pub(super) struct Door {
    pub(super) app: App,
    /// What a client is told.
    pub(super) document: Json,
    pub(super) faults: Faults,
    pub(super) journal: Journal,
    operations: Operations,
    web: Router,
    stop: CancellationToken,
}

/// A vendor's call.
#[derive(Clone, Debug)]
struct Received {
    named: Named,
    head: Parts,
    body: Bytes,
}

/// What comes of it.
enum Outcome {
    Answer(Response),
    Close,
    Hang(Option<Duration>),
}

/// What answers.
pub(super) fn service(
    door: Arc<Door>,
) -> impl Service<Request, Response = Response, Error = Closed, Future: Send> + Clone + Send + 'static {
    let control = control::router(Arc::clone(&door));
    service_fn(move |request: Request| {
        let (door, control) = (Arc::clone(&door), control.clone());
        async move {
            let path = request.uri().path();
            let is_control = path.strip_prefix(CONTROL).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            if is_control { routed(control, request).await } else { door.answer(request).await }
        }
    })
}

async fn routed(router: Router, request: Request) -> Result<Response, Closed> {
    router.oneshot(request).await.map_err(|never: Infallible| match never {})
}

impl Door {
    pub(super) fn new(app: App, filling: Filling, address: String, stop: CancellationToken) -> Self {
        Self {
            document: document(&filling, &address),
            faults: Faults::new(filling.seed()),
            journal: Journal::default(),
            operations: Operations::all(),
            web: web::router(app.clone()),
            app,
            stop,
        }
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Response, Closed> {
        let Some(named) = self.operations.find(request.method(), request.uri().path()) else {
            return routed(self.web.clone(), request).await;
        };
        let (mut head, body) = request.into_parts();
        // What is written down and changed is not compressed.
        head.headers.remove(header::ACCEPT_ENCODING);
        let limit = self.app.config().http.body_bytes;
        let body = match Limited::new(body, limit).collect().await {
            Ok(collected) => collected.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => return Ok((named.refuse)(Refusal::TooLarge { limit })),
            Err(_) => return Err(Closed),
        };
        let door = Arc::clone(&self);
        // A task of its own: what was begun is finished when the client goes, as at a vendor.
        let treated = tokio::spawn(door.treat(Received { named, head, body }));
        match treated.await.map_err(|_| Closed)? {
            Outcome::Answer(response) => Ok(response),
            Outcome::Close => Err(Closed),
            Outcome::Hang(end) => {
                self.wait(end).await;
                Err(Closed)
            }
        }
    }

    /// Until then, or until the sandbox stops.
    async fn wait(&self, end: Option<Duration>) {
        match end {
            Some(end) => {
                let _ = tokio::time::timeout(end, self.stop.cancelled()).await;
            }
            None => self.stop.cancelled().await,
        }
    }

    async fn treat(self: Arc<Self>, call: Received) -> Outcome {
        let mut met = self.faults.choose(&call.named, &call.head.method, call.head.uri.path());
        let last = met.pop_if(|fault| !matches!(fault, Fault::Latency(_)));
        let mut told = Vec::new();
        for fault in &met {
            if let Fault::Latency(latency) = fault {
                told.push(fault.name());
                self.wait(Some(Duration::from_millis(latency.ms))).await;
            }
        }
        match last {
            Some(fault) => self.meet(call, &fault, told).await,
            None => self.plain(call, told).await,
        }
    }

    async fn plain(&self, call: Received, told: Vec<&'static str>) -> Outcome {
        let (head, body) = self.perform(&call, told).await;
        Outcome::Answer(Response::from_parts(head, Body::from(body)))
    }

    async fn meet(&self, mut call: Received, fault: &Fault, mut told: Vec<&'static str>) -> Outcome {
        let before = told.clone();
        told.push(fault.name());
        match fault {
            Fault::Latency(_) => self.plain(call, before).await,
            Fault::Reset(_) => self.keep_out(&call, told, None),
            Fault::Hang(hang) => {
                self.keep_out(&call, told, None);
                Outcome::Hang(hang.ms.map(Duration::from_millis))
            }
            Fault::NotJson(page) => self.keep_out(&call, told, Some(answer::page(page.status))),
            Fault::Status(status) => {
                let response = answer::status(status, call.named.refuse);
                if status.after_performing {
                    self.perform(&call, told).await;
                    return Outcome::Answer(response);
                }
                self.keep_out(&call, told, Some(response))
            }
            Fault::ExpiredToken(_) => {
                self.end_token(&call.head).await;
                let response = (call.named.refuse)(Refusal::BadCredentials);
                self.keep_out(&call, told, Some(response))
            }
            Fault::LostAnswer(_) => {
                self.perform(&call, told).await;
                Outcome::Close
            }
            Fault::Duplicate(_) => {
                let (head, body) = self.perform(&call, told.clone()).await;
                self.perform(&call, told).await;
                Outcome::Answer(Response::from_parts(head, Body::from(body)))
            }
            Fault::CutBody(cut) => {
                let (head, body) = self.perform(&call, told).await;
                Outcome::Answer(answer::cut(head, body, cut.keep))
            }
            Fault::DropField(field) if field.r#in == Side::Request => {
                let lost = request::lose(&mut call.head, &mut call.body, &field.pointer);
                self.plain(call, if lost { told } else { before }).await
            }
            Fault::DropField(field) => self.edited(call, &field.pointer, Edit::Drop, fault.name(), before).await,
            Fault::AddField(field) => {
                self.edited(call, &field.pointer, Edit::Add(&field.value), fault.name(), before).await
            }
            Fault::RetypeField(field) => {
                self.edited(call, &field.pointer, Edit::Retype(field.to), fault.name(), before).await
            }
            Fault::RenameField(field) => {
                self.edited(call, &field.pointer, Edit::Rename(&field.to), fault.name(), before).await
            }
        }
    }

    /// Performs a call and changes the answer. One that lacks the field is told without the fault.
    async fn edited(
        &self,
        call: Received,
        pointer: &str,
        edit: Edit<'_>,
        name: &'static str,
        mut told: Vec<&'static str>,
    ) -> Outcome {
        let (head, body) = self.ask(&call).await;
        let status = head.status;
        let (response, done) = answer::edited(head, body, pointer, edit);
        if done {
            told.push(name);
        }
        self.write_down(&call, told, true, Some(status.as_u16()));
        Outcome::Answer(response)
    }

    /// Writes down a call that is not performed.
    fn keep_out(&self, call: &Received, told: Vec<&'static str>, response: Option<Response>) -> Outcome {
        let status = response.as_ref().map(|response| response.status().as_u16());
        self.write_down(call, told, false, status);
        response.map_or(Outcome::Close, Outcome::Answer)
    }

    async fn perform(&self, call: &Received, told: Vec<&'static str>) -> (ReplyHead, Bytes) {
        let (head, body) = self.ask(call).await;
        self.write_down(call, told, true, Some(head.status.as_u16()));
        (head, body)
    }

    /// The mirror's answer.
    async fn ask(&self, call: &Received) -> (ReplyHead, Bytes) {
        let request = Request::from_parts(call.head.clone(), Body::from(call.body.clone()));
        let response = match routed(self.web.clone(), request).await {
            Ok(response) => response,
            Err(Closed) => (call.named.refuse)(Refusal::UnknownPath),
        };
        let (head, body) = response.into_parts();
        // Mirrors answer from memory: their bodies do not break off.
        (head, body.collect().await.map(|body| body.to_bytes()).unwrap_or_default())
    }

    fn write_down(&self, call: &Received, faults: Vec<&'static str>, performed: bool, status: Option<u16>) {
        let written = Call::new(self.app.clock().now(), &call.named, &call.head, &call.body);
        self.journal.record(Call { faults, performed, status, ..written }, call.body.len());
    }

    /// Ends the token that a call shows: as a bearer, or as the password of HTTP Basic. Other credentials do not end by themselves.
    async fn end_token(&self, head: &Parts) {
        let shown = head.headers.get(header::AUTHORIZATION).and_then(|shown| shown.to_str().ok()).unwrap_or_default();
        let Some((scheme, shown)) = shown.split_once(' ') else { return };
        let token = match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Some(shown.trim().to_owned()),
            _ => STANDARD.decode(shown.trim()).ok().and_then(|shown| {
                String::from_utf8(shown).ok()?.split_once(':').map(|(_, password)| password.trim().to_owned())
            }),
        };
        if let Some(token) = token
            && let Err(error) = clients::revoke_token(&self.app, &token).await
        {
            tracing::error!(error = &error as &dyn std::error::Error, "ending a token failed");
        }
    }
}

/// What a client is told.
fn document(filling: &Filling, address: &str) -> Json {
    let vendors: Map<String, Json> = filling
        .shown
        .vendors
        .iter()
        .map(|(name, account)| {
            let mut told = json!({ "base_url": address, "credentials": account.credentials });
            if !account.details.is_empty() {
                told["details"] = account.details.clone().into();
            }
            (name.clone(), told)
        })
        .collect();
    json!({
        "address": address,
        "control": { "url": format!("{address}{CONTROL}") },
        "graphql": { "url": format!("{address}/graphql"), "key": filling.shown.graphql_key },
        "vendors": vendors,
    })
}
