//! Chance that repeats: the same numbers for the same seed, whatever the machine, the day and the versions of libraries.

/// SplitMix64. A library's generator may change with its version, and then so would everybody's demo data.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The dice of one customer, so that a customer does not depend on those before it.
    pub(crate) fn of(seed: u64, customer: i64) -> Self {
        let mut dice = Self(seed);
        let mixed = dice.roll() ^ customer.unsigned_abs();
        let mut dice = Self(mixed);
        dice.roll();
        dice
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 when there is none.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        let product = u128::from(self.roll()) * u128::from(end);
        u64::try_from(product >> 64).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low)).unwrap_or_default();
        low.saturating_add_unsigned(self.below(width.saturating_add(1)))
    }

    /// True in `percent` of 100 cases.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of these, each as likely; `items` must not be empty.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.index(items.len())]
    }

    /// Up to `count` different ones of these, in their order.
    pub(super) fn some<T: Copy>(&mut self, items: &[T], count: usize) -> Vec<T> {
        let mut chosen = Vec::with_capacity(count);
        for (place, item) in items.iter().enumerate() {
            let wanted = count - chosen.len();
            if self.index(items.len() - place) < wanted {
                chosen.push(*item);
            }
        }
        chosen
    }

    /// A place in the weights, as likely as its weight.
    pub(super) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut rest = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            match rest.checked_sub(*weight) {
                Some(less) => rest = less,
                None => return place,
            }
        }
        0
    }

    /// An id of 26 hexadecimal digits, the form in which CareCloud issues most.
    pub(super) fn hex(&mut self) -> String {
        let (high, low) = (self.roll(), self.roll());
        let mut text = format!("{high:016x}{low:016x}");
        text.truncate(26);
        text
    }

    fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_changes() {
        let mut dice = Dice::of(42, 1);
        let rolled: Vec<u64> = (0..4).map(|_| dice.below(1_000)).collect();
        assert_eq!(rolled, [760, 782, 328, 967]);
    }

    #[test]
    fn keeps_to_its_bounds() {
        let mut dice = Dice::of(1, 1);
        for _ in 0..10_000 {
            assert!((-3..=3).contains(&dice.between(-3, 3)));
            assert!(dice.weighted(&[0, 5, 0, 2]) % 2 == 1);
        }
        assert!(!dice.chance(0) && dice.chance(100));
    }

    #[test]
    fn chooses_different_ones() {
        let mut dice = Dice::of(1, 1);
        for count in 0..=8 {
            let mut chosen = dice.some(&[1, 2, 3, 4, 5], count);
            assert_eq!(chosen.len(), count.min(5));
            chosen.dedup();
            assert_eq!(chosen.len(), count.min(5));
        }
    }
}
