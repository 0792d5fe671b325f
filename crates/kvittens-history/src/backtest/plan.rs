//! What is to be tested, and the test of it: months in parallel as far as the memory lasts.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use kvittens_model::{Code, YearMonth};
use kvittens_rules::RulesError;
use kvittens_tables::Key;

use super::aim::Aim;
use super::cache::Cache;
use super::catalogue::Catalogue;
use super::gather::gather;
use super::hear::{Asked, Tallied, hear};
use super::labels::Labels;
use super::row::Backtest;
use super::sweep::{Axis, AxisError, grid};
use super::together::together;
use crate::months::{Months, MonthsError};
use crate::said::{Found, Said};

/// What is held against the baseline.
#[derive(Debug)]
pub enum Candidate {
    /// A configuration.
    Catalogue(Box<Catalogue>),
    /// Findings made elsewhere: they stand in the place of the baseline's of the rules they name.
    Findings(Vec<Found>),
}

/// What is to be tested.
pub struct Plan<'a> {
    /// Where the months are.
    pub months: &'a dyn Months,
    /// Which of them, in order.
    pub which: Vec<YearMonth>,
    /// The rules in force.
    pub baseline: Catalogue,
    /// What is held against them; `None`: they themselves, against the labels alone.
    pub candidate: Option<Candidate>,
    /// Parameters to sweep, two at most.
    pub sweep: Vec<Axis>,
    /// What a value has to meet.
    pub aim: Aim,
    /// What is right and wrong.
    pub labels: Option<&'a Labels>,
    /// Minutes that a controller spends on a finding.
    pub minutes_per_finding: f64,
    /// Makes finding ids.
    pub key: &'a Key,
    /// What was heard before.
    pub cache: Option<&'a Cache>,
    /// Bytes of memory that months may take together.
    pub memory: u64,
    /// Most months at once.
    pub threads: usize,
    /// The program, so that another version of it hears everything again.
    pub version: &'a str,
    /// Nanoseconds from any fixed moment.
    pub now: fn() -> u64,
    /// Told of every month that is done.
    pub done: &'a (dyn Fn(YearMonth) + Sync),
}

/// What stopped a backtest.
#[derive(Debug, thiserror::Error)]
pub enum BacktestError {
    /// A month.
    #[error(transparent)]
    Months(#[from] MonthsError),
    /// A configuration.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// A sweep.
    #[error(transparent)]
    Sweep(#[from] AxisError),
    /// A month that is not there.
    #[error("{wanted} is not there; found {}", range(.found))]
    NoMonth {
        /// The month.
        wanted: YearMonth,
        /// Those that are.
        found: Vec<YearMonth>,
    },
}

fn range(months: &[YearMonth]) -> String {
    match months {
        [] => "none".to_owned(),
        [one] => one.to_string(),
        [first, .., last] => format!("{first}..{last}"),
    }
}

impl Plan<'_> {
    /// Tests it.
    ///
    /// # Errors
    /// A month that is not there or cannot be read, a configuration or a sweep that does not fit.
    pub fn run(&self) -> Result<Backtest, BacktestError> {
        let there: BTreeSet<YearMonth> = self.months.months().into_iter().collect();
        if let Some(wanted) = self.which.iter().find(|month| !there.contains(month)) {
            return Err(BacktestError::NoMonth { wanted: *wanted, found: there.into_iter().collect() });
        }
        let (asked, points) = self.asked()?;
        let tallied = Tallied::default();
        let gathered = self.each(|month| {
            let heard = hear(self, month, &asked, &tallied)?;
            Ok(gather(self, month, heard))
        })?;
        let mut backtest = together(self, gathered, points);
        backtest.heard = (tallied.kept.into_inner(), tallied.run.into_inner());
        Ok(backtest)
    }

    /// What the baseline alone says of each month.
    ///
    /// # Errors
    /// As [`Plan::run`].
    pub fn said(&self) -> Result<Vec<Said>, BacktestError> {
        let (asked, tallied) = ([Asked::new(&self.baseline, None)?], Tallied::default());
        let heard = self.each(|month| hear(self, month, &asked, &tallied))?;
        Ok(heard.into_iter().flatten().map(|heard| heard.said).collect())
    }

    /// The baseline, the candidate where it is a configuration, and the points of the sweep; and the points' values.
    fn asked(&self) -> Result<(Vec<Asked>, Vec<Vec<f64>>), BacktestError> {
        let mut asked = vec![Asked::new(&self.baseline, None)?];
        let base = match &self.candidate {
            Some(Candidate::Catalogue(catalogue)) => {
                asked.push(Asked::new(catalogue, None)?);
                catalogue.as_ref()
            }
            _ => &self.baseline,
        };
        if self.sweep.is_empty() {
            return Ok((asked, Vec::new()));
        }
        let points = grid(&self.sweep)?;
        let swept = self.swept();
        for point in &points {
            let mut catalogue = base.clone();
            for (axis, value) in self.sweep.iter().zip(point) {
                catalogue = catalogue.with(axis.rule, axis.parameter, axis.toml(*value));
            }
            asked.push(Asked::new(&catalogue, Some(&swept))?);
        }
        Ok((asked, points))
    }

    /// The rules whose parameters are swept.
    pub(super) fn swept(&self) -> Vec<Code> {
        let swept: BTreeSet<Code> = self.sweep.iter().map(|axis| axis.rule).collect();
        swept.into_iter().collect()
    }

    /// How many of what was heard come before the sweep's points.
    pub(super) fn sides(&self) -> usize {
        if matches!(self.candidate, Some(Candidate::Catalogue(_))) { 2 } else { 1 }
    }

    /// Does the same with every month, several at once. They wait on threads of their own, outside the pool that reads
    /// and checks: one that waited inside it could hold up the month it waits for.
    fn each<T: Send>(
        &self,
        work: impl Fn(YearMonth) -> Result<T, BacktestError> + Sync,
    ) -> Result<Vec<T>, BacktestError> {
        let largest = self.which.iter().map(|month| self.months.bytes(*month)).max().unwrap_or(1).max(1);
        let fitting = usize::try_from(self.memory / largest).unwrap_or(usize::MAX);
        let workers = fitting.clamp(1, self.threads.max(1)).min(self.which.len().max(1));
        let (next, results) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(month) = self.which.get(at) else { return };
                        let result = work(*month);
                        (self.done)(*month);
                        let failed = result.is_err();
                        if let Ok(mut results) = results.lock() {
                            results.push((at, result));
                        }
                        if failed {
                            next.store(self.which.len(), Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        let mut results = results.into_inner().unwrap_or_default();
        results.sort_by_key(|(at, _)| *at);
        results.into_iter().map(|(_, result)| result).collect()
    }
}
