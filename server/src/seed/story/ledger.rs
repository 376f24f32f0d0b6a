//! Points and credits: what was earned, what was spent from it, what expired, and what is left.

use entity::ledger_account::{self, LedgerUnit};
use entity::ledger_debit::{self, DebitKind};
use entity::source_record::RecordState;
use entity::{Amount, Timestamp, ledger_allocation, ledger_lot, reward, voucher};

use super::purchases::{Bought, store};
use super::{Entry, Scene, Told};
use crate::seed::calendar::{self, EPOCH};

/// Points are good for two years.
const POINTS_LAST: i64 = 730;
/// Whole crowns for one point.
const CROWNS_A_POINT: i64 = 10;

/// An account as it grows; its rows are written when its story is over.
struct Account {
    id: i64,
    unit: LedgerUnit,
    type_id: i64,
    currency: Option<String>,
    lots: Vec<ledger_lot::Model>,
    changed_at: Timestamp,
}

/// The member's points, and for some their credits.
pub(super) fn tell(scene: &mut Scene<'_>, record: Told, bought: &[Bought]) {
    points(scene, record, bought);
    if scene.dice.chance(20) {
        credits(scene, record);
    }
    if scene.dice.chance(35) {
        gift(scene, record);
    }
}

fn points(scene: &mut Scene<'_>, record: Told, bought: &[Bought]) {
    let of_type = scene.catalogue.loyalty.point_types[0].id;
    let mut account = open(scene, record, LedgerUnit::Points, of_type);
    if scene.dice.chance(40) {
        let until = calendar::later(record.created_at, POINTS_LAST);
        earn(scene, record, &mut account, 100, record.created_at, Some(until), None);
    }
    for purchase in bought {
        expire(scene, record, &mut account, purchase.at);
        let points = (purchase.crowns / CROWNS_A_POINT).max(1);
        let until = calendar::later(purchase.at, POINTS_LAST);
        earn(scene, record, &mut account, points, purchase.at, Some(until), Some(purchase.id));
        if scene.dice.chance(25) {
            buy_reward(scene, record, &mut account, purchase.at.plus_seconds(120));
        }
    }
    expire(scene, record, &mut account, EPOCH);
    close(scene, record, account);
}

/// Credits are money: they do not expire.
fn credits(scene: &mut Scene<'_>, record: Told) {
    let types = [0, 1].map(|place| scene.catalogue.loyalty.credit_types[place].id);
    let of_type = scene.dice.pick(&types);
    let mut account = open(scene, record, LedgerUnit::Credits, of_type);
    account.currency = Some(scene.person.currency().to_owned());
    for _ in 0..1 + scene.dice.weighted(&[70, 30]) {
        let at = calendar::moment(&mut scene.dice, account.changed_at, EPOCH);
        let units = scene.dice.between(1, 20) * 50 / scene.person.crowns().min(5);
        earn(scene, record, &mut account, units, at, None, None);
    }
    if scene.dice.chance(50) {
        let share = scene.dice.between(10, 100);
        let amount = Amount(account.left().0 / 10_000 * share / 100 * 10_000);
        let at = calendar::moment(&mut scene.dice, account.changed_at, EPOCH);
        debit(scene, record, &mut account, DebitKind::Spend, amount, at, Some("Paid at the cash desk"));
    }
    close(scene, record, account);
}

fn open(scene: &mut Scene<'_>, record: Told, unit: LedgerUnit, type_id: i64) -> Account {
    let id = scene.ids.ledger_account.take();
    Account { id, unit, type_id, currency: None, lots: Vec::new(), changed_at: record.created_at }
}

impl Account {
    /// What is available in all lots.
    fn left(&self) -> Amount {
        Amount(self.lots.iter().map(|lot| lot.available.0).sum())
    }
}

fn earn(
    scene: &mut Scene<'_>,
    record: Told,
    account: &mut Account,
    units: i64,
    at: Timestamp,
    until: Option<Timestamp>,
    purchase: Option<i64>,
) {
    let amount = Amount(units * 10_000);
    account.changed_at = at;
    account.lots.push(ledger_lot::Model {
        id: scene.ids.ledger_lot.take(),
        account_id: account.id,
        source_record_id: record.id,
        vendor_id: Some(scene.dice.hex()),
        partner_id: Some(scene.catalogue.loyalty.partners[0].id),
        assigned: amount,
        available: amount,
        earned_at: at,
        expires_at: until,
        expired_at: None,
        state: RecordState::Active,
        note: purchase.is_none().then(|| "Welcome".to_owned()),
        purchase_id: purchase,
    });
}

/// Takes `amount` from the lots, soonest expiry first; nothing when there is less.
fn debit(
    scene: &mut Scene<'_>,
    record: Told,
    account: &mut Account,
    kind: DebitKind,
    amount: Amount,
    at: Timestamp,
    note: Option<&str>,
) {
    if amount.0 <= 0 || amount > account.left() {
        return;
    }
    let id = scene.ids.ledger_debit.take();
    scene.out.ledger_debit.push(ledger_debit::Model {
        id,
        account_id: account.id,
        source_record_id: record.id,
        spend_id: None,
        kind,
        amount,
        note: note.map(str::to_owned),
        idempotency_key: None,
        created_at: at,
        reversed_at: None,
    });
    // Lots are in the order they were earned, which is the order they expire.
    let mut rest = amount.0;
    for lot in &mut account.lots {
        let part = rest.min(lot.available.0);
        if part > 0 {
            lot.available.0 -= part;
            rest -= part;
            let id_of_part = scene.ids.ledger_allocation.take();
            scene.out.ledger_allocation.push(ledger_allocation::Model {
                id: id_of_part,
                debit_id: id,
                lot_id: lot.id,
                amount: Amount(part),
            });
        }
    }
    account.changed_at = at;
}

/// Lets expire what has come to its end by `now`, a debit a lot, as the job does.
fn expire(scene: &mut Scene<'_>, record: Told, account: &mut Account, now: Timestamp) {
    for place in 0..account.lots.len() {
        let lot = &account.lots[place];
        let Some(end) = lot.expires_at.filter(|end| *end <= now && lot.expired_at.is_none()) else { continue };
        // All that ended sooner is used up, so the debit takes from this lot.
        let rest = lot.available;
        debit(scene, record, account, DebitKind::Expiry, rest, end, None);
        account.lots[place].expired_at = Some(end);
    }
}

/// Buys the dearest reward that the points reach, as a voucher.
fn buy_reward(scene: &mut Scene<'_>, record: Told, account: &mut Account, at: Timestamp) {
    let rewards = &scene.catalogue.loyalty.rewards;
    let left = account.left();
    let reached = rewards.iter().filter(|reward| reward.points_cost.is_some_and(|cost| cost <= left));
    let Some(reward) = reached.max_by_key(|reward| reward.points_cost) else { return };
    let reward = reward.clone();
    let cost = reward.points_cost.unwrap_or_default();
    debit(scene, record, account, DebitKind::Spend, cost, at, Some(&reward.name));
    let title = format!("{cost} points spent on {}", reward.name);
    scene.happened(record, Entry::new("points.spent", at, title).about("ledger_account", account.id));
    issue(scene, record, &reward, at);
}

/// A voucher for nothing: a welcome, a birthday, a campaign.
fn gift(scene: &mut Scene<'_>, record: Told) {
    let rewards = &scene.catalogue.loyalty.rewards;
    let free: Vec<usize> = (0..rewards.len()).filter(|place| rewards[*place].points_cost.is_none()).collect();
    if free.is_empty() {
        return;
    }
    let reward = rewards[scene.dice.pick(&free)].clone();
    let at = calendar::moment(&mut scene.dice, record.created_at, EPOCH);
    issue(scene, record, &reward, at);
}

/// A voucher, valid for half a year, which many have used.
fn issue(scene: &mut Scene<'_>, record: Told, reward: &reward::Model, at: Timestamp) {
    let id = scene.ids.voucher.take();
    let valid_to = calendar::later(at, 180);
    let applied_at = scene.dice.chance(55).then(|| calendar::moment(&mut scene.dice, at, valid_to.min(EPOCH)));
    let value = reward
        .code
        .strip_prefix('V')
        .and_then(|value| value.parse().ok())
        .and_then(|units| Amount::from_units(units).ok());
    let store = store(scene);
    scene.out.voucher.push(voucher::Model {
        id,
        brand_id: scene.catalogue.brand,
        source_record_id: record.id,
        vendor_id: Some(scene.dice.hex()),
        reward_id: Some(reward.id),
        store_id: applied_at.map(|_| scene.catalogue.loyalty.stores[store].id),
        code: format!("{}-{id:06}", reward.code),
        currency: value.map(|_| "CZK".to_owned()),
        value,
        reward_group: Some(reward.reward_group.to_string()),
        note: None,
        valid_from: Some(at),
        valid_to: Some(valid_to),
        applied_at,
        state: RecordState::Active,
        created_at: at,
        updated_at: applied_at.unwrap_or(at),
    });
    let issued = Entry::new("voucher.issued", at, format!("Voucher for {} issued", reward.name));
    scene.happened(record, issued.about("voucher", id));
    if let Some(applied) = applied_at {
        let redeemed = Entry::new("voucher.redeemed", applied, format!("Voucher for {} redeemed", reward.name));
        scene.happened(record, redeemed.about("voucher", id));
    }
}

fn close(scene: &mut Scene<'_>, record: Told, account: Account) {
    scene.out.ledger_account.push(ledger_account::Model {
        id: account.id,
        brand_id: scene.catalogue.brand,
        source_record_id: record.id,
        unit: account.unit,
        type_id: Some(account.type_id),
        balance: account.left(),
        currency: account.currency,
        updated_at: account.changed_at,
    });
    scene.out.ledger_lot.extend(account.lots);
}
