//! Notifications in the graph.

use std::collections::HashMap;

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject, dataloader};
use entity::{Timestamp, connection, notification};

use super::{service, store};
use crate::app::App;
use crate::domain::account::Permission;
use crate::domain::source::graphql::VendorName;
use crate::graphql::error::{Problem, fault};
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::{BatchError, Loader, loaders, row};
use crate::graphql::mutation::{self, viewer};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::{DateTime, Json};
use crate::kinds;

kinds! {
    /// Ids of notifications.
    NotificationKind => "Notification",
}

/// The id of a notification.
pub type NotificationId = Gid<NotificationKind>;

/// Something that happened and that every staff user of the brand is told.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct Notification {
    /// Opaque id.
    pub id: NotificationId,
    /// A dotted name: `score.import`.
    pub kind: String,
    /// One line.
    pub title: String,
    /// What the kind has to say beyond that: the numbers of an import.
    pub data: Json,
    /// When it happened.
    pub created_at: DateTime,
    #[graphql(skip)]
    connection: Option<i64>,
}

impl From<notification::Model> for Notification {
    fn from(row: notification::Model) -> Self {
        Self {
            id: NotificationId::new(row.id),
            kind: row.kind,
            title: row.title,
            data: Json(row.data),
            created_at: DateTime(row.created_at),
            connection: row.connection_id,
        }
    }
}

#[ComplexObject]
impl Notification {
    /// The system where it happened; null when it concerns none.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<Option<VendorName>> {
        Ok(self.connection(ctx).await?.map(|connection| connection.vendor.into()))
    }

    /// The name of the connection where it happened.
    async fn connection_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.connection(ctx).await?.map(|connection| connection.name))
    }

    /// When the staff user who asks read it; null when they have not.
    async fn read_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>> {
        let Some(user) = service::reader(viewer(ctx)?) else { return Ok(None) };
        let read = loaders(ctx)?.load_one(ReadBy { user, notification: self.id.row() }).await;
        Ok(read.map_err(|error| fault(error.into()))?.map(DateTime))
    }
}

impl Notification {
    async fn connection(&self, ctx: &Context<'_>) -> Result<Option<connection::Model>> {
        match self.connection {
            Some(connection) => row::<connection::Entity>(ctx, connection).await,
            None => Ok(None),
        }
    }
}

/// Key: when a staff user read a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct ReadBy {
    user: i64,
    notification: i64,
}

impl dataloader::Loader<ReadBy> for Loader {
    type Value = Timestamp;
    type Error = BatchError;

    async fn load(&self, keys: &[ReadBy]) -> Result<HashMap<ReadBy, Timestamp>, BatchError> {
        let mut by_user: HashMap<i64, Vec<i64>> = HashMap::new();
        for key in keys {
            by_user.entry(key.user).or_default().push(key.notification);
        }
        let mut found = HashMap::with_capacity(keys.len());
        for (user, notifications) in by_user {
            let read = store::read_at(self.db(), user, &notifications).await?;
            found.extend(read.into_iter().map(|(notification, at)| (ReadBy { user, notification }, at)));
        }
        Ok(found)
    }
}

/// The notification with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Notification>> {
    Ok(row::<notification::Entity>(ctx, id).await?.map(Notification::from))
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct NotificationQuery;

#[Object]
impl NotificationQuery {
    /// What the brand's staff were told, newest first. Needs `CUSTOMER_READ`.
    async fn notifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only those that the staff user who asks has not read.")] unread_only: Option<bool>,
    ) -> Result<Connection<Notification>> {
        let filter = service::filter(viewer(ctx)?, unread_only.unwrap_or_default());
        listing::<notification::Entity, _>(ctx, Paging::new(first, after, last, before), filter).await
    }

    /// How many notifications the staff user who asks has not read. Needs `CUSTOMER_READ`.
    async fn unread_notification_count(&self, ctx: &Context<'_>) -> Result<u64> {
        service::unread(ctx.data::<App>()?, viewer(ctx)?).await.map_err(fault)
    }
}

/// The outcome of reading notifications.
#[derive(Debug, SimpleObject)]
pub struct MarkNotificationsReadPayload {
    /// How many the staff user has not read even so; null when the input broke a rule.
    pub unread_notification_count: Option<u64>,
    /// The rules that the input broke; empty when it was carried out.
    pub problems: Vec<Problem>,
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct NotificationMutation;

#[Object]
impl NotificationMutation {
    /// Notes that the staff user who asks has read notifications. Needs `CUSTOMER_READ`.
    async fn mark_notifications_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which; all that there are unless given.")] ids: Option<Vec<NotificationId>>,
    ) -> Result<MarkNotificationsReadPayload> {
        let rows = ids.as_ref().map(|ids| ids.iter().map(|id| id.row()).collect());
        let outcome = mutation::run(ctx, Permission::CustomerRead, None, &ids, move |work| {
            Box::pin(async move {
                service::read(work, rows).await?;
                Ok(0)
            })
        });
        let outcome = outcome.await?;
        let unread_notification_count = match outcome.row {
            Some(_) => Some(service::unread(ctx.data::<App>()?, viewer(ctx)?).await.map_err(fault)?),
            None => None,
        };
        Ok(MarkNotificationsReadPayload { unread_notification_count, problems: outcome.problems })
    }
}
