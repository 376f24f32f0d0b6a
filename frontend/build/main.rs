//! Turns every `graphql/*.graphql` into Rust types, checked against the workspace's `schema.graphql`.
//!
//! ```text
//! schema.graphql ─► enums.rs       one Rust enum for each of the schema's, shared by all operations
//! graphql/*.graphql ─► operations.rs   a module of types for each operation, named after it
//! graphql/fragments/ ─► what several operations ask for alike; each is appended where it is spread
//! ```
#![expect(clippy::print_stdout, reason = "it is how a build script talks to cargo")]

mod enums;
mod operations;
mod schema;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What any step may fail with; cargo shows it.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    for input in ["build", "graphql", "../schema.graphql"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let sdl = schema::plain(&fs::read_to_string("../schema.graphql")?);
    let plain = out.join("schema.graphql");
    fs::write(&plain, &sdl)?;
    let enums = enums::read(&sdl)?;
    fs::write(out.join("enums.rs"), enums::write(&enums))?;
    let names = enums.into_iter().map(|found| found.name).collect();
    fs::write(out.join("operations.rs"), operations::write(Path::new("graphql"), &plain, names)?)?;
    Ok(())
}
