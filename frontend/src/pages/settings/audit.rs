//! Who changed what.

use leptos::prelude::*;

use crate::api::graph::audit_entries::AuditRow;
use crate::api::graph::{ActorKind, AuditEntries, audit_entries};
use crate::api::{Feed, Page, Word};
use crate::components::{FeedTable, Moment, PageHead, Segments};
use crate::format::{json_text, sentence};
use crate::state::use_parameters;

/// Where the log is.
const PATH: &str = "/settings/audit";

/// The log, newest first; of all, or of the sort of caller that the address names.
#[component]
pub(crate) fn AuditLog() -> impl IntoView {
    let parameters = use_parameters();
    let chosen = Memo::new(move |_| parameters.with(|found| of_slug(found.get("by"))));
    let kinds = ActorKind::ALL.iter().map(|kind| (slug(*kind), kind.label()));
    let choices: Vec<_> = std::iter::once((String::new(), "Everybody".to_owned())).chain(kinds).collect();
    let name = Signal::derive(move || chosen.get().map(slug).unwrap_or_default());
    view! {
        <PageHead title="Audit log" lead="Every change, and who made it".to_owned()>
            <Segments label="Who" path=PATH parameter="by" choices chosen=name/>
        </PageHead>
        {move || view! { <Entries by=chosen.get()/> }}
    }
}

/// The entries of one sort of caller.
#[component]
fn Entries(
    /// Which; none means all.
    by: Option<ActorKind>,
) -> impl IntoView {
    let feed = Feed::new::<AuditEntries>(
        move |after, first| {
            let filter = audit_entries::AuditFilterInput {
                actor_kind: by,
                action: None,
                actor_id: None,
                at: None,
                subject_id: None,
                subject_type: None,
            };
            audit_entries::Variables { filter: Some(filter), first: Some(first), after }
        },
        |answer| Some(Page::new(answer.audit_entries.nodes, answer.audit_entries.page_info)),
    );
    view! {
        <FeedTable feed label="Audit log" columns=&["Change", "By", "Of", "Details", "When"] icon="clock" empty="Nothing was changed yet" children=entry/>
    }
}

fn entry(row: AuditRow) -> impl IntoView {
    let details = json_text(&row.data);
    view! {
        <tr>
            <th scope="row">{sentence(&row.action)}</th>
            <td><span class="line">{row.actor_label}</span><span class="line faint">{row.actor_kind.map(Word::label)}</span></td>
            <td class="faint">{sentence(&row.subject_type)}</td>
            <td class="faint"><span class="cut cut-wide" title=details.clone()>{details.clone()}</span></td>
            <td class="faint"><Moment at=row.at/></td>
        </tr>
    }
}

fn slug(kind: ActorKind) -> String {
    kind.code().to_lowercase().replace('_', "-")
}

fn of_slug(name: Option<String>) -> Option<ActorKind> {
    ActorKind::ALL.iter().copied().find(|kind| Some(slug(*kind)) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sort_of_caller_has_a_name_in_the_address() {
        assert!(of_slug(Some("api-key".to_owned())) == Some(ActorKind::ApiKey));
        assert!(of_slug(Some("nonsense".to_owned())).is_none());
    }
}
