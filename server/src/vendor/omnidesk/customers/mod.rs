//! The customer controller: one file an endpoint.

mod access;
mod add_channel;
mod contacts;
mod create;
mod create_crud;
mod custom;
mod delete;
mod delete_channel;
mod external_event;
mod fields;
mod heard;
mod index;
mod item;
mod purge;
mod rename;
mod said;
mod search_by_channel;
mod search_by_primary_id;
mod sync;
mod timeline;
mod types;
mod update;
mod update_item;

pub(super) use fields::is_name;

use super::dialect::Omnidesk;
use crate::vendor::contract::Entry;

pub(super) fn operations() -> Vec<Entry<Omnidesk>> {
    vec![
        Entry::of::<index::ListCustomers>(),
        Entry::of::<item::GetCustomer>(),
        Entry::of::<search_by_primary_id::SearchByPrimaryId>(),
        Entry::of::<search_by_channel::SearchByChannel>(),
        Entry::of::<timeline::GetTimeline>(),
        Entry::of::<create::CreateCustomer>(),
        Entry::of::<create_crud::CreateCustomerCrud>(),
        Entry::of::<rename::RenameCustomer>(),
        Entry::of::<update_item::UpdateItem>(),
        Entry::of::<update::UpdateCustomer>(),
        Entry::of::<add_channel::AddChannel>(),
        Entry::of::<external_event::AddExternalEvent>(),
        Entry::of::<sync::SyncWithCrm>(),
        Entry::of::<delete::DeleteCustomer>(),
        Entry::of::<delete_channel::DeleteChannel>(),
        Entry::of::<delete_channel::DeleteNamedChannel>(),
        Entry::of::<purge::PurgeItem>(),
        Entry::of::<purge::PurgeCustomer>(),
    ]
}
