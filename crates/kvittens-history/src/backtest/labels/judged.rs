//! What labels say of a rule: precision, recall and their harmonic mean.

use std::ops::AddAssign;

use kvittens_rules::stats::wilson;

/// How the findings of a rule stand against its labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Findings that a label calls right.
    pub right: u64,
    /// Findings that a label calls wrong, and where the labels are complete those that no label knows.
    pub wrong: u64,
    /// Findings that no label knows, where the labels are not complete: they count neither way.
    pub unknown: u64,
    /// Labels called right that a finding holds, where the labels are complete.
    pub found: u64,
    /// Labels called right, where the labels are complete.
    pub expected: u64,
}

/// A share with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The share.
    pub value: f64,
    /// Its least.
    pub low: f64,
    /// Its most.
    pub high: f64,
}

impl AddAssign for Judged {
    fn add_assign(&mut self, other: Judged) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.unknown += other.unknown;
        self.found += other.found;
        self.expected += other.expected;
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of findings are far below 2^52")]
fn share(numerator: u64, denominator: u64) -> Option<Share> {
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let (low, high) = wilson::interval(whole(numerator), whole(denominator))?;
    Some(Share { value: numerator as f64 / denominator as f64, low, high })
}

impl Judged {
    /// Right findings of those right or wrong, with its 95 % Wilson interval.
    pub fn precision(&self) -> Option<Share> {
        share(self.right, self.right + self.wrong)
    }

    /// Right labels found, of all; only where they are complete. With its 95 % Wilson interval.
    pub fn recall(&self) -> Option<Share> {
        share(self.found, self.expected)
    }

    /// The harmonic mean of precision and recall. Its range is that of the two intervals' lower and upper ends.
    pub fn f1(&self) -> Option<Share> {
        let (precision, recall) = (self.precision()?, self.recall()?);
        let mean = |a: f64, b: f64| if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 };
        Some(Share {
            value: mean(precision.value, recall.value),
            low: mean(precision.low, recall.low),
            high: mean(precision.high, recall.high),
        })
    }
}
