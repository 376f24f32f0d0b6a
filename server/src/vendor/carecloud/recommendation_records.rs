//! `GET /customers/{customer_id}/recommendation-records`: all recommendations to a customer.

use axum::http::Method;
use entity::recommendation::{self, Column};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dialect::CareCloud;
use super::heard::{self, Asked, On, Said};
use super::lookups::state;
use super::paging::Paging;
use super::parameters::filled;
use super::{access, ids, time};
use crate::domain::account::Permission;
use crate::domain::segment::recommendation::{Advice, RecommendationFilter, service};
use crate::store::slice;
use crate::vendor::contract::{Access, Call, Entry, Operation, Refusal};
use crate::vendor::shape::{Field, Kind};

pub(super) fn operations() -> Vec<Entry<CareCloud>> {
    vec![Entry::of::<ListRecommendations>()]
}

const SORTS: [(&str, Column); 9] = [
    ("recommendation_id", Column::VendorId),
    ("customer_id", Column::Id),
    ("name", Column::Name),
    ("brief_description", Column::BriefDescription),
    ("detailed_description", Column::DetailedDescription),
    ("content", Column::Content),
    ("web_url", Column::WebUrl),
    ("last_change", Column::UpdatedAt),
    ("state", Column::State),
];

/// The operation.
struct ListRecommendations;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Request {
    customer_id: String,
    #[serde(flatten)]
    paging: Paging,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// The vendor calls the list otherwise than its path.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Recommendations {
    recommendations: Vec<Recommendation>,
    total_items: u64,
}

/// Something recommended to a customer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Recommendation {
    recommendation_id: String,
    name: String,
    brief_description: Option<String>,
    detailed_description: Option<String>,
    /// HTML.
    content: Option<String>,
    picture_urls: Vec<String>,
    web_url: Option<String>,
    last_change: String,
    state: i32,
}

impl Operation for ListRecommendations {
    type Dialect = CareCloud;
    type Request = Request;
    type Reply = Recommendations;
    const NAME: &'static str = "getSubCustomerRecommendations";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/customers/{customer_id}/recommendation-records";
    const ACCESS: Access = Access::Needs(Permission::CustomerRead);

    fn fields() -> Vec<Field> {
        let name = Field::query("name", Kind::Text).doc("Part of the name, without regard to case");
        Paging::with([access::customer_id(), name])
    }

    async fn perform(call: &Call<'_, CareCloud>, request: Request) -> Result<Recommendations, Refusal> {
        let record = access::record(call, &request.customer_id).await?;
        let slice = request.paging.slice(&SORTS, Column::Id)?;
        let filter = RecommendationFilter { state: None, search: filled(request.name) };
        let db = call.app.store().reader();
        let found = slice::of_record::<recommendation::Entity>(db, record.id, &filter, slice).await?;
        let zone = time::zone(&call.caller()?.connection.time_zone);
        let recommendations = found.rows.iter().map(|row| {
            let advice = Advice::of(row);
            Recommendation {
                recommendation_id: ids::shown(row.vendor_id.as_deref(), row.id),
                name: advice.name,
                brief_description: advice.brief_description,
                detailed_description: advice.detailed_description,
                content: advice.content,
                picture_urls: advice.picture_urls,
                web_url: advice.web_url,
                last_change: time::write(row.updated_at, zone),
                state: state(advice.state),
            }
        });
        Ok(Recommendations { recommendations: recommendations.collect(), total_items: found.total })
    }

    async fn absorb(call: &Call<'_, CareCloud>, request: Request) -> Result<(), Refusal> {
        let is_narrowed = request.name.is_some();
        let (customer_id, paging) = (request.customer_id.as_str(), &request.paging);
        heard::absorb::<Recommendation>(call, Asked { operation: Self::NAME, customer_id, paging, is_narrowed }).await
    }
}

impl Said for Recommendation {
    const LIST: &'static str = "recommendations";

    async fn said(self, on: &On<'_>) -> Result<i64, Refusal> {
        let advice = Advice {
            name: self.name,
            brief_description: self.brief_description,
            detailed_description: self.detailed_description,
            content: self.content,
            picture_urls: self.picture_urls,
            web_url: self.web_url,
            state: heard::state(self.state),
        };
        Ok(service::hear(on.work, on.record.id, self.recommendation_id, advice).await?.id)
    }
}
