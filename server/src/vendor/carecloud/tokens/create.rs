//! `POST /tokens`: a token for a device. A new one for the same device and application voids the old one; it does not end by itself.

use axum::http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::access::customer_only;
use super::super::dialect::CareCloud;
use crate::domain::account::customers::devices::{self, NewDevice};
use crate::vendor::contract::{Access, Call, Dialect, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

/// The operation.
pub(super) struct CreateToken;

#[derive(Serialize, Deserialize)]
pub(super) struct Request {
    device: Device,
    setup: Value,
    external_application_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    push_token: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Device {
    device_id: String,
    #[serde(flatten)]
    other: serde_json::Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Created {
    token_id: String,
}

impl Operation for CreateToken {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Created;
    const NAME: &'static str = "postToken";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/tokens";
    const STATUS: StatusCode = StatusCode::CREATED;
    /// There is no token yet that could be shown. Basic credentials without one may come, and say nothing.
    const ACCESS: Access = Access::Open;

    fn fields() -> Vec<Field> {
        let device = ["device_id", "device_system", "device_name", "device_type"];
        let device = device.map(|part| Field::body(part, Kind::Text).or_number().required().longest(255));
        let setup = vec![
            Field::body("language_id", Kind::Text).required().longest(35).doc("ISO 639-1"),
            Field::body("allowed_gps", Kind::Boolean).required(),
            Field::body("allowed_notifications", Kind::Boolean).required(),
        ];
        vec![
            Field::body("device", Kind::Object(device.into())).required().doc("The device or browser"),
            Field::body("setup", Kind::Object(setup)).required().doc("What the person allowed"),
            Field::body("external_application_id", Kind::Text).required().longest(255).doc("The application"),
            Field::body("push_token", Kind::Text).longest(4096).doc("For push notifications"),
        ]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Created, Refusal> {
        customer_only(call, super::RESOURCE)?;
        let new = NewDevice {
            application: request.external_application_id,
            device: request.device.device_id,
            details: json!({
                "device": request.device.other, "setup": request.setup, "push_token": request.push_token,
            }),
        };
        Ok(Created { token_id: devices::register(call.app, CareCloud::VENDOR, new).await? })
    }
}
