//! What a person enters about points and credits.

use async_graphql::{InputObject, MaybeUndefined};

use super::types::LedgerUnitName;
use crate::domain::catalogue::graphql::LookupId;
use crate::domain::customer::graphql::CustomerId;
use crate::domain::ledger::service::Wanted;
use crate::domain::purchase::graphql::PurchaseId;
use crate::domain::source::graphql::SourceRecordId;
use crate::graphql::id::Gid;
use crate::graphql::scalar::{DateTime, Decimal};

/// Points or credits to be given.
#[derive(Clone, Debug, InputObject)]
pub struct EarnPointsInput {
    /// Who earns.
    pub customer_id: CustomerId,
    /// The record they shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// Points unless given.
    #[graphql(default_with = "LedgerUnitName::Points")]
    pub unit: LedgerUnitName,
    /// Their type; null: none; left out: the only one the customer has.
    pub type_id: MaybeUndefined<LookupId>,
    /// Of credits, ISO 4217; absent: as the customer's, else the brand's.
    pub currency: Option<String>,
    /// How much.
    pub amount: Decimal,
    /// When they were earned; absent: now.
    pub earned_at: Option<DateTime>,
    /// When what is left of them expires; absent: never.
    pub expires_at: Option<DateTime>,
    /// Why.
    pub note: Option<String>,
    /// Who funds them.
    pub partner_id: Option<LookupId>,
    /// The purchase that earns them.
    pub purchase_id: Option<PurchaseId>,
}

/// Points or credits to be spent.
#[derive(Clone, Debug, InputObject)]
pub struct SpendPointsInput {
    /// Who spends.
    pub customer_id: CustomerId,
    /// Only those of this record; absent: those of all the customer's records, what expires first being spent first.
    pub source_record_id: Option<SourceRecordId>,
    /// Points unless given.
    #[graphql(default_with = "LedgerUnitName::Points")]
    pub unit: LedgerUnitName,
    /// Their type; null: none; left out: the only one the customer has.
    pub type_id: MaybeUndefined<LookupId>,
    /// Of credits, ISO 4217; absent: the only one the customer has.
    pub currency: Option<String>,
    /// How much.
    pub amount: Decimal,
    /// What for.
    pub note: Option<String>,
}

/// A correction of a balance.
#[derive(Clone, Debug, InputObject)]
pub struct AdjustBalanceInput {
    /// Whose balance.
    pub customer_id: CustomerId,
    /// The record whose part of it is meant; absent: what is added goes to Onefold's own, what is taken comes from all alike.
    pub source_record_id: Option<SourceRecordId>,
    /// Points unless given.
    #[graphql(default_with = "LedgerUnitName::Points")]
    pub unit: LedgerUnitName,
    /// Their type; null: none; left out: the only one the customer has.
    pub type_id: MaybeUndefined<LookupId>,
    /// Of credits, ISO 4217; absent: as the customer's, else the brand's.
    pub currency: Option<String>,
    /// What to add; negative: what to take.
    pub amount: Decimal,
    /// Why.
    pub reason: String,
}

/// The sort that an input names.
pub(super) fn wanted(unit: LedgerUnitName, type_id: MaybeUndefined<LookupId>, currency: Option<String>) -> Wanted {
    let type_id = match type_id {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(id) => Some(Some(Gid::row(id))),
    };
    Wanted { unit: unit.into(), type_id, currency }
}
