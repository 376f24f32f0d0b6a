//! Brands in the graph.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use entity::brand;

use super::{Details, service};
use crate::app::App;
use crate::domain::account::{self, Permission};
use crate::domain::identity;
use crate::domain::identity::Policy;
use crate::domain::source::graphql::VendorName;
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::loaders::row;
use crate::graphql::mutation::{self, replace, viewer};
use crate::{kinds, payload};

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
    /// Which system is believed when several say something else of a customer.
    pub survivorship: Survivorship,
}

/// Which system is believed when several say something else of a customer.
#[derive(Clone, Debug, SimpleObject)]
pub struct Survivorship {
    /// Most trusted first. Systems not named are equal and come after; among equals the newest word wins.
    pub trust: Vec<VendorName>,
}

impl From<brand::Model> for Brand {
    fn from(row: brand::Model) -> Self {
        let details = Details::of(&row);
        Self {
            id: BrandId::new(row.id),
            number: row.number,
            name: details.name,
            currency: details.currency,
            time_zone: details.time_zone,
            survivorship: Survivorship { trust: details.policy.trust.into_iter().map(Into::into).collect() },
        }
    }
}

/// The brand with this id, when it is the one acted in.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Brand>> {
    Ok(row::<brand::Entity>(ctx, id).await?.map(Brand::from))
}

/// Which system is to be believed.
#[derive(Clone, Debug, InputObject)]
pub struct SurvivorshipInput {
    /// Most trusted first, each once. Systems not named are equal and come after.
    pub trust: Vec<VendorName>,
}

/// A change to the brand. What is left out stays.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateBrandInput {
    /// What people call it.
    pub name: Option<String>,
    /// The currency of amounts that come without one, ISO 4217.
    pub currency: Option<String>,
    /// The zone of times that are shown to people, an IANA name.
    pub time_zone: Option<String>,
    /// Which system is believed. When given, all the brand's customers are resolved anew; a call that was cut off meanwhile can be repeated.
    pub survivorship: Option<SurvivorshipInput>,
}

payload! {
    /// The outcome of changing the brand.
    UpdateBrandPayload { brand: Brand }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct BrandQuery;

#[Object]
impl BrandQuery {
    /// The brand acted in. Needs no permission, only credentials.
    async fn brand(&self, ctx: &Context<'_>) -> Result<Brand> {
        let (brand, _) = account::service::brands(ctx.data::<App>()?, viewer(ctx)?).await.map_err(fault)?;
        Ok(brand.into())
    }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct BrandMutation;

#[Object]
impl BrandMutation {
    /// Changes the brand acted in. Needs `ADMIN`.
    async fn update_brand(
        &self,
        ctx: &Context<'_>,
        input: UpdateBrandInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateBrandPayload> {
        let new = input.clone();
        let change = move |details: &mut Details| {
            replace(&mut details.name, new.name);
            replace(&mut details.currency, new.currency);
            replace(&mut details.time_zone, new.time_zone);
            let policy =
                new.survivorship.map(|given| Policy { trust: given.trust.into_iter().map(Into::into).collect() });
            replace(&mut details.policy, policy);
        };
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(service::update(work, change))
        });
        let outcome = outcome.await?;
        if outcome.row.is_some() && input.survivorship.is_some() {
            identity::service::resolve_brand(ctx.data::<App>()?, viewer(ctx)?).await.map_err(fault)?;
        }
        let brand = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateBrandPayload { brand, problems: outcome.problems })
    }
}
