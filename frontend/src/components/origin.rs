//! Which system says something.

use leptos::prelude::*;

use crate::api::Word;
use crate::api::graph::Vendor;
use crate::api::shared::SaidBy;

/// The vendor of a record, with its connection and id on hover; nothing when the record is gone.
#[component]
pub(crate) fn OriginBadge(
    /// The record.
    said_by: Option<SaidBy>,
) -> impl IntoView {
    said_by.map(|said_by| {
        let connection = said_by.connection_name.unwrap_or_default();
        let title = format!("{connection} \u{b7} {}", said_by.vendor_id);
        view! {
            <span class="origin" title=title>
                <span class=format!("origin-dot origin-{}", slug(said_by.vendor)) aria-hidden="true"></span>
                {said_by.vendor.label()}
            </span>
        }
    })
}

fn slug(vendor: Vendor) -> String {
    vendor.code().to_lowercase().replace('_', "-")
}
