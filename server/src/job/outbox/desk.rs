//! The deliveries of one connection that are under way.

use std::sync::Arc;

use tokio::sync::Notify;
use tokio::task::{JoinError, JoinSet};

use super::courier::Courier;
use super::lease::Lease;
use super::office::Office;
use crate::domain::outbox::store;
use crate::error::Result;

/// Deliveries under way at a time at one desk.
const PLACES: usize = 16;

/// Serves one connection while it has something due.
#[derive(Debug)]
pub(super) struct Desk {
    office: Office,
    connection: i64,
    /// Rung when there is something to take.
    bell: Arc<Notify>,
    under_way: JoinSet<Result<bool>>,
    delivered: usize,
}

impl Desk {
    pub(super) fn new(office: Office, connection: i64, bell: Arc<Notify>) -> Self {
        Self { office, connection, bell, under_way: JoinSet::new(), delivered: 0 }
    }

    /// Takes what is due until nothing is, or the server stops. How many deliveries came to their end.
    pub(super) async fn serve(mut self) -> usize {
        loop {
            if let Err(error) = self.take().await {
                tracing::error!(error = &error as &dyn std::error::Error, "the outbox cannot be read");
                self.close_for_a_while().await;
                return self.delivered;
            }
            tokio::select! {
                ended = self.under_way.join_next() => match ended {
                    Some(ended) => self.note(ended),
                    None => return self.delivered,
                },
                () = self.bell.notified() => {}
            }
        }
    }

    /// Takes as many as there is room for.
    async fn take(&mut self) -> Result<()> {
        let room = PLACES.saturating_sub(self.under_way.len());
        if room == 0 || self.office.stop.is_cancelled() {
            return Ok(());
        }
        let (app, room) = (&self.office.app, u64::try_from(room).unwrap_or(u64::MAX));
        for delivery in store::due(app.store().reader(), self.connection, app.clock().now(), room).await? {
            // The first has a place of its own, so that no other desk can keep it waiting.
            let shared = if self.under_way.is_empty() {
                None
            } else {
                let Ok(place) = Arc::clone(&self.office.places).try_acquire_owned() else { break };
                Some(place)
            };
            let Some(lease) = Lease::take(app, delivery.id).await? else { continue };
            let office = self.office.clone();
            self.under_way.spawn(async move {
                let _place = shared;
                Courier::deliver(office, lease).await
            });
        }
        Ok(())
    }

    fn note(&mut self, ended: std::result::Result<Result<bool>, JoinError>) {
        match ended {
            Ok(Ok(is_done)) => self.delivered += usize::from(is_done),
            Ok(Err(error)) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a delivery cannot be written down");
            }
            // Its lease ends by itself.
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "a delivery broke off"),
        }
    }

    /// A store that fails is not asked again at once.
    async fn close_for_a_while(&mut self) {
        while let Some(ended) = self.under_way.join_next().await {
            self.note(ended);
        }
        tokio::select! {
            () = self.office.stop.cancelled() => {}
            () = tokio::time::sleep(self.office.pause()) => {}
        }
    }
}
