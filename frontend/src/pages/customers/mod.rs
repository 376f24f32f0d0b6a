//! The list of customers. All of its state is in the address: a reload, a bookmark and a link show the same.

mod address;
mod create;
mod filters;
mod listing;
mod rows;
mod search;

use leptos::prelude::*;

use self::address::Address;
use self::create::CreateCustomerButton;
use self::filters::Filters;
use self::listing::Listing;
use self::search::Search;
use crate::api::graph::{CountCustomers, count_customers};
use crate::api::query;
use crate::components::PageHead;
use crate::format::plural;
use crate::state::use_parameters;

/// The list of customers.
#[component]
pub(crate) fn Customers() -> impl IntoView {
    let parameters = use_parameters();
    let address = Memo::new(move |_| parameters.with(|found| Address::read(|name| found.get(name))));
    view! {
        <PageHead title="Customers" lead=count(address)><CreateCustomerButton/></PageHead>
        <div class="toolbar"><Search address/><Filters address/></div>
        <Listing address/>
    }
}

/// How many there are, asked for apart so that the list need not wait for it.
fn count(address: Memo<Address>) -> Signal<String> {
    let filter = Memo::new(move |_| address.get().narrowing());
    let counted =
        query::<CountCustomers>(move || count_customers::Variables { filter: Some(filter.get().count_filter()) });
    Signal::derive(move || match counted.get() {
        Some(Ok(answer)) => plural(answer.customers.total_count, "customer", "customers"),
        _ => "\u{a0}".to_owned(),
    })
}
