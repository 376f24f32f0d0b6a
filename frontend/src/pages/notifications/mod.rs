//! What staff were told.

use leptos::prelude::*;

use crate::api::graph::notifications::NotificationRow;
use crate::api::graph::{MarkNotificationsRead, Notifications as Operation, mark_notifications_read, notifications};
use crate::api::{Api, Feed, Page, Word, outcome};
use crate::components::{ActionButton, Badge, FeedList, Moment, PageHead, Panel, Tone};

/// All notifications, newest first.
#[component]
pub(crate) fn Notifications() -> impl IntoView {
    let feed = Feed::new::<Operation>(
        |after, first| notifications::Variables { first: Some(first), after },
        |answer| Some(Page::new(answer.notifications.nodes, answer.notifications.page_info)),
    );
    let changed = Callback::new(move |()| feed.again());
    let api = Api::of_app();
    let work = move || async move {
        let made = api.run::<MarkNotificationsRead>(mark_notifications_read::Variables).await?.mark_notifications_read;
        Ok(outcome(made.unread_notification_count, made.problems).map(drop))
    };
    view! {
        <PageHead title="Notifications" lead="What happened without anybody asking for it".to_owned()>
            <ActionButton label="Mark all as read" work done="All are read" changed/>
        </PageHead>
        <Panel title="Newest first"><FeedList feed icon="bell" empty="No notifications" children=notice/></Panel>
    }
}

/// One notification.
pub(crate) fn notice(row: NotificationRow) -> impl IntoView {
    let unread = row.read_at.is_none();
    let vendor = row.vendor.map(Word::label);
    let from = [vendor, row.connection_name].into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} ");
    view! {
        <div class="entry-head"><span class="entry-title">{row.title}</span><Moment at=row.created_at/></div>
        <div class="entry-foot">{unread.then(|| view! { <Badge text="New" tone=Tone::Accent/> })}<span>{from}</span></div>
    }
}
