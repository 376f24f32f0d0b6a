//! The table of customers and the way through its pages.

use leptos::prelude::*;

use super::address::Address;
use super::rows::Row;
use crate::api::graph::{CustomerSortField, Customers, customers};
use crate::api::{Page, query};
use crate::components::{EmptyState, Load, Pager, SortHeader, Sorting};

/// A page of the list.
#[component]
pub(crate) fn Listing(
    /// The list's state.
    address: Memo<Address>,
) -> impl IntoView {
    let fetch = query::<Customers>(move || address.get().variables());
    view! {
        <Load fetch lines=12 let:answer>
            {
                let page = Page::new(answer.customers.nodes, answer.customers.page_info);
                if page.items.is_empty() { nothing(address) } else { table(address, page) }
            }
        </Load>
    }
}

fn table(address: Memo<Address>, page: Page<customers::CustomerRow>) -> AnyView {
    let (previous, next) = (page.previous(), page.next());
    let leads = move |name: &'static str, cursor: Option<String>| {
        Signal::derive(move || cursor.as_ref().map(|cursor| address.with(|address| address.with(name, cursor).url())))
    };
    let head = move |label, field, number| view! { <SortHeader label number sorting=sorting(address, field)/> };
    view! {
        <div class="table-box" role="region" aria-label="Customers" tabindex="0">
            <table class="table table-rows">
                <thead>
                    <tr>
                        {head("Name", CustomerSortField::Name, false)}
                        <th scope="col">"Contact"</th>
                        <th scope="col" class="wide-only">"Place"</th>
                        <th scope="col" class="wide-only">"Owner"</th>
                        {head("Health", CustomerSortField::HealthScore, true)}
                        {head("Last activity", CustomerSortField::LastActivityAt, false)}
                        {head("Created", CustomerSortField::CreatedAt, false)}
                    </tr>
                </thead>
                <tbody>{page.items.into_iter().map(|customer| view! { <Row customer/> }).collect_view()}</tbody>
            </table>
        </div>
        <Pager previous=leads("before", previous) next=leads("after", next)/>
    }
    .into_any()
}

fn sorting(address: Memo<Address>, field: CustomerSortField) -> Signal<Sorting> {
    Signal::derive(move || {
        let (by, down) = address.with(Address::sorting);
        let way = if down { "descending" } else { "ascending" };
        Sorting { now: (by == field).then_some(way), address: address.with(|address| address.sorted_by(field).url()) }
    })
}

fn nothing(address: Memo<Address>) -> AnyView {
    if address.with_untracked(Address::is_narrowed) {
        view! {
            <EmptyState icon="search" title="No customer matches" text="Names, e-mail addresses and numbers are searched from their beginning.">
                <a class="button" href=move || address.get().cleared().url()>"Clear filters"</a>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <EmptyState icon="users" title="No customers yet" text="They appear here as soon as a connected system speaks of them."/> }.into_any()
    }
}
