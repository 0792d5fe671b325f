//! The dictionaries of a file while it is read: as many as threads are at work, whichever piece they are at.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::fields::Field;
use crate::intern::{Seen, Words};

/// The dictionaries of one thread. Staff and who entered share one in the month.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "one per id column of a row")]
pub struct Dictionaries {
    pub provider: Words,
    pub unit: Words,
    pub visit: Words,
    pub customer: Words,
    pub staff: Words,
    pub entered_by: Words,
    pub services: Words,
    pub tag: Words,
    pub device: Words,
    pub reason: Words,
    pub double_id: Words,
}

impl Dictionaries {
    /// How many cells had a look-alike letter so far.
    pub fn repaired(&self) -> u64 {
        let of_names = [&self.provider, &self.unit, &self.visit, &self.customer, &self.staff, &self.entered_by];
        let others = [&self.services, &self.tag, &self.device, &self.reason, &self.double_id];
        of_names.iter().chain(&others).map(|words| words.repairs.count).sum()
    }

    /// What was repaired in which column of the piece at hand; the next piece begins with nothing.
    pub fn take_repairs(&mut self) -> Vec<(Field, Seen)> {
        for of in [&mut self.device, &mut self.entered_by, &mut self.double_id] {
            of.repairs = Seen::default();
        }
        let told = [
            (Field::Provider, &mut self.provider),
            (Field::Unit, &mut self.unit),
            (Field::Visit, &mut self.visit),
            (Field::Customer, &mut self.customer),
            (Field::Staff, &mut self.staff),
            (Field::Service, &mut self.services),
            (Field::Tag, &mut self.tag),
            (Field::Reason, &mut self.reason),
        ];
        told.into_iter().map(|(field, words)| (field, std::mem::take(&mut words.repairs))).collect()
    }
}

/// Dictionaries that wait for a thread.
#[derive(Debug, Default)]
pub struct Pool {
    idle: Mutex<Vec<(usize, Dictionaries)>>,
    made: AtomicUsize,
}

impl Pool {
    /// Lends dictionaries to a piece of work, with their number.
    pub fn lend<T>(&self, work: impl FnOnce(usize, &mut Dictionaries) -> T) -> T {
        let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let (number, mut of) =
            waiting.unwrap_or_else(|| (self.made.fetch_add(1, Ordering::Relaxed), Dictionaries::default()));
        let done = work(number, &mut of);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push((number, of));
        done
    }

    /// All of them, by number.
    pub fn into_all(self) -> Vec<Dictionaries> {
        let mut all = self.idle.into_inner().unwrap_or_else(PoisonError::into_inner);
        all.sort_unstable_by_key(|(number, _)| *number);
        all.into_iter().map(|(_, of)| of).collect()
    }
}
