//! The parameters of an operation as data. Checking, aliases, documentation and contract tests all follow from it.

use std::sync::LazyLock;

use regex::Regex;

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In the body.
    Body,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Text; a number is read as text where the field says so.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false; in forms and queries also `1` and `0`.
    Boolean,
    /// `YYYY-MM-DD`.
    Date,
    /// Anything.
    Any,
    /// An object with these fields; others are kept and not checked.
    Object(Vec<Field>),
    /// A list of at most so many.
    List {
        /// What each is.
        of: Box<Kind>,
        /// The fewest.
        at_least: usize,
        /// The most.
        at_most: usize,
    },
}

/// A parameter and its rules.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its canonical name.
    pub name: &'static str,
    /// Other names under which it may come; the canonical one wins.
    pub aliases: &'static [&'static str],
    /// Where it is sent; fields of objects are where the object is.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// The most characters of a text.
    pub longest: Option<usize>,
    /// What a text must look like.
    pub pattern: Option<&'static LazyLock<Regex>>,
    /// The only values allowed.
    pub one_of: &'static [&'static str],
    /// The least of a number.
    pub least: Option<i64>,
    /// The most of a number.
    pub most: Option<i64>,
    /// Whether a number is read as text.
    pub numbers_as_text: bool,
    /// What it means.
    pub doc: &'static str,
}

impl Field {
    fn at(place: Place, name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            aliases: &[],
            place,
            kind,
            required: false,
            longest: None,
            pattern: None,
            one_of: &[],
            least: None,
            most: None,
            numbers_as_text: false,
            doc: "",
        }
    }

    /// A part of the path; always required.
    pub fn path(name: &'static str) -> Self {
        Self { required: true, ..Self::at(Place::Path, name, Kind::Text) }
    }

    /// A parameter of the query string.
    pub fn query(name: &'static str, kind: Kind) -> Self {
        Self::at(Place::Query, name, kind)
    }

    /// A field of the body, or of an object in it.
    pub fn body(name: &'static str, kind: Kind) -> Self {
        Self::at(Place::Body, name, kind)
    }

    /// It must be there.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Other names under which it may come.
    #[must_use]
    pub fn or(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// The most characters.
    #[must_use]
    pub fn longest(mut self, characters: usize) -> Self {
        self.longest = Some(characters);
        self
    }

    /// What it must look like.
    #[must_use]
    pub fn pattern(mut self, pattern: &'static LazyLock<Regex>) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// The only values allowed.
    #[must_use]
    pub fn one_of(mut self, values: &'static [&'static str]) -> Self {
        self.one_of = values;
        self
    }

    /// The range of a number, both ends included.
    #[must_use]
    pub fn between(mut self, least: i64, most: i64) -> Self {
        (self.least, self.most) = (Some(least), Some(most));
        self
    }

    /// A number is read as text.
    #[must_use]
    pub fn or_number(mut self) -> Self {
        self.numbers_as_text = true;
        self
    }

    /// What it means.
    #[must_use]
    pub fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }
}
