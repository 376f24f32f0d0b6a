//! Devices at the real vendor: each that has a token here gets one there when it first needs it.

use axum::http::{HeaderMap, HeaderValue, Method, header};
use entity::lookup::LookupKind;
use serde_json::{Value, json};

use super::super::dialect::CareCloud;
use crate::domain::account::customers::devices;
use crate::domain::catalogue::service as catalogue;
use crate::domain::connection::admin::credentials;
use crate::error::{Error, UpstreamFault};
use crate::vendor::contract::{Call, Dialect, Refusal};
use crate::vendor::outbound::{self, Failure, Repeat, Unsigned};

/// What a request for a token calls the application.
const APPLICATION: &str = "external_application_id";

const PREFIX: &str = "/rest-api/customer-interface/v1.0";

/// The token that the vendor gave the client's device.
pub(in super::super) async fn token(call: &Call<'_, CareCloud>) -> Result<String, Refusal> {
    let caller = call.caller()?;
    let own = caller.session.token.as_ref().ok_or(Refusal::BadCredentials)?;
    if let Some(token) = devices::upstream_token(call.app, own)? {
        return Ok(token);
    }
    let details = own.details.clone().unwrap_or_default();
    let mut device = details.get("device").cloned().unwrap_or_else(|| json!({}));
    device["device_id"] = json!(own.device_id);
    let body = json!({
        "device": device,
        "setup": details.get("setup").cloned().unwrap_or_default(),
        APPLICATION: application(call, own.application_id.as_deref()).await?,
    });
    let (base, path) = CareCloud::upstream(&caller.connection, PREFIX, "/tokens").map_err(Error::from)?;
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    let asked = Unsigned {
        operation: "postToken",
        method: Method::POST,
        base,
        path,
        query: Vec::new(),
        headers: HeaderMap::from_iter(headers),
        body: body.to_string().into(),
        // A new token voids the one before it.
        repeat: Repeat::Harmless,
    };
    // There is no token yet that could be shown.
    let answer = outbound::send::<CareCloud>(call.app, &caller.connection, &asked, Some("")).await;
    let answer = answer.map_err(Error::from)?;
    let token =
        CareCloud::opened(&answer).and_then(|data| data.get("token_id").and_then(Value::as_str).map(str::to_owned));
    let Some(token) = token.filter(|_| answer.status.is_success()) else { return Err(refused().into()) };
    devices::keep_upstream_token(call.app, own, &token).await?;
    Ok(token)
}

/// The application under which the device is known there. The client's own may be one that was issued here, which the vendor does not
/// know: then it is the connection's.
async fn application(call: &Call<'_, CareCloud>, own: Option<&str>) -> Result<String, Refusal> {
    let connection = &call.caller()?.connection;
    if let Some(own) = own
        && catalogue::find(call.app.store().reader(), connection.id, LookupKind::Application, own).await?.is_some()
    {
        return Ok(own.to_owned());
    }
    let secrets = credentials(call.app, connection)?;
    let known = secrets.get("user_external_application_id").map(|id| id.expose().to_owned());
    known.ok_or_else(|| Error::from(Failure::Incomplete("user_external_application_id")).into())
}

fn refused() -> Error {
    Error::Upstream {
        fault: UpstreamFault::Broken,
        message: "the vendor gave the device no token".to_owned(),
        retry_after: None,
    }
}
