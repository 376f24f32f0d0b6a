//! The mirrors' OpenAPI documents, and the page that shows them.

use std::sync::LazyLock;

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::assets;
use crate::vendor::openapi::{Document, documents};

/// Made when the first of them is asked for: most servers are never asked.
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(documents);

/// The list of the documents.
const INDEX: &str = "index.json";

/// The page that lists the five.
pub(super) async fn page(headers: HeaderMap) -> Response {
    assets::reference(&headers)
}

/// `/openapi/<vendor>.json`, and the page's own files.
pub(super) async fn file(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let named = |name: &str| DOCUMENTS.iter().find(|document| document.name() == name);
    match path.strip_suffix(".json").map(named) {
        Some(None) if path == INDEX => open(index(&DOCUMENTS)),
        Some(Some(document)) => open(&document.content),
        Some(None) => StatusCode::NOT_FOUND.into_response(),
        None => assets::reference_file(&path, &headers),
    }
}

fn index(documents: &[Document]) -> Value {
    let entry = |document: &Document| {
        let name = document.name();
        let url = format!("/openapi/{name}.json");
        json!({ "name": name, "title": document.content["info"]["title"], "url": url })
    };
    documents.iter().map(entry).collect()
}

/// Tools that draw or check the documents run on other origins; the documents hold no secret.
fn open(content: impl Serialize) -> Response {
    ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], Json(content)).into_response()
}
