//! What describes a customer of the loyalty programme: segments, properties, interests.

use entity::property_definition::{self, PropertyType};
use entity::{interest, segment};
use serde_json::{Value as Json, json};

use super::*;

/// What memberships, property values and interest records name.
#[derive(Clone, Debug)]
pub(in crate::seed) struct Profile {
    pub(in crate::seed) segments: Vec<segment::Model>,
    /// One of each data type at least.
    pub(in crate::seed) properties: Vec<property_definition::Model>,
    pub(in crate::seed) interests: Vec<interest::Model>,
}

pub(super) const VIP: &str = "Stálí zákazníci";

/// Name, group, note.
const SEGMENTS: [(&str, &str, &str); 8] = [
    (VIP, "value", "Nejméně deset nákupů za rok"),
    ("Noví zákazníci", "value", "Registrace v posledních 90 dnech"),
    ("Spící zákazníci", "value", "Bez nákupu déle než půl roku"),
    ("Milovníci kávy", "taste", "Káva v každém druhém nákupu"),
    ("Milovníci vína", "taste", "Víno nejméně jednou za měsíc"),
    ("Čajový klub", "taste", "Přihlášení do čajového klubu"),
    ("E-shop", "channel", "Nakupují v e-shopu"),
    ("Firmy", "channel", "Nákupy na fakturu"),
];

const INTERESTS: [&str; 8] = ["Káva", "Čaj", "Víno", "Vaření", "Pečení", "Zahrada", "Cestování", "Řemesla"];

pub(super) async fn define(db: &impl ConnectionTrait, of: Scope) -> Result<Profile, DbErr> {
    Ok(Profile {
        segments: segments(db, of).await?,
        properties: properties(db, of).await?,
        interests: interests(db, of).await?,
    })
}

/// Finds or makes the segments.
pub(super) async fn segments(db: &impl ConnectionTrait, of: Scope) -> Result<Vec<segment::Model>, DbErr> {
    let row = |(name, group, note): &(&str, &str, &str)| segment::Model {
        id: 0,
        brand_id: of.brand,
        connection_id: of.connection,
        vendor_id: vendor_id(name),
        name: (*name).to_owned(),
        group_id: Some(vendor_id(group)),
        picture_url: None,
        note: Some((*note).to_owned()),
        created_at: long_ago(),
        updated_at: long_ago(),
    };
    let list = Condition::all().add(segment::Column::ConnectionId.eq(of.connection));
    ensure::<segment::Entity>(db, list, segment::Column::VendorId, SEGMENTS.iter().map(row).collect()).await
}

async fn interests(db: &impl ConnectionTrait, of: Scope) -> Result<Vec<interest::Model>, DbErr> {
    let row = |name: &str| interest::Model {
        id: 0,
        brand_id: of.brand,
        connection_id: of.connection,
        vendor_id: vendor_id(&format!("interest {name}")),
        name: name.to_owned(),
        updated_at: long_ago(),
    };
    let list = Condition::all().add(interest::Column::ConnectionId.eq(of.connection));
    ensure::<interest::Entity>(db, list, interest::Column::VendorId, INTERESTS.map(row).into()).await
}

/// Name, description, data type, names of the items.
const PROPERTIES: [(&str, &str, PropertyType, &[&str]); 9] = [
    ("Oblíbená barva", "Volný text", PropertyType::String, &[]),
    ("Má děti", "", PropertyType::Boolean, &[]),
    ("Počet osob v domácnosti", "Včetně zákazníka", PropertyType::Integer, &[]),
    ("Výročí svatby", "", PropertyType::Date, &[]),
    ("Poslední přihlášení do aplikace", "", PropertyType::Timestamp, &[]),
    ("Individuální sleva", "Procenta", PropertyType::Float, &[]),
    (
        "Příprava kávy",
        "Jak zákazník doma vaří kávu",
        PropertyType::Enumeration,
        &["Espresso", "Filtr", "Moka", "Turek"],
    ),
    ("Odběr novinek", "", PropertyType::Multiselect, &["Káva", "Čaj", "Víno", "Kurzy"]),
    ("Doručovací pokyny", "Formulář", PropertyType::Custom, &[]),
];

async fn properties(db: &impl ConnectionTrait, of: Scope) -> Result<Vec<property_definition::Model>, DbErr> {
    let row = |&(name, description, data_type, items): &(&str, &str, PropertyType, &[&str])| {
        let items = items.iter().map(|item| property_item(name, item));
        property(of, &vendor_id(&format!("property {name}")), name, description, data_type, items.collect())
    };
    ensure_properties(db, of, PROPERTIES.iter().map(row).collect()).await
}

/// A CareCloud PropertyItem.
fn property_item(property: &str, name: &str) -> Json {
    json!({ "id": vendor_id(&format!("{property} {name}")), "name": name, "state": 1 })
}

/// Finds or makes property definitions.
pub(super) async fn ensure_properties(
    db: &impl ConnectionTrait,
    of: Scope,
    wanted: Vec<property_definition::Model>,
) -> Result<Vec<property_definition::Model>, DbErr> {
    let list = Condition::all().add(property_definition::Column::ConnectionId.eq(of.connection));
    ensure::<property_definition::Entity>(db, list, property_definition::Column::VendorId, wanted).await
}

/// A definition to be.
pub(super) fn property(
    of: Scope,
    vendor_id: &str,
    name: &str,
    description: &str,
    data_type: PropertyType,
    items: Vec<Json>,
) -> property_definition::Model {
    property_definition::Model {
        id: 0,
        brand_id: of.brand,
        connection_id: of.connection,
        vendor_id: vendor_id.to_owned(),
        name: name.to_owned(),
        description: Some(description).filter(|text| !text.is_empty()).map(str::to_owned),
        data_type,
        items: items.into(),
        is_required: false,
        is_unique: false,
        state: RecordState::Active,
        updated_at: long_ago(),
    }
}
