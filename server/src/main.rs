//! The `onefold` command.

use std::process::ExitCode;

use clap::Parser;
use onefold::cli::Cli;

fn main() -> ExitCode {
    Cli::parse().run()
}
