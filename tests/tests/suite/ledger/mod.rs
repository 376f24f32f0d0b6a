//! Points and credits: earning, spending, reversing, expiring, adjusting.

mod concurrency;
mod expiry;
mod kit;
mod merged;
mod property;
mod reading;
mod spending;
