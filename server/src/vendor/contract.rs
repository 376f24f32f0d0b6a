//! What a vendor is: a dialect, and operations that are performed here (mirror) or sent there (proxy).

use std::future::Future;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use entity::connection::{self, Vendor};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::account::Account;
use super::outbound::{Failure, Repeat, Shown, Token, Unsigned};
use super::reading::{Body, Sent, read};
use super::shape::Field;
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::error::{Error, Violation};
use crate::net::Answer;
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
    /// What the real vendor answered to the same call: it was carried out there and is recorded here.
    pub echo: Option<Json>,
}

impl<D: Dialect> Call<'_, D> {
    /// The client.
    ///
    /// # Errors
    /// The operation is open and nobody showed credentials.
    pub fn caller(&self) -> Result<&Caller<D::Session>, Error> {
        self.caller.as_ref().ok_or(Error::Unauthenticated)
    }

    /// Begins a unit of work for the client. What it changes of the connection's own records does not go back there.
    ///
    /// # Errors
    /// As [`Work::begin`].
    pub async fn begin(&self, permission: Permission) -> Result<Work<'_>, Error> {
        let caller = self.caller()?;
        Ok(Work::begin(self.app, &caller.viewer, permission).await?.heard_from(caller.connection.id))
    }

    /// Whether it is for us to check what the vendor's rules are: not when the real vendor has carried the call out already.
    pub fn checks_rules(&self) -> bool {
        self.echo.is_none()
    }

    /// Whether what it names exists, though it may not be known here yet or not by that id: the real vendor has found it.
    pub fn takes_names(&self) -> bool {
        self.echo.is_some()
    }

    /// The id that the real vendor gave what the call makes, under its name in the reply.
    pub fn given(&self, name: &str) -> Option<String> {
        match self.echo.as_ref()?.get(name)? {
            Json::String(id) => Some(id.clone()).filter(|id| !id.is_empty()),
            Json::Number(id) => Some(id.to_string()),
            _ => None,
        }
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

/// What a vendor's document says beyond its operations.
#[derive(Clone, Debug)]
pub struct About {
    /// The API's name.
    pub title: &'static str,
    /// The API's version at the vendor.
    pub version: &'static str,
    /// What it is for and where it differs from the vendor's own.
    pub description: &'static str,
    /// Ways to show who one is: a name and an OpenAPI security scheme each; any one of them will do.
    pub credentials: Vec<(&'static str, Json)>,
    /// Media types of a body that it reads.
    pub encodings: &'static [&'static str],
    /// Statuses of refusals and what they mean.
    pub refusals: &'static [(u16, &'static str)],
    /// The schema of a refusal's body.
    pub error: Json,
    /// The schema of the body that a success with this status and this result has; absent where it has none.
    pub envelope: fn(StatusCode, Json) -> Option<Json>,
}

/// How a vendor speaks: credentials, encodings, envelope, errors.
pub trait Dialect: Sized + Send + Sync + 'static {
    /// The vendor.
    const VENDOR: Vendor;
    /// Paths under which its operations lie; the same operations under each.
    const PREFIXES: &'static [&'static str];
    /// Bytes of a body at the most.
    const BODY_LIMIT: usize;
    /// Calls of one client a minute at the most, where the vendor documents a limit.
    const CALLS_PER_MINUTE: Option<NonZeroU32> = None;
    /// Whether the last word of a path is taken in any case.
    const ANY_CASE: bool = false;
    /// What it knows of a client beyond viewer and connection.
    type Session: std::fmt::Debug + Send + Sync;

    /// What the vendor declares of its accounts; the same for all of a vendor's dialects.
    fn account() -> &'static Account;

    /// What its document says beyond its operations.
    fn about() -> About;

    /// The session of Onefold itself, when it asks the real vendor on its own account.
    fn own_session(
        app: &App,
        connection: &connection::Model,
        viewer: &Viewer,
    ) -> impl Future<Output = Result<Self::Session, Error>> + Send;

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
    fn decode(head: &Parts, body: Bytes) -> impl Future<Output = Result<Body, Refusal>> + Send;

    /// A result in the vendor's envelope. `Null` is an empty body.
    fn reply(status: StatusCode, result: Json) -> Response;

    /// A refusal in the vendor's envelope.
    fn refuse(refusal: Refusal) -> Response;

    /// The same to a client of a connection, for vendors whose connections can be set to refuse otherwise.
    fn refuse_at(_: &connection::Model, refusal: Refusal) -> Response {
        Self::refuse(refusal)
    }

    /// Where the real vendor is asked what a client asked here: what stands before the path, and the path.
    ///
    /// # Errors
    /// The connection does not say where.
    fn upstream(connection: &connection::Model, prefix: &str, path: &str) -> Result<(String, String), Failure> {
        let base = connection.base_url.clone().ok_or(Failure::Incomplete("base_url"))?;
        Ok((base, format!("{prefix}{path}")))
    }

    /// What a client's call needs before it can go on, beyond the connection's credentials: a token of the client's own, which is returned
    /// to be shown in place of the connection's; the path may change with it.
    fn ready(
        _: &Call<'_, Self>,
        _: &mut [(String, String)],
    ) -> impl Future<Output = Result<Option<String>, Refusal>> + Send {
        async { Ok(None) }
    }

    /// Whether a parameter of the query shows who is calling, and must not go on.
    fn is_credential(_: &str) -> bool {
        false
    }

    /// The call that brings the connection a token, for vendors that give them out.
    ///
    /// # Errors
    /// The connection lacks a credential.
    fn login(_: &Shown<'_>) -> Result<Option<Unsigned>, Failure> {
        Ok(None)
    }

    /// The token in the answer to that call.
    fn token(_: &Answer) -> Option<Token> {
        None
    }

    /// Puts on a call what shows the real vendor who is calling.
    ///
    /// # Errors
    /// The connection lacks a credential.
    fn sign(call: &mut Unsigned, shown: &Shown<'_>) -> Result<(), Failure>;

    /// Whether the real vendor refuses the connection's credentials, rather than what was asked.
    fn refuses_us(answer: &Answer) -> bool {
        answer.status == StatusCode::UNAUTHORIZED
    }

    /// Whether the real vendor did what it was asked.
    fn went_well(answer: &Answer) -> bool {
        answer.status.is_success()
    }

    /// Whether the real vendor refuses because the account is not ready, whatever is asked: nothing was done, and when somebody has set the
    /// account up there, the same call goes well.
    fn is_unready(_: &Answer) -> bool {
        false
    }

    /// The result in the real vendor's envelope, `Null` where there is none; absent when the body is not understood.
    fn opened(answer: &Answer) -> Option<Json> {
        if answer.body.trim_ascii().is_empty() { Some(Json::Null) } else { serde_json::from_slice(&answer.body).ok() }
    }

    /// A body in the encoding that the vendor's page prints: its content type, and the bytes.
    fn encoded(body: Map<String, Json>) -> (&'static str, Bytes) {
        ("application/json", Json::Object(body).to_string().into())
    }
}

/// One documented endpoint.
pub trait Operation: Send + Sync + 'static {
    /// The vendor that has it.
    type Dialect: Dialect;
    /// What it is asked, in canonical names. Written as it is read, so that the same type can be sent.
    type Request: Serialize + DeserializeOwned + Send;
    /// What it answers.
    type Reply: Serialize + DeserializeOwned + JsonSchema + Send;

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

    /// Whether a connection in proxy mode answers it itself: it concerns the client's own session here.
    const STAYS: bool = false;

    /// What happens when the real vendor is asked it twice.
    fn repeat() -> Repeat {
        Repeat::of(&Self::METHOD)
    }

    /// Carries it out against the domain.
    fn perform(
        call: &Call<'_, Self::Dialect>,
        request: Self::Request,
    ) -> impl Future<Output = Result<Self::Reply, Refusal>> + Send;

    /// Records what an exchange with the real vendor says, whose reply is the call's echo. What a call wrote there is written here, under
    /// the ids that the vendor gave; a call that only reads says nothing, unless it says otherwise.
    fn absorb(
        call: &Call<'_, Self::Dialect>,
        request: Self::Request,
    ) -> impl Future<Output = Result<(), Refusal>> + Send {
        async move {
            if Self::ACCESS == Access::Needs(Permission::CustomerCud) {
                Self::perform(call, request).await?;
            }
            Ok(())
        }
    }
}

/// The schema of a type as one value, without references to definitions elsewhere.
fn schema_of<T: JsonSchema>() -> Json {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    settings.for_serialize().into_generator().into_root_schema_for::<T>().to_value()
}

type Performed<'a> = Pin<Box<dyn Future<Output = Result<Json, Refusal>> + Send + 'a>>;
type Perform<D> = Arc<dyn for<'a> Fn(&'a Call<'a, D>, Sent) -> Performed<'a> + Send + Sync>;
type Absorbed<'a> = Pin<Box<dyn Future<Output = Result<(), Refusal>> + Send + 'a>>;
type Absorb<D> = Arc<dyn for<'a> Fn(&'a Call<'a, D>, Sent) -> Absorbed<'a> + Send + Sync>;

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
    pub fields: Arc<[Field]>,
    /// The schema of [`Operation::Reply`].
    pub reply: fn() -> Json,
    /// See [`Operation::STAYS`].
    pub stays: bool,
    /// See [`Operation::repeat`].
    pub repeat: Repeat,
    perform: Perform<D>,
    absorb: Absorb<D>,
}

impl<D: Dialect> Clone for Entry<D> {
    fn clone(&self) -> Self {
        Self {
            fields: Arc::clone(&self.fields),
            method: self.method.clone(),
            perform: Arc::clone(&self.perform),
            absorb: Arc::clone(&self.absorb),
            ..*self
        }
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
        let fields: Arc<[Field]> = O::fields().into();
        Self {
            name: O::NAME,
            method: O::METHOD,
            path: O::PATH,
            status: O::STATUS,
            access: O::ACCESS,
            perform: performing::<O>(Arc::clone(&fields)),
            absorb: absorbing::<O>(Arc::clone(&fields)),
            fields,
            reply: schema_of::<O::Reply>,
            stays: O::STAYS,
            repeat: O::repeat(),
        }
    }

    /// The same on another path, where a vendor's page prints it too.
    #[must_use]
    pub fn at(self, path: &'static str) -> Self {
        Self { path, ..self }
    }

    /// The same by another method.
    #[must_use]
    pub fn by(self, method: Method) -> Self {
        Self { method, ..self }
    }

    /// The same, except for calls that are `meant` for another operation, which a vendor's page prints on this one's path.
    #[must_use]
    pub fn unless<O: Operation<Dialect = D>>(mut self, meant: fn(&Sent) -> bool) -> Self {
        let fields: Arc<[Field]> = O::fields().into();
        let (own, other) = (self.perform, performing::<O>(Arc::clone(&fields)));
        self.perform = Arc::new(move |call, sent| if meant(&sent) { other(call, sent) } else { own(call, sent) });
        let (own, other) = (self.absorb, absorbing::<O>(fields));
        self.absorb = Arc::new(move |call, sent| if meant(&sent) { other(call, sent) } else { own(call, sent) });
        self
    }

    /// Checks what was sent and carries the operation out.
    ///
    /// # Errors
    /// Rules were broken, or the domain refused.
    pub async fn perform(&self, call: &Call<'_, D>, sent: Sent) -> Result<Json, Refusal> {
        (self.perform)(call, sent).await
    }

    /// Records what an exchange with the real vendor says.
    ///
    /// # Errors
    /// It says what the store cannot hold.
    pub async fn absorb(&self, call: &Call<'_, D>, sent: Sent) -> Result<(), Refusal> {
        (self.absorb)(call, sent).await
    }
}

fn performing<O: Operation>(fields: Arc<[Field]>) -> Perform<O::Dialect> {
    Arc::new(move |call, sent| {
        let fields = Arc::clone(&fields);
        Box::pin(async move {
            let reply = O::perform(call, request::<O>(&fields, sent)?).await?;
            serde_json::to_value(reply).map_err(|error| Error::internal(error).into())
        })
    })
}

fn absorbing<O: Operation>(fields: Arc<[Field]>) -> Absorb<O::Dialect> {
    Arc::new(move |call, sent| {
        let fields = Arc::clone(&fields);
        Box::pin(async move { O::absorb(call, request::<O>(&fields, sent)?).await })
    })
}

fn request<O: Operation>(fields: &[Field], sent: Sent) -> Result<O::Request, Refusal> {
    let request = read(fields, sent).map_err(Error::Invalid)?;
    // The shape lets nothing through that the type does not hold; if it does all the same, it is the request that is refused.
    serde_path_to_error::deserialize(request).map_err(unreadable)
}

fn unreadable(error: serde_path_to_error::Error<serde_json::Error>) -> Refusal {
    let path = error.path().to_string();
    Violation::new(path, crate::error::Rule::Format, "this value has the wrong type").into()
}
