//! What is recommended to a customer.

pub mod graphql;
pub mod service;
pub mod store;

use entity::recommendation;
use entity::source_record::RecordState;

use crate::domain::rules;
use crate::error::Violation;

/// What a list of recommendations can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RecommendationFilter {
    /// Only in this state; absent: all but removed ones.
    pub state: Option<RecordState>,
    /// Part of the name.
    pub search: Option<String>,
}

/// What a recommendation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Heading.
    pub name: String,
    /// Teaser.
    pub brief_description: Option<String>,
    /// Plain text.
    pub detailed_description: Option<String>,
    /// HTML.
    pub content: Option<String>,
    /// Pictures.
    pub picture_urls: Vec<String>,
    /// Where it leads.
    pub web_url: Option<String>,
    /// Whether it is in use.
    pub state: RecordState,
}

impl Advice {
    /// What a row says.
    pub fn of(row: &recommendation::Model) -> Self {
        let row = row.clone();
        Self {
            name: row.name,
            brief_description: row.brief_description,
            detailed_description: row.detailed_description,
            content: row.content,
            picture_urls: serde_json::from_value(row.picture_urls).unwrap_or_default(),
            web_url: row.web_url,
            state: row.state,
        }
    }

    /// The rules it breaks.
    pub fn broken(&self) -> Vec<Option<Violation>> {
        let mut broken = vec![rules::filled("name", &self.name), rules::web_address("webUrl", self.web_url.as_deref())];
        broken.extend(rules::web_addresses("pictureUrls", &self.picture_urls));
        broken
    }
}
