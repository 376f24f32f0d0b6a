//! One operation to `/graphql` and its answer.

use gloo_net::http::Request;
use graphql_client::{GraphQLQuery, Response};
use leptos::prelude::use_context;
use serde_json::Value;

use super::{ApiError, Session};

/// What runs operations as the person who is logged in.
#[derive(Clone, Copy)]
pub(crate) struct Api {
    /// Whose operations they are.
    pub(crate) session: Session,
}

impl Api {
    /// The one that the app provides; call it while a component is set up.
    pub(crate) fn of_app() -> Self {
        // Outside the app nobody is logged in, which is what a fresh session says.
        use_context().unwrap_or_else(|| Self { session: Session::new() })
    }

    /// Runs `Q`. A refused token is renewed once.
    pub(crate) async fn run<Q: GraphQLQuery>(self, variables: Q::Variables) -> Result<Q::ResponseData, ApiError> {
        let body = serde_json::to_string(&Q::build_query(variables)).map_err(|_| ApiError::Garbled)?;
        let token = self.session.token().await?;
        match send(&token, &body).await {
            Err(ApiError::LoggedOut) => {
                self.session.discard(&token);
                let token = self.session.token().await?;
                let again = send(&token, &body).await;
                if matches!(again, Err(ApiError::LoggedOut)) {
                    self.session.end();
                }
                again
            }
            answer => answer,
        }
    }
}

async fn send<D: serde::de::DeserializeOwned>(token: &str, body: &str) -> Result<D, ApiError> {
    let request = Request::post("/graphql")
        .header("accept", "application/graphql-response+json, application/json;q=0.9")
        .header("authorization", &format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(body)?;
    let answer = request.send().await?;
    let status = answer.status();
    if status == 401 || status == 429 || status >= 500 {
        return Err(ApiError::of_status(status, None));
    }
    // What failed may be missing from the data, so the errors are looked at first.
    let answer: Response<Value> = answer.json().await?;
    match (answer.errors.unwrap_or_default().first(), answer.data) {
        (Some(error), _) => Err(ApiError::of(error)),
        (None, Some(data)) => serde_json::from_value(data).map_err(|_| ApiError::Garbled),
        (None, None) => Err(ApiError::Garbled),
    }
}
