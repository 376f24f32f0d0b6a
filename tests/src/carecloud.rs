//! CareCloud clients: one logs in and speaks to the enterprise interface, one is a device on the customer interface.

use entity::connection::{self, Vendor};
use entity::lookup::{self, LookupKind};
use entity::property_definition::PropertyType;
use entity::source_record::RecordState;
use entity::{brand, interest, property_definition};
use onefold::domain::account::Permissions;
use onefold::domain::connection::service as connections;
use onefold::vendor::credentials;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

use crate::{Answer, TestApp, post_json, request};

const ENTERPRISE: &str = "/rest-api/enterprise-interface/v1.0";
const CUSTOMER: &str = "/rest-api/customer-interface/v1.0";

/// A client with a bearer token.
pub struct CareCloudClient {
    /// Its connection.
    pub connection: connection::Model,
    /// Its token.
    pub token: String,
    /// The application it logs in from.
    pub application: String,
}

/// A device with a token.
pub struct CareCloudDevice {
    /// Its token.
    pub token: String,
}

impl CareCloudClient {
    /// Makes credentials as the command line does, the look-up entries that the printed examples name, and logs in.
    pub async fn log_in(app: &TestApp) -> Self {
        Self::log_in_to(app, &app.brand).await
    }

    /// The same in another brand.
    pub async fn log_in_to(app: &TestApp, brand: &brand::Model) -> Self {
        let shown = credentials::issue(&app.app, brand, Vendor::Carecloud, "Test", Permissions::all()).await;
        let shown = shown.expect("credentials");
        let connection = connections::ensure(&app.app, brand, Vendor::Carecloud).await.expect("a connection");
        define(app, &connection).await;
        let body = json!({
            "user_external_application_id": shown["application_id"], "login": shown["user"], "password": shown["password"],
        });
        let answer = app.send(post_json(&format!("{ENTERPRISE}/users/actions/login"), &[], &body)).await;
        let token = answer.json()["data"]["bearer_token"].as_str().expect("a token").to_owned();
        let application = shown["application_id"].as_str().expect("an application").to_owned();
        Self { connection, token, application }
    }

    /// A device of a customer, on which nobody is logged in yet.
    pub async fn device(&self, app: &TestApp, id: &str) -> CareCloudDevice {
        let body = json!({
            "device": { "device_id": id, "device_system": "OSX", "device_name": "Test device", "device_type": "iPhone" },
            "setup": { "language_id": "en", "allowed_gps": true, "allowed_notifications": false },
            "external_application_id": self.application,
        });
        let answer = app.send(post_json(&format!("{CUSTOMER}/tokens"), &[], &body)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        let token = answer.json()["data"]["token_id"].as_str().expect("a token").to_owned();
        CareCloudDevice { token }
    }

    /// Sends a call to the enterprise interface.
    pub async fn call(&self, app: &TestApp, method: &str, path: &str, body: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("accept-language", "cs, en-gb;q=0.8"),
        ];
        app.send(request(method, &format!("{ENTERPRISE}{path}"), &headers, body.to_owned())).await
    }

    /// Creates a customer out of the page's example with another address; returns its id.
    pub async fn customer(&self, app: &TestApp, example: &str, email: &str) -> String {
        let mut body: Value = serde_json::from_str(example).expect("the example is JSON");
        body["customer"]["personal_information"]["email"] = email.into();
        let answer = self.call(app, "POST", "/customers", &body.to_string()).await;
        answer.json()["data"]["customer_id"].as_str().expect("a customer id").to_owned()
    }
}

impl CareCloudDevice {
    /// Sends a call to the customer interface.
    pub async fn call(&self, app: &TestApp, method: &str, path: &str, body: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        app.send(request(method, &format!("{CUSTOMER}{path}"), &headers, body.to_owned())).await
    }

    /// Sends an action of its own token.
    pub async fn act(&self, app: &TestApp, action: &str, body: &Value) -> Answer {
        self.call(app, "POST", &format!("/tokens/{}/actions/{action}", self.token), &body.to_string()).await
    }
}

/// Defines a property of a connection and returns its row's id.
pub async fn define_property(
    app: &TestApp,
    connection: &connection::Model,
    vendor_id: &str,
    data_type: PropertyType,
    change: impl FnOnce(&mut property_definition::ActiveModel),
) -> i64 {
    let mut row = property_definition::ActiveModel {
        brand_id: Set(connection.brand_id),
        connection_id: Set(connection.id),
        vendor_id: Set(vendor_id.to_owned()),
        name: Set(format!("The {vendor_id}")),
        data_type: Set(data_type),
        items: Set(json!([])),
        is_required: Set(false),
        is_unique: Set(false),
        state: Set(RecordState::Active),
        updated_at: Set(app.app.clock().now()),
        ..Default::default()
    };
    change(&mut row);
    let insert = property_definition::Entity::insert(row).exec_with_returning(app.app.store().writer()).await;
    insert.expect("a definition").id
}

/// Defines an interest of a connection.
pub async fn define_interest(app: &TestApp, connection: &connection::Model, vendor_id: &str, name: &str) {
    let row = interest::ActiveModel {
        brand_id: Set(connection.brand_id),
        connection_id: Set(connection.id),
        vendor_id: Set(vendor_id.to_owned()),
        name: Set(name.to_owned()),
        updated_at: Set(app.app.clock().now()),
        ..Default::default()
    };
    interest::Entity::insert(row).exec_without_returning(app.app.store().writer()).await.expect("an interest");
}

async fn define(app: &TestApp, connection: &connection::Model) {
    let named = [
        (LookupKind::Store, "88dab5c7c6034ba59f886f4a", "Prague"),
        (LookupKind::Store, "8bed991c68a4", "Brno"),
        (LookupKind::CustomerSource, "8bd253a89059008f1d44aa", "mobile application"),
        (LookupKind::Language, "en", "English"),
        (LookupKind::Language, "cs", "Čeština"),
    ];
    let rows = named.map(|(kind, vendor_id, name)| lookup::ActiveModel {
        brand_id: Set(connection.brand_id),
        connection_id: Set(connection.id),
        kind: Set(kind),
        vendor_id: Set(vendor_id.to_owned()),
        name: Set(name.to_owned()),
        data: Set(json!({})),
        state: Set(RecordState::Active),
        updated_at: Set(app.app.clock().now()),
        ..Default::default()
    });
    lookup::Entity::insert_many(rows).exec_without_returning(app.app.store().writer()).await.expect("look-up entries");
}
