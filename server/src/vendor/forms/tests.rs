//! Reading forms.

use axum::http::Request;
use serde_json::json;

use super::*;

const CDA: Tolerance = Tolerance { quoted_values: true, quoted_body: false };
const OMNIDESK: Tolerance = Tolerance { quoted_values: false, quoted_body: true };
const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=XX";

async fn read(content_type: &str, body: impl Into<Bytes>, tolerance: Tolerance) -> Result<Form, String> {
    let request = Request::builder().header(header::CONTENT_TYPE, content_type).body(()).expect("a request");
    let decoded = decode(&request.into_parts().0, body.into(), tolerance).await;
    decoded.and_then(Decoded::into_form).map_err(|refusal| match refusal {
        Refusal::Unreadable(why) => why,
        other => panic!("{other:?}"),
    })
}

async fn form(content_type: &str, body: &str, tolerance: Tolerance) -> Form {
    read(content_type, body.to_owned(), tolerance).await.expect("it can be read")
}

async fn body(content_type: &str, body: &str) -> Json {
    Json::Object(form(content_type, body, Tolerance::default()).await.into_body().values)
}

fn pairs(form: &Form) -> Vec<(&str, &str)> {
    form.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn part(name: &str, value: &str) -> String {
    format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

#[tokio::test]
async fn a_multipart_form_gives_its_pairs_in_order() {
    let sent = part("forename", "\"Richard\"")
        + &part("email[0]", "a@b.example")
        + &part("note", "two\r\nlines")
        + "--XX--\r\n";
    let form = form(MULTIPART, &sent, CDA).await;
    assert_eq!(pairs(&form), [("forename", "Richard"), ("email[0]", "a@b.example"), ("note", "two\r\nlines")]);
}

#[tokio::test]
async fn only_one_matching_pair_of_quotes_is_taken_and_only_where_a_vendor_does_so() {
    let sent = "a=\"\"x\"\"&b=\"y&c=\"&d=\"\"";
    assert_eq!(pairs(&form(URLENCODED, sent, CDA).await), [("a", "\"x\""), ("b", "\"y"), ("c", "\""), ("d", "")]);
    assert_eq!(pairs(&form(URLENCODED, "a=\"x\"", OMNIDESK).await), [("a", "\"x\"")]);
}

#[tokio::test]
async fn a_body_in_double_quotes_has_values_in_single_ones() {
    let printed = "\"primaryID='text'&brandID=1&firstname=''&custom_testfield='it's'\"\n";
    assert_eq!(
        pairs(&form(URLENCODED, printed, OMNIDESK).await),
        [("primaryID", "text"), ("brandID", "1"), ("firstname", ""), ("custom_testfield", "it's")]
    );
    assert_eq!(pairs(&form(URLENCODED, "lastname='t'", OMNIDESK).await), [("lastname", "'t'")], "otherwise they stay");
}

#[tokio::test]
async fn escapes_are_read_and_what_only_looks_like_one_is_kept() {
    let sent = "record%5BSent+Date%5D=2023-05-10%2011%3a34&rate=100%&odd=%zz%4&empty&=nameless&&";
    assert_eq!(
        pairs(&form(URLENCODED, sent, Tolerance::default()).await),
        [
            ("record[Sent Date]", "2023-05-10 11:34"),
            ("rate", "100%"),
            ("odd", "%zz%4"),
            ("empty", ""),
            ("", "nameless")
        ]
    );
}

#[tokio::test]
async fn names_with_brackets_make_lists_and_objects() {
    let sent = "x=1&y[2]=c&y[0]=a&y[0]=again&y[]=d&z[a]=1&z[b]=2&z[a]=again&one[]=1&twice=1&twice=2&mix[k]=v&mix[7]=w&mix=plain";
    assert_eq!(
        body(URLENCODED, sent).await,
        json!({
            "x": "1", "y": ["a", "c", "d"], "z": { "a": "1", "b": "2" }, "one": ["1"], "twice": ["1", "2"],
            "mix": { "k": "v", "7": "w", "8": "plain" },
        })
    );
    assert_eq!(body(URLENCODED, "a[=1&b]=2&[c]=3").await, json!({ "a[": "1", "b]": "2", "[c]": "3" }));
}

#[tokio::test]
async fn lists_that_belong_together_are_joined_by_index() {
    let mut form =
        form(URLENCODED, "keys[0]=a&keys[1]=b&values[0]=1&keys[5]=c&values[5]=5&values[6]=6&rest=x", CDA).await;
    let expected = [("a".to_owned(), "1".to_owned()), ("c".to_owned(), "5".to_owned())];
    assert_eq!(form.take_parallel("keys", "values"), expected);
    assert_eq!(pairs(&form), [("rest", "x")], "halves are gone too");
}

#[tokio::test]
async fn numbered_pairs_are_joined_by_number() {
    let sent = "t_10=email&v_10=a%40b&t_2=telephone&v_2=%2B31&t_3=lone&v_x=7&t_99999999999=far";
    let mut form = form(URLENCODED, sent, OMNIDESK).await;
    let expected = [("telephone", "+31"), ("email", "a@b")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(form.take_numbered("t_", "v_"), expected);
    assert_eq!(pairs(&form), [("v_x", "7"), ("t_99999999999", "far")]);
}

#[tokio::test]
async fn a_map_has_any_headings() {
    let mut form = form(URLENCODED, "record[2023]=1&record[NPS [1]]=2&record[]=3&record=4&recorded[x]=5", CDA).await;
    assert_eq!(form.take_map("record").map(Json::Object), Some(json!({ "2023": "1", "NPS [1]": "2" })));
    assert_eq!(form.take_map("record"), None);
    assert_eq!(form.pairs().len(), 3);
}

#[tokio::test]
async fn json_is_a_form_by_another_name() {
    let sent = r#"{ "a": 1, "b": true, "c": null, "d": ["x", { "y": 2.5 }], "e": { "f": "g" }, "h": [] }"#;
    let form = form("application/json; charset=utf-8", sent, Tolerance::default()).await;
    assert_eq!(pairs(&form), [("a", "1"), ("b", "true"), ("d[0]", "x"), ("d[1][y]", "2.5"), ("e[f]", "g")]);
}

#[tokio::test]
async fn without_a_content_type_the_body_itself_tells() {
    for (sent, name) in [(r#" {"a":"1"}"#, "a"), ("b=1", "b")] {
        let head = Request::new(()).into_parts().0;
        let decoded = decode(&head, sent.into(), Tolerance::default()).await.expect("it can be read");
        assert_eq!(pairs(&decoded.into_form().expect("a form")), [(name, "1")]);
    }
    assert_eq!(form("text/anything", " \n", CDA).await, Form::default(), "nothing is nothing in any type");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(500), "]".repeat(500));
    let wide: String = (0..=PAIRS).map(|at| part(&format!("p{at}"), "v")).collect::<String>() + "--XX--";
    let nested = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; boundary=YY\r\n\r\n--YY--\r\n--XX--";
    let nameless = "--XX\r\nContent-Disposition: form-data\r\n\r\nv\r\n--XX--";
    let long = format!("{{\"{}\":{{\"a\":1}}}}", "n".repeat(NAME));
    let open = part("a", "cut off");
    let cases: &[(&str, &[u8])] = &[
        ("multipart/form-data", open.as_bytes()),
        ("multipart/mixed; boundary=XX", open.as_bytes()),
        (MULTIPART, open.as_bytes()),
        (MULTIPART, b"--XX"),
        (MULTIPART, b"not a form"),
        (MULTIPART, nested.as_bytes()),
        (MULTIPART, nameless.as_bytes()),
        (MULTIPART, wide.as_bytes()),
        (MULTIPART, b"--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--XX--"),
        (URLENCODED, b"a=%ff"),
        (URLENCODED, b"a=\xff"),
        ("application/json", b"[1]"),
        ("application/json", b"{\"a\": }"),
        ("application/json", deep.as_bytes()),
        ("application/json", long.as_bytes()),
        ("text/plain", b"a=1"),
        ("", b"a=1"),
    ];
    for (content_type, sent) in cases {
        let read = read(content_type, sent.to_vec(), CDA).await;
        assert!(read.is_err(), "{content_type}: {:?}", String::from_utf8_lossy(sent));
    }
}
