//! API users: logging in to the enterprise interface and out of it.

use axum::http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use super::access::enterprise_only;
use super::dialect::CareCloud;
use super::ids;
use super::time;
use crate::domain::account::clients;
use crate::domain::connection::service as connections;
use crate::error::Error;
use crate::vendor::contract::{Access, Call, Dialect, Entry, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![Entry::of::<LogIn>(), Entry::of::<LogOut>()]
}

/// `POST /users/actions/login`
struct LogIn;

#[derive(Serialize, Deserialize)]
struct Credentials {
    user_external_application_id: String,
    login: String,
    password: String,
}

#[derive(Serialize, Deserialize)]
struct LoggedIn {
    bearer_token: String,
    valid_to: String,
    user: User,
}

#[derive(Serialize, Deserialize)]
struct User {
    user_id: String,
    login: String,
    first_name: String,
    last_name: String,
    email: String,
    phone: String,
    user_role_ids: Vec<String>,
    store_id: String,
    last_login: String,
}

impl Operation for LogIn {
    type Dialect = CareCloud;
    type Request = Credentials;
    type Reply = LoggedIn;
    const NAME: &'static str = "postUserLogin";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/users/actions/login";
    const ACCESS: Access = Access::Open;

    fn fields() -> Vec<Field> {
        vec![
            Field::body("user_external_application_id", Kind::Text).required().doc("Application the user logs in from"),
            Field::body("login", Kind::Text).required().doc("User name"),
            Field::body("password", Kind::Text).required().doc("Password"),
        ]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Credentials) -> Result<LoggedIn, Refusal> {
        enterprise_only(call, "users")?;
        let logged_in = clients::log_in(
            call.app,
            &request.user_external_application_id,
            &request.login,
            &request.password,
            call.address,
        )
        .await;
        let (user, issued) = logged_in.map_err(|error| match error {
            Error::Unauthenticated => Refusal::BadCredentials,
            other => other.into(),
        })?;
        let connection = connections::of_vendor(call.app, user.connection_id, CareCloud::VENDOR).await?;
        let zone = time::zone(&connection.time_zone);
        let now = call.app.clock().now();
        Ok(LoggedIn {
            bearer_token: issued.token,
            valid_to: time::write(issued.expires_at.unwrap_or(now), zone),
            user: User {
                user_id: ids::shown(None, user.id),
                login: user.login,
                first_name: String::new(),
                last_name: String::new(),
                email: String::new(),
                phone: String::new(),
                user_role_ids: Vec::new(),
                store_id: String::new(),
                last_login: time::write(now, zone),
            },
        })
    }
}

/// `POST /users/actions/logout`
struct LogOut;

#[derive(Serialize, Deserialize)]
struct Ended {
    user_external_application_id: String,
    bearer_token: String,
}

impl Operation for LogOut {
    type Dialect = CareCloud;
    type Request = Ended;
    type Reply = ();
    const NAME: &'static str = "postUserLogout";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/users/actions/logout";
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    /// The token in the body is the credential.
    const ACCESS: Access = Access::Open;

    fn fields() -> Vec<Field> {
        vec![
            Field::body("user_external_application_id", Kind::Text)
                .required()
                .doc("Application the user logged in from"),
            Field::body("bearer_token", Kind::Text).required().doc("Token to end"),
        ]
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Ended) -> Result<(), Refusal> {
        enterprise_only(call, "users")?;
        Ok(clients::revoke_token(call.app, &request.bearer_token).await?)
    }
}
