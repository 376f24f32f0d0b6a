//! What a record says of a person or company, in the domain's words.

use chrono::NaiveDate;
use entity::customer::{CustomerKind, Gender};
use entity::source_record;
use serde_json::{Map, Value as Json};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is said of a person or company. Absent means: nothing is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// A person or a company.
    pub kind: CustomerKind,
    /// One text for the whole name, where a vendor keeps no parts.
    pub display_name: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// The company's name.
    pub company_name: Option<String>,
    /// How to address them: `Dear Mr Smith`.
    pub salutation: Option<String>,
    /// Titles before the name.
    pub pre_nominals: Option<String>,
    /// Titles behind the name.
    pub post_nominals: Option<String>,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// Gender or form of address.
    pub gender: Option<Gender>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// E-mail address as written.
    pub email: Option<String>,
    /// Telephone number as written.
    pub phone: Option<String>,
    /// A picture's address.
    pub photo_url: Option<String>,
    /// The colleague who looks after them.
    pub owner_email: Option<String>,
    /// Postal address: `street`, `zip`, `city`, `country_code` and whatever else the vendor has.
    pub address: Option<Json>,
    /// Fields without a home in the graph, kept as sent.
    pub extra: Map<String, Json>,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            kind: CustomerKind::Person,
            display_name: None,
            first_name: None,
            last_name: None,
            company_name: None,
            salutation: None,
            pre_nominals: None,
            post_nominals: None,
            birth_date: None,
            gender: None,
            language: None,
            email: None,
            phone: None,
            photo_url: None,
            owner_email: None,
            address: None,
            extra: Map::new(),
        }
    }
}

impl Facts {
    /// What is said, by the names of the graph; what is not said is left out, and so is what has no name there.
    pub fn said(&self) -> Map<String, Json> {
        let text = |text: &Option<String>| text.clone().map(Json::String);
        let said = [
            ("kind", Some(Json::from(if self.kind == CustomerKind::Company { "company" } else { "person" }))),
            ("display_name", text(&self.display_name)),
            ("first_name", text(&self.first_name)),
            ("last_name", text(&self.last_name)),
            ("company_name", text(&self.company_name)),
            ("salutation", text(&self.salutation)),
            ("pre_nominals", text(&self.pre_nominals)),
            ("post_nominals", text(&self.post_nominals)),
            ("birth_date", self.birth_date.map(|date| date.to_string().into())),
            ("gender", self.gender.and_then(|gender| serde_json::to_value(gender).ok())),
            ("language", text(&self.language)),
            ("email", text(&self.email)),
            ("phone", text(&self.phone)),
            ("photo_url", text(&self.photo_url)),
            ("owner_email", text(&self.owner_email)),
            ("address", self.address.clone()),
        ];
        said.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }

    /// What `record` says.
    pub fn of(record: &source_record::Model) -> Self {
        Self {
            kind: record.kind,
            display_name: record.display_name.clone(),
            first_name: record.first_name.clone(),
            last_name: record.last_name.clone(),
            company_name: record.company_name.clone(),
            salutation: record.salutation.clone(),
            pre_nominals: record.pre_nominals.clone(),
            post_nominals: record.post_nominals.clone(),
            birth_date: record.birth_date,
            gender: record.gender,
            language: record.language.clone(),
            email: record.email.clone(),
            phone: record.phone.clone(),
            photo_url: record.photo_url.clone(),
            owner_email: record.owner_email.clone(),
            address: record.address.clone(),
            extra: record.extra.as_object().cloned().unwrap_or_default(),
        }
    }

    /// The name to show; empty when nothing is known.
    pub fn name(&self) -> String {
        let parts = [self.first_name.as_deref(), self.last_name.as_deref()];
        let person = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let known = [
            Some(person),
            self.company_name.clone(),
            self.display_name.clone(),
            self.email.clone(),
            self.phone.clone(),
        ];
        known.into_iter().flatten().find(|name| !name.trim().is_empty()).unwrap_or_default()
    }

    /// The city of the address.
    pub fn city(&self) -> Option<String> {
        self.address_part("city")
    }

    /// The country of the address, ISO 3166 alpha-2 in lower case.
    pub fn country(&self) -> Option<String> {
        self.address_part("country_code").map(|code| code.to_lowercase())
    }

    fn address_part(&self, part: &str) -> Option<String> {
        let text = self.address.as_ref()?.get(part)?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// An address as it is compared: trimmed, lower-case.
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// A number as it is compared: its digits alone, so that `+420 601` and `420601` are one.
pub fn phone_key(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    // `00` in front is how a `+` is dialled.
    digits.strip_prefix("00").map(str::to_owned).unwrap_or(digits)
}

/// A name as it is sorted and searched: family name first, lower-case, without accents.
pub fn sort_name(last: Option<&str>, first: Option<&str>, whole: &str) -> String {
    let parts =
        [last, first].into_iter().flatten().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" ");
    fold(if parts.is_empty() { whole } else { &parts })
}

/// Lower-case without accents: `Žluťoučký` becomes `zlutoucky`.
pub fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>().trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_accents_and_case() {
        assert_eq!(sort_name(Some("Žluťoučký"), Some("Kůň"), ""), "zlutoucky kun");
        assert_eq!(sort_name(None, None, "Knapp-Cruz Inc."), "knapp-cruz inc.");
    }

    #[test]
    fn compares_numbers_by_their_digits() {
        assert_eq!(phone_key("+420 170 134-844"), "420170134844");
        assert_eq!(phone_key("00420170134844"), "420170134844");
    }

    #[test]
    fn a_name_falls_back_to_what_is_known() {
        let facts = Facts { email: Some("a@b.cz".into()), ..Facts::default() };
        assert_eq!(facts.name(), "a@b.cz");
    }
}
