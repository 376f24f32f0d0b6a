//! The words that names, addresses, goods and texts are put together from: one list a file in `words/`.

/// The language area a customer lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Area {
    /// Czech.
    Czech,
    /// German.
    German,
    /// English.
    English,
}

/// Names and places of one area.
#[derive(Debug)]
pub(super) struct Local {
    pub(super) female: Vec<&'static str>,
    pub(super) male: Vec<&'static str>,
    /// The form for a man and the form for a woman.
    pub(super) surnames: Vec<(&'static str, &'static str)>,
    pub(super) streets: Vec<&'static str>,
    /// Town and postal code.
    pub(super) cities: Vec<(&'static str, &'static str)>,
}

/// Something on sale.
#[derive(Clone, Copy, Debug)]
pub(super) struct Product {
    pub(super) id: &'static str,
    pub(super) group_id: &'static str,
    pub(super) group: &'static str,
    pub(super) brand: &'static str,
    pub(super) name: &'static str,
    /// Whole Czech crowns.
    pub(super) price: i64,
    /// Percent.
    pub(super) vat: i64,
}

/// Every list.
#[derive(Debug)]
pub(super) struct Words {
    czech: Local,
    german: Local,
    english: Local,
    pub(super) products: Vec<Product>,
    /// Name and legal form.
    pub(super) companies: Vec<(&'static str, &'static str)>,
    pub(super) notes: Vec<&'static str>,
    /// What is to be done, and more about it.
    pub(super) tasks: Vec<(&'static str, &'static str)>,
    /// Name, place, description.
    pub(super) events: Vec<(&'static str, &'static str, &'static str)>,
    /// What somebody who gives this mark, 0 to 10, might say.
    pub(super) comments: Vec<(i16, &'static str)>,
    pub(super) messages: Vec<&'static str>,
    pub(super) campaigns: Vec<&'static str>,
}

macro_rules! local {
    ($area:literal) => {
        Local {
            female: lines(include_str!(concat!("words/", $area, "/female.txt"))),
            male: lines(include_str!(concat!("words/", $area, "/male.txt"))),
            surnames: lines(include_str!(concat!("words/", $area, "/surnames.txt"))).into_iter().map(pair).collect(),
            streets: lines(include_str!(concat!("words/", $area, "/streets.txt"))),
            cities: lines(include_str!(concat!("words/", $area, "/cities.txt"))).into_iter().map(pair).collect(),
        }
    };
}

impl Words {
    /// Reads the lists.
    pub(super) fn load() -> Self {
        Self {
            czech: local!("cs"),
            german: local!("de"),
            english: local!("en"),
            products: lines(include_str!("words/products.txt")).into_iter().map(product).collect(),
            companies: lines(include_str!("words/companies.txt")).into_iter().map(pair).collect(),
            notes: lines(include_str!("words/notes.txt")),
            tasks: lines(include_str!("words/tasks.txt")).into_iter().map(pair).collect(),
            events: lines(include_str!("words/events.txt")).into_iter().map(triple).collect(),
            comments: lines(include_str!("words/comments.txt")).into_iter().map(comment).collect(),
            messages: lines(include_str!("words/messages.txt")),
            campaigns: lines(include_str!("words/campaigns.txt")),
        }
    }

    /// The names and places of an area.
    pub(super) fn of(&self, area: Area) -> &Local {
        match area {
            Area::Czech => &self.czech,
            Area::German => &self.german,
            Area::English => &self.english,
        }
    }
}

fn lines(file: &'static str) -> Vec<&'static str> {
    file.lines().filter(|line| !line.is_empty()).collect()
}

/// A word without a second form is its own.
fn pair(line: &'static str) -> (&'static str, &'static str) {
    line.split_once(';').unwrap_or((line, line))
}

fn triple(line: &'static str) -> (&'static str, &'static str, &'static str) {
    let (first, rest) = pair(line);
    let (second, third) = pair(rest);
    (first, second, third)
}

fn comment(line: &'static str) -> (i16, &'static str) {
    let (mark, text) = pair(line);
    (mark.parse().unwrap_or_default(), text)
}

fn product(line: &'static str) -> Product {
    let mut parts = line.split(';');
    let mut next = || parts.next().unwrap_or_default();
    Product {
        id: next(),
        group_id: next(),
        group: next(),
        brand: next(),
        name: next(),
        price: next().parse().unwrap_or_default(),
        vat: next().parse().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_whole() {
        let words = Words::load();
        for product in &words.products {
            assert!(product.price > 0 && product.vat > 0, "{product:?}");
        }
        for (mark, text) in &words.comments {
            assert!((1..=10).contains(mark) && !text.contains(';'), "{text}");
        }
        for (name, place, description) in &words.events {
            assert!(!name.is_empty() && name != place && place != description, "{name}");
        }
        for area in [Area::Czech, Area::German, Area::English] {
            for (town, code) in &words.of(area).cities {
                assert!(town != code, "{town} has no postal code");
            }
        }
    }
}
