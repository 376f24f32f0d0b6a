//! Asking a vendor which customer it is who shows a password, an account at a social network or a token.

use entity::{connection, source_record};
use http::StatusCode;
use serde_json::Value as Json;

use super::account_of;
use super::outbound::carry::{Said, carry};
use crate::app::App;
use crate::domain::account::customers::Proof;
use crate::domain::account::customers::hand_over::{Form, IssuedToken};
use crate::error::{Error, Result, UpstreamFault};

/// How a vendor says who its customers are, in its folder's `proofs.rs`.
#[derive(Debug)]
pub struct Identity {
    /// What it is asked about what a customer shows; nothing where it has no operation for that.
    pub question: fn(&Proof<'_>) -> Option<Question>,
    /// What it is asked for a token that hands the customer of a record over to an application.
    pub token: fn(&source_record::Model, &str, Form) -> Question,
    /// The token in its reply, whose times are the connection's.
    pub issued: fn(&connection::Model, &Json) -> Option<IssuedToken>,
}

/// A question to a vendor. What it holds is secret.
pub struct Question {
    /// The operation.
    pub operation: &'static str,
    /// What it is asked.
    pub request: Json,
    /// The name of the customer's id in the reply.
    pub id: &'static str,
}

impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Question({})", self.operation)
    }
}

/// Asks a connection's vendor who shows this: its id of the customer; nothing when it knows nobody, or cannot be asked by this.
///
/// # Errors
/// No answer came, or none that can be understood.
pub async fn identify(app: &App, connection: &connection::Model, proof: &Proof<'_>) -> Result<Option<String>> {
    let Some(identity) = account_of(connection.vendor).identity else { return Ok(None) };
    let Some(question) = (identity.question)(proof) else { return Ok(None) };
    let id = question.id;
    let Some(reply) = ask(app, connection, question).await? else { return Ok(None) };
    match reply.get(id) {
        Some(Json::String(id)) if !id.is_empty() => Ok(Some(id.clone())),
        Some(Json::Number(id)) => Ok(Some(id.to_string())),
        _ => Err(broken("the vendor's answer names no customer", None)),
    }
}

/// Has a connection's vendor make a token for the customer of a record; nothing when it refuses.
///
/// # Errors
/// No answer came, or none that can be understood.
pub async fn hand_over(
    app: &App,
    connection: &connection::Model,
    record: &source_record::Model,
    application: &str,
    form: Form,
) -> Result<Option<IssuedToken>> {
    let Some(identity) = account_of(connection.vendor).identity else { return Ok(None) };
    let Some(reply) = ask(app, connection, (identity.token)(record, application, form)).await? else { return Ok(None) };
    let issued = (identity.issued)(connection, &reply);
    issued.map(Some).ok_or_else(|| broken("the vendor's answer holds no token", None))
}

/// The reply; nothing when the vendor says that what was shown is not right.
async fn ask(app: &App, connection: &connection::Model, question: Question) -> Result<Option<Json>> {
    let said: Said = carry(app, connection, question.operation, question.request).await.map_err(Error::from)?;
    if said.went_well {
        return said.result.map(Some).ok_or_else(|| broken("the vendor's answer is not understood", None));
    }
    match said.status {
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY => Ok(None),
        other => Err(broken(&format!("the vendor answers {}", other.as_u16()), said.retry_after)),
    }
}

fn broken(message: &str, retry_after: Option<u64>) -> Error {
    Error::Upstream { fault: UpstreamFault::Broken, message: message.to_owned(), retry_after }
}
