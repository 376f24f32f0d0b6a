//! The vendor's fields, which a mapping reads from headings.

use entity::import_configuration::ImportType;

/// A field with a meaning of its own. Any other that is mapped is kept under its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in super::super) enum KnownField {
    AccountName,
    AccountManager,
    AccountManagerEmail,
    ParentAccount,
    Industry,
    CompanySize,
    Alias,
    FirstName,
    LastName,
    Email,
    Phone,
    JobLevel,
    JobTitle,
    Touchpoint,
    SentDate,
    ResponseDate,
    Nps,
    Comment,
    FollowUp,
    FollowUpDetails,
    Reference,
    Source,
    Type,
}

/// Each with the spellings of the vendor's pages, the usual one first.
const SPELLINGS: [(KnownField, &[&str]); 23] = [
    (KnownField::AccountName, &["Account Name", "Account"]),
    (KnownField::AccountManager, &["Account Manager", "Account Manager Name"]),
    (KnownField::AccountManagerEmail, &["Account Manager Email", "Account Manager E-mail"]),
    (KnownField::ParentAccount, &["Parent Account", "Parent Account Name"]),
    (KnownField::Industry, &["Industry"]),
    (KnownField::CompanySize, &["Company Size"]),
    (KnownField::Alias, &["Alias", "Account Alias"]),
    (KnownField::FirstName, &["First Name"]),
    (KnownField::LastName, &["Last Name"]),
    (KnownField::Email, &["Email", "E-mail", "Email Address"]),
    (KnownField::Phone, &["Phone Number", "Phone"]),
    (KnownField::JobLevel, &["Job Level"]),
    (KnownField::JobTitle, &["Job Title"]),
    (KnownField::Touchpoint, &["Touchpoint"]),
    (KnownField::SentDate, &["Sent Date"]),
    (KnownField::ResponseDate, &["Response Date", "Survey Completed Date", "Completed Date"]),
    (KnownField::Nps, &["NPS Score", "NPS"]),
    (KnownField::Comment, &["Comment", "Comments"]),
    (KnownField::FollowUp, &["Follow Up Request", "Follow Up"]),
    (KnownField::FollowUpDetails, &["Follow Up Details"]),
    (KnownField::Reference, &["Reference"]),
    (KnownField::Source, &["Source"]),
    (KnownField::Type, &["Type"]),
];

impl KnownField {
    /// Every field, in the order of the vendor's pages.
    pub(in super::super) const ALL: [Self; 23] = {
        let mut all = [Self::AccountName; 23];
        let mut at = 0;
        while at < all.len() {
            all[at] = SPELLINGS[at].0;
            at += 1;
        }
        all
    };

    /// The field that a mapping names, however it writes it.
    pub(in super::super) fn of(field: &str) -> Option<Self> {
        let same = |spelling: &&&str| letters(spelling) == letters(field);
        SPELLINGS.iter().find(|(_, spellings)| spellings.iter().any(|spelling| same(&spelling))).map(|(name, _)| *name)
    }

    /// As the vendor's pages usually write it.
    pub(in super::super) fn title(self) -> &'static str {
        SPELLINGS.iter().find(|(name, _)| *name == self).map_or("", |(_, spellings)| spellings[0])
    }

    /// Whether imports of this type usually have it.
    pub(in super::super) fn belongs_to(self, data_type: ImportType) -> bool {
        match data_type {
            ImportType::Account => self.is_of_account(),
            ImportType::AccountAlias => matches!(self, Self::AccountName | Self::Alias),
            ImportType::Contact => self.is_of_contact() || self == Self::AccountName,
            ImportType::MultiObject => self.is_of_account() || self.is_of_contact(),
            ImportType::Activity => matches!(self, Self::AccountName | Self::Reference | Self::Source | Self::Type),
            ImportType::Survey => self.is_of_account() || self.is_of_contact() || self == Self::Touchpoint,
            ImportType::ExternalResponse => self.is_of_account() || self.is_of_contact() || self.is_of_response(),
        }
    }

    /// Whether it says something of the company.
    pub(super) fn is_of_account(self) -> bool {
        self >= Self::AccountName && self <= Self::CompanySize
    }

    /// Whether it says something of the person.
    pub(super) fn is_of_contact(self) -> bool {
        self >= Self::FirstName && self <= Self::JobTitle
    }

    /// Whether it is part of an answer.
    pub(super) fn is_of_response(self) -> bool {
        self >= Self::Touchpoint && self <= Self::FollowUpDetails
    }

    /// Whether people write as much as they like in it.
    pub(super) fn is_prose(self) -> bool {
        matches!(self, Self::Comment | Self::FollowUpDetails)
    }
}

/// `Account Name`, `AccountName` and `account_name` are one.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_known_by_its_title_and_has_one_place() {
        for name in KnownField::ALL {
            assert_eq!(KnownField::of(name.title()), Some(name));
            let places = [name.is_of_account(), name.is_of_contact(), name.is_of_response()];
            assert!(places.into_iter().filter(|place| *place).count() <= 1, "{name:?}");
        }
        assert!(KnownField::ALL.is_sorted());
        assert_eq!(KnownField::of("AccountName"), Some(KnownField::AccountName));
        assert_eq!(KnownField::of("nps_score"), Some(KnownField::Nps));
        assert_eq!(KnownField::of("Favourite colour"), None);
    }
}
