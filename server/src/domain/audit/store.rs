//! Rows of the audit log.

use entity::audit_entry;
use sea_orm::{ColumnTrait, Condition};

use super::AuditFilter;
use crate::domain::account::Permission;
use crate::store::children::{Link, Listed};
use crate::store::keyset::Ordering;
use crate::store::listing::Branded;

impl Branded for audit_entry::Entity {
    const NEEDS: Permission = Permission::Admin;

    fn brand_column() -> audit_entry::Column {
        audit_entry::Column::BrandId
    }
}

impl Listed for audit_entry::Entity {
    type Filter = AuditFilter;
    const NEEDS: Permission = Permission::Admin;

    fn link(_: &AuditFilter) -> Link<audit_entry::Column> {
        Link::Owner(audit_entry::Column::BrandId)
    }

    fn ordering(_: &AuditFilter) -> Ordering<audit_entry::Column> {
        Ordering::descending(audit_entry::Column::At)
    }

    fn id() -> audit_entry::Column {
        audit_entry::Column::Id
    }

    fn condition(filter: &AuditFilter) -> Condition {
        use audit_entry::Column;
        Condition::all()
            .add_option(filter.actor_kind.map(|kind| Column::ActorKind.eq(kind)))
            .add_option(filter.actor_id.map(|id| Column::ActorId.eq(id)))
            .add_option(filter.action.as_deref().map(|action| Column::Action.eq(action)))
            .add_option(filter.subject_kind.as_deref().map(|table| Column::SubjectKind.eq(table)))
            .add_option(filter.subject_id.map(|id| Column::SubjectId.eq(id)))
            .add_option(filter.from.map(|from| Column::At.gte(from)))
            .add_option(filter.until.map(|until| Column::At.lt(until)))
    }
}
