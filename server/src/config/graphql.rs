//! Limits of GraphQL documents and pages.

use anyhow::ensure;
use serde::{Deserialize, Serialize};

/// What one GraphQL request may ask for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GraphqlConfig {
    /// Rows of a page when the query names no number.
    pub default_page: u64,
    /// Rows of a page at the most.
    pub max_page: u64,
    /// Bytes of a document.
    pub max_document_bytes: usize,
    /// Levels of nesting, fragments expanded.
    pub max_depth: usize,
    /// Selected fields, fragments expanded.
    pub max_selections: usize,
    /// Fields at the root of an operation, aliases included.
    pub max_root_fields: usize,
    /// Directives in a document.
    pub max_directives: usize,
    /// Rows that the pages of one request could hold, multiplied on the way down.
    pub max_rows: u64,
    /// Things that one request names by id or, in `_entities`, by representation.
    pub max_representations: usize,
    /// Whether the schema may be asked for; it is public in the repository anyway.
    pub introspection: bool,
    /// Parsed documents kept.
    pub document_cache: u64,
}

impl Default for GraphqlConfig {
    fn default() -> Self {
        Self {
            default_page: 25,
            max_page: 200,
            max_document_bytes: 64 * 1024,
            max_depth: 24,
            max_selections: 3000,
            max_root_fields: 50,
            max_directives: 50,
            max_rows: 100_000,
            max_representations: 1000,
            introspection: true,
            document_cache: 1000,
        }
    }
}

impl GraphqlConfig {
    pub(super) fn validate(&self) -> anyhow::Result<()> {
        ensure!(self.default_page > 0, "graphql.default_page must be positive");
        ensure!(self.max_page >= self.default_page, "graphql.max_page must not be below graphql.default_page");
        Ok(())
    }
}
