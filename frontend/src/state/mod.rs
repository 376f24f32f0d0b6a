//! What several components share: the theme, messages, forms, the address, the page's title, where the keyboard is.

mod focus;
mod form;
mod parameters;
mod storage;
mod theme;
mod title;
mod toasts;

pub(crate) use focus::{Arrival, focused, give_back, rescue};
pub(crate) use form::Form;
pub(crate) use parameters::use_parameters;
pub(crate) use storage::{keep, kept};
pub(crate) use theme::Theme;
pub(crate) use title::set_title;
pub(crate) use toasts::{Toast, Toasts};
