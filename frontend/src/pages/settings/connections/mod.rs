//! The systems that the brand is connected to.

mod create;
mod credentials;
mod edit;
mod page;

use leptos::prelude::*;

use self::create::CreateConnection;
use self::credentials::Credentials;
use self::edit::EditConnection;
pub(crate) use self::page::ConnectionPage;
use crate::api::graph::connections::ConnectionRow;
use crate::api::graph::{ConnectionMode, Connections as Operation, Vendor, connections};
use crate::api::{Access, Word, query};
use crate::components::{Badge, Load, PageHead, Tone, WayBadge};
use crate::format::number;

/// The brand's connections, oldest first.
#[component]
pub(crate) fn Connections() -> impl IntoView {
    let fetch = query::<Operation>(|| connections::Variables);
    let changed = Callback::new(move |()| fetch.again());
    let access = Access::of_app();
    view! {
        <PageHead title="Connections" lead="The systems that know the brand's customers".to_owned()><Show when=move || access.is_admin()><CreateConnection changed/></Show></PageHead>
        <Load fetch lines=6 let:answer>
            <div class="table-box" role="region" aria-label="Connections" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"Mode"</th>
                            <th scope="col">"State"</th>
                            <th scope="col">"Base URL"</th>
                            <th scope="col" class="number">"Records"</th>
                            <th scope="col">"Credentials"</th>
                            <th scope="col" class="number"><span class="unseen">"Actions"</span></th>
                        </tr>
                    </thead>
                    <tbody>{answer.connections.into_iter().map(|row| entry(row, changed)).collect_view()}</tbody>
                </table>
            </div>
        </Load>
    }
}

fn entry(row: ConnectionRow, changed: Callback<()>) -> impl IntoView {
    let tone = if row.mode == ConnectionMode::Proxy { Tone::Accent } else { Tone::Plain };
    let own = row.vendor == Vendor::Onefold;
    let credentials = match (row.credential_definitions.is_empty(), row.has_credentials) {
        (true, _) => "Not needed",
        (false, true) => "Set",
        (false, false) => "Not set",
    };
    let asks = !row.credential_definitions.is_empty();
    let known = row.clone();
    view! {
        <tr>
            <th scope="row"><a class="row-link" href=format!("/settings/connections/{}", row.id)>{row.vendor.label()}</a><span class="line faint">{row.name}</span></th>
            <td>{(!own).then(|| view! { <Badge text=row.mode.label() tone/> })}</td>
            <td><WayBadge mode=row.mode way=row.health.map(Into::into)/></td>
            <td class="mono">{row.base_url.unwrap_or_else(|| "\u{2014}".to_owned())}</td>
            <td class="number">{number(&row.source_record_count.to_string())}</td>
            <td class="faint">{credentials}</td>
            <td class="number">
                <span class="row-actions">
                    <EditConnection connection=known.clone() changed/>
                    {asks.then(|| view! { <Credentials connection=known changed/> })}
                </span>
            </td>
        </tr>
    }
}
