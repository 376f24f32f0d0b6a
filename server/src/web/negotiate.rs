//! Which of GraphQL's two media types an answer has (GraphQL over HTTP, "Accept").

use axum::http::{HeaderMap, header};

/// The media type of a GraphQL answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: the status says whether the request could be run.
    GraphqlResponse,
    /// `application/json`: a well-formed request is 200 whatever came of it.
    Json,
}

impl Media {
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// The client's choice; JSON when it names none, `None` when it accepts neither.
pub(super) fn media(headers: &HeaderMap) -> Option<Media> {
    let mut ranges: Vec<(f32, usize, Option<Media>)> = Vec::new();
    for value in headers.get_all(header::ACCEPT) {
        for range in value.to_str().unwrap_or_default().split(',') {
            if let Some((weight, media)) = range_of(range) {
                ranges.push((weight, ranges.len(), media));
            }
        }
    }
    if ranges.is_empty() {
        return Some(Media::Json);
    }
    let refused: Vec<Media> =
        ranges.iter().filter(|(weight, ..)| *weight == 0.0).filter_map(|(.., media)| *media).collect();
    // Heaviest first; among equals the one named first.
    ranges.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let wanted = ranges.into_iter().filter(|(weight, ..)| *weight > 0.0).filter_map(|(.., media)| media);
    wanted.into_iter().find(|media| !refused.contains(media))
}

/// Weight and meaning of one range; `None` for an empty one.
fn range_of(range: &str) -> Option<(f32, Option<Media>)> {
    let mut parts = range.split(';').map(str::trim);
    let media = match parts.next()?.to_ascii_lowercase().as_str() {
        "" => return None,
        "application/graphql-response+json" => Some(Media::GraphqlResponse),
        "application/json" | "application/*" | "*/*" => Some(Media::Json),
        _ => None,
    };
    let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|text| text.parse().ok()).unwrap_or(1.0);
    Some((weight, media))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(accept: &str) -> Option<Media> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().expect("a header value"));
        media(&headers)
    }

    #[test]
    fn picks_what_the_client_prefers() {
        assert_eq!(of("application/json;q=0.5, application/graphql-response+json"), Some(Media::GraphqlResponse));
        assert_eq!(of("application/json, application/graphql-response+json"), Some(Media::Json));
        assert_eq!(of("*/*"), Some(Media::Json));
        assert_eq!(of("text/html"), None);
        assert_eq!(media(&HeaderMap::new()), Some(Media::Json));
    }
}
