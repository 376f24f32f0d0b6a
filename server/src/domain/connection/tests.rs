//! Addresses and settings.

use serde_json::json;

use super::*;

#[test]
fn an_address_is_https_or_http_where_that_is_allowed() {
    let allowed = ["localhost".to_owned()];
    for good in
        ["https://api.example.com", "https://api.example.com:8443/v1/", "http://localhost:8080", "http://LOCALHOST"]
    {
        assert_eq!(unfit_address(good, &allowed), None, "{good}");
    }
    for (bad, rule) in [
        ("http://api.example.com", Rule::NotAllowed),
        ("http://localhost.example.com", Rule::NotAllowed),
        ("https://ann:secret@api.example.com", Rule::NotAllowed),
        ("https://ann@api.example.com", Rule::NotAllowed),
        ("https://api.example.com/?apiKey=secret", Rule::NotAllowed),
        ("https://api.example.com/#x", Rule::NotAllowed),
        ("ftp://api.example.com", Rule::Format),
        ("file:///etc/passwd", Rule::Format),
        ("api.example.com", Rule::Format),
        ("", Rule::Format),
    ] {
        assert_eq!(unfit_address(bad, &allowed).map(|broken| broken.rule), Some(rule), "{bad}");
    }
}

#[test]
fn only_settings_of_the_vendor_are_known_and_hold_what_they_take() {
    let form = Form {
        settings: &[Setting { name: "strict", kind: SettingKind::Boolean, about: "" }],
        credentials: &[],
        digest: None,
    };
    assert_eq!(unknown_settings(&form, &json!({ "strict": true })), []);
    assert_eq!(unknown_settings(&form, &json!({})), []);
    let paths = |settings| unknown_settings(&form, &settings).into_iter().map(|broken| broken.path).collect::<Vec<_>>();
    assert_eq!(paths(json!({ "strict": "yes" })), ["settings.strict"]);
    assert_eq!(paths(json!({ "loose": true })), ["settings.loose"]);
    assert_eq!(paths(json!([])), ["settings"]);
}

#[test]
fn a_server_is_scheme_host_and_port() {
    assert!(same_server(Some("https://a.example/v1"), Some("https://a.example:443/v2")));
    assert!(same_server(None, None));
    for other in ["https://b.example/v1", "http://a.example/v1", "https://a.example:8443/v1"] {
        assert!(!same_server(Some("https://a.example/v1"), Some(other)), "{other}");
    }
    assert!(!same_server(Some("https://a.example"), None));
}
