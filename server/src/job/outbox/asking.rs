//! Asking the vendor: what is there, what a change is laid over, which id it gave.

use serde_json::Value as Json;
use tokio::time::timeout_at;

use super::courier::Courier;
use super::lease::taken_over;
use super::verdict::{Halt, judged};
use crate::domain::outbox::{LookUp, Makes, Onto, PlannedCall, bind, store};
use crate::net::NetError;
use crate::vendor::outbound::Failure;
use crate::vendor::outbound::carry::{Said, carry};
use crate::vendor::outbound::overlay::overlay;

impl Courier {
    /// Asks the vendor, and waits no longer than the delivery is ours.
    pub(super) async fn ask(&self, operation: &str, request: Json) -> Result<Result<Said, Failure>, Halt> {
        if self.lease.is_over() {
            return Err(taken_over().into());
        }
        let asked = carry(&self.office.app, &self.connection, operation, request);
        let said = timeout_at(self.lease.until, asked).await;
        Ok(said.unwrap_or(Err(Failure::Net(NetError::TimedOut))))
    }

    /// What a call is asked, its references replaced by the vendor's ids as they are now.
    pub(super) async fn resolved(&self, request: &Json) -> Result<Json, Halt> {
        bind::resolved(self.db(), request).await?.map_err(Halt::Refused)
    }

    /// What the vendor has in the place of what a call would make; nothing when it has none.
    pub(super) async fn look_up(&mut self, look_up: &LookUp) -> Result<Option<Json>, Halt> {
        let request = self.resolved(&look_up.request).await?;
        self.lease.keep().await?;
        match self.ask(&look_up.operation, request).await? {
            Ok(said) if said.went_well && said.result.is_some() => {
                Ok(said.result.as_ref().and_then(|result| bind::at(result, &look_up.at)).cloned())
            }
            // Some vendors answer a search for nobody with a refusal.
            Ok(said) if matches!(said.status.as_u16(), 400 | 404 | 410 | 422) => Ok(None),
            other => judged(other),
        }
    }

    /// What was found, unless it is what another record stands for.
    pub(super) async fn own(&self, call: &PlannedCall, found: Option<Json>) -> Result<Option<Json>, Halt> {
        let (Some(makes), Some(id)) = (&call.makes, found.as_ref().and_then(bind::id)) else { return Ok(found) };
        let is_anothers = self.is_anothers(makes, &id).await?;
        Ok(found.filter(|_| !is_anothers))
    }

    /// Whether an id of the vendor belongs to another row than the one that a call makes.
    pub(super) async fn is_anothers(&self, makes: &Makes, id: &str) -> Result<bool, Halt> {
        Ok(store::ids::is_anothers(self.db(), &makes.table, makes.row, id).await?)
    }

    /// The change laid over the whole that the vendor has.
    pub(super) async fn laid_over(&mut self, onto: &Onto, mut request: Json) -> Result<Json, Halt> {
        let asked = self.resolved(&onto.request).await?;
        self.lease.keep().await?;
        let said = judged(self.ask(&onto.operation, asked).await?)?.unwrap_or_default();
        let Some(mut whole) = bind::at(&said, &onto.at).cloned() else {
            return Err(Halt::Refused("what the vendor has is not where it was expected".to_owned()));
        };
        if let Some(change) = request.pointer_mut(&onto.into) {
            overlay(&mut whole, change);
            *change = whole;
        }
        Ok(request)
    }

    /// The id that the vendor gave what was made. One that is not in the reply is asked for.
    pub(super) async fn given<'c>(
        &mut self,
        call: &'c PlannedCall,
        said: Option<&Json>,
    ) -> Result<Option<(&'c Makes, String)>, Halt> {
        let Some(makes) = &call.makes else { return Ok(None) };
        let mut id = said.and_then(|said| said.get(&makes.id)).and_then(bind::id);
        if id.is_none()
            && let Some(look_up) = &call.look_up
        {
            let found = self.look_up(look_up).await?;
            id = self.own(call, found).await?.as_ref().and_then(bind::id);
        }
        if id.is_none() {
            tracing::warn!(delivery = self.delivery.id, "the vendor gave no id that could be found");
        }
        Ok(id.map(|id| (makes, id)))
    }
}
