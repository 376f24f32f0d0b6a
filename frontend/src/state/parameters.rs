//! The parameters of the address, decoded once. The router's own map decodes them again, so that a search for `%41` would become one
//! for `A`.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// What stands behind the `?` of the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads them as the address writes them.
    pub(crate) fn read(search: &str) -> Self {
        let search = search.strip_prefix('?').unwrap_or(search);
        Self(form_urlencoded::parse(search.as_bytes()).into_owned().collect())
    }

    /// The value of a parameter; of several of one name the first.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone())
    }
}

/// The parameters of the address; they follow every step.
pub(crate) fn use_parameters() -> Memo<Parameters> {
    let search = use_location().search;
    Memo::new(move |_| search.with(|search| Parameters::read(search)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_decoded_once() {
        let read = Parameters::read("?q=%2541%20b+c&sort=name&q=second");
        assert_eq!(read.get("q").as_deref(), Some("%41 b c"));
        assert_eq!(read.get("sort").as_deref(), Some("name"));
        assert_eq!(read.get("dir"), None);
        assert_eq!(Parameters::read(""), Parameters::default());
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["%41", "100 %", "a+b&c=d", "Žofie", "%"] {
            let written = form_urlencoded::Serializer::new(String::new()).append_pair("q", text).finish();
            assert_eq!(Parameters::read(&written).get("q").as_deref(), Some(text));
        }
    }
}
