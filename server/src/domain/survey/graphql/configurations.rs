//! Import configurations in the graph.

use async_graphql::{ComplexObject, Context, Enum, InputObject, Object, Result, SimpleObject};
use entity::import_configuration::ImportType;
use entity::{connection, import_configuration};

use crate::domain::account::Permission;
use crate::domain::catalogue;
use crate::domain::catalogue::graphql::HomeInput;
use crate::domain::source::graphql::VendorName;
use crate::domain::survey::{ConfigurationDraft, Mapped, NewConfiguration, service};
use crate::graphql::error::fault;
use crate::graphql::id::Gid;
use crate::graphql::listing::listing;
use crate::graphql::loaders::row;
use crate::graphql::mutation::{self, replace};
use crate::graphql::page::{Connection, Paging};
use crate::graphql::scalar::DateTime;
use crate::{kinds, payload};

kinds! {
    /// Ids of import configurations.
    ImportConfigurationKind => "ImportConfiguration",
}

/// The id of an import configuration.
pub type ImportConfigurationId = Gid<ImportConfigurationKind>;

/// What an import carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "ImportType", remote = "ImportType")]
pub enum ImportTypeName {
    /// Companies.
    Account,
    /// People.
    Contact,
    /// Survey invitations.
    Survey,
    /// A company and a person in one.
    MultiObject,
    /// Other names of a company.
    AccountAlias,
    /// What happened with a company.
    Activity,
    /// Answers collected elsewhere, with company and person.
    ExternalResponse,
}

/// Which heading of an import a field is read from.
#[derive(Clone, Debug, SimpleObject)]
pub struct ImportMapping {
    /// The field, in the vendor's words: `NPS Score`.
    pub field: String,
    /// The heading, case-sensitive.
    pub heading: String,
}

/// How imports that name its reference are read.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ImportConfiguration {
    /// Opaque id.
    pub id: ImportConfigurationId,
    /// What imports name.
    pub reference: String,
    /// For people.
    pub name: String,
    /// What is imported.
    pub data_type: ImportTypeName,
    /// When it was made.
    pub created_at: DateTime,
    /// When it last changed.
    pub updated_at: DateTime,
    #[graphql(skip)]
    row: import_configuration::Model,
}

impl From<import_configuration::Model> for ImportConfiguration {
    fn from(row: import_configuration::Model) -> Self {
        Self {
            id: ImportConfigurationId::new(row.id),
            reference: row.reference.clone(),
            name: row.name.clone(),
            data_type: row.data_type.into(),
            created_at: DateTime(row.created_at),
            updated_at: DateTime(row.updated_at),
            row,
        }
    }
}

#[ComplexObject]
impl ImportConfiguration {
    /// Where each field is read from.
    async fn mapping(&self) -> Result<Vec<ImportMapping>> {
        let mapping = service::mapping(&self.row).map_err(fault)?;
        Ok(mapping.into_iter().map(|mapped| ImportMapping { field: mapped.field, heading: mapped.heading }).collect())
    }

    /// The system whose clients import.
    async fn vendor(&self, ctx: &Context<'_>) -> Result<Option<VendorName>> {
        Ok(row::<connection::Entity>(ctx, self.row.connection_id).await?.map(|connection| connection.vendor.into()))
    }

    /// The name of the connection it belongs to.
    async fn connection_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(row::<connection::Entity>(ctx, self.row.connection_id).await?.map(|connection| connection.name))
    }
}

/// The import configuration with this id.
///
/// # Errors
/// The viewer may not read, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<ImportConfiguration>> {
    Ok(row::<import_configuration::Entity>(ctx, id).await?.map(ImportConfiguration::from))
}

/// Import configurations at the root.
#[derive(Debug, Default)]
pub struct ConfigurationQuery;

#[Object]
impl ConfigurationQuery {
    /// How imports of surveys are read, by name.
    async fn import_configurations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<ImportConfiguration>> {
        listing::<import_configuration::Entity, _>(ctx, Paging::new(first, after, last, before), ()).await
    }
}

/// Which heading of an import a field shall be read from.
#[derive(Clone, Debug, InputObject)]
pub struct ImportMappingInput {
    /// The field, in the vendor's words: `NPS Score`.
    pub field: String,
    /// The heading, case-sensitive.
    pub heading: String,
}

impl From<ImportMappingInput> for Mapped {
    fn from(input: ImportMappingInput) -> Self {
        Self { field: input.field, heading: input.heading }
    }
}

/// An import configuration to be made.
#[derive(Clone, Debug, InputObject)]
pub struct CreateImportConfigurationInput {
    /// Whose clients import.
    #[graphql(flatten)]
    pub home: HomeInput,
    /// What imports shall name; issued unless given.
    pub reference: Option<String>,
    /// For people.
    pub name: String,
    /// What is imported.
    pub data_type: ImportTypeName,
    /// Where each field is read from.
    pub mapping: Vec<ImportMappingInput>,
}

/// What shall change of an import configuration; what is left out stays. The reference stays always, because imports name it.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateImportConfigurationInput {
    /// For people.
    pub name: Option<String>,
    /// What is imported.
    pub data_type: Option<ImportTypeName>,
    /// Where each field is read from; replaces the whole mapping.
    pub mapping: Option<Vec<ImportMappingInput>>,
}

payload! {
    /// The outcome of making an import configuration.
    CreateImportConfigurationPayload { configuration: ImportConfiguration }
}
payload! {
    /// The outcome of changing an import configuration.
    UpdateImportConfigurationPayload { configuration: ImportConfiguration }
}

/// Changing import configurations.
#[derive(Debug, Default)]
pub struct ConfigurationMutation;

#[Object]
impl ConfigurationMutation {
    /// Makes an import configuration.
    async fn create_import_configuration(
        &self,
        ctx: &Context<'_>,
        input: CreateImportConfigurationInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreateImportConfigurationPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let connection = catalogue::service::home(work, new.home.into()).await?;
                let draft = ConfigurationDraft {
                    name: new.name,
                    data_type: new.data_type.into(),
                    mapping: new.mapping.into_iter().map(Mapped::from).collect(),
                };
                let new = NewConfiguration { connection, reference: new.reference, draft };
                service::create_configuration(work, new).await
            })
        });
        let outcome = outcome.await?;
        let configuration = outcome.node(|row| load(ctx, row)).await?;
        Ok(CreateImportConfigurationPayload { configuration, problems: outcome.problems })
    }

    /// Changes an import configuration.
    async fn update_import_configuration(
        &self,
        ctx: &Context<'_>,
        id: ImportConfigurationId,
        input: UpdateImportConfigurationInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateImportConfigurationPayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::Admin, idempotency_key, &input, move |work| {
            Box::pin(service::update_configuration(work, id.row(), move |draft| {
                replace(&mut draft.name, change.name);
                replace(&mut draft.data_type, change.data_type.map(Into::into));
                let mapping = change.mapping.map(|mapping| mapping.into_iter().map(Mapped::from).collect());
                replace(&mut draft.mapping, mapping);
            }))
        });
        let outcome = outcome.await?;
        let configuration = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateImportConfigurationPayload { configuration, problems: outcome.problems })
    }
}
