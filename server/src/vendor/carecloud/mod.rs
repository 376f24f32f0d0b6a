//! CRM CareCloud: loyalty. Two interfaces, enterprise for back offices and customer for apps, over the same operations.

mod access;
mod customers;
mod dialect;
mod interface;
mod paging;
mod time;
mod users;

pub use dialect::CareCloud;

use super::contract::Entry;

/// Every documented operation.
pub fn operations() -> Vec<Entry<CareCloud>> {
    [users::operations(), customers::operations()].concat()
}
