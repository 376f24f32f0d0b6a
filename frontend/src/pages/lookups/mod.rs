//! The lists that the brand's connections define: shops, sources of customers, sorts of points.

mod create;
mod list;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::list::List;
use crate::api::Word;
use crate::api::graph::LookupKind;
use crate::components::PageHead;

/// One list, with the way to the others.
#[component]
pub(crate) fn Lookups() -> impl IntoView {
    let params = use_params_map();
    let kind = Memo::new(move |_| of_slug(params.with(|params| params.get("kind"))));
    let link = move |this: LookupKind| {
        let open = move || (kind.get() == this).then_some("page");
        view! { <li><a class="nav-link" href=format!("/lookups/{}", slug(this)) aria-current=open>{this.label()}</a></li> }
    };
    view! {
        <PageHead title="Look-ups" lead="Lists that the connected systems define".to_owned()/>
        <div class="aside-page">
            <nav aria-label="Lists"><ul class="nav-list">{LookupKind::ALL.iter().copied().map(link).collect_view()}</ul></nav>
            <div class="stack">{move || view! { <List kind=kind.get()/> }}</div>
        </div>
    }
}

fn slug(kind: LookupKind) -> String {
    kind.code().to_lowercase().replace('_', "-")
}

fn of_slug(name: Option<String>) -> LookupKind {
    let found = LookupKind::ALL.iter().copied().find(|kind| Some(slug(*kind)) == name);
    found.unwrap_or(LookupKind::Store)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_an_address() {
        assert!(of_slug(Some("customer-source".to_owned())) == LookupKind::CustomerSource);
        assert!(of_slug(Some("nonsense".to_owned())) == LookupKind::Store);
    }
}
