//! Documents before they run: parsed once, measured against the limits, marked for the answer and kept.
//!
//! The engine's own visitors walk a fragment again at each spread, so 22 fragments that each spread the next one twice cost gigabytes.
//! Here each fragment is measured once and its size multiplied, so a bomb is refused in the time it takes to read it.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Name;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, FragmentDefinition, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Positioned, ServerError};
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use super::answer::mark;
use crate::config::GraphqlConfig;

/// Parsed documents by the digest of their text.
#[derive(Clone, Debug)]
pub struct Documents {
    parsed: Cache<[u8; 32], Arc<ExecutableDocument>>,
    limits: Arc<GraphqlConfig>,
}

/// Why a document is refused before it runs.
#[derive(Debug)]
pub enum Refusal {
    /// It cannot be parsed.
    Syntax(ServerError),
    /// It asks for more than the limits allow.
    Limit(String),
    /// The operation to run is not in it, or there are several and none was named.
    Operation(String),
    /// It breaks a rule that the engine does not check.
    Rule(String),
}

impl Documents {
    /// A cache and the limits.
    pub fn new(limits: &GraphqlConfig) -> Self {
        Self { parsed: Cache::new(limits.document_cache), limits: Arc::new(limits.clone()) }
    }

    /// Parses, measures and marks `text`, or finds it parsed.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn parse(&self, text: &str) -> Result<Arc<ExecutableDocument>, Refusal> {
        if text.len() > self.limits.max_document_bytes {
            return Err(Refusal::Limit(format!(
                "the document is longer than {} bytes",
                self.limits.max_document_bytes
            )));
        }
        let digest = Sha256::digest(text.as_bytes()).into();
        if let Some(document) = self.parsed.get(&digest) {
            return Ok(document);
        }
        let mut document = parse_query(text).map_err(|error| Refusal::Syntax(error.into()))?;
        measure(&document, &self.limits)?;
        mark(&mut document);
        let document = Arc::new(document);
        self.parsed.insert(digest, Arc::clone(&document));
        Ok(document)
    }
}

/// The operation that a request runs, with its name if it has one.
///
/// # Errors
/// [`Refusal::Operation`].
pub fn operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<(Option<&'a str>, &'a OperationDefinition), Refusal> {
    let mut operations = document.operations.iter();
    let found = match name {
        Some(name) => operations.find(|(known, _)| known.is_some_and(|known| known == name)),
        None if operations.len() > 1 => {
            return Err(Refusal::Operation("the document has several operations; name one".to_owned()));
        }
        None => operations.next(),
    };
    match found {
        Some((name, operation)) => Ok((name.map(|name| name.as_str()), &operation.node)),
        None => Err(Refusal::Operation(format!("the document has no operation named {}", name.unwrap_or_default()))),
    }
}

/// What a selection set comes to when its fragments are expanded.
#[derive(Clone, Copy, Default)]
struct Size {
    selections: usize,
    depth: usize,
    directives: usize,
    /// Fields directly in the set, those of its fragments included.
    fields: usize,
}

impl Size {
    fn add(&mut self, other: Self) {
        self.selections = self.selections.saturating_add(other.selections);
        self.directives = self.directives.saturating_add(other.directives);
        self.fields = self.fields.saturating_add(other.fields);
        self.depth = self.depth.max(other.depth);
    }
}

struct Measure<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    known: HashMap<&'a Name, Size>,
    /// The fragments being measured; one that is met again is a cycle, which validation will report.
    open: Vec<&'a Name>,
    /// The first rule broken that the engine lets pass.
    broken: Option<String>,
}

fn measure(document: &ExecutableDocument, limits: &GraphqlConfig) -> Result<(), Refusal> {
    let mut measure = Measure { fragments: &document.fragments, known: HashMap::new(), open: Vec::new(), broken: None };
    sizes(document, &mut measure, limits).map_err(Refusal::Limit)?;
    measure.broken.map_or(Ok(()), |rule| Err(Refusal::Rule(rule)))
}

fn sizes<'a>(
    document: &'a ExecutableDocument,
    measure: &mut Measure<'a>,
    limits: &GraphqlConfig,
) -> Result<(), String> {
    for (_, operation) in document.operations.iter() {
        let size = measure.operation(&operation.node);
        check(size, limits)?;
        at_most("fields at the root", size.fields, limits.max_root_fields)?;
    }
    // Fragments that no operation spreads are walked by validation all the same.
    for name in document.fragments.keys() {
        check(measure.fragment(name), limits)?;
    }
    Ok(())
}

/// What a field of every type may carry; the engine validates the fields of the schema alone and this one is in none.
fn type_name_rule(field: &Field) -> Option<String> {
    if field.name.node != "__typename" {
        return None;
    }
    let unknown = field.directives.iter().map(|directive| &directive.node.name.node);
    let mut unknown = unknown.filter(|name| !matches!(name.as_str(), "skip" | "include"));
    if let Some(name) = unknown.next() {
        return Some(format!("Unknown directive \"{name}\""));
    }
    if let Some((name, _)) = field.arguments.first() {
        return Some(format!("Unknown argument \"{}\" on field \"__typename\"", name.node));
    }
    (!field.selection_set.node.items.is_empty()).then(|| "Field \"__typename\" must not have a selection".to_owned())
}

fn check(size: Size, limits: &GraphqlConfig) -> Result<(), String> {
    at_most("selected fields", size.selections, limits.max_selections)?;
    at_most("levels", size.depth, limits.max_depth)?;
    at_most("directives", size.directives, limits.max_directives)
}

fn at_most(what: &str, number: usize, most: usize) -> Result<(), String> {
    if number > most { Err(format!("the document has more than {most} {what}")) } else { Ok(()) }
}

impl<'a> Measure<'a> {
    fn operation(&mut self, operation: &'a OperationDefinition) -> Size {
        let mut size = self.set(&operation.selection_set.node);
        size.directives += operation.directives.len();
        size
    }

    fn set(&mut self, set: &'a SelectionSet) -> Size {
        let mut total = Size::default();
        for item in &set.items {
            total.add(self.selection(&item.node));
        }
        total
    }

    fn selection(&mut self, selection: &'a Selection) -> Size {
        match selection {
            Selection::Field(field) => {
                self.broken = self.broken.take().or_else(|| type_name_rule(&field.node));
                let inner = self.set(&field.node.selection_set.node);
                Size {
                    selections: inner.selections.saturating_add(1),
                    depth: inner.depth + 1,
                    directives: inner.directives.saturating_add(field.node.directives.len()),
                    fields: 1,
                }
            }
            Selection::InlineFragment(fragment) => {
                self.counted(&fragment.node.directives, |measure| measure.set(&fragment.node.selection_set.node))
            }
            Selection::FragmentSpread(spread) => {
                self.counted(&spread.node.directives, |measure| measure.fragment(&spread.node.fragment_name.node))
            }
        }
    }

    /// A fragment costs one selection itself, so that a chain of empty ones is not free.
    fn counted(&mut self, directives: &[Positioned<Directive>], inner: impl FnOnce(&mut Self) -> Size) -> Size {
        let mut size = inner(self);
        size.selections = size.selections.saturating_add(1);
        size.directives = size.directives.saturating_add(directives.len());
        size
    }

    fn fragment(&mut self, name: &'a Name) -> Size {
        if let Some(size) = self.known.get(name) {
            return *size;
        }
        let Some(fragment) = self.fragments.get(name) else { return Size::default() };
        if self.open.contains(&name) {
            return Size::default();
        }
        self.open.push(name);
        let mut size = self.set(&fragment.node.selection_set.node);
        size.directives += fragment.node.directives.len();
        self.open.pop();
        self.known.insert(name, size);
        size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Option<String> {
        match Documents::new(&GraphqlConfig::default()).parse(text) {
            Err(Refusal::Limit(message)) => Some(message),
            Err(other) => panic!("{other:?}"),
            Ok(_) => None,
        }
    }

    #[test]
    fn refuses_a_fragment_bomb_at_once() {
        let mut text = "{ ...F0 }".to_owned();
        for n in 0..40 {
            text += &format!(" fragment F{n} on Query {{ ...F{} ...F{} }}", n + 1, n + 1);
        }
        text += " fragment F40 on Query { __typename }";
        assert_eq!(refusal(&text).as_deref(), Some("the document has more than 3000 selected fields"));
    }

    #[test]
    fn refuses_many_aliases_at_the_root() {
        let fields: String = (0..51).map(|n| format!("a{n}: __typename ")).collect();
        assert_eq!(
            refusal(&format!("{{ {fields} }}")).as_deref(),
            Some("the document has more than 50 fields at the root")
        );
    }

    #[test]
    fn refuses_many_aliases_hidden_in_fragments() {
        let fields: String = (0..51).map(|n| format!("a{n}: __typename ")).collect();
        let text = format!("{{ ...F }} fragment F on Query {{ {fields} }}");
        assert_eq!(refusal(&text).as_deref(), Some("the document has more than 50 fields at the root"));
    }

    #[test]
    fn holds_type_names_to_the_rules_of_fields() {
        for text in ["{ __typename @nope }", "{ __typename(a: 1) }", "{ __typename { id } }"] {
            let refusal = Documents::new(&GraphqlConfig::default()).parse(text);
            assert!(matches!(refusal, Err(Refusal::Rule(_))), "{text}: {refusal:?}");
        }
        assert_eq!(refusal("{ __typename @skip(if: false) }"), None);
    }

    #[test]
    fn leaves_a_fragment_cycle_to_validation() {
        assert_eq!(refusal("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"), None);
    }

    #[test]
    fn lets_the_usual_introspection_pass() {
        let text = "query { __schema { types { name fields { name type { name ofType { name ofType { name ofType { name } } } } } } } }";
        assert_eq!(refusal(text), None);
    }
}
