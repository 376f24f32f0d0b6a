//! Who the customer is, at a glance, and what can be done.

use leptos::prelude::*;

use super::delete::DeleteButton;
use super::edit::EditCustomer;
use super::merge::MergeButton;
use super::tab::Changed;
use crate::api::Word;
use crate::api::graph::customer_head::CustomerHeadCustomer as Customer;
use crate::components::{Avatar, Badge, Heading, Health, Icon, OriginBadge, Tone};
use crate::state::set_title;

/// Name, addresses, health, and which systems know the customer.
#[component]
pub(crate) fn Head(
    /// The customer.
    customer: Customer,
    /// To be called when it was changed.
    changed: Changed,
) -> impl IntoView {
    set_title(customer.display_name.clone());
    let all = customer.clone();
    let place = [customer.city, customer.country.map(|country| country.to_uppercase())];
    let place = Some(place.into_iter().flatten().collect::<Vec<_>>().join(", ")).filter(|place| !place.is_empty());
    let sources = customer.sources.nodes.into_iter().map(|source| view! { <OriginBadge said_by=Some(source.into())/> });
    let status = customer.current_status.and_then(|status| status.tier).map(|tier| tier.name);
    let segments = customer.segments.nodes.into_iter().filter_map(|membership| membership.segment);
    let segments = segments.map(|segment| view! { <Badge text=segment.name/> }).collect_view();
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href="/customers">"Customers"</a><span aria-hidden="true">"/"</span><span aria-current="page">{customer.display_name.clone()}</span></nav>
        <div class="person">
            <Avatar name=customer.display_name.clone() photo=customer.photo_url/>
            <div class="person-words">
                <div class="person-name">
                    <Heading text=customer.display_name/> <Badge text=customer.kind.label()/> {customer.health_score.map(|score| view! { <Health score=Some(score) named=true/> })}
                </div>
                <ul class="facts">
                    {fact("mail", "E-mail", customer.email)} {fact("phone", "Phone", customer.phone)}
                    {fact("layers", "Company", customer.company_name)} {fact("tag", "Place", place)}
                    {fact("chat", "Language", customer.language)} {fact("user", "Owner", customer.owner_email)}
                </ul>
                <div class="person-tags">
                    {sources.collect_view()} {status.map(|status| view! { <Badge text=status tone=Tone::Accent/> })} {segments}
                </div>
            </div>
            <div class="actions"><EditCustomer customer=all.clone() changed/><MergeButton id=all.id.clone() name=all.display_name changed/><DeleteButton id=all.id/></div>
        </div>
    }
}

fn fact(icon: &'static str, name: &'static str, text: Option<String>) -> impl IntoView {
    text.map(
        |text| view! { <li title=name><Icon name=icon/><span class="unseen">{name}</span><span>{text}</span></li> },
    )
}
