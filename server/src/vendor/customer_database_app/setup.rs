//! What an account has from the start: a sort of pipeline with its stages, under the ids that the printed samples name.

use entity::pipeline_stage::Outcome;

use crate::domain::pipeline::definition::{NewStage, NewType, service as definitions, store};
use crate::error::Result;
use crate::store::Work;

const TYPE: &str = "1";
const STAGES: [(&str, Option<Outcome>); 5] = [
    ("Enquiry", None),
    ("Quote sent", None),
    ("Negotiation", None),
    ("Won", Some(Outcome::Won)),
    ("Lost", Some(Outcome::Lost)),
];

/// Defines it for a connection that has no such sort yet.
///
/// # Errors
/// The store failed.
pub(super) async fn set_up(work: &Work<'_>, connection: i64) -> Result<()> {
    if store::type_by_vendor_id(work.db(), connection, TYPE).await?.is_some() {
        return Ok(());
    }
    let stages = (1..).zip(STAGES).map(|(id, (name, outcome)): (u8, _)| NewStage {
        vendor_id: Some(id.to_string()),
        name: name.to_owned(),
        outcome,
    });
    let new =
        NewType { connection, vendor_id: Some(TYPE.to_owned()), name: "Sales".to_owned(), stages: stages.collect() };
    definitions::create_type(work, new).await?;
    Ok(())
}
