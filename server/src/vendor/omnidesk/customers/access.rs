//! Which customer a call names.

use entity::source_record::{self, RecordState};
use sea_orm::ConnectionTrait;

use super::super::dialect::Omnidesk;
use super::super::session::{Grant, Session};
use crate::domain::account::{Permission, secrets};
use crate::domain::connection::service as connections;
use crate::domain::source::Facts;
use crate::domain::source::service::{self, NewRecord};
use crate::domain::source::store as sources;
use crate::domain::source::store::listing::{self, RecordFilter, RecordSort};
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;
use crate::store::keyset::Direction;
use crate::vendor::contract::{Call, Refusal};

/// A customer, named in one of the vendor's ways.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    /// The number of the brand.
    pub(super) brand: Option<i64>,
    /// The vendor's id; it wins.
    pub(super) customer: Option<i64>,
    /// The company's id.
    pub(super) primary: Option<String>,
    /// Whether a deleted customer is meant too.
    pub(super) deleted_too: bool,
}

impl Named {
    /// By the id in a path. What is no number names nobody.
    pub(super) fn by_path(id: &str) -> Result<Self> {
        let customer = id.parse().map_err(|_| unknown())?;
        Ok(Self { customer: Some(customer), ..Self::default() })
    }

    /// The same, in this brand only.
    #[must_use]
    pub(super) fn in_brand(mut self, brand: Option<i64>) -> Self {
        self.brand = brand;
        self
    }

    /// The same, also when the customer was deleted.
    #[must_use]
    pub(super) fn or_deleted(mut self) -> Self {
        self.deleted_too = true;
        self
    }

    /// The record that is named, and its brand.
    pub(super) async fn find<'a>(
        &self,
        db: &impl ConnectionTrait,
        session: &'a Session,
    ) -> Result<(&'a Grant, source_record::Model)> {
        let connections: Vec<i64> = match self.brand {
            Some(brand) => vec![session.brand(brand)?.connection.id],
            None => session.grants().iter().map(|grant| grant.connection.id).collect(),
        };
        let mut found = match (self.customer, &self.primary) {
            (Some(id), _) => sources::by_vendor_id_of(db, &connections, &id.to_string()).await?,
            (None, Some(primary)) => sources::by_external_id(db, &connections, primary).await?,
            (None, None) => {
                let message = "the customer must be named by its customer id or primary id";
                return Err(Violation::new("customer_id", Rule::Required, message).into());
            }
        };
        found.retain(|record| self.deleted_too || record.state != RecordState::Deleted);
        if self.customer.is_none() {
            of_one_brand(&found)?;
        }
        // The ids of one installation are not repeated over its brands; should two installations meet under one key, its own brand is
        // meant. A living customer is meant before a deleted one.
        let place = |record: &source_record::Model| connections.iter().position(|id| *id == record.connection_id);
        let record = found.into_iter().min_by_key(|record| (place(record), record.state == RecordState::Deleted));
        let record = record.ok_or_else(unknown)?;
        Ok((session.of_connection(record.connection_id)?, record))
    }

    /// Begins a unit of work in the brand of the record that is named.
    pub(super) async fn begin<'a>(
        &self,
        call: &'a Call<'_, Omnidesk>,
    ) -> Result<(Work<'a>, &'a Grant, source_record::Model), Refusal> {
        self.open(call, Permission::CustomerCud).await
    }

    /// The same to record what the real vendor said to a client that may read.
    pub(super) async fn hear<'a>(
        &self,
        call: &'a Call<'_, Omnidesk>,
    ) -> Result<(Work<'a>, &'a Grant, source_record::Model), Refusal> {
        self.open(call, Permission::CustomerRead).await
    }

    async fn open<'a>(
        &self,
        call: &'a Call<'_, Omnidesk>,
        permission: Permission,
    ) -> Result<(Work<'a>, &'a Grant, source_record::Model), Refusal> {
        let session = &call.caller()?.session;
        let grant = match self.find(call.app.store().reader(), session).await {
            Ok((grant, _)) => grant,
            Err(Error::NotFound { kind: "customer" }) if call.takes_names() => {
                return self.named(call, session, permission).await;
            }
            Err(error) => return Err(error.into()),
        };
        let work = grant.work(call, permission).await?;
        // Looked up once more inside the transaction: it may have changed since.
        let (_, record) = self.find(work.db(), session).await?;
        Ok((work, grant, record))
    }
}

/// The real vendor knows a customer of whom nothing was heard here yet.
impl Named {
    async fn named<'a>(
        &self,
        call: &'a Call<'_, Omnidesk>,
        session: &'a Session,
        permission: Permission,
    ) -> Result<(Work<'a>, &'a Grant, source_record::Model), Refusal> {
        let grant = match self.brand {
            Some(brand) => session.brand(brand)?,
            None => session.of_connection(call.caller()?.connection.id)?,
        };
        let work = grant.work(call, permission).await?;
        let record = match (self.customer, &self.primary) {
            (Some(id), _) => service::named(&work, grant.connection.id, &id.to_string()).await?,
            // Its number is not known yet; the next reading of the customer brings it. Until then it has an id that is no number.
            (None, primary) => {
                let (connection, external_id) = (grant.connection.id, primary.clone());
                let vendor_id = format!("unnumbered-{}", secrets::random_hex::<8>()?);
                let facts = Facts::default();
                service::create(&work, NewRecord { connection, customer: None, vendor_id, external_id, facts }).await?
            }
        };
        Ok((work, grant, record))
    }
}

fn of_one_brand(found: &[source_record::Model]) -> Result<()> {
    if found.iter().any(|record| record.connection_id != found[0].connection_id) {
        let message = "customers of several brands have this primary id; the brand must be named too";
        return Err(Violation::new("brand_id", Rule::Required, message).into());
    }
    Ok(())
}

/// The living record of a brand with the company's id.
pub(super) async fn primary(work: &Work<'_>, grant: &Grant, id: &str) -> Result<Option<source_record::Model>> {
    let found = sources::by_external_id(work.db(), &[grant.connection.id], id).await?;
    Ok(found.into_iter().find(|record| record.state != RecordState::Deleted))
}

/// Keeps other calls from making customers at the connection: two jobs may send the same one at the same moment, and nothing but the look
/// for it tells. A number that the real vendor gave tells by itself.
pub(super) async fn hold(work: &Work<'_>, grant: &Grant, number: Option<&str>) -> Result<()> {
    if number.is_none() {
        connections::hold(work, grant.connection.id).await?;
    }
    Ok(())
}

/// The record of a customer to whom the real vendor gave a number; one that was known by the company's id alone has it from now on.
/// It is held until the work ends.
pub(super) async fn given(
    work: &Work<'_>,
    grant: &Grant,
    number: Option<&str>,
    id: Option<&str>,
) -> Result<Option<source_record::Model>> {
    let Some(number) = number else { return Ok(None) };
    let mut found = sources::hold_by_either_id(work.db(), grant.connection.id, number, id).await?;
    if let Some(at) = found.iter().position(|record| record.vendor_id == number) {
        return service::identify(work, found.swap_remove(at), id).await.map(Some);
    }
    match found.into_iter().find(|record| record.state != RecordState::Deleted) {
        Some(known) => Ok(Some(sources::set_vendor_id(work.db(), known, number.to_owned()).await?)),
        None => Ok(None),
    }
}

/// Customers of a brand with this address; of more than two no more is said.
pub(super) async fn reached_under(work: &Work<'_>, grant: &Grant, address: &str) -> Result<Vec<source_record::Model>> {
    let filter = RecordFilter { address: Some(address.to_owned()), ..RecordFilter::default() };
    let connections = [grant.connection.id];
    listing::slice_of(work.db(), &connections, &filter, RecordSort::Id, Direction::Ascending, 0, 2).await
}

/// The error for a customer that nobody has.
pub(super) fn unknown() -> Error {
    Error::NotFound { kind: "customer" }
}
