//! The vendors' own paths on our router. Only here and in `web` is axum's router known.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawPathParams, Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::any;
use entity::connection;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::contract::{Access, Call, Dialect, Entry, Refusal};
use super::reading::{Body, Sent};
use super::{carecloud, customer_database_app, customergauge, customerscore};
use crate::app::App;
use crate::error::Error;

/// Every operation of every vendor on its own path.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(mount(app.clone(), carecloud::operations()))
        .merge(mount(app.clone(), customer_database_app::operations()))
        .merge(mount(app.clone(), customergauge::token_operations()))
        .merge(mount(app.clone(), customergauge::record_operations()))
        .merge(mount(app.clone(), customergauge::hook_operations()))
        .merge(mount(app, customerscore::operations()))
}

/// The operations that share a path.
struct Endpoint<D: Dialect> {
    app: App,
    prefix: &'static str,
    operations: Vec<Entry<D>>,
}

fn mount<D: Dialect>(app: App, operations: Vec<Entry<D>>) -> Router {
    let mut by_path: BTreeMap<&'static str, Vec<Entry<D>>> = BTreeMap::new();
    for operation in operations {
        by_path.entry(operation.path).or_default().push(operation);
    }
    let mut router = Router::new();
    for prefix in D::PREFIXES {
        for (path, operations) in &by_path {
            let endpoint = Arc::new(Endpoint { app: app.clone(), prefix, operations: operations.clone() });
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

async fn serve<D: Dialect>(
    State(endpoint): State<Arc<Endpoint<D>>>,
    path: RawPathParams,
    request: Request,
) -> Response {
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
    path: Vec<(String, String)>,
    request: Request,
    asked: &mut Option<connection::Model>,
) -> Result<Response, Refusal> {
    let (head, body) = request.into_parts();
    let operation = pick(&endpoint.operations, &head.method)?;
    let caller = match operation.access {
        Access::Open => None,
        Access::Needs(permission) => {
            let caller = D::authenticate(&endpoint.app, endpoint.prefix, &head).await?;
            *asked = Some(caller.connection.clone());
            caller.viewer.require(permission)?;
            Some(caller)
        }
    };
    D::acceptable(&head)?;
    let body = collect(body, D::BODY_LIMIT).await?;
    let body = if head.method == Method::GET { Body::default() } else { D::decode(&head, body).await? };
    let call = Call { app: &endpoint.app, caller, prefix: endpoint.prefix };
    let result = operation.perform(&call, Sent { path, query: query(&head), body }).await?;
    Ok(D::reply(operation.status, result))
}

fn pick<'a, D: Dialect>(operations: &'a [Entry<D>], used: &Method) -> Result<&'a Entry<D>, Refusal> {
    operations.iter().find(|operation| operation.method == *used).ok_or_else(|| {
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

fn query(head: &Parts) -> Vec<(String, String)> {
    let query = head.uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
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
