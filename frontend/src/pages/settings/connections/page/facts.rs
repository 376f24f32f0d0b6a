//! How a connection is set up.

use leptos::prelude::*;

use crate::api::Word;
use crate::api::graph::Vendor;
use crate::api::graph::connections::ConnectionRow;
use crate::components::{Definition, DefinitionList, Panel};
use crate::format::{instant, json_text, number, sentence};

/// Mode, address, credentials, and the switches that were set.
#[component]
pub(super) fn Facts(
    /// The connection.
    connection: ConnectionRow,
) -> impl IntoView {
    let own = connection.vendor == Vendor::Onefold;
    let credentials = match (connection.credential_definitions.is_empty(), connection.has_credentials) {
        (true, _) => "Not needed",
        (false, true) => "Set",
        (false, false) => "Not set",
    };
    let set = connection.setting_definitions.iter().map(|setting| {
        let value = connection.settings.get(&setting.name).map(json_text);
        view! { <Definition name=sentence(&setting.name) value/> }
    });
    let set = set.collect_view();
    let has_settings = !connection.setting_definitions.is_empty();
    view! {
        <div class="columns columns-even">
            <Panel title="Set-up">
                <DefinitionList>
                    {(!own).then(|| view! {
                        <Definition name="Mode" value=connection.mode.label()/>
                        <Definition name="Base URL" value=connection.base_url/>
                        <Definition name="Credentials" value=credentials.to_owned()/>
                    })}
                    <Definition name="Time zone" value=connection.time_zone/>
                    <Definition name="Records" value=number(&connection.source_record_count.to_string())/>
                    <Definition name="Added" value=instant(&connection.created_at)/>
                    <Definition name="Changed" value=instant(&connection.updated_at)/>
                </DefinitionList>
            </Panel>
            {has_settings.then(|| view! { <Panel title="Switches"><DefinitionList>{set}</DefinitionList></Panel> })}
        </div>
    }
}
