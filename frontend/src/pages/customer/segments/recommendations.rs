//! What is recommended to the customer.

use leptos::prelude::*;

use crate::api::graph::customer_recommendations::RecommendationRow;
use crate::api::graph::{CustomerRecommendations, customer_recommendations};
use crate::api::{Feed, Page};
use crate::components::{FeedList, Moment, OriginBadge, Panel};

/// The recommendations.
#[component]
pub(crate) fn Recommendations(
    /// To whom.
    id: String,
) -> impl IntoView {
    let feed = Feed::new::<CustomerRecommendations>(
        move |after, first| customer_recommendations::Variables { id: id.clone(), first: Some(first), after },
        |answer| {
            answer
                .customer
                .map(|customer| Page::new(customer.recommendations.nodes, customer.recommendations.page_info))
        },
    );
    view! { <Panel title="Recommendations"><FeedList feed icon="star" empty="Nothing is recommended yet" children=recommendation/></Panel> }
}

fn recommendation(row: RecommendationRow) -> impl IntoView {
    let page = row.web_url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    view! {
        <article class="entry-words">
            <div class="entry-head"><span class="entry-title">{row.name}</span><Moment at=row.updated_at/></div>
            {row.brief_description.map(|text| view! { <p>{text}</p> })}
            {row.detailed_description.map(|text| view! { <p class="prose faint">{text}</p> })}
            <div class="entry-foot">
                <OriginBadge said_by=row.source.map(Into::into)/>
                {page.map(|url| view! { <a href=url rel="external noreferrer" target="_blank">"Open page"</a> })}
            </div>
        </article>
    }
}
