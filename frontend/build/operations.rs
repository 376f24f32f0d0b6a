//! The operations' types.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use graphql_client_codegen::normalization::Normalization;
use graphql_client_codegen::{CodegenMode, GraphQLClientCodegenOptions, generate_module_token_stream_from_string};
use graphql_parser::query::{Definition, FragmentDefinition, Selection, parse_query};

use crate::Result;

/// The first line of an operation whose input is not a struct but what really changed, so that the rest is left alone.
const CHANGES: &str = "# input: changes";

/// The code of all operations in `folder`.
pub(crate) fn write(folder: &Path, schema: &Path, enums: Vec<String>) -> Result<String> {
    let fragments = fragments(&folder.join("fragments"))?;
    let mut code = String::new();
    for file in files(folder)? {
        let text = fs::read_to_string(&file)?;
        let made = operation(&text, &fragments, schema, &enums);
        code.push_str(&made.map_err(|error| format!("{}: {error}", file.display()))?);
    }
    Ok(code)
}

/// A shared fragment: its text, and the struct of `api::shared` that its types become.
struct Fragment {
    text: String,
    fields: Vec<String>,
}

fn fragments(folder: &Path) -> Result<BTreeMap<String, Fragment>> {
    let mut found = BTreeMap::new();
    for file in files(folder)? {
        let text = fs::read_to_string(&file)?;
        let document = parse_query::<String>(&text)?.into_static();
        for definition in document.definitions {
            if let Definition::Fragment(fragment) = definition {
                found.insert(fragment.name.clone(), Fragment { text: text.clone(), fields: fields(&fragment) });
            }
        }
    }
    Ok(found)
}

fn fields(fragment: &FragmentDefinition<'static, String>) -> Vec<String> {
    let fields = fragment.selection_set.items.iter().filter_map(|selection| match selection {
        Selection::Field(field) => Some(snake(&field.name)),
        _ => None,
    });
    fields.collect()
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries: std::io::Result<Vec<_>> = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut files: Vec<PathBuf> =
        entries?.into_iter().filter(|path| path.extension().is_some_and(|it| it == "graphql")).collect();
    files.sort();
    Ok(files)
}

fn operation(text: &str, fragments: &BTreeMap<String, Fragment>, schema: &Path, enums: &[String]) -> Result<String> {
    let used: Vec<_> = fragments.iter().filter(|(name, _)| spreads(text, name)).collect();
    let whole: String = std::iter::once(text).chain(used.iter().map(|(_, fragment)| fragment.text.as_str())).collect();
    let types = generate_module_token_stream_from_string(&whole, schema, options(text, enums)?)
        .map_err(|error| error.to_string())?
        .to_string();
    let module = module(&whole)?;
    let shared: String = used.iter().map(|(name, fragment)| into_shared(&module, name, &fragment.fields)).collect();
    Ok(format!("{types}\n{shared}"))
}

fn spreads(text: &str, fragment: &str) -> bool {
    text.split("...").skip(1).any(|rest| rest.split(|c: char| !c.is_alphanumeric()).next() == Some(fragment))
}

fn options(text: &str, enums: &[String]) -> Result<GraphQLClientCodegenOptions> {
    let mut options = GraphQLClientCodegenOptions::new(CodegenMode::Cli);
    options.set_normalization(Normalization::Rust);
    options.set_response_derives("Clone,PartialEq".to_owned());
    options.set_custom_scalars_module(syn::parse_str("crate::api::scalar")?);
    options.set_extern_enums(enums.to_vec());
    options.set_skip_serializing_none(true);
    options.set_module_visibility(syn::parse_str("pub(crate)")?);
    if text.starts_with(CHANGES) {
        options.set_custom_variable_types(vec!["crate::api::Changes".to_owned()]);
    }
    Ok(options)
}

fn module(text: &str) -> Result<String> {
    use graphql_parser::query::OperationDefinition as Operation;
    let document = parse_query::<String>(text)?.into_static();
    let name = document.definitions.into_iter().find_map(|definition| match definition {
        Definition::Operation(Operation::Query(query)) => query.name,
        Definition::Operation(Operation::Mutation(mutation)) => mutation.name,
        _ => None,
    });
    Ok(snake(&name.ok_or("it has no named operation")?))
}

fn into_shared(module: &str, name: &str, fields: &[String]) -> String {
    let fields: String = fields.iter().map(|field| format!("{field}: it.{field}.into(),")).collect();
    format!(
        "impl From<{module}::{name}> for crate::api::shared::{name} {{\n    fn from(it: {module}::{name}) -> Self {{ Self {{ {fields} }} }}\n}}\n"
    )
}

/// `hasNextPage` as `has_next_page`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for (at, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
