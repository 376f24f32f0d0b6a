//! The counts.

use leptos::prelude::*;

use crate::api::graph::{HomeFigures, home_figures};
use crate::api::query;
use crate::components::{Load, Stat};
use crate::format::{days_ago, number, plural, rounded};

/// How many customers there are, are new, are at risk; what they answered; what is to be done.
#[component]
pub(crate) fn Figures() -> impl IntoView {
    let (week, quarter) = (days_ago(7), days_ago(90));
    let since = week.0.chars().take(10).collect::<String>();
    let variables = move || home_figures::Variables { week: week.clone(), quarter: quarter.clone() };
    let fetch = query::<HomeFigures>(variables);
    view! { <Load fetch lines=2 let:answer>{shown(answer, &since)}</Load> }
}

fn shown(answer: home_figures::ResponseData, since: &str) -> impl IntoView + use<> {
    let count = |count: i64| number(&count.to_string()).into_any();
    let nps = &answer.nps_summary;
    let score = nps.score.as_ref().map_or_else(|| "\u{2014}".to_owned(), |score| rounded(&score.0));
    view! {
        <dl class="stats">
            <Stat name="Customers" value=count(answer.customers.total_count) note="in all systems" to="/customers"/>
            <Stat name="New" value=count(answer.newcomers.total_count) note="in the last 7 days"
                to=format!("/customers?from={since}&sort=created-at&dir=desc")/>
            <Stat name="At risk" value=count(answer.at_risk.total_count) note="health below 0"
                to="/customers?health-to=-0.01&sort=health-score&dir=asc"/>
            <Stat name="Open tasks" value=count(answer.tasks.total_count) note="of everybody"/>
            <Stat name="NPS" value=score.into_any() note=format!("{} in 90 days", plural(nps.responses, "answer", "answers"))/>
        </dl>
    }
}
