//! What was earned and what was taken, a row each.

use leptos::prelude::*;

use crate::api::Word;
use crate::api::graph::customer_debits::DebitRow;
use crate::api::graph::customer_lots::LotRow;
use crate::components::{Badge, Moment, OriginBadge, Tone};
use crate::format::{date_of, number};

/// Points or credits earned together.
pub(super) fn lot(row: LotRow) -> impl IntoView {
    let expires = match (&row.expired_at, &row.expires_at) {
        (Some(at), _) => view! { <Badge text=format!("Expired {}", date_of(at))/> }.into_any(),
        (None, Some(at)) => date_of(at).into_any(),
        (None, None) => view! { <span class="faint">"Never"</span> }.into_any(),
    };
    view! {
        <tr>
            <td><Moment at=row.earned_at/></td>
            <td class="number">{number(&row.assigned.0)}</td>
            <td class="number">{number(&row.available.0)}</td>
            <td>{expires}</td>
            <td>
                <span class="line">{row.note}</span><span class="line faint">{row.partner_name}</span>
                <OriginBadge said_by=row.source.map(Into::into)/>
            </td>
        </tr>
    }
}

/// Points or credits taken.
pub(super) fn debit(row: DebitRow) -> impl IntoView {
    view! {
        <tr>
            <td><Moment at=row.created_at/></td>
            <td class="number">{number(&row.amount.0)}</td>
            <td>
                <Badge text=row.kind.label()/> " "
                {row.reversed_at.map(|_| view! { <Badge text="Given back" tone=Tone::Warn/> })}
            </td>
            <td><span class="line">{row.note}</span><OriginBadge said_by=row.source.map(Into::into)/></td>
        </tr>
    }
}
