//! A health score, from -100 to 100.

use leptos::prelude::*;

use crate::api::scalar::Decimal;
use crate::format::number;

/// From which score on a customer is in this band, and what the band is called.
const BANDS: [(f64, &str, &str); 3] =
    [(30.0, "good", "Healthy"), (0.0, "warn", "Neutral"), (f64::MIN, "bad", "At risk")];

/// A score with the colour and the name of its band; a dash when nothing is scored.
#[component]
pub(crate) fn Health(
    /// The score.
    score: Option<Decimal>,
    /// Whether the band's name is written out, and not only told to a screen reader.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let Some(score) = score else { return view! { <span class="faint">"\u{2014}"</span> }.into_any() };
    let value = score.approximate();
    let (_, band, name) = BANDS.into_iter().find(|(from, _, _)| value >= *from).unwrap_or(BANDS[2]);
    view! {
        <span class=format!("health health-{band}") title=name>
            <span class="health-dot" aria-hidden="true"></span>
            <span class="health-score">{number(&score.0)}</span>
            <span class=if named { "health-name" } else { "unseen" }>{name}</span>
        </span>
    }
    .into_any()
}
