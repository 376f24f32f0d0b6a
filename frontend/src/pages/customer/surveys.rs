//! What the customer answered in surveys.

use leptos::prelude::*;

use super::tab::Changed;
use crate::api::graph::customer_surveys::ResponseRow;
use crate::api::graph::{CustomerSurveys, customer_surveys};
use crate::api::{Feed, Page};
use crate::components::{Badge, FeedList, Icon, Moment, OriginBadge, Panel, Tone};
use crate::format::json_text;

/// The survey responses, newest first.
#[component]
pub(crate) fn Surveys(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let _ = changed;
    let feed = Feed::new::<CustomerSurveys>(
        move |after, first| customer_surveys::Variables { id: id.clone(), first: Some(first), after },
        |answer| {
            answer
                .customer
                .map(|customer| Page::new(customer.survey_responses.nodes, customer.survey_responses.page_info))
        },
    );
    view! { <Panel title="Survey responses"><FeedList feed icon="star" empty="No survey was answered yet" children=response/></Panel> }
}

fn response(row: ResponseRow) -> impl IntoView {
    let title = row.touchpoint.map(|touchpoint| touchpoint.name).or(row.account_name);
    let answers = row.answers.as_object().is_some_and(|answers| !answers.is_empty()).then(|| json_text(&row.answers));
    let at = row.responded_at.or(row.sent_at).unwrap_or(row.created_at);
    view! {
        <article class="entry">
            <span class="entry-icon"><Icon name="star"/></span>
            <div class="entry-words">
                <div class="entry-head">
                    <span class="entry-title">{title.unwrap_or_else(|| "Survey".to_owned())} " " {row.nps.map(nps)}</span>
                    <Moment at full=true/>
                </div>
                {row.comment.map(|comment| view! { <p class="prose">{comment}</p> })}
                {answers.map(|answers| view! { <p class="faint">{answers}</p> })}
                <div class="entry-foot">
                    <OriginBadge said_by=row.source.map(Into::into)/>
                    {(row.follow_up == Some(true)).then(|| view! { <Badge text="Follow-up asked" tone=Tone::Warn/> })}
                    {row.follow_up_details.map(|details| view! { <span>{details}</span> })}
                </div>
            </div>
        </article>
    }
}

/// A likelihood to recommend, with what the method calls who gives it.
fn nps(score: i64) -> impl IntoView {
    let (name, tone) = match score {
        9.. => ("promoter", Tone::Good),
        7..=8 => ("passive", Tone::Warn),
        _ => ("detractor", Tone::Bad),
    };
    view! { <Badge text=format!("{score} \u{b7} {name}") tone/> }
}
