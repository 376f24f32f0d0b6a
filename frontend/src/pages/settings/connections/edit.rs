//! Changing a connection: how it is reached, and the switches that its vendor knows.

use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::api::graph::connections::{ConnectionRow, ConnectionRowSettingDefinitions as Definition};
use crate::api::graph::{ConnectionMode, SettingKind, UpdateConnection, Vendor, update_connection};
use crate::api::{Api, Word, outcome};
use crate::components::{FormArea, FormButton, FormField, FormSelect};
use crate::format::{json_lines, sentence};
use crate::state::{Form, Toasts};

/// A button with the form of a connection.
#[component]
pub(crate) fn EditConnection(
    /// The connection as it is.
    connection: ConnectionRow,
    /// To be called when it was changed.
    changed: Callback<()>,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let was = connection.clone();
    let send = move |form: Form, open: RwSignal<bool>| {
        let mut input = form.changes();
        if input.is_empty() {
            return open.set(false);
        }
        if input.has("settings") {
            let typed = |name: &str| form.text(&field(name));
            input.put("settings", Value::Object(settings(&was.settings, &was.setting_definitions, typed)));
        }
        let id = was.id.clone();
        let work = async move {
            let made = api.run::<UpdateConnection>(update_connection::Variables { input, id }).await?.update_connection;
            Ok(outcome(made.connection, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Connection changed");
        });
    };
    let known = connection.clone();
    let fields = move |form| fields(form, &connection);
    view! { <FormButton label="Edit" icon="edit" action="Save changes" small=true form=move || filled(&known) send fields/> }
}

/// Every mode with its words.
pub(super) fn modes() -> Vec<(String, String)> {
    ConnectionMode::ALL.iter().map(|mode| (mode.code().to_owned(), mode.label())).collect()
}

fn field(setting: &str) -> String {
    format!("settings.{setting}")
}

fn filled(connection: &ConnectionRow) -> Form {
    let own = [
        ("name".to_owned(), Some(connection.name.clone())),
        ("mode".to_owned(), Some(connection.mode.code().to_owned())),
        ("baseUrl".to_owned(), connection.base_url.clone()),
        ("timeZone".to_owned(), Some(connection.time_zone.clone())),
    ];
    let settings = connection.setting_definitions.iter().map(|setting| {
        let value = connection.settings.get(&setting.name);
        (field(&setting.name), value.map(|value| value.as_str().map_or_else(|| json_lines(value), str::to_owned)))
    });
    Form::new(own.into_iter().chain(settings))
}

fn fields(form: Form, connection: &ConnectionRow) -> AnyView {
    let leads = connection.vendor != Vendor::Onefold;
    let settings = connection.setting_definitions.iter().map(|setting| switch(form, setting)).collect_view();
    view! {
        <FormField form name="name" label="Name" required=true autofocus=true/>
        <FormField form name="timeZone" label="Time zone"/>
        {leads.then(|| view! {
            <FormSelect form name="mode" label="Mode" choices=modes()/>
            <FormField form name="baseUrl" label="Base URL" kind="url"/>
        })}
        {settings}
    }
    .into_any()
}

/// The field of a switch, with what it does below.
fn switch(form: Form, setting: &Definition) -> AnyView {
    let (name, label) = (field(&setting.name), sentence(&setting.name));
    let input = match setting.kind {
        SettingKind::Boolean => {
            let choices = [("", "Not set"), ("true", "Yes"), ("false", "No")];
            let choices: Vec<_> = choices.map(|(code, words)| (code.to_owned(), words.to_owned())).into();
            view! { <FormSelect form name label choices/> }.into_any()
        }
        SettingKind::Integer => view! { <FormField form name label kind="number"/> }.into_any(),
        SettingKind::Address => view! { <FormField form name label kind="url"/> }.into_any(),
        SettingKind::TextMap => view! { <FormArea form name label rows=4 mono=true/> }.into_any(),
        SettingKind::Text => view! { <FormField form name label/> }.into_any(),
    };
    view! { <div class="setting field-wide">{input}<p class="setting-about">{setting.description.clone()}</p></div> }
        .into_any()
}

/// The settings as they shall be: those that the vendor knows as they were typed, each in its kind. What cannot be read in its kind goes
/// to the server as it is, which says what is wrong with it.
fn settings(was: &Value, known: &[Definition], typed: impl Fn(&str) -> Option<String>) -> Map<String, Value> {
    let mut settings = was.as_object().cloned().unwrap_or_default();
    for setting in known {
        match typed(&setting.name) {
            None => drop(settings.remove(&setting.name)),
            Some(text) => {
                let read = match setting.kind {
                    SettingKind::Boolean => text.parse().ok().map(Value::Bool),
                    SettingKind::Integer => text.parse().ok().map(|number: i64| Value::from(number)),
                    // An object is typed as JSON.
                    SettingKind::TextMap => serde_json::from_str(&text).ok(),
                    SettingKind::Text | SettingKind::Address => None,
                };
                settings.insert(setting.name.clone(), read.unwrap_or(Value::String(text)));
            }
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_setting_is_sent_in_its_kind_and_an_emptied_one_is_left_out() {
        let define = |name: &str, kind| Definition { name: name.to_owned(), kind, description: String::new() };
        let known = [
            define("strict", SettingKind::Boolean),
            define("pause", SettingKind::Integer),
            define("prefix", SettingKind::Text),
            define("old", SettingKind::Text),
            define("numbers", SettingKind::TextMap),
        ];
        let typed = |name: &str| match name {
            "strict" => Some("true".to_owned()),
            "pause" => Some("30".to_owned()),
            "prefix" => Some("7".to_owned()),
            "numbers" => Some(r#"{ "71": "email" }"#.to_owned()),
            _ => None,
        };
        let made = settings(&json!({ "old": "x", "other": 1 }), &known, typed);
        assert_eq!(
            Value::Object(made),
            json!({ "other": 1, "strict": true, "pause": 30, "prefix": "7", "numbers": { "71": "email" } })
        );
    }
}
