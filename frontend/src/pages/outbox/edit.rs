//! Changing what a delivery asks the vendor.

use leptos::prelude::*;
use serde_json::Value;

use crate::api::graph::delivery::DeliveryNodeOnDelivery as Delivery;
use crate::api::graph::{EditDelivery as Operation, edit_delivery};
use crate::api::{Api, outcome};
use crate::components::{FormArea, FormButton};
use crate::format::json_lines;
use crate::state::{Form, Toasts};

/// A button with a form of the calls that are not done yet.
#[component]
pub(super) fn EditDelivery(
    /// The delivery.
    delivery: Delivery,
    /// To be called when it was changed.
    changed: Callback<()>,
) -> impl IntoView {
    let api = Api::of_app();
    let toasts = Toasts::of_app();
    let calls = open_calls(&delivery);
    let (blank, asked) = (calls.clone(), calls.clone());
    let send = move |form: Form, open: RwSignal<bool>| {
        let mut sent = Vec::new();
        for (at, call) in asked.iter().enumerate() {
            match serde_json::from_str(&form.text(&field(at)).unwrap_or_default()) {
                Ok(request) => sent.push(edit_delivery::DeliveryCallInput { step: call.step, request }),
                Err(error) => return form.refuse(&field(at), format!("This is not JSON: {error}.")),
            }
        }
        let variables = edit_delivery::Variables { id: delivery.id.clone(), calls: sent };
        let work = async move {
            let made = api.run::<Operation>(variables).await?.edit_delivery;
            Ok(outcome(made.delivery, made.problems))
        };
        form.send(work, move |_| {
            open.set(false);
            changed.run(());
            toasts.say("Changed; it is tried again now");
        });
    };
    let form =
        move || Form::new(blank.iter().enumerate().map(|(at, call)| (field(at), Some(json_lines(&call.request)))));
    let fields = move |form| {
        let one = |(at, call): (usize, &OpenCall)| {
            let label = format!("Call {}: {}", call.step + 1, call.operation);
            view! { <FormArea form name=field(at) label rows=12 mono=true/> }
        };
        calls.iter().enumerate().map(one).collect_view().into_any()
    };
    view! { <FormButton label="Edit" icon="edit" action="Save and try again" small=true form send fields/> }
}

/// A call that is not done yet.
#[derive(Clone)]
struct OpenCall {
    step: i64,
    operation: String,
    request: Value,
}

fn open_calls(delivery: &Delivery) -> Vec<OpenCall> {
    let all = (0..).zip(delivery.calls.iter());
    let open = all.filter(|(step, _)| *step >= delivery.step);
    open.map(|(step, call)| OpenCall { step, operation: call.operation.clone(), request: call.request.clone() })
        .collect()
}

/// The name of a call's field, as the server speaks of it.
fn field(at: usize) -> String {
    format!("calls[{at}].request")
}
