//! `GET /tests/connection`: is anybody there? The text comes back reversed.

use axum::http::Method;
use serde::{Deserialize, Serialize};

use super::dialect::CareCloud;
use crate::vendor::contract::{Access, Call, Entry, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![Entry::of::<TestConnection>()]
}

/// The operation.
struct TestConnection;

#[derive(Serialize, Deserialize)]
struct Text {
    #[serde(default)]
    test_string: String,
}

impl Operation for TestConnection {
    type Dialect = CareCloud;
    type Request = Text;
    type Reply = Text;
    const NAME: &'static str = "getTestsConnection";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/tests/connection";
    const ACCESS: Access = Access::Open;

    fn fields() -> Vec<Field> {
        vec![Field::query("test_string", Kind::Text).longest(1000).doc("Comes back reversed")]
    }

    async fn perform(_: &Call<'_, CareCloud>, request: Text) -> Result<Text, Refusal> {
        Ok(Text { test_string: request.test_string.chars().rev().collect() })
    }
}
