//! The loyalty programme: its shops, sources, types, partners, tiers and rewards.

use entity::lookup::{self, LookupKind};
use entity::{reward, status_tier};
use serde_json::{Value as Json, json};

use super::lookups::{Entry, define as lookups};
use super::*;

/// What purchases, ledgers, vouchers and cards name.
#[derive(Clone, Debug)]
pub(in crate::seed) struct Loyalty {
    /// As [`STORES`].
    pub(in crate::seed) stores: Vec<lookup::Model>,
    pub(in crate::seed) sources: Vec<lookup::Model>,
    /// Points for purchases, points granted otherwise.
    pub(in crate::seed) point_types: Vec<lookup::Model>,
    pub(in crate::seed) credit_types: Vec<lookup::Model>,
    pub(in crate::seed) card_types: Vec<lookup::Model>,
    /// At the cash desk, in the web shop.
    pub(in crate::seed) purchase_types: Vec<lookup::Model>,
    /// Goods, services.
    pub(in crate::seed) item_types: Vec<lookup::Model>,
    pub(in crate::seed) partners: Vec<lookup::Model>,
    /// From the lowest upwards.
    pub(in crate::seed) tiers: Vec<status_tier::Model>,
    pub(in crate::seed) rewards: Vec<reward::Model>,
}

/// Id, name, street, town, postal code, country, longitude, latitude. The first two ids are those of CareCloud's printed examples.
const STORES: [[&str; 8]; 8] = [
    [
        "88dab5c7c6034ba59f886f4a",
        "Praha, Staroměstské náměstí",
        "Staroměstské náměstí",
        "Praha 1",
        "11000",
        "cz",
        "14.4208",
        "50.0875",
    ],
    ["8bed991c68a4", "Praha, Na Příkopě", "Na Příkopě", "Praha 1", "11000", "cz", "14.4267", "50.0848"],
    ["", "Brno, Masarykova", "Masarykova", "Brno", "60200", "cz", "16.6099", "49.1922"],
    ["", "Ostrava, Stodolní", "Stodolní", "Ostrava", "70200", "cz", "18.2828", "49.8365"],
    ["", "Berlin, Rosenthaler Straße", "Rosenthaler Straße", "Berlin", "10119", "de", "13.4019", "52.5291"],
    ["", "Hamburg, Mönckebergstraße", "Mönckebergstraße", "Hamburg", "20095", "de", "10.0014", "53.5507"],
    ["", "London, Covent Garden", "King Street", "London", "WC2E 8HN", "gb", "-0.1240", "51.5117"],
    ["", "London, Camden", "Chalk Farm Road", "London", "NW1 8AH", "gb", "-0.1472", "51.5413"],
];

pub(super) async fn define(db: &impl ConnectionTrait, of: Scope) -> Result<Loyalty, DbErr> {
    others(db, of).await?;
    Ok(Loyalty {
        partners: lookups(db, of, LookupKind::Partner, partners()).await?,
        stores: lookups(db, of, LookupKind::Store, stores()).await?,
        sources: lookups(db, of, LookupKind::CustomerSource, sources()).await?,
        point_types: coded(db, of, LookupKind::PointType, POINT_TYPES).await?,
        credit_types: coded(db, of, LookupKind::CreditType, CREDIT_TYPES).await?,
        card_types: lookups(db, of, LookupKind::CardType, card_types()).await?,
        purchase_types: coded(db, of, LookupKind::PurchaseType, PURCHASE_TYPES).await?,
        item_types: coded(db, of, LookupKind::PurchaseItemType, ITEM_TYPES).await?,
        tiers: tiers(db, of).await?,
        rewards: super::rewards::define(db, of).await?,
    })
}

/// Lists that vendor calls name and demo customers do not.
async fn others(db: &impl ConnectionTrait, of: Scope) -> Result<(), DbErr> {
    printed(db, of, LookupKind::Language, LANGUAGES).await?;
    printed(db, of, LookupKind::Currency, CURRENCIES).await?;
    printed(db, of, LookupKind::SocialNetwork, NETWORKS).await?;
    printed(db, of, LookupKind::Application, APPLICATIONS).await?;
    Ok(())
}

type List = &'static [(&'static str, &'static str)];

const LANGUAGES: List = &[
    ("cs", "Čeština"),
    ("en", "English"),
    ("de", "Deutsch"),
    ("sk", "Slovenčina"),
    ("pl", "Polski"),
    ("uk", "Українська"),
];
const CURRENCIES: List = &[("CZK", "Česká koruna"), ("EUR", "Euro"), ("GBP", "Pound sterling")];
const NETWORKS: List = &[("twitter", "Twitter"), ("facebook", "Facebook"), ("google", "Google"), ("apple", "Apple")];
const APPLICATIONS: List = &[
    ("self_order_kiosk", "Self-order kiosk"),
    ("mobile_application", "Mobile application"),
    ("customer_portal", "Customer portal"),
    ("eshop", "Web shop"),
];
const POINT_TYPES: List = &[("purchase_points", "Body za nákup"), ("bonus_points", "Bonusové body")];
const CREDIT_TYPES: List = &[("prepaid_credit", "Předplacený kredit"), ("gift_credit", "Dárkový kredit")];
const PURCHASE_TYPES: List = &[("cash_desk", "Nákup na prodejně"), ("online", "Objednávka v e-shopu")];
const ITEM_TYPES: List = &[("goods", "Zboží"), ("service", "Občerstvení")];

async fn printed(
    db: &impl ConnectionTrait,
    of: Scope,
    kind: LookupKind,
    list: List,
) -> Result<Vec<lookup::Model>, DbErr> {
    lookups(db, of, kind, list.iter().map(|(id, name)| Entry::printed(id, name)).collect()).await
}

async fn coded(
    db: &impl ConnectionTrait,
    of: Scope,
    kind: LookupKind,
    list: List,
) -> Result<Vec<lookup::Model>, DbErr> {
    lookups(db, of, kind, list.iter().map(|(code, name)| Entry::coded(code, name)).collect()).await
}

fn sources() -> Vec<Entry> {
    vec![
        Entry::printed("8bd253a89059008f1d44aa", "mobile application").with_code("mobile_application"),
        Entry::coded("web", "web"),
        Entry::coded("cash_desk_registration", "cash desk"),
        Entry::coded("call_centre", "call centre"),
    ]
}

fn partners() -> Vec<Entry> {
    vec![Entry::coded("own_programme", "Věrnostní program"), Entry::coded("roastery", "Pražírna Havran")]
}

fn card_types() -> Vec<Entry> {
    vec![
        Entry::coded("plastic_card", "Plastová karta").with_data(json!({ "prefix": "200199" })),
        Entry::coded("virtual_card", "Virtuální karta").with_data(json!({ "prefix": "200198" })),
    ]
}

fn stores() -> Vec<Entry> {
    STORES.iter().enumerate().map(|(place, store)| self::store(place + 1, store)).collect()
}

fn store(number: usize, [id, name, street, city, zip, country, longitude, latitude]: &[&str; 8]) -> Entry {
    let code = format!("S{number:02}");
    let opening = ["MON", "TUE", "WED", "THU", "FRI", "SAT"]
        .map(|day| json!({ "day_id": day, "time_intervals": [{ "from": "08:00:00", "to": "20:00:00" }] }));
    let data = json!({
        "store_code": code,
        "store_address": { "address1": street, "address2": "", "address3": number.to_string(), "zip": zip, "city": city, "country_code": country },
        "contact_email": format!("s{number:02}@shop.example"),
        "partner_id": vendor_id("own_programme"),
        "system_id": "1",
        "gps_coordinates": { "gps_longitude": degrees(longitude), "gps_latitude": degrees(latitude) },
        "opening": opening,
        "visibility_for_customer": 1,
    });
    let entry = if id.is_empty() { Entry::coded(&code, name) } else { Entry::printed(id, name).with_code(&code) };
    entry.with_data(data)
}

fn degrees(text: &str) -> Json {
    text.parse::<f64>().map(Json::from).unwrap_or_default()
}

async fn tiers(db: &impl ConnectionTrait, of: Scope) -> Result<Vec<status_tier::Model>, DbErr> {
    let names = ["Bronzový", "Stříbrný", "Zlatý", "Platinový"];
    let tier = |(rank, name): (i32, &str)| status_tier::Model {
        id: 0,
        brand_id: of.brand,
        connection_id: of.connection,
        vendor_id: vendor_id(name),
        name: name.to_owned(),
        rank,
        updated_at: long_ago(),
    };
    let wanted = (1..).zip(names).map(tier).collect();
    let list = Condition::all().add(status_tier::Column::ConnectionId.eq(of.connection));
    ensure::<status_tier::Entity>(db, list, status_tier::Column::VendorId, wanted).await
}
