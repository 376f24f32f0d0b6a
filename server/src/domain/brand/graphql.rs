//! Brands in the graph.

use async_graphql::SimpleObject;
use entity::brand;

use crate::graphql::id::Gid;
use crate::kinds;

kinds! {
    /// Ids of brands.
    BrandKind => "Brand",
}

/// The id of a brand.
pub type BrandId = Gid<BrandKind>;

/// A tenant: customers, connections and definitions belong to one brand, and no other brand sees them.
#[derive(Clone, Debug, SimpleObject)]
pub struct Brand {
    /// Opaque id.
    pub id: BrandId,
    /// The number by which vendors' calls name the brand, and the header `x-onefold-brand` too.
    pub number: i32,
    /// What people call it.
    pub name: String,
    /// The currency of amounts that come without one, ISO 4217.
    pub currency: String,
    /// The zone of times that are shown to people, an IANA name.
    pub time_zone: String,
}

impl From<brand::Model> for Brand {
    fn from(row: brand::Model) -> Self {
        Self {
            id: BrandId::new(row.id),
            number: row.number,
            name: row.name,
            currency: row.currency,
            time_zone: row.time_zone,
        }
    }
}
