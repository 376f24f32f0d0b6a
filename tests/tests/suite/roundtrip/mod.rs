//! Every operation of the real vendors by way of the graph: what is written there arrives, what the vendors say is read there, and afterwards
//! both stores know the same. The vendors are played by a sandbox over real HTTP.

mod carecloud;
mod customer_database_app;
mod customergauge;
mod customerscore;
mod kit;
mod omnidesk;
mod refusals;
mod table;
