//! Addresses and settings.

use serde_json::json;

use super::*;

#[test]
fn an_address_is_https_or_http_where_that_is_allowed() {
    let allowed = ["localhost".to_owned()];
    for good in
        ["https://api.example.com", "https://api.example.com:8443/v1/", "http://localhost:8080", "http://LOCALHOST"]
    {
        assert_eq!(unfit_address("baseUrl", good, &allowed), None, "{good}");
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
        assert_eq!(unfit_address("baseUrl", bad, &allowed).map(|broken| broken.rule), Some(rule), "{bad}");
    }
}

fn form() -> Form {
    let setting = |name, kind| Setting { name, kind, about: "" };
    let settings = vec![
        setting("strict", SettingKind::Boolean),
        setting("numbers", SettingKind::TextMap),
        setting("token_url", SettingKind::Address),
    ];
    Form { ids: Ids::Texts, access: None, settings: settings.leak(), credentials: &[], digest: None }
}

#[test]
fn only_settings_of_the_vendor_are_known_and_hold_what_they_take() {
    let unfit = |settings| unfit_settings(&form(), &settings, &["localhost".to_owned()]);
    for good in [
        json!({}),
        json!({ "strict": true, "numbers": {} }),
        json!({ "numbers": { "7": "email" } }),
        json!({ "token_url": "https://auth.example.com/oauth2/token" }),
        json!({ "token_url": "http://localhost:9000" }),
    ] {
        assert_eq!(unfit(good.clone()), [], "{good}");
    }
    let paths = |settings| unfit(settings).into_iter().map(|broken| broken.path).collect::<Vec<_>>();
    assert_eq!(paths(json!({ "strict": "yes" })), ["settings.strict"]);
    assert_eq!(paths(json!({ "loose": true })), ["settings.loose"]);
    assert_eq!(paths(json!({ "numbers": { "7": 1 } })), ["settings.numbers"]);
    assert_eq!(paths(json!({ "numbers": "7" })), ["settings.numbers"]);
    assert_eq!(paths(json!({ "token_url": "http://auth.example.com" })), ["settings.token_url"]);
    assert_eq!(paths(json!([])), ["settings"]);
}

#[test]
fn an_address_among_the_settings_leads_elsewhere_as_the_base_url_does() {
    let details = |base: &str, settings| Details {
        name: "x".to_owned(),
        mode: Mode::Proxy,
        base_url: Some(base.to_owned()),
        time_zone: "UTC".to_owned(),
        settings,
    };
    let token = |url: &str| json!({ "token_url": url });
    let was = details("https://a.example", json!({}));
    for near in [json!({ "strict": true }), token("https://a.example/oauth2/token")] {
        assert!(!leads_elsewhere(&form(), &was, &details("https://a.example/v2", near.clone())), "{near}");
    }
    assert!(leads_elsewhere(&form(), &was, &details("https://a.example", token("https://b.example"))));
    assert!(leads_elsewhere(&form(), &details("https://a.example", token("https://b.example")), &was));
    assert!(leads_elsewhere(&form(), &was, &details("https://b.example", token("https://a.example"))));
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
