//! Customers in the graph.

use std::sync::Arc;

use async_graphql::{Context, Enum, InputObject, MaybeUndefined, Object, Result};
use entity::customer;
use entity::customer::{CustomerKind, Gender};
use serde_json::Value as JsonValue;

use super::{CustomerFilter, CustomerSort, service, store};
use crate::domain::account::Permission;
use crate::domain::connection::graphql::ConnectionId;
use crate::domain::freshness::graphql::FreshnessInput;
use crate::domain::source::Facts;
use crate::domain::source::graphql::SourceRecordId;
use crate::domain::{
    activity, channel, consent, freshness, identity, interest, ledger, origin, pipeline, property, purchase,
    quarantine, reward, score, segment, source, survey, timeline,
};
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::loaders::{Branded, loaders, row};
use crate::graphql::mutation;
use crate::graphql::page::{Connection, Paging, SortDirection, Totals, connection};
use crate::graphql::scalar::{Date, DateTime, Decimal};
use crate::{kinds, payload};

kinds! {
    /// Ids of customers.
    CustomerKindId => "Customer",
}

/// The id of a customer.
pub type CustomerId = Gid<CustomerKindId>;

impl Branded for customer::Entity {
    fn brand_column() -> customer::Column {
        customer::Column::BrandId
    }
}

/// A customer: the golden record. Its own fields here; each topic adds the lists it knows.
#[derive(async_graphql::MergedObject)]
#[graphql(name = "Customer")]
pub struct Customer(
    CustomerFields,
    source::graphql::CustomerSources,
    identity::graphql::CustomerIdentity,
    channel::graphql::CustomerChannels,
    origin::graphql::CustomerOrigins,
    score::graphql::CustomerScores,
    survey::graphql::CustomerSurveys,
    quarantine::graphql::CustomerQuarantine,
    timeline::graphql::CustomerTimeline,
    activity::note::graphql::CustomerNotes,
    activity::task::graphql::CustomerTasks,
    activity::event::graphql::CustomerEvents,
    pipeline::graphql::CustomerPipelines,
    property::graphql::CustomerProperties,
    interest::graphql::CustomerInterests,
    consent::graphql::CustomerConsents,
    purchase::graphql::CustomerPurchases,
    ledger::graphql::CustomerLedger,
    reward::graphql::CustomerRewards,
    reward::voucher::graphql::CustomerVouchers,
    reward::card::graphql::CustomerCards,
    segment::graphql::CustomerSegments,
    segment::status::graphql::CustomerStatus,
    segment::recommendation::graphql::CustomerRecommendations,
);

impl std::fmt::Debug for Customer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Customer({})", self.0.0.id)
    }
}

impl Customer {
    /// The node of a row.
    pub fn new(row: Arc<customer::Model>) -> Self {
        let id = row.id;
        Self(
            CustomerFields(row),
            source::graphql::CustomerSources(id),
            identity::graphql::CustomerIdentity(id),
            channel::graphql::CustomerChannels(id),
            origin::graphql::CustomerOrigins(id),
            score::graphql::CustomerScores(id),
            survey::graphql::CustomerSurveys(id),
            quarantine::graphql::CustomerQuarantine(id),
            timeline::graphql::CustomerTimeline(id),
            activity::note::graphql::CustomerNotes(id),
            activity::task::graphql::CustomerTasks(id),
            activity::event::graphql::CustomerEvents(id),
            pipeline::graphql::CustomerPipelines(id),
            property::graphql::CustomerProperties(id),
            interest::graphql::CustomerInterests(id),
            consent::graphql::CustomerConsents(id),
            purchase::graphql::CustomerPurchases(id),
            ledger::graphql::CustomerLedger(id),
            reward::graphql::CustomerRewards(id),
            reward::voucher::graphql::CustomerVouchers(id),
            reward::card::graphql::CustomerCards(id),
            segment::graphql::CustomerSegments(id),
            segment::status::graphql::CustomerStatus(id),
            segment::recommendation::graphql::CustomerRecommendations(id),
        )
    }

    /// The node's id.
    ///
    /// # Errors
    /// None.
    pub async fn id(&self, _ctx: &Context<'_>) -> Result<CustomerId> {
        Ok(CustomerId::new(self.0.0.id))
    }
}

impl From<customer::Model> for Customer {
    fn from(row: customer::Model) -> Self {
        Self::new(Arc::new(row))
    }
}

/// The customer that `id` stands for today: a merged-away id finds the survivor, a deleted or unknown one nothing.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<Customer>> {
    let mut found = row::<customer::Entity>(ctx, id).await?;
    while let Some(survivor) = found.as_ref().and_then(|row| row.merged_into_id) {
        found = row::<customer::Entity>(ctx, survivor).await?;
    }
    Ok(found.filter(|row| row.state == customer::CustomerState::Active).map(Customer::from))
}

/// The customer's own, resolved fields.
pub struct CustomerFields(Arc<customer::Model>);

/// A customer: the golden record that unifies what every connected system says about one person or company.
#[Object]
impl CustomerFields {
    /// Opaque id; stays valid after a merge.
    async fn id(&self) -> CustomerId {
        CustomerId::new(self.0.id)
    }

    /// Person or company.
    async fn kind(&self) -> CustomerKindName {
        self.0.kind.into()
    }

    /// The name to show; never empty.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// Given name.
    async fn first_name(&self) -> Option<&str> {
        self.0.first_name.as_deref()
    }

    /// Family name.
    async fn last_name(&self) -> Option<&str> {
        self.0.last_name.as_deref()
    }

    /// Company name.
    async fn company_name(&self) -> Option<&str> {
        self.0.company_name.as_deref()
    }

    /// Date of birth.
    async fn birth_date(&self) -> Option<Date> {
        self.0.birth_date.map(Date)
    }

    /// Gender or form of address.
    async fn gender(&self) -> Option<GenderName> {
        self.0.gender.map(Into::into)
    }

    /// Preferred language, ISO 639-1.
    async fn language(&self) -> Option<&str> {
        self.0.language.as_deref()
    }

    /// Primary e-mail address, as its source writes it.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// Primary telephone number, as its source writes it.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// City of the postal address.
    async fn city(&self) -> Option<&str> {
        self.0.city.as_deref()
    }

    /// Country of the postal address, ISO 3166 alpha-2 in lower case.
    async fn country(&self) -> Option<&str> {
        self.0.country.as_deref()
    }

    /// Address of a picture.
    async fn photo_url(&self) -> Option<&str> {
        self.0.photo_url.as_deref()
    }

    /// E-mail address of the colleague in charge.
    async fn owner_email(&self) -> Option<&str> {
        self.0.owner_email.as_deref()
    }

    /// Health score from -100 to 100; null when nothing is scored.
    async fn health_score(&self) -> Option<Decimal> {
        self.0.health_score.map(Decimal)
    }

    /// When something last happened with the customer.
    async fn last_activity_at(&self) -> Option<DateTime> {
        self.0.last_activity_at.map(DateTime)
    }

    /// When the customer first came to be known.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When its resolved fields last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// A person or a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "CustomerKind", remote = "CustomerKind")]
pub enum CustomerKindName {
    /// A natural person.
    Person,
    /// An organisation.
    Company,
}

/// Gender or form of address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "Gender", remote = "Gender")]
pub enum GenderName {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Addressed as Miss.
    Miss,
    /// Known and not to be used.
    Private,
    /// Another.
    Other,
}

/// What a list of customers can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CustomerFilterInput {
    /// The beginning of the name (either order), of the e-mail address or of the telephone number.
    pub search: Option<String>,
    /// Persons or companies.
    pub kind: Option<CustomerKindName>,
    /// Exactly this address, without regard to case.
    pub email: Option<String>,
    /// Exactly this number; only digits are compared.
    pub phone: Option<String>,
    /// Country, ISO 3166 alpha-2.
    pub country: Option<String>,
    /// Known to a connection of this vendor.
    pub vendor: Option<source::graphql::VendorName>,
    /// Member of this segment.
    pub segment: Option<segment::graphql::SegmentId>,
    /// Health score at least this.
    pub health_from: Option<Decimal>,
    /// Health score at most this.
    pub health_to: Option<Decimal>,
    /// When the customer came to be known.
    pub created: Option<crate::graphql::page::DateTimeRange>,
}

impl From<CustomerFilterInput> for CustomerFilter {
    fn from(input: CustomerFilterInput) -> Self {
        let created = input.created.unwrap_or_default();
        Self {
            search: input.search.filter(|text| !text.trim().is_empty()),
            kind: input.kind.map(Into::into),
            email: input.email,
            phone: input.phone,
            country: input.country,
            vendor: input.vendor.map(Into::into),
            segment: input.segment.map(Gid::row),
            health_from: input.health_from.map(|score| score.0),
            health_to: input.health_to.map(|score| score.0),
            created_from: created.from.map(|instant| instant.0),
            created_until: created.until.map(|instant| instant.0),
        }
    }
}

/// What a list of customers is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CustomerSortField {
    /// Family name, then given name, without regard to accents.
    Name,
    /// When the customer came to be known.
    CreatedAt,
    /// When it last changed.
    UpdatedAt,
    /// When something last happened.
    LastActivityAt,
    /// Health score; customers without one come before all others in ascending order.
    HealthScore,
}

/// How a list of customers is sorted.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct CustomerOrder {
    /// By what.
    pub field: CustomerSortField,
    /// Which way.
    #[graphql(default_with = "SortDirection::Asc")]
    pub direction: SortDirection,
}

impl From<CustomerSortField> for CustomerSort {
    fn from(field: CustomerSortField) -> Self {
        match field {
            CustomerSortField::Name => Self::Name,
            CustomerSortField::CreatedAt => Self::Created,
            CustomerSortField::UpdatedAt => Self::Updated,
            CustomerSortField::LastActivityAt => Self::LastActivity,
            CustomerSortField::HealthScore => Self::Health,
        }
    }
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct CustomerQuery;

#[Object]
impl CustomerQuery {
    /// One customer; null when there is none in the brand. The id of a customer that was merged away finds the survivor.
    async fn customer(
        &self,
        ctx: &Context<'_>,
        id: CustomerId,
        #[graphql(desc = "How fresh what accounts in proxy mode say is wanted.")] freshness: Option<FreshnessInput>,
    ) -> Result<Option<Customer>> {
        freshness::graphql::ensure(ctx, &[id.row()], freshness).await?;
        load(ctx, id.row()).await
    }

    /// The brand's customers.
    #[expect(clippy::too_many_arguments, reason = "Relay's four, a filter and an order")]
    async fn customers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only customers for which all of this holds.")] filter: Option<CustomerFilterInput>,
        #[graphql(desc = "By name unless given.")] order_by: Option<CustomerOrder>,
        #[graphql(
            desc = "How fresh what accounts in proxy mode say of the customers of the page is wanted; unless given, they are not \
                          read anew."
        )]
        freshness: Option<FreshnessInput>,
    ) -> Result<Connection<Customer>> {
        let loader = loaders(ctx)?.loader().clone();
        let args = Paging::new(first, after, last, before).read(ctx)?;
        let filter = filter.unwrap_or_default().into();
        let order = order_by.unwrap_or(CustomerOrder { field: CustomerSortField::Name, direction: SortDirection::Asc });
        let page = store::page(loader.db(), loader.brand(), &filter, order.field.into(), order.direction.into(), &args);
        let mut page = page.await.map_err(fault)?;
        if freshness.is_some() {
            let ids: Vec<i64> = page.rows.iter().map(|(_, row)| row.id).collect();
            freshness::graphql::ensure(ctx, &ids, freshness).await?;
            // The page stays the one that was found; what its customers say is read once more.
            let now = store::by_ids(loader.db(), loader.brand(), &ids).await.map_err(fault)?;
            for (_, row) in &mut page.rows {
                if let Some(now) = now.iter().find(|now| now.id == row.id) {
                    row.clone_from(now);
                }
            }
        }
        let totals = Totals::new(move || {
            let (loader, filter) = (loader.clone(), filter.clone());
            async move { store::count(loader.db(), loader.brand(), &filter).await }
        });
        Ok(connection(page, totals, Customer::from))
    }
}

/// A postal address.
#[derive(Clone, Debug, InputObject)]
pub struct AddressInput {
    /// Street.
    pub street: Option<String>,
    /// House number.
    pub house_number: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
    /// City.
    pub city: Option<String>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
}

impl From<AddressInput> for JsonValue {
    /// In the keys that source records use, CareCloud's.
    fn from(address: AddressInput) -> Self {
        serde_json::json!({
            "address1": address.street.unwrap_or_default(),
            "address3": address.house_number.unwrap_or_default(),
            "zip": address.zip.unwrap_or_default(),
            "city": address.city.unwrap_or_default(),
            "country_code": address.country.unwrap_or_default().to_lowercase(),
        })
    }
}

/// What a person enters about a customer. In an update, what is left out stays and what is null is cleared.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CustomerInput {
    /// A person unless given.
    pub kind: Option<CustomerKindName>,
    /// Given name.
    pub first_name: MaybeUndefined<String>,
    /// Family name.
    pub last_name: MaybeUndefined<String>,
    /// Company name.
    pub company_name: MaybeUndefined<String>,
    /// Date of birth.
    pub birth_date: MaybeUndefined<Date>,
    /// Gender or form of address.
    pub gender: MaybeUndefined<GenderName>,
    /// ISO 639-1.
    pub language: MaybeUndefined<String>,
    /// Primary e-mail address.
    pub email: MaybeUndefined<String>,
    /// Primary telephone number.
    pub phone: MaybeUndefined<String>,
    /// The colleague in charge.
    pub owner_email: MaybeUndefined<String>,
    /// Postal address.
    pub address: MaybeUndefined<AddressInput>,
}

impl CustomerInput {
    fn apply(self, facts: &mut Facts) {
        if let Some(kind) = self.kind {
            facts.kind = kind.into();
        }
        set(&mut facts.first_name, self.first_name);
        set(&mut facts.last_name, self.last_name);
        set(&mut facts.company_name, self.company_name);
        set(&mut facts.birth_date, self.birth_date.map_value(|date| date.0));
        set(&mut facts.gender, self.gender.map_value(Into::into));
        set(&mut facts.language, self.language);
        set(&mut facts.email, self.email);
        set(&mut facts.phone, self.phone);
        set(&mut facts.owner_email, self.owner_email);
        set(&mut facts.address, self.address.map_value(Into::into));
    }
}

fn set<T>(field: &mut Option<T>, given: MaybeUndefined<T>) {
    match given {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *field = None,
        MaybeUndefined::Value(value) => *field = Some(value),
    }
}

payload! {
    /// The outcome of creating a customer.
    CreateCustomerPayload { customer: Customer }
}
payload! {
    /// The outcome of changing a customer.
    UpdateCustomerPayload { customer: Customer }
}
payload! {
    /// The outcome of deleting a customer.
    DeleteCustomerPayload { deleted_id: CustomerId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct CustomerMutation;

#[Object]
impl CustomerMutation {
    /// Creates a customer out of what a person entered: in Onefold itself, or in the account that is named. If that is in proxy mode, the
    /// real vendor is asked to create it too, and gives the id.
    async fn create_customer(
        &self,
        ctx: &Context<'_>,
        input: CustomerInput,
        #[graphql(desc = "The account that is to have it; absent: Onefold itself.")] connection_id: Option<
            ConnectionId,
        >,
        #[graphql(desc = "The company's id for the customer there.")] external_id: Option<String>,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreateCustomerPayload> {
        let mut facts = Facts::default();
        input.clone().apply(&mut facts);
        let at = service::At { connection: connection_id.map(Gid::row), external_id };
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(service::create(work, at, facts))
        });
        let outcome = outcome.await?;
        Ok(CreateCustomerPayload { customer: reload(ctx, outcome.row).await?, problems: outcome.problems })
    }

    /// Changes what one record says of a customer: the one that is named, else Onefold's own. If it belongs to an account in proxy mode, the
    /// real vendor is asked to change it too.
    async fn update_customer(
        &self,
        ctx: &Context<'_>,
        id: CustomerId,
        input: CustomerInput,
        #[graphql(desc = "The record to change; absent: Onefold's own.")] source_record_id: Option<SourceRecordId>,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateCustomerPayload> {
        let (change, record) = (input.clone(), source_record_id.map(Gid::row));
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(service::update(work, id.row(), record, move |facts| change.apply(facts)))
        });
        let outcome = outcome.await?;
        Ok(UpdateCustomerPayload { customer: reload(ctx, outcome.row).await?, problems: outcome.problems })
    }

    /// Takes a customer out of the fold.
    async fn delete_customer(&self, ctx: &Context<'_>, id: CustomerId) -> Result<DeleteCustomerPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(service::delete(work, id.row()))
        });
        let outcome = outcome.await?;
        Ok(DeleteCustomerPayload { deleted_id: outcome.row.map(CustomerId::new), problems: outcome.problems })
    }
}

/// The customer as a mutation left it.
///
/// # Errors
/// As [`load`].
pub async fn reload(ctx: &Context<'_>, row: Option<i64>) -> Result<Option<Customer>> {
    match row {
        Some(row) => load(ctx, row).await,
        None => Ok(None),
    }
}
