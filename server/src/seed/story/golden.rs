//! The customer itself: what follows from its records.

use entity::customer::{self, CustomerState};

use super::Scene;
use crate::domain::identity::{Claim, resolve};
use crate::domain::source::{email_key, fold, phone_key, sort_name};

/// The customer's row, from its records, which begin at `records` in the batch.
pub(super) fn tell(scene: &mut Scene<'_>, records: usize) {
    let said = &scene.out.source_record[records..];
    let connections = &scene.catalogue.connections;
    let claims: Vec<Claim<'_>> =
        said.iter().map(|record| Claim { record, vendor: connections.vendor(record.connection_id) }).collect();
    let facts = resolve(&claims, &scene.catalogue.policy).facts;
    let display_name = facts.name();
    let row = customer::Model {
        id: scene.customer,
        brand_id: scene.catalogue.brand,
        kind: facts.kind,
        state: CustomerState::Active,
        merged_into_id: None,
        sort_name: sort_name(facts.last_name.as_deref(), facts.first_name.as_deref(), &display_name),
        display_name,
        email_key: facts.email.as_deref().map(email_key),
        phone_key: facts.phone.as_deref().map(phone_key),
        given_name_key: facts.first_name.as_deref().map(fold),
        city: facts.city(),
        country: facts.country(),
        first_name: facts.first_name,
        last_name: facts.last_name,
        company_name: facts.company_name,
        birth_date: facts.birth_date,
        gender: facts.gender,
        language: facts.language,
        email: facts.email,
        phone: facts.phone,
        photo_url: facts.photo_url,
        owner_email: facts.owner_email,
        health_score: scene.health,
        last_activity_at: scene.out.timeline_entry[scene.timeline..].iter().map(|entry| entry.occurred_at).max(),
        created_at: scene.person.since,
        updated_at: said.iter().map(|record| record.updated_at).max().unwrap_or(scene.person.since),
        version: 1,
    };
    scene.out.customer.push(row);
}
