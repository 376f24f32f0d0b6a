//! Changing vouchers.

use async_graphql::{Context, InputObject, Object, Result};

use super::{Voucher, VoucherId, load};
use crate::domain::account::Permission;
use crate::domain::catalogue::graphql::LookupId;
use crate::domain::customer::graphql::CustomerId;
use crate::domain::reward::graphql::RewardId;
use crate::domain::reward::voucher::{NewVoucher, service};
use crate::domain::source::graphql::{self as source, SourceRecordId};
use crate::graphql::id::Gid;
use crate::graphql::mutation;
use crate::graphql::scalar::{DateTime, MoneyInput};
use crate::payload;

/// A voucher to be issued: for a reward, or with a value.
#[derive(Clone, Debug, InputObject)]
pub struct IssueVoucherInput {
    /// To whom.
    pub customer_id: CustomerId,
    /// The record it shall hang on; absent: Onefold's own.
    pub source_record_id: Option<SourceRecordId>,
    /// What it is good for: a reward that is on offer to the customer now.
    pub reward_id: Option<RewardId>,
    /// What is shown at the cash desk; issued unless given.
    pub code: Option<String>,
    /// Its worth.
    pub value: Option<MoneyInput>,
    /// Why it is issued.
    pub note: Option<String>,
    /// First moment it can be applied; absent: at once.
    pub valid_from: Option<DateTime>,
    /// Last moment it can be applied; absent: unlimited.
    pub valid_to: Option<DateTime>,
}

impl IssueVoucherInput {
    fn on(self, source_record: i64) -> NewVoucher {
        let (value, currency) = self.value.map(|value| (value.amount.0, value.currency)).unzip();
        NewVoucher {
            source_record,
            reward: self.reward_id.map(Gid::row),
            code: self.code,
            value,
            currency: currency.flatten(),
            note: self.note,
            valid_from: self.valid_from.map(|instant| instant.0),
            valid_to: self.valid_to.map(|instant| instant.0),
        }
    }
}

/// A voucher that is shown at a cash desk.
#[derive(Clone, Debug, InputObject)]
pub struct ApplyVoucherInput {
    /// The voucher.
    pub voucher_id: VoucherId,
    /// The store where it is applied.
    pub store_id: Option<LookupId>,
}

payload! {
    /// The outcome of issuing a voucher.
    IssueVoucherPayload { voucher: Voucher }
}
payload! {
    /// The outcome of applying a voucher.
    ApplyVoucherPayload { voucher: Voucher }
}
payload! {
    /// The outcome of revoking a voucher.
    RevokeVoucherPayload { voucher: Voucher }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct VoucherMutation;

#[Object]
impl VoucherMutation {
    /// Gives a customer a voucher. It costs no points; where it shall, spend them beside it.
    async fn issue_voucher(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The voucher.")] input: IssueVoucherInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<IssueVoucherPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let record = source::named(work, new.customer_id, new.source_record_id).await?;
                Ok(service::issue(work, new.on(record)).await?.id)
            })
        });
        let outcome = outcome.await?;
        let voucher = outcome.node(|row| load(ctx, row)).await?;
        Ok(IssueVoucherPayload { voucher, problems: outcome.problems })
    }

    /// Applies a voucher, now. One is applied once: whoever comes second is told `CONFLICT`.
    async fn apply_voucher(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The voucher, and where.")] input: ApplyVoucherInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<ApplyVoucherPayload> {
        let (id, store) = (input.voucher_id.row(), input.store_id.map(Gid::row));
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move { Ok(service::apply(work, id, store).await?.id) })
        });
        let outcome = outcome.await?;
        let voucher = outcome.node(|row| load(ctx, row)).await?;
        Ok(ApplyVoucherPayload { voucher, problems: outcome.problems })
    }

    /// Takes a voucher back that was not applied; it is kept as deleted.
    async fn revoke_voucher(
        &self,
        ctx: &Context<'_>,
        id: VoucherId,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<RevokeVoucherPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &id, move |work| {
            Box::pin(async move { Ok(service::revoke(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        let voucher = outcome.node(|row| load(ctx, row)).await?;
        Ok(RevokeVoucherPayload { voucher, problems: outcome.problems })
    }
}
