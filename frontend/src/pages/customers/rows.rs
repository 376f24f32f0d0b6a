//! A customer in the list.

use leptos::prelude::*;

use crate::api::graph::CustomerKind;
use crate::api::graph::customers::CustomerRow;
use crate::components::{Avatar, Health, Moment};
use crate::format::date_of;

/// A row, all of which leads to the customer's page.
#[component]
pub(crate) fn Row(
    /// The customer.
    customer: CustomerRow,
) -> impl IntoView {
    let place = [customer.city, customer.country.map(|country| country.to_uppercase())];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let company = customer.company_name.filter(|company| *company != customer.display_name);
    let company = company.or_else(|| (customer.kind == CustomerKind::Company).then(|| "Company".to_owned()));
    view! {
        <tr>
            <th scope="row">
                <div class="who">
                    <Avatar name=customer.display_name.clone() small=true/>
                    <div class="who-words">
                        <a class="row-link" href=format!("/customers/{}", customer.id)>{customer.display_name}</a>
                        {company.map(|company| view! { <span class="who-more">{company}</span> })}
                    </div>
                </div>
            </th>
            <td><span class="line">{customer.email}</span><span class="line faint">{customer.phone}</span></td>
            <td class="wide-only">{place}</td>
            <td class="wide-only faint">{customer.owner_email}</td>
            <td class="number"><Health score=customer.health_score/></td>
            <td><Moment at=customer.last_activity_at/></td>
            <td class="faint">{date_of(&customer.created_at)}</td>
        </tr>
    }
}
