//! Words.

/// `LAST_ACTIVITY_AT`, `note.added` or `firstName` as `Last activity at`, `Note added`, `First name`.
pub(crate) fn sentence(code: &str) -> String {
    let mut out = String::new();
    let shouted = !code.chars().any(char::is_lowercase);
    for (at, letter) in code.chars().enumerate() {
        match letter {
            '_' | '.' | '-' => out.push(' '),
            _ if at == 0 => out.extend(letter.to_uppercase()),
            _ if letter.is_uppercase() && !shouted => {
                out.push(' ');
                out.extend(letter.to_lowercase());
            }
            _ => out.extend(letter.to_lowercase()),
        }
    }
    if out.starts_with("Api ") { out.replacen("Api", "API", 1) } else { out }
}

/// The first letters of the first and the last word of a name.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    let both = first.into_iter().chain(words.next_back());
    both.flat_map(char::to_uppercase).collect()
}

/// `1 customer`, `2 customers`.
pub(crate) fn plural(count: i64, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{} {noun}", super::number(&count.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_becomes_a_sentence() {
        assert_eq!(sentence("LAST_ACTIVITY_AT"), "Last activity at");
        assert_eq!(sentence("note.added"), "Note added");
        assert_eq!(sentence("firstName"), "First name");
        assert_eq!(sentence("api_key.create"), "API key create");
    }

    #[test]
    fn initials_are_of_the_first_and_last_word() {
        assert_eq!(initials("Jana Marie Nováková"), "JN");
        assert_eq!(initials("žofie"), "Ž");
        assert_eq!(initials("  "), "");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(plural(1, "customer", "customers"), "1 customer");
        assert_eq!(plural(1200, "customer", "customers"), "1,200 customers");
    }
}
