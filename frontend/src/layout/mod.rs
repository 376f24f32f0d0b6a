//! What stays round every page.

mod brand;
mod guard;
mod nav;
mod not_found;
mod shell;
mod theme_switch;
mod user_menu;

pub(crate) use brand::Brand;
pub(crate) use guard::{Guard, safe_next};
pub(crate) use not_found::NotFound;
pub(crate) use user_menu::LAST_EMAIL;
