//! Rewards on offer. What customers got of them and show at the cash desk are [`voucher`]s; what they are known by there are
//! [`card`]s.

pub mod card;
pub mod graphql;
pub mod service;
pub mod store;
pub mod voucher;

use chrono::NaiveTime;
use entity::connection::Vendor;
use entity::source_record::RecordState;
use entity::{Amount, Timestamp, reward};
use serde_json::Value as Json;

use crate::domain::rules;
use crate::error::{Rule, Violation};

/// What a list of rewards can be narrowed by; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RewardFilter {
    /// Within its period or not.
    pub validity: Option<Validity>,
    /// The period begins at this instant or later.
    pub from: Option<Timestamp>,
    /// The period ends at this instant or earlier.
    pub until: Option<Timestamp>,
    /// Honoured at this store, a look-up entry.
    pub store: Option<i64>,
    /// Of this group, by the vendor's number.
    pub group: Option<i32>,
    /// Of this sort, a look-up entry.
    pub kind: Option<i64>,
    /// Offered to this segment only.
    pub segment: Option<i64>,
    /// Exactly this code.
    pub code: Option<String>,
    /// Part of the name.
    pub search: Option<String>,
    /// Applied without being asked for, or not.
    pub automated: Option<bool>,
    /// With any of these tags, by the vendor's ids; empty: with any or none.
    pub tags: Vec<String>,
    /// Only this vendor's.
    pub vendor: Option<Vendor>,
    /// Only in this state; absent: all but deleted ones.
    pub state: Option<RecordState>,
}

/// Whether something is in use and its period holds an instant. Both ends of the period belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Validity {
    /// The instant.
    pub at: Timestamp,
    /// Whether it shall be valid then, or shall not.
    pub holds: bool,
}

impl Validity {
    /// Whether a period holds the instant.
    pub fn within(at: Timestamp, from: Option<Timestamp>, to: Option<Timestamp>) -> bool {
        from.is_none_or(|from| from <= at) && to.is_none_or(|to| at <= to)
    }
}

/// What a list of rewards can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RewardSort {
    /// By name.
    #[default]
    Name,
    /// When they came to be known.
    Created,
    /// The vendor's order, 1 first.
    Priority,
}

/// What rewards are for, by the vendor's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// 0: at the cash desk.
    CashDesk,
    /// 1: in the catalogue, for points.
    Catalogue,
    /// 2: in a campaign.
    Campaign,
    /// 4: simple.
    Simple,
    /// 5: a gift.
    Gift,
}

impl Group {
    /// The vendor's number.
    pub fn number(self) -> i32 {
        match self {
            Self::CashDesk => 0,
            Self::Catalogue => 1,
            Self::Campaign => 2,
            Self::Simple => 4,
            Self::Gift => 5,
        }
    }

    /// The group with this number; `None` for one that nobody documents.
    pub fn of(number: i32) -> Option<Self> {
        [Self::CashDesk, Self::Catalogue, Self::Campaign, Self::Simple, Self::Gift]
            .into_iter()
            .find(|group| group.number() == number)
    }
}

/// What a reward says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Used at the cash desk.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Second line.
    pub subtitle: Option<String>,
    /// More about it.
    pub note: Option<String>,
    /// Points that a voucher for it costs; absent: it is not bought with points.
    pub points_cost: Option<Amount>,
    /// First moment.
    pub valid_from: Option<Timestamp>,
    /// Last moment.
    pub valid_to: Option<Timestamp>,
    /// From this time of day, `HH:MM:SS` in the connection's zone.
    pub daily_from: Option<String>,
    /// To this time of day, `HH:MM:SS` in the connection's zone.
    pub daily_to: Option<String>,
    /// The vendor's number of its group.
    pub group: i32,
    /// The look-up entry of its sort.
    pub kind: Option<i64>,
    /// Offered to members of this segment only.
    pub segment: Option<i64>,
    /// 1 to 9, 1 first.
    pub priority: Option<i32>,
    /// Applied at the cash desk without being asked for.
    pub is_automated: bool,
    /// Pictures.
    pub image_urls: Vec<String>,
    /// A page about it.
    pub external_url: Option<String>,
    /// The look-up entries of the stores that honour it; empty: all.
    pub stores: Vec<i64>,
    /// The rest, by the vendor's keys: an object.
    pub data: Json,
    /// Whether it is on offer.
    pub state: RecordState,
}

impl Offer {
    /// What a row says.
    pub fn of(row: &reward::Model) -> Self {
        let row = row.clone();
        Self {
            stores: stores(&row),
            code: row.code,
            name: row.name,
            subtitle: row.subtitle,
            note: row.note,
            points_cost: row.points_cost,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            daily_from: row.daily_from,
            daily_to: row.daily_to,
            group: row.reward_group,
            kind: row.type_id,
            segment: row.segment_id,
            priority: row.priority,
            is_automated: row.is_automated,
            image_urls: serde_json::from_value(row.image_urls).unwrap_or_default(),
            external_url: row.external_url,
            data: row.data,
            state: row.state,
        }
    }

    /// The rules it breaks by itself.
    pub fn broken(&self) -> Vec<Option<Violation>> {
        let negative = self.points_cost.filter(|cost| cost.is_negative());
        let unranked = self.priority.filter(|priority| !(1..=9).contains(priority));
        let mut broken = vec![
            rules::filled("code", &self.code),
            rules::filled("name", &self.name),
            rules::in_order("validTo", self.valid_from, self.valid_to),
            time_of_day("dailyFrom", self.daily_from.as_deref()),
            time_of_day("dailyTo", self.daily_to.as_deref()),
            rules::web_address("externalUrl", self.external_url.as_deref()),
            rules::object("data", &self.data),
            negative.map(|cost| {
                Violation::new("pointsCost", Rule::NotAllowed, "a reward does not cost less than nothing")
                    .with_value(cost)
            }),
            unranked.map(|priority| {
                Violation::new("priority", Rule::NotAllowed, "a priority lies between 1 and 9").with_value(priority)
            }),
        ];
        broken.extend(rules::web_addresses("imageUrls", &self.image_urls));
        broken
    }
}

/// The look-up entries of the stores that honour a reward; empty: all.
pub fn stores(row: &reward::Model) -> Vec<i64> {
    let ids = row.store_ids.as_array().map(Vec::as_slice).unwrap_or_default();
    ids.iter().filter_map(Json::as_i64).collect()
}

fn time_of_day(path: &str, text: Option<&str>) -> Option<Violation> {
    let text = text?;
    let fits = text.len() == 8 && NaiveTime::parse_from_str(text, "%H:%M:%S").is_ok();
    (!fits).then(|| Violation::new(path, Rule::Format, "a time of day is written as HH:MM:SS").with_value(text))
}

/// A reward to be made.
#[derive(Clone, Debug)]
pub struct NewReward {
    /// The connection that offers it.
    pub connection: i64,
    /// The vendor's own id; absent: issued.
    pub vendor_id: Option<String>,
    /// What it says.
    pub offer: Offer,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_holds_its_ends() {
        let (from, to) = (Some(Timestamp(2)), Some(Timestamp(4)));
        let holds = |at| Validity::within(Timestamp(at), from, to);
        assert_eq!([1, 2, 3, 4, 5].map(holds), [false, true, true, true, false]);
        assert!(Validity::within(Timestamp(i64::MIN), None, to) && Validity::within(Timestamp(i64::MAX), from, None));
    }

    #[test]
    fn a_time_of_day_has_hours_minutes_and_seconds() {
        for bad in ["8:00:00", "08:00", "24:00:00", "08:60:00", "", "08:00:0a"] {
            assert!(time_of_day("dailyFrom", Some(bad)).is_some(), "{bad}");
        }
        assert_eq!(time_of_day("dailyFrom", Some("23:59:59")), None);
        assert_eq!(time_of_day("dailyFrom", None), None);
    }

    #[test]
    fn groups_are_known_by_their_number() {
        assert_eq!([0, 1, 2, 4, 5].map(|number| Group::of(number).map(Group::number)), [0, 1, 2, 4, 5].map(Some));
        assert_eq!(Group::of(3), None);
    }
}
