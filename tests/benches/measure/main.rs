//! What Onefold costs beside the bare database: each subject is done by Onefold over real HTTP and by hand-written SQL through the plain
//! driver, by turns, on the same database, or for what is forwarded, by the vendor alone. Only the ratio says something, and for what is
//! forwarded the difference: the times are the machine's.
//!
//! SQLite, or PostgreSQL when `ONEFOLD_TEST_DATABASE_URL` names a server; `cargo xtask bench` does both. An argument that is part of a
//! subject's name leaves out the others.
//!
//! To add a subject: a file with a function that gives a [`turns::Row`], and a line in [`main`].

mod bare;
mod create;
mod forward;
mod http;
mod import;
mod read;
mod scene;
mod turns;

use std::io::Write;

use entity::connection::Vendor;
use scene::Scene;
use turns::Row;

#[tokio::main]
async fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let mut scene = Scene::start().await;
    let mut rows = Vec::new();
    for (name, subject) in SUBJECTS {
        if name.contains(&wanted) {
            rows.push(subject.measure(&mut scene, name).await);
        }
    }
    let table = turns::table(scene.bare.name(), &rows);
    std::io::stdout().write_all(table.as_bytes()).expect("standard output");
}

/// What is measured, in the order of the table.
const SUBJECTS: [(&str, Subject); 9] = [
    ("import of new accounts", Subject::Import),
    ("import of known accounts", Subject::ImportAgain),
    ("360 of one customer", Subject::Whole(1)),
    ("360 of a page of 50", Subject::Whole(50)),
    ("list with filter and sort", Subject::List),
    ("create customer", Subject::Create),
    ("forwarded read", Subject::ForwardRead),
    ("forwarded create (Omnidesk)", Subject::ForwardCreate(Vendor::Omnidesk)),
    ("forwarded create (CareCloud)", Subject::ForwardCreate(Vendor::Carecloud)),
];

#[derive(Clone, Copy)]
enum Subject {
    Import,
    ImportAgain,
    Whole(usize),
    List,
    Create,
    ForwardRead,
    ForwardCreate(Vendor),
}

impl Subject {
    async fn measure(self, scene: &mut Scene, name: &'static str) -> Row {
        match self {
            Self::Import => import::new_accounts(scene, name).await,
            Self::ImportAgain => import::known_accounts(scene, name).await,
            Self::Whole(customers) => read::whole(scene, name, customers).await,
            Self::List => read::list(scene, name).await,
            Self::Create => create::one(scene, name).await,
            Self::ForwardRead => forward::read(name).await,
            Self::ForwardCreate(of) => forward::write(name, of).await,
        }
    }
}
