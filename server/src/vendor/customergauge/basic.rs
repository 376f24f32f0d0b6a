//! HTTP Basic: client id and secret in the header `Authorization`.

use axum::http::header;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Id and secret, when the header has them.
pub(super) fn credentials(head: &Parts) -> Option<(String, String)> {
    let shown = authorization(head, "basic")?;
    let text = String::from_utf8(STANDARD.decode(shown).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}

/// What the header says after the name of a scheme.
pub(super) fn authorization<'h>(head: &'h Parts, scheme: &str) -> Option<&'h str> {
    let (named, shown) = head.headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    named.eq_ignore_ascii_case(scheme).then(|| shown.trim())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn read(shown: &str) -> Option<(String, String)> {
        let request = Request::builder().header("authorization", shown).body(()).expect("a request");
        credentials(&request.into_parts().0)
    }

    #[test]
    fn reads_id_and_secret() {
        let expected = Some(("id".to_owned(), "se:cret".to_owned()));
        assert_eq!(read("Basic aWQ6c2U6Y3JldA=="), expected);
        assert_eq!(read("basic  aWQ6c2U6Y3JldA=="), expected);
        for other in ["Bearer aWQ6c2U6Y3JldA==", "Basic", "Basic ***", "Basic aWQ=", "Basic /////w=="] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
