//! What a call names by its id must be there, in the connection that the key opens.

use entity::pipeline;
use entity::source_record::{self, RecordState};

use super::dialect::CustomerDatabaseApp;
use crate::domain::source as sources;
use crate::error::Result;
use crate::store::{Work, numbering};
use crate::vendor::contract::{Call, Refusal};

/// The customer's record.
pub(super) async fn customer(
    call: &Call<'_, CustomerDatabaseApp>,
    work: &Work<'_>,
    id: &str,
) -> Result<source_record::Model, Refusal> {
    let connection = call.caller()?.connection.id;
    if call.takes_names() {
        return Ok(sources::service::named(work, connection, id.trim()).await?);
    }
    let found = sources::store::by_vendor_id(work.db(), connection, id.trim()).await?;
    found.filter(lives).ok_or_else(|| missing("Customer"))
}

/// The pipeline, and the record it hangs on.
pub(super) async fn pipeline(
    call: &Call<'_, CustomerDatabaseApp>,
    work: &Work<'_>,
    id: &str,
) -> Result<(pipeline::Model, source_record::Model), Refusal> {
    let connection = call.caller()?.connection.id;
    let found = numbering::find::<pipeline::Entity>(work.db(), work.brand(), connection, id.trim()).await?;
    found.filter(|(_, record)| lives(record)).ok_or_else(|| missing("Pipeline"))
}

fn lives(record: &source_record::Model) -> bool {
    record.state != RecordState::Deleted
}

/// The refusal of an id that names nothing.
pub(super) fn missing(what: &str) -> Refusal {
    Refusal::Own { status: 400, message: format!("{what} not found.") }
}
