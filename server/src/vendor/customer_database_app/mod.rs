//! Customer Database App: a small-business CRM. Seven documented endpoints, each of which adds something.

mod access;
mod account;
mod custom;
mod customers;
mod dialect;
mod events;
mod fields;
mod notes;
mod pipelines;
mod plan;
mod remains;
mod reply;
mod setup;
mod tasks;
mod time;

pub use dialect::CustomerDatabaseApp;

use super::contract::Entry;

/// Every documented operation, also where the page's own samples send it.
pub fn operations() -> Vec<Entry<CustomerDatabaseApp>> {
    vec![
        Entry::of::<customers::AddCustomer>(),
        Entry::of::<pipelines::AddPipeline>(),
        Entry::of::<notes::AddCustomerNote>(),
        Entry::of::<notes::AddPipelineNote>(),
        // The sample of the customer's task is sent to the event's path, and tells itself by its fields.
        Entry::of::<events::AddCustomerEvent>().unless::<tasks::AddCustomerTask>(tasks::is_task),
        Entry::of::<tasks::AddCustomerTask>(),
        Entry::of::<tasks::AddPipelineTask>(),
        // A path that only the sample of the pipeline's task has; pipelines have no events.
        Entry::of::<tasks::AddPipelineTask>().at("/pipeline/event/add"),
    ]
}
