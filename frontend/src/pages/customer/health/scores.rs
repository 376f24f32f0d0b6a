//! Scores with the contributions that they are made of.

use leptos::prelude::*;

use crate::api::graph::customer_scores::{ScoreRow, ScoreRowContributions as Contribution};
use crate::api::graph::{CustomerScores, ScoreKind, customer_scores};
use crate::api::{Feed, Page, Word};
use crate::components::{FeedList, Health, Moment, OriginBadge, Panel};
use crate::format::{json_text, number, rounded};

/// The scores.
#[component]
pub(crate) fn Scores(
    /// Whose.
    id: String,
) -> impl IntoView {
    let feed = Feed::new::<CustomerScores>(
        move |after, first| customer_scores::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.scores.nodes, customer.scores.page_info)),
    );
    view! { <Panel title="Scores"><FeedList feed icon="heart" empty="Nothing is scored yet" children=score/></Panel> }
}

fn score(row: ScoreRow) -> impl IntoView {
    let most = row.contributions.iter().map(|part| part.points.approximate().abs()).fold(0.0, f64::max);
    let parts = row.contributions.into_iter().map(move |part| contribution(part, most)).collect_view();
    view! {
        <div class="score">
            <div class="entry-head">
                <span class="score-name">{row.kind.label()} " " <Health score=Some(row.value) named=row.kind == ScoreKind::Health/></span>
                <span class="entry-foot"><OriginBadge said_by=row.source.map(Into::into)/><Moment at=row.computed_at/></span>
            </div>
            <div class="table-box" role="region" aria-label=format!("Contributions to {}", row.kind.label()) tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Signal"</th> <th scope="col">"Value"</th> <th scope="col" class="number">"Weight"</th>
                            <th scope="col" class="number">"Points"</th> <th scope="col" class="bar-box"><span class="unseen">"Share"</span></th>
                        </tr>
                    </thead>
                    <tbody>{parts}</tbody>
                </table>
            </div>
        </div>
    }
}

fn contribution(part: Contribution, most: f64) -> impl IntoView {
    let points = part.points.approximate();
    let width = if most > 0.0 { points.abs() / most * 50.0 } else { 0.0 };
    let (class, start) = if points < 0.0 { ("bar-bad", 50.0 - width) } else { ("bar-good", 50.0) };
    view! {
        <tr>
            <th scope="row"><span class="line">{part.name}</span><span class="line faint">{part.kind.label()}</span></th>
            <td>{json_text(&part.value)}</td>
            <td class="number">{number(&part.weight.0)}</td>
            <td class="number">{rounded(&part.points.0)}</td>
            <td>
                <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                    <rect class=class x=start.to_string() y="0" width=width.to_string() height="6"></rect>
                </svg>
            </td>
        </tr>
    }
}
