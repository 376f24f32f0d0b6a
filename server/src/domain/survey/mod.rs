//! Surveys: what customers answered, what it says of their loyalty, and how imports of answers are read.

pub mod graphql;
pub mod service;
pub mod store;

use entity::import_configuration::ImportType;
use entity::{Amount, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// Which heading of an import a field is read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapped {
    /// The field, in the vendor's words: `NPS Score`.
    pub field: String,
    /// The heading, case-sensitive.
    pub heading: String,
}

/// An import configuration to be made.
#[derive(Clone, Debug)]
pub struct NewConfiguration {
    /// The connection it belongs to.
    pub connection: i64,
    /// The name that imports give; absent: one is issued.
    pub reference: Option<String>,
    /// What it says.
    pub draft: ConfigurationDraft,
}

/// What an import configuration says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationDraft {
    /// For people.
    pub name: String,
    /// What is imported.
    pub data_type: ImportType,
    /// Where each field is read from.
    pub mapping: Vec<Mapped>,
}

/// An answered survey to be recorded.
#[derive(Clone, Debug, Default)]
pub struct NewResponse {
    /// The record it hangs on.
    pub source_record: i64,
    /// The company that the person answers for.
    pub account_name: Option<String>,
    /// How likely they would recommend the company, 0 to 10.
    pub nps: Option<i16>,
    /// In their own words.
    pub comment: Option<String>,
    /// Whether they want to hear back.
    pub follow_up: Option<bool>,
    /// About what.
    pub follow_up_details: Option<String>,
    /// The touchpoint asked about: a look-up entry of the brand.
    pub touchpoint: Option<i64>,
    /// When they were asked.
    pub sent_at: Option<Timestamp>,
    /// When they answered.
    pub responded_at: Option<Timestamp>,
    /// Answers without a field of their own.
    pub answers: Map<String, Json>,
}

/// What a list of responses can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ResponseFilter {
    /// Score at least this.
    pub nps_from: Option<i16>,
    /// Score at most this.
    pub nps_to: Option<i16>,
    /// Answered at this instant or later.
    pub answered_from: Option<Timestamp>,
    /// Answered before this instant.
    pub answered_until: Option<Timestamp>,
}

/// How many would recommend the company.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NpsSummary {
    /// 9 or 10.
    pub promoters: u64,
    /// 7 or 8.
    pub passives: u64,
    /// 6 or less.
    pub detractors: u64,
}

impl NpsSummary {
    /// How many were asked and answered with a score.
    pub fn responses(&self) -> u64 {
        self.promoters + self.passives + self.detractors
    }

    /// The net promoter score: percent of promoters less percent of detractors, rounded to four fraction digits; nothing when nobody
    /// answered.
    pub fn score(&self) -> Option<Amount> {
        let responses = i128::from(self.responses());
        if responses == 0 {
            return None;
        }
        let over = (i128::from(self.promoters) - i128::from(self.detractors)) * 1_000_000;
        let half = if over < 0 { -responses } else { responses };
        i64::try_from((2 * over + half) / (2 * responses)).ok().map(Amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(promoters: u64, passives: u64, detractors: u64) -> Option<String> {
        NpsSummary { promoters, passives, detractors }.score().map(|score| score.to_string())
    }

    #[test]
    fn the_net_promoter_score_is_exact_to_four_digits() {
        assert_eq!(score(0, 0, 0), None);
        assert_eq!(score(3, 0, 0).as_deref(), Some("100"));
        assert_eq!(score(0, 0, 3).as_deref(), Some("-100"));
        assert_eq!(score(2, 1, 2).as_deref(), Some("0"));
        assert_eq!(score(2, 1, 0).as_deref(), Some("66.6667"));
        assert_eq!(score(0, 1, 2).as_deref(), Some("-66.6667"));
    }
}
