//! What a connection to each vendor can be told. The names of the credentials are those under which the vendor asks for them.

use entity::connection::Vendor;

use super::{carecloud, customerscore};
use crate::domain::connection::{Form, Setting, SettingKind};

/// What the connections of a vendor can be told.
pub fn form(vendor: Vendor) -> &'static Form {
    match vendor {
        Vendor::Onefold => &ONEFOLD,
        Vendor::Carecloud => &CARECLOUD,
        Vendor::Omnidesk => &OMNIDESK,
        Vendor::CustomerDatabaseApp => &CUSTOMER_DATABASE_APP,
        Vendor::Customerscore => &CUSTOMERSCORE,
        Vendor::Customergauge => &CUSTOMERGAUGE,
    }
}

static ONEFOLD: Form = Form { settings: &[], credentials: &[], digest: None };

static CARECLOUD: Form = Form {
    settings: &[Setting {
        name: carecloud::BASIC_ALLOWED,
        kind: SettingKind::Boolean,
        about: "Whether the enterprise interface takes HTTP Basic too, for API users made from now on.",
    }],
    credentials: &[
        ("login", "User name of the API user."),
        ("password", "Password of the API user."),
        ("user_external_application_id", "Id of the application that the API user logs in from."),
    ],
    digest: Some(carecloud::digest_for),
};

static OMNIDESK: Form = Form { settings: &[], credentials: &[("apiKey", "Key of the customer API.")], digest: None };

static CUSTOMER_DATABASE_APP: Form =
    Form { settings: &[], credentials: &[("Apikey", "Key of the account.")], digest: None };

static CUSTOMERSCORE: Form = Form {
    settings: &[Setting {
        name: customerscore::METRICS_OPTIONAL,
        kind: SettingKind::Boolean,
        about: "Whether an import may leave out `metrics`, as the newer edition of the vendor's documentation has it.",
    }],
    credentials: &[("customerscore-key", "Token made in the app's API settings.")],
    digest: None,
};

static CUSTOMERGAUGE: Form = Form {
    settings: &[],
    credentials: &[
        ("client_id", "Client id of the connected app."),
        ("client_secret", "Client secret of the connected app."),
    ],
    digest: None,
};
