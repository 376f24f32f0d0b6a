//! What the customer agreed to.

use leptos::prelude::*;

use crate::api::graph::customer_consents::ConsentRow;
use crate::api::graph::{ConsentDecision, CustomerConsents, SetConsent, customer_consents, set_consent};
use crate::api::{Api, Feed, Page, Word, outcome};
use crate::components::{Badge, FeedTable, FormButton, FormField, FormSelect, Moment, OriginBadge, Panel, Tone};
use crate::state::{Form, Toasts};

/// The consents, with a form to record one.
#[component]
pub(crate) fn Consents(
    /// Whose.
    id: String,
) -> impl IntoView {
    let asked = id.clone();
    let feed = Feed::new::<CustomerConsents>(
        move |after, first| customer_consents::Variables { id: asked.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.consents.nodes, customer.consents.page_info)),
    );
    let action = view! { <Record id feed/> }.into_any();
    view! {
        <Panel title="Consents" action>
            <FeedTable feed label="Consents" columns=&["Purpose", "Decision", "From", "Changed"] icon="shield" empty="No consents yet"
                children=consent/>
        </Panel>
    }
}

fn consent(row: ConsentRow) -> impl IntoView {
    let tone = match row.decision {
        ConsentDecision::Given => Tone::Good,
        ConsentDecision::Refused => Tone::Bad,
        ConsentDecision::Unset => Tone::Plain,
    };
    view! {
        <tr>
            <th scope="row">{row.purpose}</th>
            <td><Badge text=row.decision.label() tone/></td>
            <td><OriginBadge said_by=row.source.map(Into::into)/></td>
            <td class="faint"><Moment at=row.changed_at/></td>
        </tr>
    }
}

/// A button with the form of a decision.
#[component]
fn Record(
    /// Whose.
    id: String,
    /// The list that will show it.
    feed: Feed<ConsentRow>,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let send = move |form: Form, open: RwSignal<bool>| {
        let input = set_consent::SetConsentInput {
            customer_id: id.clone(),
            purpose: form.text("purpose").unwrap_or_default(),
            decision: form
                .text("decision")
                .and_then(|code| ConsentDecision::of_code(&code))
                .unwrap_or(ConsentDecision::Unset),
            changed_at: None,
            source_record_id: None,
        };
        let work = async move {
            let made = api.run::<SetConsent>(set_consent::Variables { input }).await?.set_consent;
            Ok(outcome(made.consent, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            feed.again();
            toasts.say("Consent recorded");
        });
    };
    let blank = || Form::new([("purpose", None), ("decision", Some(ConsentDecision::Given.code().to_owned()))]);
    view! { <FormButton label="Record consent" action="Record consent" small=true form=blank send fields/> }
}

fn fields(form: Form) -> AnyView {
    let decisions: Vec<_> =
        ConsentDecision::ALL.iter().map(|decision| (decision.code().to_owned(), decision.label())).collect();
    view! {
        <FormField form name="purpose" label="Purpose" required=true autofocus=true/>
        <FormSelect form name="decision" label="Decision" choices=decisions/>
    }
    .into_any()
}
