//! What a person enters about rewards.

use async_graphql::{Enum, InputObject, MaybeUndefined};
use entity::Timestamp;
use entity::source_record::RecordState;
use serde_json::json;

use super::GroupName;
use crate::domain::catalogue::graphql::{HomeInput, LookupId};
use crate::domain::reward::{Group, NewReward, Offer, RewardFilter, RewardSort, Validity};
use crate::domain::segment::graphql::SegmentId;
use crate::domain::source::graphql::{RecordStateName, VendorName};
use crate::graphql::id::Gid;
use crate::graphql::mutation::{patch, replace};
use crate::graphql::page::SortDirection;
use crate::graphql::scalar::{DateTime, Decimal, Json};

/// What a list of rewards can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct RewardFilterInput {
    /// Active and within its period at `validAt`; false: not.
    pub valid: Option<bool>,
    /// The instant that `valid` means; now unless given. Given without `valid`: valid then.
    pub valid_at: Option<DateTime>,
    /// Honoured at this store.
    pub store_id: Option<LookupId>,
    /// What it is for.
    pub group: Option<GroupName>,
    /// Of this sort.
    pub type_id: Option<LookupId>,
    /// Offered to this segment only.
    pub segment_id: Option<SegmentId>,
    /// Exactly this code.
    pub code: Option<String>,
    /// Part of the name, without regard to case.
    pub search: Option<String>,
    /// Applied without being asked for, or not.
    pub automated: Option<bool>,
    /// Offered by a connection to this system.
    pub vendor: Option<VendorName>,
    /// In this state; all but deleted ones unless given.
    pub state: Option<RecordStateName>,
}

impl RewardFilterInput {
    /// The filter in the domain's words.
    pub fn read(self, now: Timestamp) -> RewardFilter {
        RewardFilter {
            validity: validity(self.valid, self.valid_at, now),
            from: None,
            until: None,
            store: self.store_id.map(Gid::row),
            group: self.group.map(|group| Group::from(group).number()),
            kind: self.type_id.map(Gid::row),
            segment: self.segment_id.map(Gid::row),
            code: self.code,
            search: self.search,
            automated: self.automated,
            tags: Vec::new(),
            vendor: self.vendor.map(Into::into),
            state: self.state.map(Into::into),
        }
    }
}

/// What `valid` and the instant beside it ask for; nothing when neither is given.
pub fn validity(valid: Option<bool>, at: Option<DateTime>, now: Timestamp) -> Option<Validity> {
    (valid.is_some() || at.is_some())
        .then(|| Validity { at: at.map_or(now, |instant| instant.0), holds: valid.unwrap_or(true) })
}

/// What a list of rewards is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RewardSortField {
    /// By name.
    Name,
    /// When they came to be known.
    CreatedAt,
    /// The vendor's order; rewards without one come before all others in ascending order.
    Priority,
}

impl From<RewardSortField> for RewardSort {
    fn from(field: RewardSortField) -> Self {
        match field {
            RewardSortField::Name => Self::Name,
            RewardSortField::CreatedAt => Self::Created,
            RewardSortField::Priority => Self::Priority,
        }
    }
}

/// How a list of rewards is sorted.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct RewardOrder {
    /// By what.
    pub field: RewardSortField,
    /// Which way.
    #[graphql(default_with = "SortDirection::Asc")]
    pub direction: SortDirection,
}

/// A reward to be put on offer.
#[derive(Clone, Debug, InputObject)]
pub struct CreateRewardInput {
    /// Where it belongs.
    #[graphql(flatten)]
    pub home: HomeInput,
    /// The vendor's own id; issued unless given.
    pub vendor_id: Option<String>,
    /// Used at the cash desk.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Second line.
    pub subtitle: Option<String>,
    /// More about it.
    pub note: Option<String>,
    /// Points that a voucher for it costs; absent: it is not bought with points.
    pub points_cost: Option<Decimal>,
    /// First moment of the offer; absent: unlimited.
    pub valid_from: Option<DateTime>,
    /// Last moment of the offer; absent: unlimited.
    pub valid_to: Option<DateTime>,
    /// From this time of day, `HH:MM:SS`; absent: all day.
    pub daily_from: Option<String>,
    /// To this time of day, `HH:MM:SS`; absent: all day.
    pub daily_to: Option<String>,
    /// What it is for.
    pub group: GroupName,
    /// Its sort.
    pub type_id: Option<LookupId>,
    /// Offered to members of this segment only; absent: to everybody.
    pub segment_id: Option<SegmentId>,
    /// 1 to 9, 1 first.
    pub priority: Option<i32>,
    /// Whether it is applied at the cash desk without being asked for.
    #[graphql(default)]
    pub automated: bool,
    /// Pictures; http or https.
    pub image_urls: Option<Vec<String>>,
    /// A page about it; http or https.
    pub external_url: Option<String>,
    /// The stores that honour it; absent: all.
    pub store_ids: Option<Vec<LookupId>>,
    /// Conditions, bonuses, tags and properties, by the vendor's keys: an object.
    pub data: Option<Json>,
    /// Active unless given.
    pub state: Option<RecordStateName>,
}

impl CreateRewardInput {
    pub(super) fn read(self, connection: i64) -> NewReward {
        let offer = Offer {
            code: self.code,
            name: self.name,
            subtitle: self.subtitle,
            note: self.note,
            points_cost: self.points_cost.map(|cost| cost.0),
            valid_from: self.valid_from.map(|instant| instant.0),
            valid_to: self.valid_to.map(|instant| instant.0),
            daily_from: self.daily_from,
            daily_to: self.daily_to,
            group: Group::from(self.group).number(),
            kind: self.type_id.map(Gid::row),
            segment: self.segment_id.map(Gid::row),
            priority: self.priority,
            is_automated: self.automated,
            image_urls: self.image_urls.unwrap_or_default(),
            external_url: self.external_url,
            stores: rows(self.store_ids.unwrap_or_default()),
            data: self.data.map_or_else(|| json!({}), |data| data.0),
            state: self.state.map_or(RecordState::Active, Into::into),
        };
        NewReward { connection, vendor_id: self.vendor_id, offer }
    }
}

/// A change of a reward. What is left out stays; what is null is cleared.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateRewardInput {
    /// Used at the cash desk.
    pub code: Option<String>,
    /// What people call it.
    pub name: Option<String>,
    /// Second line.
    pub subtitle: MaybeUndefined<String>,
    /// More about it.
    pub note: MaybeUndefined<String>,
    /// Points that a voucher for it costs.
    pub points_cost: MaybeUndefined<Decimal>,
    /// First moment of the offer.
    pub valid_from: MaybeUndefined<DateTime>,
    /// Last moment of the offer.
    pub valid_to: MaybeUndefined<DateTime>,
    /// From this time of day, `HH:MM:SS`.
    pub daily_from: MaybeUndefined<String>,
    /// To this time of day, `HH:MM:SS`.
    pub daily_to: MaybeUndefined<String>,
    /// What it is for.
    pub group: Option<GroupName>,
    /// Its sort.
    pub type_id: MaybeUndefined<LookupId>,
    /// Offered to members of this segment only; null: to everybody.
    pub segment_id: MaybeUndefined<SegmentId>,
    /// 1 to 9, 1 first.
    pub priority: MaybeUndefined<i32>,
    /// Whether it is applied at the cash desk without being asked for.
    pub automated: Option<bool>,
    /// Pictures, in the place of those it has; http or https.
    pub image_urls: Option<Vec<String>>,
    /// A page about it; http or https.
    pub external_url: MaybeUndefined<String>,
    /// The stores that honour it, in the place of those it has; empty: all.
    pub store_ids: Option<Vec<LookupId>>,
    /// Conditions, bonuses, tags and properties: an object, which replaces the one before.
    pub data: Option<Json>,
    /// Whether it is on offer.
    pub state: Option<RecordStateName>,
}

impl UpdateRewardInput {
    pub(super) fn apply(self, offer: &mut Offer) {
        replace(&mut offer.code, self.code);
        replace(&mut offer.name, self.name);
        patch(&mut offer.subtitle, self.subtitle);
        patch(&mut offer.note, self.note);
        patch(&mut offer.points_cost, self.points_cost.map_value(|cost| cost.0));
        patch(&mut offer.valid_from, self.valid_from.map_value(|instant| instant.0));
        patch(&mut offer.valid_to, self.valid_to.map_value(|instant| instant.0));
        patch(&mut offer.daily_from, self.daily_from);
        patch(&mut offer.daily_to, self.daily_to);
        replace(&mut offer.group, self.group.map(|group| Group::from(group).number()));
        patch(&mut offer.kind, self.type_id.map_value(Gid::row));
        patch(&mut offer.segment, self.segment_id.map_value(Gid::row));
        patch(&mut offer.priority, self.priority);
        replace(&mut offer.is_automated, self.automated);
        replace(&mut offer.image_urls, self.image_urls);
        patch(&mut offer.external_url, self.external_url);
        replace(&mut offer.stores, self.store_ids.map(rows));
        replace(&mut offer.data, self.data.map(|data| data.0));
        replace(&mut offer.state, self.state.map(Into::into));
    }
}

fn rows(ids: Vec<LookupId>) -> Vec<i64> {
    ids.into_iter().map(Gid::row).collect()
}
