//! Source records.

use leptos::prelude::*;

use crate::api::graph::customer_sources::RecordRow;
use crate::api::graph::{CustomerSources, RecordState, customer_sources};
use crate::api::shared::SaidBy;
use crate::api::{Feed, Page, Word};
use crate::components::{Badge, Definition, DefinitionList, Expander, FeedList, Moment, OriginBadge, Panel, Tone};
use crate::format::{date, json_text, sentence};

/// What each system says.
#[component]
pub(crate) fn Records(
    /// Of whom.
    id: String,
) -> impl IntoView {
    let feed = Feed::new::<CustomerSources>(
        move |after, first| customer_sources::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.sources.nodes, customer.sources.page_info)),
    );
    view! { <Panel title="Source records"><FeedList feed icon="layers" empty="No system speaks of this customer" children=record/></Panel> }
}

fn record(row: RecordRow) -> impl IntoView {
    let said_by =
        SaidBy { vendor: row.vendor, connection_name: row.connection_name.clone(), vendor_id: row.vendor_id.clone() };
    let tone = if row.state == RecordState::Active { Tone::Good } else { Tone::Warn };
    let state = row.state.label();
    let observed = row.observed_at.clone();
    let connection = row.connection_name.clone();
    let row = StoredValue::new(row);
    view! {
        <div class="entry-words">
            <div class="entry-head">
                <span class="record-name"><OriginBadge said_by=Some(said_by)/> <Badge text=state tone/></span>
                <Moment at=observed/>
            </div>
            <div class="entry-foot"><span>{connection}</span><span class="mono">{row.with_value(|row| row.vendor_id.clone())}</span></div>
            <Expander label="What it says">{row.with_value(|row| fields(row.clone()))}</Expander>
        </div>
    }
}

fn fields(row: RecordRow) -> impl IntoView {
    let extra = row.extra.as_object().into_iter().flatten();
    let extra =
        extra.map(|(key, value)| view! { <Definition name=sentence(key) value=json_text(value)/> }).collect_view();
    view! {
        <DefinitionList>
            <Definition name="Name" value=row.display_name/>
            <Definition name="First name" value=row.first_name/>
            <Definition name="Last name" value=row.last_name/>
            <Definition name="Company" value=row.company_name/>
            <Definition name="E-mail" value=row.email/>
            <Definition name="Phone" value=row.phone/>
            <Definition name="Language" value=row.language/>
            <Definition name="Born" value=row.birth_date.as_ref().map(date)/>
            <Definition name="Address" value=row.address.as_ref().map(json_text)/>
            <Definition name="Company's own id" value=row.external_id/>
            {extra}
        </DefinitionList>
    }
}
