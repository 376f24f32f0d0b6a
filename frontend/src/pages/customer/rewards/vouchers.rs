//! Vouchers.

use leptos::prelude::*;

use crate::api::graph::customer_vouchers::VoucherRow;
use crate::api::graph::{
    ApplyVoucher, CustomerVouchers, RevokeVoucher, apply_voucher, customer_vouchers, revoke_voucher,
};
use crate::api::shared::Sum;
use crate::api::{Api, Feed, Page, outcome};
use crate::components::{ActionButton, Badge, FeedTable, OriginBadge, Panel, Tone};
use crate::format::date_of;
use crate::pages::customer::tab::Changed;

/// The vouchers, with what can be done with a valid one.
#[component]
pub(crate) fn Vouchers(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let feed = Feed::new::<CustomerVouchers>(
        move |after, first| customer_vouchers::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.vouchers.nodes, customer.vouchers.page_info)),
    );
    let done = Callback::new(move |()| {
        feed.again();
        changed.run(());
    });
    view! {
        <Panel title="Vouchers">
            <FeedTable feed label="Vouchers" columns=&["Voucher", "#Value", "State", "Valid until", "From", "#"] icon="gift"
                empty="No vouchers yet" children=move |row| voucher(row, done)/>
        </Panel>
    }
}

fn voucher(row: VoucherRow, changed: Changed) -> impl IntoView {
    let (state, tone) = match (&row.applied_at, row.valid) {
        (Some(at), _) => (format!("Used {}", date_of(at)), Tone::Plain),
        (None, true) => ("Valid".to_owned(), Tone::Good),
        (None, false) => ("Not valid".to_owned(), Tone::Warn),
    };
    let usable = row.valid && row.applied_at.is_none();
    let name = row.reward.map(|reward| reward.name).or(row.note).unwrap_or_else(|| "Voucher".to_owned());
    view! {
        <tr>
            <th scope="row"><span class="line">{name}</span><span class="line faint mono">{row.code}</span></th>
            <td class="number">{row.value.map(|value| Sum::from(value).text())}</td>
            <td><Badge text=state tone/></td>
            <td>{row.valid_to.as_ref().map(date_of)}</td>
            <td><OriginBadge said_by=row.source.map(Into::into)/></td>
            <td><div class="row-actions">{usable.then(|| actions(row.id, changed))}</div></td>
        </tr>
    }
}

fn actions(id: String, changed: Changed) -> impl IntoView {
    let api = Api::of_app();
    let voucher = id.clone();
    let apply = move || {
        let input = apply_voucher::ApplyVoucherInput { voucher_id: voucher.clone(), store_id: None };
        async move {
            let made = api.run::<ApplyVoucher>(apply_voucher::Variables { input }).await?.apply_voucher;
            Ok(outcome(made.voucher, made.problems).map(drop))
        }
    };
    let revoke = move || {
        let id = id.clone();
        async move {
            let made = api.run::<RevokeVoucher>(revoke_voucher::Variables { id }).await?.revoke_voucher;
            Ok(outcome(made.voucher, made.problems).map(drop))
        }
    };
    view! {
        <ActionButton label="Use" question="The voucher can be used only once." work=apply done="Voucher used" changed/>
        <ActionButton label="Revoke voucher" icon="close" question="The voucher will not be valid any more." work=revoke done="Voucher revoked"
            changed/>
    }
}
