//! The admin app and GraphiQL, embedded in the binary.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

/// What the build put into the web folder: hashed file names, each beside its compressed forms.
#[derive(RustEmbed)]
#[folder = "$ONEFOLD_WEB_DIR"]
struct Files;

const APP_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: https:; \
     connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// GraphiQL's editor writes style attributes and runs its language service in a worker.
const GRAPHIQL_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; \
     img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The reference writes style attributes.
const REFERENCE_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Any path that is no endpoint: a file of the admin app, else the app itself, which knows its own pages.
pub(super) async fn admin_app(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::NOT_FOUND.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    match file(path, &headers, APP_POLICY) {
        Some(response) if !path.is_empty() => response,
        // A missing file is missing; a page is the app's to find.
        _ if path.rsplit('/').next().is_some_and(|name| name.contains('.')) => StatusCode::NOT_FOUND.into_response(),
        _ => page("index.html", &headers, APP_POLICY),
    }
}

/// The explorer's page.
pub(super) async fn graphiql(headers: HeaderMap) -> Response {
    page("graphiql/index.html", &headers, GRAPHIQL_POLICY)
}

/// The explorer's files.
pub(super) async fn graphiql_file(Path(path): Path<String>, headers: HeaderMap) -> Response {
    file(&format!("graphiql/{path}"), &headers, GRAPHIQL_POLICY)
        .unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

/// The page over the mirrors' documents.
pub(super) fn reference(headers: &HeaderMap) -> Response {
    page("openapi/index.html", headers, REFERENCE_POLICY)
}

/// That page's files.
pub(super) fn reference_file(path: &str, headers: &HeaderMap) -> Response {
    file(&format!("openapi/{path}"), headers, REFERENCE_POLICY).unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

fn page(path: &str, headers: &HeaderMap, policy: &'static str) -> Response {
    file(path, headers, policy).unwrap_or_else(|| {
        let hint = "This server was built without its web files. Build it with `cargo xtask build`.";
        (StatusCode::NOT_FOUND, hint).into_response()
    })
}

fn file(path: &str, headers: &HeaderMap, policy: &'static str) -> Option<Response> {
    let plain = Files::get(path)?;
    let (body, encoding) = compressed(path, headers).unwrap_or((plain.data, None));
    let etag = format!("\"{}\"", hex::encode(&plain.metadata.sha256_hash()[..12]));
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    let mut response = if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(body).into_response()
    };
    let out = response.headers_mut();
    insert(out, header::CONTENT_TYPE, mime.as_ref());
    insert(out, header::ETAG, &etag);
    insert(out, header::CONTENT_SECURITY_POLICY, policy);
    insert(out, header::VARY, "accept-encoding");
    // A hashed name never means another file; a page must be asked for anew.
    insert(
        out,
        header::CACHE_CONTROL,
        if path.ends_with(".html") { "no-cache" } else { "public, max-age=31536000, immutable" },
    );
    if let Some(encoding) = encoding {
        insert(out, header::CONTENT_ENCODING, encoding);
    }
    Some(response)
}

type Content = std::borrow::Cow<'static, [u8]>;

fn compressed(path: &str, headers: &HeaderMap) -> Option<(Content, Option<&'static str>)> {
    let accepted = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let accepts = |name: &str| accepted.split(',').any(|part| part.trim().split(';').next() == Some(name));
    let form = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(name, _)| accepts(name));
    form.into_iter().find_map(|(name, suffix)| Some((Files::get(&format!("{path}.{suffix}"))?.data, Some(name))))
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
