//! Random sequences over the real service and store, against a model that knows nothing of either.

use entity::ledger_account::LedgerUnit;
use entity::{Amount, Timestamp};
use onefold::domain::account::{Permission, Viewer};
use onefold::domain::identity::service as identity;
use onefold::domain::ledger::service::{self, Adjustment, Earning, Spending};
use onefold::domain::ledger::store::pools;
use onefold::domain::ledger::{Sort, Stock, allocate};
use onefold::domain::source::Facts;
use onefold::domain::{customer, source};
use onefold::error::{Error, Result};
use onefold::store::Work;
use onefold_tests::TestApp;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::kit::check_books;

const HOUR: i64 = 3_600;

#[derive(Clone, Debug)]
enum Step {
    /// On which of two records, how much, for how many hours.
    Earn(usize, i64, Option<i64>),
    Spend(i64),
    /// Of one record alone.
    SpendOf(usize, i64),
    Adjust(i64),
    /// The nth spend that was made, if there were as many.
    Reverse(usize),
    /// So many hours pass.
    Wait(i64),
    /// The job runs.
    Expire,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let amount = prop_oneof![1..200_000_i64, (1..40_i64).prop_map(|units| units * 10_000)];
    let step = prop_oneof![
        4 => (0..2_usize, amount.clone(), prop::option::of(1..12_i64)).prop_map(|(record, amount, hours)| Step::Earn(record, amount, hours)),
        4 => amount.clone().prop_map(Step::Spend),
        1 => (0..2_usize, amount.clone()).prop_map(|(record, amount)| Step::SpendOf(record, amount)),
        1 => amount.prop_map(|amount| Step::Adjust(if amount % 2 == 0 { amount } else { -amount })),
        2 => (0..8_usize).prop_map(Step::Reverse),
        2 => (0..6_i64).prop_map(Step::Wait),
        1 => Just(Step::Expire),
    ];
    prop::collection::vec(step, 1..30)
}

/// What should be, kept in the plainest way: a lot is a purse, a spend a list of what it took from which.
#[derive(Default)]
struct Model {
    lots: Vec<(usize, i64, Option<i64>)>,
    spends: Vec<Option<Vec<(usize, i64)>>>,
}

impl Model {
    fn earn(&mut self, record: usize, amount: i64, expires_at: Option<i64>) {
        self.lots.push((record, amount, expires_at));
    }

    fn living(&self, record: Option<usize>, now: i64) -> Vec<usize> {
        let lives =
            |lot: &(usize, i64, Option<i64>)| lot.2.is_none_or(|at| at > now) && record.is_none_or(|r| r == lot.0);
        (0..self.lots.len()).filter(|n| lives(&self.lots[*n])).collect()
    }

    fn balance(&self, record: Option<usize>, now: i64) -> i64 {
        self.living(record, now).into_iter().map(|n| self.lots[n].1).sum()
    }

    /// Ten-thousandth by ten-thousandth would do; in portions it is the same.
    fn take(&mut self, record: Option<usize>, mut amount: i64, now: i64) -> Option<Vec<(usize, i64)>> {
        if self.balance(record, now) < amount {
            return None;
        }
        let mut order = self.living(record, now);
        order.sort_by_key(|n| (self.lots[*n].2.unwrap_or(i64::MAX), *n));
        let mut taken = Vec::new();
        for n in order {
            let part = amount.min(self.lots[n].1);
            self.lots[n].1 -= part;
            amount -= part;
            taken.push((n, part));
        }
        Some(taken)
    }

    fn reverse(&mut self, spend: usize) -> bool {
        let Some(taken) = self.spends.get_mut(spend).and_then(Option::take) else { return false };
        for (n, part) in taken {
            self.lots[n].1 += part;
        }
        true
    }
}

/// The real thing: one customer with two records.
struct Bench<'a> {
    app: &'a TestApp,
    viewer: Viewer,
    customer: i64,
    records: [i64; 2],
    /// The first debit of each spend.
    spends: Vec<i64>,
}

impl<'a> Bench<'a> {
    async fn new(app: &'a TestApp) -> Result<Self> {
        let viewer = app.system();
        let work = Work::begin(&app.app, &viewer, Permission::CustomerCud).await?;
        let facts = Facts { last_name: Some("Malá".to_owned()), ..Facts::default() };
        let first = customer::service::create(&work, customer::service::At::default(), facts.clone()).await?;
        let second = customer::service::create(&work, customer::service::At::default(), facts).await?;
        identity::merge(&work, first, second).await?;
        let linked = source::store::of_customer(work.db(), work.brand(), first).await?;
        work.commit().await?;
        let records = [linked[0].0.id, linked[1].0.id];
        Ok(Self { app, viewer, customer: first, records, spends: Vec::new() })
    }

    async fn work(&self) -> Result<Work<'_>> {
        Work::begin(&self.app.app, &self.viewer, Permission::CustomerCud).await
    }

    async fn earn(&self, record: usize, amount: i64, expires_at: Option<Timestamp>) -> Result<()> {
        let work = self.work().await?;
        let earning = Earning {
            source_record: self.records[record],
            sort: points(),
            amount: Amount(amount),
            earned_at: None,
            expires_at,
            note: None,
            partner: None,
            purchase: None,
            vendor_id: None,
        };
        service::earn(&work, earning).await?;
        work.commit().await
    }

    /// Whether it was carried out.
    async fn spend(&mut self, record: Option<usize>, amount: i64) -> Result<bool> {
        let work = self.work().await?;
        let source_record = record.map(|record| self.records[record]);
        let spending =
            Spending { customer: self.customer, source_record, sort: points(), amount: Amount(amount), note: None };
        match service::spend(&work, spending).await {
            Err(Error::Invalid(_)) => Ok(false),
            Err(error) => Err(error),
            Ok(debits) => {
                work.commit().await?;
                self.spends.push(debits[0].id);
                Ok(true)
            }
        }
    }

    async fn adjust(&self, amount: i64) -> Result<bool> {
        let work = self.work().await?;
        let source_record = (amount > 0).then_some(self.records[0]);
        let (customer, amount, reason) = (self.customer, Amount(amount), "a reason".to_owned());
        match service::adjust(&work, Adjustment { customer, source_record, sort: points(), amount, reason }).await {
            Err(Error::Invalid(_)) => Ok(false),
            Err(error) => Err(error),
            Ok(_) => work.commit().await.map(|()| true),
        }
    }

    async fn reverse(&self, spend: usize) -> Result<bool> {
        let Some(debit) = self.spends.get(spend) else { return Ok(false) };
        let work = self.work().await?;
        match service::reverse(&work, *debit).await {
            Err(Error::Conflict(_)) => Ok(false),
            Err(error) => Err(error),
            Ok(_) => work.commit().await.map(|()| true),
        }
    }

    async fn balance(&self) -> Result<i64> {
        let (db, now) = (self.app.app.store().reader(), self.app.app.clock().now());
        let found = pools::balances(db, self.viewer.brand(), &[self.customer], now).await?;
        Ok(found[&self.customer].iter().map(|balance| balance.amount.0).sum())
    }
}

fn points() -> Sort {
    Sort { unit: LedgerUnit::Points, type_id: None, currency: None }
}

/// Runs one step on both; answers with whether each carried it out.
async fn run(bench: &mut Bench<'_>, model: &mut Model, step: &Step) -> Result<(bool, bool)> {
    let clock = bench.app.app.clock();
    let now = clock.now();
    Ok(match step {
        Step::Earn(record, amount, hours) => {
            let expires_at = hours.map(|hours| now.plus_seconds(hours * HOUR));
            model.earn(*record, *amount, expires_at.map(|at| at.0));
            bench.earn(*record, *amount, expires_at).await?;
            (true, true)
        }
        Step::Spend(amount) => spend(bench, model, None, *amount).await?,
        Step::SpendOf(record, amount) => spend(bench, model, Some(*record), *amount).await?,
        Step::Adjust(amount) if *amount > 0 => {
            model.earn(0, *amount, None);
            (true, bench.adjust(*amount).await?)
        }
        Step::Adjust(amount) => (model.take(None, -amount, now.0).is_some(), bench.adjust(*amount).await?),
        Step::Reverse(spend) => (model.reverse(*spend), bench.reverse(*spend).await?),
        Step::Wait(hours) => {
            clock.set(now.plus_seconds(hours * HOUR));
            (true, true)
        }
        Step::Expire => {
            service::expire_due(&bench.app.app, 100).await?;
            (true, true)
        }
    })
}

async fn spend(bench: &mut Bench<'_>, model: &mut Model, record: Option<usize>, amount: i64) -> Result<(bool, bool)> {
    let taken = model.take(record, amount, bench.app.app.clock().now().0);
    let expected = taken.is_some();
    if expected {
        model.spends.push(taken);
    }
    Ok((expected, bench.spend(record, amount).await?))
}

async fn play(app: &TestApp, steps: &[Step]) -> Result<(), String> {
    let text = |error: Error| format!("{error}: {error:?}");
    let mut bench = Bench::new(app).await.map_err(text)?;
    let mut model = Model::default();
    for (n, step) in steps.iter().enumerate() {
        let (expected, done) = run(&mut bench, &mut model, step).await.map_err(text)?;
        if expected != done {
            return Err(format!("step {n}, {step:?}: should be carried out: {expected}, was: {done}"));
        }
        check_books(app).await.map_err(|problem| format!("step {n}, {step:?}: {problem}"))?;
        let (balance, expected) = (bench.balance().await.map_err(text)?, model.balance(None, app.app.clock().now().0));
        if balance != expected {
            return Err(format!("step {n}, {step:?}: the balance is {balance}, should be {expected}"));
        }
    }
    Ok(())
}

#[test]
fn whatever_happens_the_books_balance() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = Config { cases: 40, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&steps(), |steps| {
        // Each case has a store of its own, so that checking all books stays quick.
        runtime.block_on(async { play(&TestApp::start().await, &steps).await }).map_err(TestCaseError::fail)
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

fn stocks() -> impl Strategy<Value = Vec<Stock>> {
    let lot = (0..50_i64, prop::option::of(0..5_i64), 0..5_i64);
    prop::collection::vec(lot, 0..12).prop_map(|lots| {
        let stock = |(lot, (available, expires_at, earned_at)): (_, (_, Option<i64>, _))| Stock {
            lot,
            account: lot % 3,
            available: Amount(available),
            expires_at: expires_at.map(Timestamp),
            earned_at: Timestamp(earned_at),
        };
        (1..).zip(lots).map(stock).collect()
    })
}

proptest! {
    #[test]
    fn shares_sum_to_the_amount_and_nothing_that_expires_later_is_touched_too_early(lots in stocks(), amount in 1..400_i64) {
        let held: i64 = lots.iter().map(|lot| lot.available.0).sum();
        let lot = |id: i64| lots.iter().find(|lot| lot.lot == id).unwrap();
        match allocate(lots.clone(), Amount(amount)) {
            None => prop_assert!(held < amount),
            Some(shares) => {
                prop_assert_eq!(shares.iter().map(|share| share.amount.0).sum::<i64>(), amount);
                prop_assert!(shares.iter().all(|share| share.amount.0 > 0 && share.amount <= lot(share.lot).available));
                let (last, before) = shares.split_last().unwrap();
                prop_assert!(before.iter().all(|share| share.amount == lot(share.lot).available));
                let end = lot(last.lot).expires_at.unwrap_or(Timestamp(i64::MAX));
                let earlier = lots.iter().filter(|lot| lot.available.0 > 0 && lot.expires_at.is_some_and(|at| at < end));
                for earlier in earlier {
                    prop_assert!(before.iter().any(|share| share.lot == earlier.lot));
                }
            }
        }
    }
}
