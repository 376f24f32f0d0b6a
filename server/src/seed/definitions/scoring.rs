//! Attributes and metrics of customer health, under the codenames that the vendor's documentation prints, and what each weighs.

use entity::Amount;
use entity::score_definition::{self, ScoreKind, SignalKind, SignalType};

use super::*;

/// Percent of a score, the value that counts as -100, the value that counts as 100.
type Scale = Option<(ScoreKind, i64, i64, i64)>;

/// Kind, codename, name, type, scale. The weights of each score make 100.
const SIGNALS: [(SignalKind, &str, &str, SignalType, Scale); 12] = [
    (SignalKind::Attribute, "crm_link", "CRM link", SignalType::Text, None),
    (SignalKind::Attribute, "contact_email", "Contact e-mail", SignalType::Text, None),
    (SignalKind::Attribute, "renewal_date", "Date of next renewal", SignalType::Date, None),
    (SignalKind::Attribute, "country_name", "Country", SignalType::Text, None),
    (SignalKind::Attribute, "customers_count", "Customers", SignalType::Number, Some((ScoreKind::Fit, 70, 0, 200))),
    (SignalKind::Attribute, "has_avatar", "Has a picture", SignalType::Boolean, Some((ScoreKind::Fit, 30, 0, 1))),
    (SignalKind::Metric, "country", "Country of most logins", SignalType::Text, None),
    (SignalKind::Metric, "created_at", "Newest account", SignalType::Date, None),
    (SignalKind::Metric, "has_picture", "Uploaded a picture", SignalType::Boolean, Some((ScoreKind::Health, 10, 0, 1))),
    (
        SignalKind::Metric,
        "resolved_tickets",
        "Resolved tickets",
        SignalType::Number,
        Some((ScoreKind::Health, 30, 0, 40)),
    ),
    (SignalKind::Metric, "logins", "Logins", SignalType::Number, Some((ScoreKind::Health, 40, 0, 30))),
    (SignalKind::Metric, "open_complaints", "Open complaints", SignalType::Number, Some((ScoreKind::Health, 20, 5, 0))),
];

const SYSTEM: [&str; 3] = ["crm_link", "contact_email", "renewal_date"];

pub(super) async fn define(db: &impl ConnectionTrait, of: Scope) -> Result<Vec<score_definition::Model>, DbErr> {
    let mut signals = Vec::new();
    for kind in [SignalKind::Attribute, SignalKind::Metric] {
        let list = Condition::all()
            .add(score_definition::Column::ConnectionId.eq(of.connection))
            .add(score_definition::Column::Kind.eq(kind));
        let wanted = SIGNALS.iter().filter(|signal| signal.0 == kind).map(|signal| row(of, signal)).collect();
        signals.extend(ensure::<score_definition::Entity>(db, list, score_definition::Column::Codename, wanted).await?);
    }
    Ok(signals)
}

fn row(
    of: Scope,
    &(kind, codename, name, data_type, scale): &(SignalKind, &str, &str, SignalType, Scale),
) -> score_definition::Model {
    let amount = |units: i64| Amount::from_units(units).ok();
    score_definition::Model {
        id: 0,
        brand_id: of.brand,
        connection_id: of.connection,
        kind,
        codename: codename.to_owned(),
        name: name.to_owned(),
        data_type,
        is_system: SYSTEM.contains(&codename),
        score: scale.map(|scale| scale.0),
        weight: scale.and_then(|scale| amount(scale.1)),
        lowest: scale.and_then(|scale| amount(scale.2)),
        highest: scale.and_then(|scale| amount(scale.3)),
        created_at: long_ago(),
        updated_at: long_ago(),
    }
}
