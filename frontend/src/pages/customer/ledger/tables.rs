//! What was earned and what was taken.

use leptos::prelude::*;

use crate::api::Word;
use crate::api::graph::customer_ledger::{DebitRow, LotRow};
use crate::components::{Badge, EmptyState, Moment, OriginBadge, Tone};
use crate::format::{date_of, number};

/// The lots, newest first.
pub(crate) fn lots(rows: Vec<LotRow>, more: bool) -> AnyView {
    if rows.is_empty() {
        return view! { <EmptyState icon="coins" title="Nothing was earned yet"/> }.into_any();
    }
    table(
        "Earned",
        &["Earned", "#Amount", "#Left", "Expires", "For"],
        rows.into_iter().map(lot).collect_view().into_any(),
        more,
    )
}

/// The debits, newest first.
pub(crate) fn debits(rows: Vec<DebitRow>, more: bool) -> AnyView {
    if rows.is_empty() {
        return view! { <EmptyState icon="coins" title="Nothing was taken yet"/> }.into_any();
    }
    table("Taken", &["Taken", "#Amount", "Why", "For"], rows.into_iter().map(debit).collect_view().into_any(), more)
}

fn table(label: &'static str, columns: &'static [&'static str], rows: AnyView, more: bool) -> AnyView {
    let column = |name: &&'static str| {
        let number = name.starts_with('#');
        view! { <th scope="col" class:number=number>{name.trim_start_matches('#')}</th> }
    };
    view! {
        <div class="table-box" role="region" aria-label=label tabindex="0">
            <table class="table">
                <thead><tr>{columns.iter().map(column).collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more.then(|| view! { <p class="table-note">"The newest 50 are shown."</p> })}
    }
    .into_any()
}

fn lot(row: LotRow) -> impl IntoView {
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

fn debit(row: DebitRow) -> impl IntoView {
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
