//! Who a demo customer is.

use chrono::NaiveDate;
use entity::Timestamp;
use entity::customer::{CustomerKind, Gender};
use serde_json::{Value as Json, json};

use crate::domain::source::fold;
use crate::seed::calendar::{self, EPOCH, day, days, days_before};
use crate::seed::dice::Dice;
use crate::seed::words::{Area, Words};

/// A person, or a company with the person who speaks for it.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) kind: CustomerKind,
    pub(super) area: Area,
    pub(super) gender: Gender,
    pub(super) first_name: &'static str,
    pub(super) last_name: &'static str,
    pub(super) pre_nominals: Option<&'static str>,
    pub(super) birth_date: NaiveDate,
    /// Of a company, or of somebody's employer.
    pub(super) company: Option<String>,
    pub(super) email: String,
    /// A second address that some systems know instead of the first.
    pub(super) second_email: String,
    /// Digits with the international prefix.
    pub(super) phone: String,
    /// CareCloud's keys.
    pub(super) address: Json,
    /// The company's own number of the customer, which several systems know.
    pub(super) number: String,
    /// When the first system heard of the customer.
    pub(super) since: Timestamp,
}

impl Person {
    /// ISO 639-1.
    pub(super) fn language(&self) -> &'static str {
        match self.area {
            Area::Czech => "cs",
            Area::German => "de",
            Area::English => "en",
        }
    }

    /// In English.
    pub(super) fn country_name(&self) -> &'static str {
        match self.area {
            Area::Czech => "Czechia",
            Area::German => "Germany",
            Area::English => "United Kingdom",
        }
    }

    /// ISO 4217.
    pub(super) fn currency(&self) -> &'static str {
        match self.area {
            Area::Czech => "CZK",
            Area::German => "EUR",
            Area::English => "GBP",
        }
    }

    /// Czech crowns for one unit of the currency.
    pub(super) fn crowns(&self) -> i64 {
        match self.area {
            Area::Czech => 1,
            Area::German => 25,
            Area::English => 29,
        }
    }

    /// The name in one piece.
    pub(super) fn name(&self) -> String {
        match (&self.company, self.kind) {
            (Some(company), CustomerKind::Company) => company.clone(),
            _ => format!("{} {}", self.first_name, self.last_name),
        }
    }
}

/// The customer with this id.
pub(super) fn new(dice: &mut Dice, words: &Words, id: i64) -> Person {
    let kind = if dice.chance(12) { CustomerKind::Company } else { CustomerKind::Person };
    let area = [Area::Czech, Area::German, Area::English][dice.weighted(&[60, 20, 20])];
    let local = words.of(area);
    let gender = if dice.chance(54) { Gender::Female } else { Gender::Male };
    let surname = dice.pick(&local.surnames);
    let (first_name, last_name) = match gender {
        Gender::Female => (dice.pick(&local.female), surname.1),
        _ => (dice.pick(&local.male), surname.0),
    };
    let company = (kind == CustomerKind::Company || dice.chance(15)).then(|| company(dice, words, kind));
    let mailbox = format!("{}.{}{id}", letters(first_name), letters(last_name));
    Person {
        kind,
        area,
        gender,
        first_name,
        last_name,
        pre_nominals: dice.chance(8).then(|| dice.pick(titles(area))),
        birth_date: days_before(day(EPOCH), dice.between(18 * 365, 85 * 365).unsigned_abs()),
        email: format!("{mailbox}@{}", dice.pick(mail_domains(area))),
        second_email: match &company {
            Some(company) => format!("{mailbox}@{}.example", letters(company)),
            None => format!("{mailbox}@mail.example"),
        },
        phone: phone(area, id),
        address: address(dice, words, area),
        company,
        number: format!("K{id:07}"),
        since: since(dice),
    }
}

/// The name of a company; several branches of one are told apart by a town or a number only at an employer's size.
fn company(dice: &mut Dice, words: &Words, kind: CustomerKind) -> String {
    let (name, form) = dice.pick(&words.companies);
    match kind {
        CustomerKind::Company => format!("{name} {} {form}", dice.between(2, 9_999)),
        CustomerKind::Person => format!("{name} {form}"),
    }
}

/// More people joined lately than long ago.
fn since(dice: &mut Dice) -> Timestamp {
    let age = dice.between(20, 1_400).min(dice.between(20, 1_400));
    calendar::moment(dice, days(-age), days(1 - age))
}

fn titles(area: Area) -> &'static [&'static str] {
    match area {
        Area::Czech => &["Ing.", "Mgr.", "MUDr.", "PhDr.", "JUDr.", "Bc."],
        Area::German => &["Dr.", "Prof. Dr.", "Dipl.-Ing."],
        Area::English => &["Dr", "Prof", "Rev"],
    }
}

/// Names under which nobody can have a mailbox (RFC 2606).
fn mail_domains(area: Area) -> &'static [&'static str] {
    match area {
        Area::Czech => &["posta.example", "schranka.example", "example.com"],
        Area::German => &["briefkasten.example", "post.example", "example.org"],
        Area::English => &["mailbox.example", "letters.example", "example.net"],
    }
}

/// Letters and digits of a name without accents, in lower case.
fn letters(name: &str) -> String {
    fold(name).replace('ß', "ss").chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Mobile numbers, each once: a multiplication by a number prime to 10 shuffles all numbers of eight digits.
fn phone(area: Area, id: i64) -> String {
    let shuffled = id.unsigned_abs().wrapping_mul(48_271_831) % 100_000_000;
    match area {
        Area::Czech => format!("4207{shuffled:08}"),
        Area::German => format!("49151{shuffled:08}"),
        Area::English => format!("4477{shuffled:08}"),
    }
}

fn address(dice: &mut Dice, words: &Words, area: Area) -> Json {
    let local = words.of(area);
    let (city, zip) = dice.pick(&local.cities);
    let country = match area {
        Area::Czech => "cz",
        Area::German => "de",
        Area::English => "gb",
    };
    json!({
        "address1": dice.pick(&local.streets),
        "address2": if area == Area::Czech { dice.between(1, 2_500).to_string() } else { String::new() },
        "address3": dice.between(1, 120).to_string(),
        "address4": "",
        "address5": "",
        "address6": "",
        "address7": "",
        "zip": zip,
        "city": city,
        "country_code": country,
    })
}
