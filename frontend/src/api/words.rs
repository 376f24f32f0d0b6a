//! The schema's enums in words for people.

use crate::format::sentence;

/// An enum of the schema.
pub(crate) trait Word: Copy + PartialEq + 'static {
    /// Every value, in the schema's order.
    const ALL: &'static [Self];

    /// The value as the schema writes it.
    fn code(self) -> &'static str;

    /// The value that the schema writes like this.
    fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }

    /// The value for people.
    fn label(self) -> String {
        match self.code() {
            "CARECLOUD" => "CareCloud".to_owned(),
            "CUSTOMERGAUGE" => "CustomerGauge".to_owned(),
            "CUSTOMERSCORE" => "Customerscore.io".to_owned(),
            "CUSTOMER_DATABASE_APP" => "Customer Database App".to_owned(),
            "EMAIL" => "E-mail".to_owned(),
            "CUSTOMER_READ" => "Read customers".to_owned(),
            "CUSTOMER_CUD" => "Change customers".to_owned(),
            "ADMIN" => "Administer".to_owned(),
            "CRM_USER" => "CRM user".to_owned(),
            "PHOTO_URL" => "Picture".to_owned(),
            code => sentence(code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::graph::Vendor;

    #[test]
    fn a_value_is_found_by_its_code_and_told_in_words() {
        assert!(Vendor::of_code("OMNIDESK") == Some(Vendor::Omnidesk));
        assert_eq!(Vendor::Omnidesk.label(), "Omnidesk");
        assert_eq!(Vendor::CustomerDatabaseApp.label(), "Customer Database App");
        assert!(Vendor::of_code("omnidesk").is_none());
    }
}
