//! What a command prints.

use std::io::{self, Write};

use serde_json::Value;

/// A result for people or scripts.
pub(super) fn text(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", text.trim_end())?;
    Ok(())
}

/// A result for scripts.
pub(super) fn json(value: &Value) -> anyhow::Result<()> {
    text(&serde_json::to_string_pretty(value)?)
}

/// Word on how a long command gets on.
pub(super) fn progress(line: &str) {
    // Nothing can be done when even this fails.
    let _ = writeln!(io::stderr(), "{line}");
}

/// Why a command failed, cause by cause.
pub(super) fn problem(error: &anyhow::Error) {
    progress(&format!("onefold: {error:#}"));
}
