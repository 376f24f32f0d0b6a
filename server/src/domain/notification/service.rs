//! Telling staff, and noting what they have read.

use std::collections::HashSet;

use entity::notification;

use super::{Notice, NotificationFilter, store};
use crate::app::App;
use crate::domain::account::{Actor, Permission, Viewer};
use crate::domain::rules;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::{Work, batch, listing};

/// Tells every staff user of the brand, in the transaction of what is told.
///
/// # Errors
/// The store failed.
pub async fn tell(work: &Work<'_>, notice: Notice) -> Result<()> {
    store::insert(work.db(), work.brand(), notice, work.now()).await
}

/// How many notifications of the brand the viewer has not read.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn unread(app: &App, viewer: &Viewer) -> Result<u64> {
    viewer.require(Permission::CustomerRead)?;
    listing::count::<notification::Entity>(app.store().reader(), viewer.brand(), &filter(viewer, true)).await
}

/// Notes that the viewer has read these notifications, or all there are.
///
/// # Errors
/// One of them is not of the brand, or the viewer is not a person.
pub async fn read(work: &Work<'_>, ids: Option<Vec<i64>>) -> Result<()> {
    let user =
        reader(work.viewer()).ok_or_else(|| Error::Conflict("only staff users read notifications".to_owned()))?;
    let Some(ids) = ids else { return store::read(work.db(), work.brand(), user, None, work.now()).await };
    let mut known = HashSet::with_capacity(ids.len());
    for some in ids.chunks(batch::TOGETHER) {
        known.extend(store::known(work.db(), work.brand(), some).await?);
    }
    let unknown = |(at, id): (usize, &i64)| {
        let path = format!("ids[{at}]");
        (!known.contains(id)).then(|| Violation::new(path, Rule::NotFound, "the brand has no such notification"))
    };
    rules::check(ids.iter().enumerate().map(unknown))?;
    for some in ids.chunks(batch::TOGETHER) {
        store::read(work.db(), work.brand(), user, Some(some), work.now()).await?;
    }
    Ok(())
}

/// The notifications that a viewer is to see. Who is not a person has read nothing.
pub fn filter(viewer: &Viewer, unread_only: bool) -> NotificationFilter {
    NotificationFilter { unread_by: reader(viewer).filter(|_| unread_only) }
}

/// The staff user for whom it is kept what they have read.
pub fn reader(viewer: &Viewer) -> Option<i64> {
    match viewer.actor() {
        Actor::Staff(user) => Some(user),
        _ => None,
    }
}
