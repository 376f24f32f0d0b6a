//! The vendors' own paths on our router. Only here and in `web` is axum's router known.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{ConnectInfo, RawPathParams, Request, State};
use axum::http::Method;
use axum::response::Response;
use axum::routing::any;
use entity::connection;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::contract::{Access, Call, Dialect, Entry, Refusal};
use super::gateway::{self, Came};
use super::rate::Limit;
use super::{Visitor, visit};
use crate::app::App;
use crate::error::Error;
use crate::net;

/// Every operation of every vendor on its own path.
pub fn router(app: App) -> Router {
    struct Mounted {
        app: App,
        router: Router,
    }
    impl Visitor for Mounted {
        fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>) {
            let router = std::mem::take(&mut self.router);
            self.router = router.merge(mount(self.app.clone(), operations()));
        }
    }
    let mut mounted = Mounted { app, router: Router::new() };
    visit(&mut mounted);
    mounted.router
}

/// The operations that share a path.
struct Endpoint<D: Dialect> {
    app: App,
    prefix: &'static str,
    operations: Vec<Entry<D>>,
    /// One for all endpoints of the vendor.
    limit: Option<Arc<Limit>>,
}

fn mount<D: Dialect>(app: App, operations: Vec<Entry<D>>) -> Router {
    let mut by_path: BTreeMap<String, Vec<Entry<D>>> = BTreeMap::new();
    for operation in operations {
        by_path.entry(route::<D>(operation.path)).or_default().push(operation);
    }
    let limit = D::CALLS_PER_MINUTE.map(|calls| Arc::new(Limit::per_minute(calls)));
    let mut router = Router::new();
    for prefix in D::PREFIXES {
        for (path, operations) in &by_path {
            let endpoint = Endpoint { app: app.clone(), prefix, operations: operations.clone(), limit: limit.clone() };
            let endpoint = Arc::new(endpoint);
            let path = format!("{prefix}{}", path.trim_end_matches('/'));
            // Some pages print a slash at the end where others have none; both are served everywhere.
            router = router
                .route(&path, any(serve::<D>).with_state(Arc::clone(&endpoint)))
                .route(&format!("{path}/"), any(serve::<D>).with_state(endpoint));
        }
        router = router.route(&format!("{prefix}/{{*unknown}}"), any(async || D::refuse(Refusal::UnknownPath)));
    }
    router
}

/// Where any word may stand.
const WORD: &str = "word";

/// The route of a path. A vendor that takes the last word in any case has one route for all words that may stand there.
fn route<D: Dialect>(path: &str) -> String {
    match path.trim_end_matches('/').rsplit_once('/') {
        Some((front, _)) if D::ANY_CASE && !front.is_empty() => format!("{front}/{{{WORD}}}"),
        _ => path.to_owned(),
    }
}

/// The operations that the last word of the path names; those that take it as a value when it names none.
fn named<'a, D: Dialect>(
    operations: &'a [Entry<D>],
    path: &mut Vec<(String, String)>,
) -> Result<Vec<&'a Entry<D>>, Refusal> {
    let Some((_, word)) = path.pop_if(|(name, _)| name == WORD) else { return Ok(operations.iter().collect()) };
    let last = |operation: &Entry<D>| operation.path.rsplit('/').next().unwrap_or_default();
    let spelled: Vec<_> = operations.iter().filter(|operation| last(operation).eq_ignore_ascii_case(&word)).collect();
    if !spelled.is_empty() {
        return Ok(spelled);
    }
    let open: Vec<_> = operations.iter().filter(|operation| last(operation).starts_with('{')).collect();
    let name = open.first().map(|operation| last(operation)).ok_or(Refusal::UnknownPath)?;
    path.push((name.trim_matches(['{', '}']).to_owned(), word));
    Ok(open)
}

async fn serve<D: Dialect>(
    State(endpoint): State<Arc<Endpoint<D>>>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    // A framework's own words are none of the vendor's.
    let Ok(path) = path else { return D::refuse(Refusal::Unreadable("the path is not UTF-8".to_owned())) };
    let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut asked = None;
    match answer(&endpoint, path, request, &mut asked).await {
        Ok(response) => response,
        Err(refusal) => {
            report::<D>(&refusal);
            match asked {
                Some(connection) => D::refuse_at(&connection, refusal),
                None => D::refuse(refusal),
            }
        }
    }
}

/// `asked` becomes the connection as soon as the client is known.
async fn answer<D: Dialect>(
    endpoint: &Endpoint<D>,
    mut path: Vec<(String, String)>,
    request: Request,
    asked: &mut Option<connection::Model>,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let operations = named(&endpoint.operations, &mut path)?;
    let operation = pick(&operations, &head.method)?;
    let caller = match operation.access {
        Access::Open => None,
        Access::Needs(permission) => {
            let caller = D::authenticate(&endpoint.app, endpoint.prefix, &head).await?;
            *asked = Some(caller.connection.clone());
            if let Some(limit) = &endpoint.limit {
                limit.count(caller.viewer.actor())?;
            }
            caller.viewer.require(permission)?;
            Some(caller)
        }
    };
    D::acceptable(&head)?;
    let body = collect(body, D::BODY_LIMIT).await?;
    let peer = head.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let app = &endpoint.app;
    let address = net::client_address(&app.config().http, &head.headers, peer);
    let call = Call { app, caller, prefix: endpoint.prefix, address, echo: None };
    gateway::answer(call, operation, Came { head, path, body }).await
}

fn pick<'a, D: Dialect>(operations: &[&'a Entry<D>], used: &Method) -> Result<&'a Entry<D>, Refusal> {
    operations.iter().copied().find(|operation| operation.method == *used).ok_or_else(|| {
        let allow = operations.iter().map(|operation| operation.method.as_str()).collect::<Vec<_>>().join(", ");
        Refusal::Method { used: used.clone(), allow }
    })
}

async fn collect(body: axum::body::Body, limit: usize) -> Result<Bytes, Refusal> {
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Refusal::TooLarge { limit }),
        Err(_) => Err(Refusal::Unreadable("the body could not be read".to_owned())),
    }
}

/// Faults of ours are logged here, once for all vendors; their text goes no further.
fn report<D: Dialect>(refusal: &Refusal) {
    match refusal {
        Refusal::Domain(Error::Internal(source)) => {
            tracing::error!(vendor = ?D::VENDOR, error = source.as_ref() as &dyn std::error::Error, "a vendor call failed");
        }
        Refusal::Domain(Error::Unavailable(source)) => {
            tracing::warn!(vendor = ?D::VENDOR, error = source as &dyn std::error::Error, "the store is not available");
        }
        _ => {}
    }
}
