//! What the contact centre knows: tickets with their messages, and events that other systems reported.

use entity::Timestamp;

use super::{Entry, Scene, Told};
use crate::seed::calendar::{self, EPOCH};

pub(super) fn tell(scene: &mut Scene<'_>, record: Told) {
    for place in 0..scene.dice.weighted(&[35, 35, 20, 10]) {
        ticket(scene, record, place);
    }
    for _ in 0..scene.dice.weighted(&[30, 40, 30]) {
        event(scene, record);
    }
}

/// A question, and mostly an answer.
fn ticket(scene: &mut Scene<'_>, record: Told, place: usize) {
    let number = format!("{}{place}", record.id);
    let mut at = calendar::moment(&mut scene.dice, record.created_at, EPOCH);
    let name = scene.person.name();
    message(scene, record, &number, at, &name, "Message received");
    for _ in 0..scene.dice.weighted(&[20, 60, 20]) {
        at = at.plus_seconds(scene.dice.between(300, 40_000));
        message(scene, record, &number, at, "Lucie Vaňková", "Message sent");
    }
}

fn message(scene: &mut Scene<'_>, record: Told, ticket: &str, at: Timestamp, actor: &str, title: &str) {
    let text = scene.dice.pick(&scene.words.messages);
    let mut entry = Entry::new("ticket.message", at, title);
    entry.body = Some(text);
    entry.actor = Some(actor);
    entry.ticket = Some(ticket.to_owned());
    scene.happened(record, entry);
}

fn event(scene: &mut Scene<'_>, record: Told) {
    let at = calendar::moment(&mut scene.dice, record.created_at, EPOCH);
    let text = scene.dice.pick(&scene.words.campaigns);
    let mut entry = Entry::new("event.external", at, text);
    entry.body = Some(text);
    entry.actor = Some(scene.dice.pick(&["newsletter", "eshop", "courier"]));
    entry.source_url = Some(format!("https://shop.example/events/{}", scene.dice.between(10_000, 99_999)));
    scene.happened(record, entry);
}
