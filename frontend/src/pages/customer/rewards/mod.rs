//! Vouchers and cards that the customer holds, and rewards that are open to it.

mod cards;
mod offers;
mod vouchers;

use leptos::prelude::*;

use self::cards::Cards;
use self::offers::Offers;
use self::vouchers::Vouchers;
use super::tab::Changed;

/// Vouchers, cards, rewards.
#[component]
pub(crate) fn Rewards(
    /// Whose.
    id: String,
    /// To be called when something changed.
    changed: Changed,
) -> impl IntoView {
    view! {
        <div class="stack">
            <Vouchers id=id.clone() changed/>
            <div class="columns columns-even"><Cards id=id.clone()/><Offers id/></div>
        </div>
    }
}
