//! The areas of a customer's page: to add one, a file with its query and a line here.

use leptos::prelude::*;

use super::activity::Activity;
use super::channels::Channels;
use super::health::HealthTab;
use super::ledger::Ledger;
use super::overview::Overview;
use super::pipelines::Pipelines;
use super::properties::Properties;
use super::purchases::Purchases;
use super::rewards::Rewards;
use super::segments::Segments;
use super::sources::Sources;
use super::surveys::Surveys;
use super::timeline::Timeline;
use crate::components::Tab;

/// To be called when something changed that may show elsewhere on the page.
pub(crate) type Changed = Callback<()>;

/// One line for each area: its name, its name in the address, its label, its component.
macro_rules! areas {
    ($(#[doc = $doc:literal] $area:ident $slug:literal $label:literal $view:ident;)+) => {
        /// An area of the page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Area { $(#[doc = $doc] $area,)+ }

        impl Area {
            /// All of them, in their order on the page.
            const ALL: &'static [Self] = &[$(Self::$area,)+];

            /// Its name in the address.
            pub(crate) fn slug(self) -> &'static str {
                match self { $(Self::$area => $slug,)+ }
            }

            fn label(self) -> &'static str {
                match self { $(Self::$area => $label,)+ }
            }

            /// What it shows; it asks the server when it is opened.
            pub(crate) fn show(self, id: String, changed: Changed) -> AnyView {
                match self { $(Self::$area => view! { <$view id changed/> }.into_any(),)+ }
            }
        }
    };
}

areas! {
    /// Who it is.
    Overview "overview" "Overview" Overview;
    /// What happened.
    Timeline "timeline" "Timeline" Timeline;
    /// How to reach it.
    Channels "channels" "Channels" Channels;
    /// What it bought.
    Purchases "purchases" "Purchases" Purchases;
    /// Points and credits.
    Ledger "points" "Points" Ledger;
    /// Vouchers, cards and rewards.
    Rewards "rewards" "Rewards" Rewards;
    /// Segments, status and recommendations.
    Segments "segments" "Segments" Segments;
    /// Properties and interests.
    Properties "properties" "Properties" Properties;
    /// Deals under way.
    Pipelines "pipelines" "Pipelines" Pipelines;
    /// Notes, tasks and events.
    Activity "activity" "Activity" Activity;
    /// Scores and what they are made of.
    Health "health" "Health" HealthTab;
    /// What it answered.
    Surveys "surveys" "Surveys" Surveys;
    /// Which systems speak of it.
    Sources "sources" "Sources" Sources;
}

impl Area {
    /// The area that an address names; an unknown name is the first.
    pub(crate) fn of_slug(slug: Option<String>) -> Self {
        let found = Self::ALL.iter().copied().find(|area| Some(area.slug()) == slug.as_deref());
        found.unwrap_or(Self::Overview)
    }
}

/// The tabs of the page of customer `id`.
pub(crate) fn tabs(id: &str) -> Vec<Tab> {
    let tab = |area: &Area| Tab {
        slug: area.slug(),
        label: area.label(),
        address: format!("/customers/{id}/{}", area.slug()),
    };
    Area::ALL.iter().map(tab).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_area_is_the_first() {
        assert_eq!(Area::of_slug(Some("points".to_owned())), Area::Ledger);
        assert_eq!(Area::of_slug(Some("nonsense".to_owned())), Area::Overview);
        assert_eq!(Area::of_slug(None), Area::Overview);
    }
}
