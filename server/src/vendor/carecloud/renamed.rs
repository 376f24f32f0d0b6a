//! Rules that the domain finds broken, under the names that the vendor's fields have.

use crate::error::{Error, Violation};

/// The same error with the paths of `names` (domain's, vendor's), below `parent`.
pub(super) fn renamed(error: Error, names: &[(&str, &str)], parent: &str) -> Error {
    let Error::Invalid(broken) = error else { return error };
    Error::Invalid(broken.into_iter().map(|broken| one(broken, names).under(parent)).collect())
}

fn one(mut broken: Violation, names: &[(&str, &str)]) -> Violation {
    if let Some((_, name)) = names.iter().find(|(domain, _)| *domain == broken.path) {
        broken.path = (*name).to_owned();
    }
    broken
}
