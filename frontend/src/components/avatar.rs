//! A face, or the letters that stand for it.

use leptos::prelude::*;

use crate::format::initials;

/// How many tints the style sheet has.
const TINTS: u32 = 8;

/// A picture, else initials on a tint that a name always gets alike. Decoration: the name stands beside it.
#[component]
pub(crate) fn Avatar(
    /// Whose.
    #[prop(into)]
    name: String,
    /// Address of a picture.
    #[prop(optional_no_strip)]
    photo: Option<String>,
    /// Small, as in a row of a table.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let tint = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % TINTS;
    let size = if small { " avatar-small" } else { "" };
    let picture = photo.filter(|url| url.starts_with("https://")).map(|url| {
        view! { <img class="avatar-photo" src=url alt="" loading="lazy" referrerpolicy="no-referrer"/> }
    });
    let letters = initials(&name);
    view! { <span class=format!("avatar tint-{tint}{size}") aria-hidden="true">{letters}{picture}</span> }
}
