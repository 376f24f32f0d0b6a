//! The audit log in the graph. Entries name rows of tables; the graph names nodes, see [`NODES`].

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::audit_entry;

use super::AuditFilter;
use crate::domain::account::graphql::ActorKind;
use crate::error::{Rule, Violation};
use crate::graphql::error::fault;
use crate::graphql::id::{Gid, decode, encode};
use crate::graphql::listing::listing;
use crate::graphql::loaders::row;
use crate::graphql::page::{Connection, DateTimeRange, Paging};
use crate::graphql::scalar::{DateTime, Json};
use crate::kinds;

kinds! {
    /// Ids of audit entries.
    AuditEntryKind => "AuditEntry",
}

/// The id of an audit entry.
pub type AuditEntryId = Gid<AuditEntryKind>;

/// Tables whose rows are nodes of another name than the table's own, by table.
const NODES: &[(&str, &str)] = &[
    ("connection", "ConnectedSystem"),
    ("interest", "InterestDefinition"),
    ("interest_record", "Interest"),
    ("property_value", "Property"),
    ("quarantine", "QuarantineEntry"),
    ("drift", "Drift"),
    ("source_membership", "Origin"),
];

/// The type of node that the rows of a table are.
fn node_of(table: &str) -> String {
    if let Some((_, node)) = NODES.iter().find(|(known, _)| *known == table) {
        return (*node).to_owned();
    }
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    table.split('_').map(capital).collect()
}

/// The table that holds the nodes of a type.
fn table_of(node: &str) -> String {
    if let Some((table, _)) = NODES.iter().find(|(_, known)| *known == node) {
        return (*table).to_owned();
    }
    let mut table = String::new();
    for letter in node.chars() {
        if letter.is_ascii_uppercase() && !table.is_empty() {
            table.push('_');
        }
        table.push(letter.to_ascii_lowercase());
    }
    table
}

/// One change: who made it, to what, when. It holds no secrets.
#[derive(Clone, Debug, SimpleObject)]
pub struct AuditEntry {
    /// Opaque id.
    pub id: AuditEntryId,
    /// When it was made.
    pub at: DateTime,
    /// The sort of caller that made it.
    pub actor_kind: Option<ActorKind>,
    /// The staff user, API key or connection that made it; null for Onefold itself.
    pub actor_id: Option<ID>,
    /// The caller's name at that time.
    pub actor_label: String,
    /// What was done, a dotted name: `customer.merge`, `api_key.revoke`.
    pub action: String,
    /// The type of what it was done to.
    pub subject_type: String,
    /// The id of what it was done to; it may be gone since.
    pub subject_id: Option<ID>,
    /// More about it.
    pub data: Json,
}

impl From<audit_entry::Model> for AuditEntry {
    fn from(row: audit_entry::Model) -> Self {
        let actor_kind = ActorKind::named(&row.actor_kind);
        let subject_type = node_of(&row.subject_kind);
        let actor_node = actor_kind.and_then(ActorKind::node);
        Self {
            id: AuditEntryId::new(row.id),
            at: DateTime(row.at),
            actor_kind,
            actor_id: actor_node.zip(row.actor_id).map(|(node, id)| ID(encode(node, id))),
            actor_label: row.actor_label,
            action: row.action,
            subject_id: row.subject_id.map(|id| ID(encode(&subject_type, id))),
            subject_type,
            data: Json(row.data),
        }
    }
}

/// The entry with this id.
///
/// # Errors
/// The viewer is no administrator, or the store failed.
pub async fn load(ctx: &Context<'_>, id: i64) -> Result<Option<AuditEntry>> {
    Ok(row::<audit_entry::Entity>(ctx, id).await?.map(AuditEntry::from))
}

/// What a list of entries can be narrowed by; everything given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct AuditFilterInput {
    /// Only what this sort of caller did.
    pub actor_kind: Option<ActorKind>,
    /// Only what this staff user, API key or connection did.
    pub actor_id: Option<ID>,
    /// Only this action: `customer.merge`.
    pub action: Option<String>,
    /// Only what was done to things of this type: `Customer`.
    pub subject_type: Option<String>,
    /// Only what was done to the thing with this id.
    pub subject_id: Option<ID>,
    /// Only what was done within this span.
    pub at: Option<DateTimeRange>,
}

impl AuditFilterInput {
    fn read(self) -> crate::error::Result<AuditFilter> {
        let mut filter = AuditFilter {
            actor_kind: self.actor_kind.map(ActorKind::name),
            action: self.action,
            subject_kind: self.subject_type.as_deref().map(table_of),
            ..AuditFilter::default()
        };
        if let Some(at) = self.at {
            filter.from = at.from.map(|from| from.0);
            filter.until = at.until.map(|until| until.0);
        }
        if let Some(id) = self.actor_id {
            let found = decode(&id).and_then(|(node, id)| Some((ActorKind::of_node(&node)?, id)));
            let (kind, id) = found.ok_or_else(|| not_an_id("filter.actorId", "a staff user, API key or connection"))?;
            agree("filter.actorKind", filter.actor_kind, kind.name())?;
            (filter.actor_kind, filter.actor_id) = (Some(kind.name()), Some(id));
        }
        if let Some(id) = self.subject_id {
            let (node, id) = decode(&id).ok_or_else(|| not_an_id("filter.subjectId", "anything"))?;
            let table = table_of(&node);
            agree("filter.subjectType", filter.subject_kind.as_deref(), &table)?;
            (filter.subject_kind, filter.subject_id) = (Some(table), Some(id));
        }
        Ok(filter)
    }
}

fn not_an_id(path: &str, of: &str) -> crate::error::Error {
    Violation::new(path, Rule::Format, format!("this is not the id of {of}")).into()
}

/// What is given beside an id must be what the id says, or nothing could be found and nobody would know why.
fn agree(path: &str, given: Option<&str>, said: &str) -> crate::error::Result<()> {
    if given.is_none_or(|given| given == said) {
        return Ok(());
    }
    Err(Violation::new(path, Rule::NotAllowed, "the id is of another sort").into())
}

/// The topic's queries.
#[derive(Debug, Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// What was changed in the brand and who did it, newest first. Needs `ADMIN`.
    async fn audit_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start.")] first: Option<i32>,
        #[graphql(desc = "Behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only entries for which all of this holds.")] filter: Option<AuditFilterInput>,
    ) -> Result<Connection<AuditEntry>> {
        let filter = filter.unwrap_or_default().read().map_err(fault)?;
        listing::<audit_entry::Entity, _>(ctx, Paging::new(first, after, last, before), filter).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_found_by_the_name_of_its_node() {
        for (table, node) in [
            ("customer", "Customer"),
            ("source_record", "SourceRecord"),
            ("connection", "ConnectedSystem"),
            ("quarantine", "QuarantineEntry"),
            ("api_key", "ApiKey"),
        ] {
            assert_eq!((node_of(table).as_str(), table_of(node).as_str()), (node, table));
        }
    }

    #[test]
    fn an_id_that_is_none_or_of_another_sort_is_refused() {
        let read = |input: AuditFilterInput| input.read().is_err();
        let id = |text: String| Some(ID(text));
        assert!(read(AuditFilterInput { actor_id: id("nonsense".to_owned()), ..Default::default() }));
        assert!(read(AuditFilterInput { actor_id: id(encode("Customer", 1)), ..Default::default() }));
        assert!(read(AuditFilterInput { subject_id: id("nonsense".to_owned()), ..Default::default() }));
        let both = |subject_type: &str| AuditFilterInput {
            subject_id: id(encode("Customer", 1)),
            subject_type: Some(subject_type.to_owned()),
            ..Default::default()
        };
        assert!(read(both("Note")));
        assert!(!read(both("Customer")));
    }
}
