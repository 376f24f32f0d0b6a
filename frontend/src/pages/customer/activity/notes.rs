//! Notes.

use leptos::prelude::*;

use super::add_note::AddNote;
use crate::api::graph::customer_notes::NoteRow;
use crate::api::graph::{CustomerNotes, DeleteNote, customer_notes, delete_note};
use crate::api::{Api, Feed, Page, outcome};
use crate::components::{ActionButton, FeedList, Icon, Moment, OriginBadge, Panel};
use crate::pages::customer::tab::Changed;

/// The notes, newest first.
#[component]
pub(crate) fn Notes(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let asked = id.clone();
    let feed = Feed::new::<CustomerNotes>(
        move |after, first| customer_notes::Variables { id: asked.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.notes.nodes, customer.notes.page_info)),
    );
    let done = Callback::new(move |()| {
        feed.again();
        changed.run(());
    });
    let action = view! { <AddNote id changed=done/> }.into_any();
    view! {
        <Panel title="Notes" action><FeedList feed icon="note" empty="No notes yet" children=move |row| note(row, done)/></Panel>
    }
}

fn note(row: NoteRow, changed: Changed) -> impl IntoView {
    let api = Api::of_app();
    let id = row.id;
    let delete = move || {
        let id = id.clone();
        async move {
            let made = api.run::<DeleteNote>(delete_note::Variables { id }).await?.delete_note;
            Ok(outcome(made.deleted_id, made.problems).map(drop))
        }
    };
    view! {
        <article class="entry">
            <span class="entry-icon"><Icon name="note"/></span>
            <div class="entry-words">
                <p class="prose">{row.text}</p>
                <div class="entry-foot">
                    <Moment at=row.created_at full=true/>
                    {row.author.map(|author| view! { <span>{author}</span> })}
                    {row.pipeline.map(|pipeline| view! { <span>{pipeline.reference}</span> })}
                    <OriginBadge said_by=row.source.map(Into::into)/>
                </div>
            </div>
            <ActionButton label="Delete note" icon="close" question="The note will be gone for everybody." work=delete done="Note deleted" changed/>
        </article>
    }
}
