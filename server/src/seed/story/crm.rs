//! What the small-business CRM knows: pipelines, notes, tasks, events.

use entity::{Amount, Timestamp, calendar_event, note, pipeline, task};
use serde_json::json;

use super::{Entry, Scene, Told};
use crate::seed::calendar::{self, EPOCH, day, days};
use crate::seed::definitions::PIPELINE_FIELDS;

pub(super) fn tell(scene: &mut Scene<'_>, record: Told) {
    let mut pipelines = vec![None];
    for _ in 0..scene.dice.weighted(&[35, 45, 20]) {
        let id = pipeline(scene, record);
        pipelines.push(Some(id));
    }
    for _ in 0..scene.dice.weighted(&[10, 25, 35, 20, 10]) {
        let of = scene.dice.pick(&pipelines);
        note(scene, record, of);
    }
    for _ in 0..scene.dice.weighted(&[20, 40, 30, 10]) {
        let of = scene.dice.pick(&pipelines);
        task(scene, record, of);
    }
    for _ in 0..scene.dice.weighted(&[55, 35, 10]) {
        event(scene, record);
    }
}

fn pipeline(scene: &mut Scene<'_>, record: Told) -> i64 {
    let id = scene.ids.pipeline.take();
    let processes = &scene.catalogue.activity.processes;
    let process = &processes[scene.dice.weighted(&[75, 25]) % processes.len()];
    let places: Vec<usize> = (0..process.stages.len()).collect();
    let stage = &process.stages[scene.dice.pick(&places)];
    let created_at = calendar::moment(&mut scene.dice, record.created_at, EPOCH);
    let updated_at = calendar::moment(&mut scene.dice, created_at, EPOCH);
    let [comment, budget] = PIPELINE_FIELDS;
    let reference = format!("{}-{id:05}", scene.dice.pick(&["OFFER", "WEB", "FAIR"]));
    let title = format!("Pipeline {reference} created");
    let owner = user(scene);
    let value = Amount(scene.dice.between(10, 600) * 100 / scene.person.crowns() * 10_000);
    scene.out.pipeline.push(pipeline::Model {
        id,
        brand_id: scene.catalogue.brand,
        source_record_id: record.id,
        vendor_id: Some(id.to_string()),
        type_id: process.id,
        stage_id: stage.id,
        reference,
        owner_id: Some(owner),
        value: Some(value),
        currency: Some(scene.person.currency().to_owned()),
        custom: json!({ comment: scene.dice.pick(&scene.words.notes), budget: scene.dice.between(5, 90).to_string() + "00" }),
        closed_at: stage.outcome.map(|_| updated_at),
        created_at,
        updated_at,
    });
    scene.happened(record, Entry::new("pipeline.created", created_at, title).about("pipeline", id));
    id
}

/// The vendor's id of a colleague.
fn user(scene: &mut Scene<'_>) -> String {
    let users = &scene.catalogue.activity.users;
    users[scene.dice.between(0, users.len() as i64 - 1).unsigned_abs() as usize].vendor_id.clone()
}

fn note(scene: &mut Scene<'_>, record: Told, pipeline: Option<i64>) {
    let id = scene.ids.note.take();
    let at = calendar::moment(&mut scene.dice, record.created_at, EPOCH);
    let text = scene.dice.pick(&scene.words.notes);
    scene.out.note.push(note::Model {
        id,
        brand_id: scene.catalogue.brand,
        source_record_id: record.id,
        pipeline_id: pipeline,
        vendor_id: Some(id.to_string()),
        text: text.to_owned(),
        author: None,
        created_at: at,
        updated_at: at,
    });
    let mut entry = Entry::new("note.added", at, "Note added").about("note", id);
    entry.body = Some(text);
    scene.happened(record, entry);
}

/// Due before the epoch and mostly done, or after it and open.
fn task(scene: &mut Scene<'_>, record: Told, pipeline: Option<i64>) {
    let id = scene.ids.task.take();
    let created_at = calendar::moment(&mut scene.dice, record.created_at, EPOCH);
    let due = calendar::later(created_at, scene.dice.between(1, 120));
    let done_at = (due < EPOCH && scene.dice.chance(80)).then(|| calendar::moment(&mut scene.dice, created_at, due));
    let (name, description) = scene.dice.pick(&scene.words.tasks);
    let assignees = json!([user(scene)]);
    scene.out.task.push(task::Model {
        id,
        brand_id: scene.catalogue.brand,
        source_record_id: record.id,
        pipeline_id: pipeline,
        vendor_id: Some(id.to_string()),
        name: name.to_owned(),
        description: Some(description.to_owned()),
        due_on: day(due),
        assignees,
        done_at,
        created_at,
        updated_at: done_at.unwrap_or(created_at),
    });
    scene.happened(record, Entry::new("task.created", created_at, format!("Task: {name}")).about("task", id));
    if let Some(done) = done_at {
        scene.happened(record, Entry::new("task.done", done, format!("Task done: {name}")).about("task", id));
    }
}

fn event(scene: &mut Scene<'_>, record: Told) {
    let id = scene.ids.calendar_event.take();
    let starts_at = on_the_hour(calendar::moment(&mut scene.dice, record.created_at, days(150)));
    let created_at = record.created_at.max(calendar::later(starts_at, -14)).min(EPOCH);
    let (name, location, description) = scene.dice.pick(&scene.words.events);
    let colleague = user(scene);
    scene.out.calendar_event.push(calendar_event::Model {
        id,
        brand_id: scene.catalogue.brand,
        source_record_id: record.id,
        vendor_id: Some(id.to_string()),
        name: name.to_owned(),
        location: Some(location.to_owned()),
        description: Some(description.to_owned()),
        starts_at,
        ends_at: starts_at.plus_seconds(scene.dice.between(1, 4) * 1_800),
        attendees: json!([record.id.to_string()]),
        attendee_users: json!([colleague]),
        created_at,
        updated_at: created_at,
    });
    scene.happened(
        record,
        Entry::new("event.created", created_at, format!("Event: {name}")).about("calendar_event", id),
    );
}

/// Nobody meets at 13:27:41.
fn on_the_hour(at: Timestamp) -> Timestamp {
    Timestamp::from_micros(at.as_micros() - at.as_micros().rem_euclid(3_600_000_000))
}
