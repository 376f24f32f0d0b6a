//! Where notes and tasks belong.

use crate::domain::{customer, pipeline, source};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

/// The record that something new on `customer` hangs on: the pipeline's when it belongs to one, else the record named, else the
/// customer's first-party one.
///
/// # Errors
/// There is no such customer or record; the pipeline is not the customer's or hangs on another record than the one named.
pub async fn place(work: &Work<'_>, customer: i64, record: Option<i64>, pipeline: Option<i64>) -> Result<i64> {
    let Some(pipeline) = pipeline else {
        return Ok(source::service::named_or_first_party(work, customer, record).await?.id);
    };
    let customer = customer::store::living(work.db(), work.brand(), customer).await?;
    let customer = customer.ok_or(Error::NotFound { kind: "customer" })?;
    let pipeline = pipeline::store::by_id(work.db(), work.brand(), pipeline).await?.ok_or_else(no_such_pipeline)?;
    let its_record = source::store::find(work.db(), work.brand(), pipeline.source_record_id).await?;
    let its_record = its_record.filter(|found| found.customer_id == customer.id).ok_or_else(no_such_pipeline)?;
    match record {
        Some(record) if record != its_record.id => {
            let message = "what belongs to a pipeline hangs on the pipeline's record";
            Err(Violation::new("sourceRecordId", Rule::NotAllowed, message).into())
        }
        _ => Ok(its_record.id),
    }
}

/// Checks that `pipeline`, when given, hangs on `record`.
pub(super) async fn check_pipeline(work: &Work<'_>, record: i64, pipeline: Option<i64>) -> Result<()> {
    let Some(pipeline) = pipeline else { return Ok(()) };
    let found = pipeline::store::by_id(work.db(), work.brand(), pipeline).await?;
    found.filter(|found| found.source_record_id == record).map(|_| ()).ok_or_else(no_such_pipeline)
}

fn no_such_pipeline() -> Error {
    Violation::new("pipelineId", Rule::NotFound, "the customer has no such pipeline").into()
}
