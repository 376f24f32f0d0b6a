//! What the customer bought.

use leptos::prelude::*;

use super::tab::Changed;
use crate::api::graph::customer_purchases::PurchaseRow;
use crate::api::graph::purchase_items::ItemRow;
use crate::api::graph::{CustomerPurchases, PurchaseItems, customer_purchases, purchase_items};
use crate::api::shared::Sum;
use crate::api::{Feed, Page, query};
use crate::components::{Expander, FeedList, Icon, Load, Moment, OriginBadge, Panel};
use crate::format::{number, plural};

/// The purchases, newest first; each opens to show its items.
#[component]
pub(crate) fn Purchases(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    let _ = changed;
    let feed = Feed::new::<CustomerPurchases>(
        move |after, first| customer_purchases::Variables { id: id.clone(), first: Some(first), after },
        |answer| answer.customer.map(|customer| Page::new(customer.purchases.nodes, customer.purchases.page_info)),
    );
    view! { <Panel title="Purchases"><FeedList feed icon="bag" empty="No purchases yet" children=purchase/></Panel> }
}

fn purchase(row: PurchaseRow) -> impl IntoView {
    let title = row.store.map(|store| store.name).or_else(|| row.kind.map(|kind| kind.name));
    let id = row.id;
    let receipt = row.external_id.or(row.vendor_id);
    view! {
        <div class="entry">
            <span class="entry-icon"><Icon name="bag"/></span>
            <div class="entry-words">
                <div class="entry-head">
                    <span class="entry-title">{title.unwrap_or_else(|| "Purchase".to_owned())}</span>
                    <span class="entry-title number">{Sum::from(row.total).text()}</span>
                </div>
                <div class="entry-foot">
                    <Moment at=row.paid_at full=true/>
                    <OriginBadge said_by=row.source.map(Into::into)/>
                    {receipt.map(|receipt| view! { <span>"Receipt " {receipt}</span> })}
                    {row.card_number.map(|card| view! { <span>"Card " {card}</span> })}
                    {row.cashdesk_number.map(|desk| view! { <span>"Cash desk " {desk}</span> })}
                </div>
                <Expander label=plural(row.items_count, "item", "items")><Items id=id.clone()/></Expander>
            </div>
        </div>
    }
}

/// The lines of a purchase.
#[component]
fn Items(
    /// Of which purchase.
    id: String,
) -> impl IntoView {
    let fetch = query::<PurchaseItems>(move || purchase_items::Variables { id: id.clone() });
    view! {
        <Load fetch lines=2 let:answer>
            <div class="table-box" role="region" aria-label="Items" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Product"</th> <th scope="col">"Group"</th> <th scope="col" class="number">"Quantity"</th>
                            <th scope="col" class="number">"Price"</th> <th scope="col" class="number">"VAT %"</th>
                        </tr>
                    </thead>
                    <tbody>{answer.purchase.map(|purchase| purchase.items.nodes.into_iter().map(item).collect_view())}</tbody>
                </table>
            </div>
        </Load>
    }
}

fn item(row: ItemRow) -> impl IntoView {
    let group = [row.product_group_name, row.product_brand_name].into_iter().flatten().collect::<Vec<_>>().join(", ");
    view! {
        <tr>
            <th scope="row">{row.product_name.or(row.product_id)}</th>
            <td class="faint">{group}</td>
            <td class="number">{number(&row.quantity.0)}</td>
            <td class="number">{number(&row.price.0)}</td>
            <td class="number faint">{number(&row.vat_rate.0)}</td>
        </tr>
    }
}
