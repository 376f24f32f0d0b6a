//! What a vendor is: a dialect, and operations that are performed here (mirror) or sent there (proxy).

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use entity::connection::{self, Vendor};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::reading::{Sent, read};
use super::shape::Field;
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::error::{Error, Violation};
use crate::store::Work;

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody: logging in.
    Open,
    /// Whoever has this permission.
    Needs(Permission),
}

/// A client whose credentials were checked.
#[derive(Debug)]
pub struct Caller<S> {
    /// What it may do, in which brand.
    pub viewer: Viewer,
    /// The connection whose mirror it talks to.
    pub connection: connection::Model,
    /// What else the dialect knows of it.
    pub session: S,
}

/// One call of an operation.
#[derive(Debug)]
pub struct Call<'a, D: Dialect> {
    /// The application.
    pub app: &'a App,
    /// The client; absent for an open operation.
    pub caller: Option<Caller<D::Session>>,
    /// Under which of the dialect's prefixes it came.
    pub prefix: &'static str,
    /// Where it came from, when that is known.
    pub address: Option<IpAddr>,
}

impl<D: Dialect> Call<'_, D> {
    /// The client.
    ///
    /// # Errors
    /// The operation is open and nobody showed credentials.
    pub fn caller(&self) -> Result<&Caller<D::Session>, Error> {
        self.caller.as_ref().ok_or(Error::Unauthenticated)
    }

    /// Begins a unit of work for the client.
    ///
    /// # Errors
    /// As [`Work::begin`].
    pub async fn begin(&self, permission: Permission) -> Result<Work<'_>, Error> {
        Work::begin(self.app, &self.caller()?.viewer, permission).await
    }
}

/// Why a call is answered without a result. The dialect gives it its vendor's form.
#[derive(Debug)]
pub enum Refusal {
    /// The vendor has no such path.
    UnknownPath,
    /// The path exists, the method does not.
    Method {
        /// The method used.
        used: Method,
        /// What would be right, as the `Allow` header lists it.
        allow: String,
    },
    /// No credentials were shown.
    NoCredentials,
    /// The credentials are wrong or have ended.
    BadCredentials,
    /// The answer or the request would be in a form that the vendor does not speak.
    NotAcceptable(String),
    /// The body is larger than the vendor takes.
    TooLarge {
        /// Bytes allowed.
        limit: usize,
    },
    /// The body cannot be read at all.
    Unreadable(String),
    /// A status and text that only this vendor has.
    Own {
        /// The status.
        status: u16,
        /// For people.
        message: String,
    },
    /// What the domain says.
    Domain(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Domain(error)
    }
}

impl From<Violation> for Refusal {
    fn from(violation: Violation) -> Self {
        Self::Domain(violation.into())
    }
}

/// How a vendor speaks: credentials, encodings, envelope, errors.
pub trait Dialect: Sized + Send + Sync + 'static {
    /// The vendor.
    const VENDOR: Vendor;
    /// Paths under which its operations lie; the same operations under each.
    const PREFIXES: &'static [&'static str];
    /// Bytes of a body at the most.
    const BODY_LIMIT: usize;
    /// What it knows of a client beyond viewer and connection.
    type Session: std::fmt::Debug + Send + Sync;

    /// Who is calling.
    fn authenticate(
        app: &App,
        prefix: &'static str,
        head: &Parts,
    ) -> impl Future<Output = Result<Caller<Self::Session>, Refusal>> + Send;

    /// Whether request and answer are in forms that the vendor speaks.
    ///
    /// # Errors
    /// They are not.
    fn acceptable(head: &Parts) -> Result<(), Refusal>;

    /// The body as an object.
    ///
    /// # Errors
    /// It cannot be read.
    fn decode(head: &Parts, body: &[u8]) -> Result<Map<String, Json>, Refusal>;

    /// A result in the vendor's envelope. `Null` is an empty body.
    fn reply(status: StatusCode, result: Json) -> Response;

    /// A refusal in the vendor's envelope.
    fn refuse(refusal: Refusal) -> Response;
}

/// One documented endpoint.
pub trait Operation: Send + Sync + 'static {
    /// The vendor that has it.
    type Dialect: Dialect;
    /// What it is asked, in canonical names. Written as it is read, so that the same type can be sent.
    type Request: Serialize + DeserializeOwned + Send;
    /// What it answers.
    type Reply: Serialize + DeserializeOwned + Send;

    /// Its name in logs, quarantine entries and documents.
    const NAME: &'static str;
    /// Its method.
    const METHOD: Method;
    /// Its path below the prefix, with `{names}`.
    const PATH: &'static str;
    /// The status of success.
    const STATUS: StatusCode = StatusCode::OK;
    /// Who may call it.
    const ACCESS: Access;

    /// Its parameters and their rules.
    fn fields() -> Vec<Field>;

    /// Carries it out against the domain.
    fn perform(
        call: &Call<'_, Self::Dialect>,
        request: Self::Request,
    ) -> impl Future<Output = Result<Self::Reply, Refusal>> + Send;
}

type Performed<'a> = Pin<Box<dyn Future<Output = Result<Json, Refusal>> + Send + 'a>>;
type Perform<D> = Arc<dyn for<'a> Fn(&'a Call<'a, D>, Sent) -> Performed<'a> + Send + Sync>;

/// An operation with its types forgotten, for lists of them.
pub struct Entry<D: Dialect> {
    /// See [`Operation::NAME`].
    pub name: &'static str,
    /// See [`Operation::METHOD`].
    pub method: Method,
    /// See [`Operation::PATH`].
    pub path: &'static str,
    /// See [`Operation::STATUS`].
    pub status: StatusCode,
    /// See [`Operation::ACCESS`].
    pub access: Access,
    /// See [`Operation::fields`].
    pub fields: Vec<Field>,
    perform: Perform<D>,
}

impl<D: Dialect> Clone for Entry<D> {
    fn clone(&self) -> Self {
        Self { fields: self.fields.clone(), method: self.method.clone(), perform: Arc::clone(&self.perform), ..*self }
    }
}

impl<D: Dialect> std::fmt::Debug for Entry<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.name, self.method, self.path)
    }
}

impl<D: Dialect> Entry<D> {
    /// The entry of an operation.
    pub fn of<O: Operation<Dialect = D>>() -> Self {
        Self {
            name: O::NAME,
            method: O::METHOD,
            path: O::PATH,
            status: O::STATUS,
            access: O::ACCESS,
            fields: O::fields(),
            perform: Arc::new(|call, sent| Box::pin(perform::<O>(call, sent))),
        }
    }

    /// Checks what was sent and carries the operation out.
    ///
    /// # Errors
    /// Rules were broken, or the domain refused.
    pub async fn perform(&self, call: &Call<'_, D>, sent: Sent) -> Result<Json, Refusal> {
        (self.perform)(call, sent).await
    }
}

async fn perform<O: Operation>(call: &Call<'_, O::Dialect>, sent: Sent) -> Result<Json, Refusal> {
    let request = read(&O::fields(), sent).map_err(Error::Invalid)?;
    // The shape lets nothing through that the type does not hold; if it does all the same, it is the request that is refused.
    let request = serde_path_to_error::deserialize(request).map_err(unreadable)?;
    let reply = O::perform(call, request).await?;
    serde_json::to_value(reply).map_err(|error| Error::internal(error).into())
}

fn unreadable(error: serde_path_to_error::Error<serde_json::Error>) -> Refusal {
    let path = error.path().to_string();
    Violation::new(path, crate::error::Rule::Format, "this value has the wrong type").into()
}
