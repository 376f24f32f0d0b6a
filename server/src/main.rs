//! The `onefold` command.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use onefold::cli::Cli;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    Cli::parse().run()
}
