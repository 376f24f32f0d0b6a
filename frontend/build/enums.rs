//! One Rust enum for each enum of the schema, with the schema's own words as its documentation.

use std::fmt::Write;

use graphql_parser::schema::{Definition, EnumType, TypeDefinition, parse_schema};

use crate::Result;

/// The schema's enums, in its order.
pub(crate) fn read(sdl: &str) -> Result<Vec<EnumType<'static, String>>> {
    let document = parse_schema::<String>(sdl)?.into_static();
    let found = document.definitions.into_iter().filter_map(|definition| match definition {
        Definition::TypeDefinition(TypeDefinition::Enum(found)) => Some(found),
        _ => None,
    });
    Ok(found.collect())
}

/// Their Rust code.
pub(crate) fn write(enums: &[EnumType<'static, String>]) -> String {
    enums.iter().map(write_one).collect()
}

fn write_one(found: &EnumType<'static, String>) -> String {
    let mut variants = String::new();
    let mut all = String::new();
    let mut codes = String::new();
    for value in &found.values {
        let variant = camel(&value.name);
        let _ =
            write!(variants, "{}#[serde(rename = {:?})] {variant},\n", doc(value.description.as_deref()), value.name);
        let _ = write!(all, "Self::{variant},");
        let _ = write!(codes, "Self::{variant} => {:?},", value.name);
    }
    format!(
        "{}#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]\n\
         #[allow(dead_code)]\npub(crate) enum {name} {{\n{variants}}}\n\
         impl crate::api::Word for {name} {{\n    const ALL: &'static [Self] = &[{all}];\n\
             fn code(self) -> &'static str {{ match self {{ {codes} }} }}\n}}\n",
        doc(found.description.as_deref()),
        name = found.name,
    )
}

fn doc(text: Option<&str>) -> String {
    text.map(|text| format!("#[doc = {:?}]\n", text.trim())).unwrap_or_default()
}

/// `CUSTOMER_DATABASE_APP` as `CustomerDatabaseApp`.
fn camel(code: &str) -> String {
    code.split('_')
        .filter_map(|word| word.split_at_checked(1))
        .map(|(head, tail)| format!("{head}{}", tail.to_lowercase()))
        .collect()
}
