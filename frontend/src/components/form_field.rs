//! The fields of a [`Form`].

use leptos::prelude::*;

use super::{Field, Select};
use crate::state::Form;

/// A text field of a form.
#[component]
pub(crate) fn FormField(
    /// The form.
    form: Form,
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What to enter.
    #[prop(into)]
    label: String,
    /// The browser's kind of input.
    #[prop(default = "text")]
    kind: &'static str,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Whether the keyboard begins here.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let (value, of) = (form.field(&name), name.clone());
    let problem = Signal::derive(move || form.problem(&of));
    view! { <Field label name value kind required autofocus problem/> }
}

/// A field of a form for several lines.
#[component]
pub(crate) fn FormArea(
    /// The form.
    form: Form,
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What to enter.
    #[prop(into)]
    label: String,
    /// How many lines are seen at once.
    #[prop(default = 5)]
    rows: u32,
    /// Whether it is for something exact, such as JSON.
    #[prop(optional)]
    mono: bool,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = format!("field-{}", name.replace('.', "-"));
    let told = format!("{id}-problem");
    let (value, of) = (form.field(&name), name.clone());
    let problem = Memo::new(move |_| form.problem(&of));
    let class = if mono { "input mono" } else { "input" };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <textarea id=id name=name class=class rows=rows required=required spellcheck=(!mono).to_string()
                aria-invalid=move || problem.get().map(|_| "true") aria-describedby=told.clone() bind:value=value></textarea>
            <p class="field-problem" id=told>{move || problem.get()}</p>
        </div>
    }
}

/// A choice of a form.
#[component]
pub(crate) fn FormSelect(
    /// The form.
    form: Form,
    /// The field's name in the form.
    #[prop(into)]
    name: String,
    /// What to choose.
    #[prop(into)]
    label: String,
    /// Code and words of each choice.
    #[prop(into)]
    choices: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let value = form.field(&name);
    view! { <Select label name choices value=move || value.get() choose=move |code| value.set(code)/> }
}

/// Several choices of a form, which holds their codes divided by blanks.
#[component]
pub(crate) fn FormChoices(
    /// The form.
    form: Form,
    /// The field's name in the form.
    name: &'static str,
    /// What to choose.
    label: &'static str,
    /// Code and words of each choice.
    choices: Vec<(String, String)>,
) -> impl IntoView {
    let value = form.field(name);
    let choice = move |(code, words): (String, String)| {
        let (this, other) = (code.clone(), code.clone());
        let checked = move || value.with(|codes| codes.split(' ').any(|known| known == this));
        let turn = move |_| value.update(|codes| *codes = turned(codes, &other));
        view! { <label class="choice"><input type="checkbox" name=name value=code prop:checked=checked on:change=turn/><span>{words}</span></label> }
    };
    view! {
        <fieldset class="field field-wide">
            <legend>{label}</legend>
            <div class="choices">{choices.into_iter().map(choice).collect_view()}</div>
            <p class="field-problem">{move || form.problem(name)}</p>
        </fieldset>
    }
}

/// The codes without this one, or with it when it is not among them.
fn turned(codes: &str, code: &str) -> String {
    let was = codes.split(' ').any(|known| known == code);
    let rest = codes.split(' ').filter(|known| !known.is_empty() && *known != code);
    rest.chain((!was).then_some(code)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_turns_on_and_off() {
        assert_eq!(turned("", "ADMIN"), "ADMIN");
        assert_eq!(turned("ADMIN", "CUSTOMER_READ"), "ADMIN CUSTOMER_READ");
        assert_eq!(turned("ADMIN CUSTOMER_READ", "ADMIN"), "CUSTOMER_READ");
        assert_eq!(turned("ADMIN", "ADMIN"), "");
    }
}
