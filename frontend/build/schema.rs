//! The schema in the words that the code generator's parser knows.

/// Without federation's `extend schema @link(…)`, which an operation cannot ask about anyway.
pub(crate) fn plain(sdl: &str) -> String {
    let Some((before, link)) = sdl.split_once("extend schema") else { return sdl.to_owned() };
    let after = link.split_once("\n)").map_or("", |(_, after)| after);
    format!("{before}{after}")
}
