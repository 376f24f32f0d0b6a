use entity::Timestamp;
use entity::source_record::RecordState;
use serde_json::json;

use super::*;

fn definition(data_type: PropertyType) -> Definition {
    Definition {
        id: 1,
        brand_id: 1,
        connection_id: 1,
        vendor_id: "86e05affc7a7abefcd513ab400".to_owned(),
        name: "Shoe".to_owned(),
        description: None,
        data_type,
        items: json!([
            { "id": "s", "name": "Small", "state": 1 },
            { "id": "l", "name": "Large", "resource_record_id": "r-9" },
            { "id": "x", "name": "Gone", "state": 0 },
        ]),
        is_required: false,
        is_unique: false,
        state: RecordState::Active,
        updated_at: Timestamp(0),
    }
}

fn key(data_type: PropertyType, value: Json) -> Option<String> {
    check(&definition(data_type), &value).unwrap().key
}

fn rule(data_type: PropertyType, value: Json) -> Rule {
    check(&definition(data_type), &value).unwrap_err().rule
}

#[test]
fn equal_values_have_equal_keys() {
    use PropertyType::{Boolean, Date, Float, Integer, String, Timestamp};
    assert_eq!(key(String, json!(" A 1 ")), Some("A 1".to_owned()));
    assert_eq!(key(Integer, json!(9_007_199_254_740_993_i64)), Some("9007199254740993".to_owned()));
    assert_eq!(key(Float, json!(5)), key(Float, json!(5.0)));
    assert_eq!(key(Float, json!(-0.0)), key(Float, json!(0)));
    assert_eq!(key(Float, json!(0.1)), Some("0.1".to_owned()));
    assert_eq!(key(Date, json!("2026-03-01")), Some("2026-03-01".to_owned()));
    assert_eq!(key(Timestamp, json!("2026-03-01 09:30:00")), Some("2026-03-01 09:30:00".to_owned()));
    assert_eq!(key(Timestamp, json!("2026-03-01T10:30:00+01:00")), key(Timestamp, json!("2026-03-01T09:30:00Z")));
    assert_eq!(key(Boolean, json!(true)), None);
}

#[test]
fn a_long_text_is_compared_by_its_digest() {
    let long = "ž".repeat(10_000);
    let checked = check(&definition(PropertyType::String), &json!(long)).unwrap();
    assert_eq!(checked.value, json!(long));
    assert_eq!(checked.key.unwrap().len(), "sha256:".len() + 64);
}

#[test]
fn refuses_what_is_not_of_the_type() {
    use PropertyType::{Boolean, Date, Float, Integer, String, Timestamp};
    for (data_type, value) in [
        (String, json!(1)),
        (Boolean, json!("true")),
        (Boolean, json!(1)),
        (Integer, json!("5")),
        (Integer, json!(5.5)),
        (Integer, json!(u64::MAX)),
        (Float, json!("0.5")),
        (Date, json!("2026-3-1")),
        (Date, json!("2026-02-30")),
        (Date, json!("2026-03-01T00:00:00Z")),
        (Timestamp, json!("2026-03-01")),
        (Timestamp, json!("2026-03-01 9:30:00")),
        (Timestamp, json!(1_772_357_400)),
    ] {
        assert_eq!(rule(data_type, value.clone()), Rule::Format, "{data_type:?} {value}");
    }
    assert_eq!(rule(PropertyType::Custom, json!(null)), Rule::Required);
}

#[test]
fn a_choice_becomes_the_definitions_item() {
    let large = json!([{ "id": "l", "name": "Large", "resource_record_id": "r-9" }]);
    for choice in [
        json!("l"),
        json!("Large"),
        json!(["Large"]),
        json!([{ "name": "Large" }]),
        json!({ "id": "l", "name": "an old name" }),
        json!([{ "resource_record_id": "r-9" }]),
    ] {
        let checked = check(&definition(PropertyType::Enumeration), &choice).unwrap();
        assert_eq!(checked, CheckedValue { value: large.clone(), key: None }, "{choice}");
    }
}

#[test]
fn several_choices_need_a_multiselect() {
    let both = json!(["s", "Large", "Small"]);
    assert_eq!(rule(PropertyType::Enumeration, both.clone()), Rule::NotAllowed);
    let checked = check(&definition(PropertyType::Multiselect), &both).unwrap();
    let names: Vec<&str> = checked.value.as_array().unwrap().iter().filter_map(|item| item["name"].as_str()).collect();
    assert_eq!(names, ["Small", "Large"]);
}

#[test]
fn refuses_choices_that_do_not_exist_any_more() {
    assert_eq!(rule(PropertyType::Enumeration, json!("Gone")), Rule::NotAllowed);
    assert_eq!(rule(PropertyType::Multiselect, json!(["Small", "Medium"])), Rule::NotAllowed);
    assert_eq!(rule(PropertyType::Multiselect, json!([7])), Rule::NotAllowed);
    assert_eq!(rule(PropertyType::Enumeration, json!([])), Rule::Empty);
}

#[test]
fn a_required_value_must_not_be_empty() {
    for (data_type, empty) in [(PropertyType::String, json!("  ")), (PropertyType::Multiselect, json!([]))] {
        let optional = definition(data_type);
        assert!(check(&optional, &empty).is_ok());
        let required = Definition { is_required: true, ..optional };
        assert_eq!(check(&required, &empty).unwrap_err().rule, Rule::Empty);
    }
}

#[test]
fn a_custom_value_is_kept_as_it_came() {
    let form = json!("{\"width\": 4}");
    let checked = check(&definition(PropertyType::Custom), &form).unwrap();
    assert_eq!(checked, CheckedValue { value: form, key: None });
}
