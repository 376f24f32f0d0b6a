//! The vendors' APIs as OpenAPI 3.1 documents, made of the operations themselves: what is served is what is described.

use axum::http::StatusCode;
use entity::connection::Vendor;
use sea_orm::ActiveEnum;
use serde_json::{Map, Value as Json, json};

use super::contract::{About, Access, Dialect, Entry};
use super::shape::{Field, Kind, Place};
use super::{Visitor, visit};

/// One vendor's document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The vendor.
    pub vendor: Vendor,
    /// The document.
    pub content: Json,
}

impl Document {
    /// The vendor's name in addresses, such as `customer_database_app`.
    pub fn name(&self) -> String {
        self.vendor.to_value()
    }
}

/// The documents of all vendors.
pub fn documents() -> Vec<Document> {
    #[derive(Default)]
    struct Documents(Vec<Document>);
    impl Visitor for Documents {
        fn vendor<D: Dialect>(&mut self, operations: fn() -> Vec<Entry<D>>) {
            let described = document(&operations());
            match self.0.iter_mut().find(|document| document.vendor == D::VENDOR) {
                Some(document) => merge(&mut document.content, described),
                None => self.0.push(Document { vendor: D::VENDOR, content: described }),
            }
        }
    }
    let mut documents = Documents::default();
    visit(&mut documents);
    documents.0
}

/// A vendor that has several hosts has a dialect for each of them and one document.
fn merge(whole: &mut Json, part: Json) {
    for at in ["/paths", "/components/securitySchemes"] {
        if let (Some(Json::Object(whole)), Some(Json::Object(part))) = (whole.pointer_mut(at), part.pointer(at)) {
            whole.extend(part.clone());
        }
    }
}

fn document<D: Dialect>(operations: &[Entry<D>]) -> Json {
    let about = D::about();
    let mut paths = Map::new();
    for (index, operation) in operations.iter().enumerate() {
        let path = match D::PREFIXES {
            [prefix] => format!("{prefix}{}", operation.path),
            _ => operation.path.to_owned(),
        };
        let path = paths.entry(path).or_insert_with(|| json!({}));
        path[operation.method.as_str().to_ascii_lowercase()] =
            describe(operation, &id(&operations[..index], operation), &about);
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": about.title, "version": about.version, "description": about.description },
        "servers": servers::<D>(),
        "paths": paths,
        "components": {
            "securitySchemes": about.credentials.iter().map(|(name, scheme)| ((*name).to_owned(), scheme.clone())).collect::<Map<_, _>>(),
        },
    })
}

/// The operation's name; one that is served in several places is numbered from the second on.
fn id<D: Dialect>(before: &[Entry<D>], operation: &Entry<D>) -> String {
    match before.iter().filter(|other| other.name == operation.name).count() {
        0 => operation.name.to_owned(),
        earlier => format!("{}{}", operation.name, earlier + 1),
    }
}

fn describe<D: Dialect>(operation: &Entry<D>, id: &str, about: &About) -> Json {
    let parameters: Vec<Json> =
        operation.fields.iter().filter(|field| field.place != Place::Body).map(parameter).collect();
    let mut described = json!({
        "operationId": id,
        "parameters": parameters,
        "responses": responses(operation, about),
    });
    let body: Vec<&Field> = operation.fields.iter().filter(|field| field.place == Place::Body).collect();
    if !body.is_empty() {
        let schema = object(&body);
        let content: Map<String, Json> =
            about.encodings.iter().map(|encoding| ((*encoding).to_owned(), json!({ "schema": schema }))).collect();
        described["requestBody"] = json!({ "required": body.iter().any(|field| field.required), "content": content });
    }
    described["security"] = match operation.access {
        Access::Open => json!([]),
        Access::Needs(_) => about.credentials.iter().map(|(name, _)| json!({ *name: [] })).collect(),
    };
    described
}

/// The prefix is part of each path, unless there are several to choose from.
fn servers<D: Dialect>() -> Vec<Json> {
    let prefixes: &[&str] = if D::PREFIXES.len() == 1 { &["/"] } else { D::PREFIXES };
    prefixes.iter().map(|prefix| json!({ "url": prefix })).collect()
}

/// What HTTP itself answers, to calls that come no further or take too long. Nothing is known of the vendor then: the body is empty.
pub(super) const TRANSPORT: [(u16, &str); 3] = [
    (414, "The address is longer than 65,534 bytes"),
    (431, "The head of the request is larger than can be read"),
    (504, "The call took longer than it may"),
];

fn responses<D: Dialect>(operation: &Entry<D>, about: &About) -> Json {
    let reason = |status: u16| StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let mut responses = Map::new();
    for (status, meaning) in about.refusals {
        let content = json!({ "application/json": { "schema": about.error } });
        responses.insert(status.to_string(), json!({ "description": meaning, "content": content }));
    }
    for (status, meaning) in TRANSPORT {
        responses.entry(status.to_string()).or_insert_with(|| json!({ "description": meaning }));
    }
    let success = operation.status.as_u16();
    let mut described = json!({ "description": reason(success).unwrap_or("Success") });
    if let Some(schema) = (about.envelope)(operation.status, (operation.reply)()) {
        described["content"] = json!({ "application/json": { "schema": schema } });
    }
    responses.insert(success.to_string(), described);
    Json::Object(responses)
}

fn parameter(field: &Field) -> Json {
    let (place, is_list) = (field.place, matches!(field.kind, Kind::List { .. }));
    let name = if is_list { format!("{}[]", field.name) } else { field.name.to_owned() };
    let mut parameter = json!({
        "name": name,
        "in": if place == Place::Path { "path" } else { "query" },
        "required": field.required,
        "schema": schema(field, &field.kind),
    });
    if !field.doc.is_empty() {
        parameter["description"] = field.doc.into();
    }
    parameter
}

fn object(fields: &[&Field]) -> Json {
    let properties: Map<String, Json> = fields
        .iter()
        .map(|field| {
            let mut described = schema(field, &field.kind);
            if !field.doc.is_empty() {
                described["description"] = field.doc.into();
            }
            (field.name.to_owned(), described)
        })
        .collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn schema(field: &Field, kind: &Kind) -> Json {
    match kind {
        Kind::Text => text(field),
        Kind::Integer => number(field, "integer"),
        Kind::Number => number(field, "number"),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Any => json!({}),
        Kind::Object(fields) => object(&fields.iter().collect::<Vec<_>>()),
        Kind::List { of, at_least, at_most } => {
            json!({ "type": "array", "items": schema(field, of), "minItems": at_least, "maxItems": at_most })
        }
    }
}

fn text(field: &Field) -> Json {
    let mut schema =
        json!({ "type": if field.numbers_as_text { json!(["string", "number"]) } else { json!("string") } });
    if field.required {
        schema["minLength"] = 1.into();
    }
    if let Some(longest) = field.longest {
        schema["maxLength"] = longest.into();
    }
    if let Some(pattern) = field.pattern {
        schema["pattern"] = pattern.as_str().into();
    }
    if !field.one_of.is_empty() {
        schema["enum"] = field.one_of.into();
    }
    schema
}

fn number(field: &Field, of: &str) -> Json {
    let mut schema = json!({ "type": of });
    if let Some(least) = field.least {
        schema["minimum"] = least.into();
    }
    if let Some(most) = field.most.filter(|most| *most != i64::MAX) {
        schema["maximum"] = most.into();
    }
    schema
}
