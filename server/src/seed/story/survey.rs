//! What the survey system knows: responses.

use entity::{lookup, survey_response};
use serde_json::json;

use super::{Entry, Scene, Told};
use crate::seed::calendar::{self, EPOCH};

pub(super) fn tell(scene: &mut Scene<'_>, record: Told) {
    for _ in 0..1 + scene.dice.weighted(&[60, 30, 10]) {
        response(scene, record);
    }
}

fn response(scene: &mut Scene<'_>, record: Told) {
    let id = scene.ids.survey_response.take();
    let (mark, comment) = scene.dice.pick(&scene.words.comments);
    let sent_at = calendar::moment(&mut scene.dice, record.created_at, EPOCH);
    let responded_at = sent_at.plus_seconds(scene.dice.between(600, 400_000)).min(EPOCH);
    let is_unhappy = mark <= 6;
    let says_more = scene.dice.chance(80);
    let touchpoints = &scene.catalogue.touchpoints;
    let places: Vec<usize> = (0..touchpoints.len()).collect();
    let touchpoint: &lookup::Model = &touchpoints[scene.dice.pick(&places)];
    scene.out.survey_response.push(survey_response::Model {
        id,
        brand_id: scene.catalogue.brand,
        source_record_id: record.id,
        account_name: scene.person.company.clone(),
        nps: Some(mark),
        comment: says_more.then(|| comment.to_owned()),
        follow_up: Some(if is_unhappy { "Y" } else { "N" }.to_owned()),
        follow_up_details: (is_unhappy && says_more).then(|| "Call back".to_owned()),
        touchpoint_id: Some(touchpoint.id),
        sent_at: Some(sent_at),
        responded_at: Some(responded_at),
        answers: json!({}),
        created_at: responded_at,
    });
    let mut entry = Entry::new("survey.responded", responded_at, format!("Survey answered with {mark}"));
    entry.body = says_more.then_some(comment);
    scene.happened(record, entry.about("survey_response", id));
}
