//! Who makes which visit of a day. Nobody is in two places, and there are some minutes to get there.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use crate::kinds::Kind;
use crate::people::Provider;
use crate::visit::{Span, Visit};

/// Minutes between two visits of one member of staff, at least.
pub(crate) const TRAVEL: i32 = 4;

/// Gives each visit a member of staff; a visit that nobody can make falls out.
pub(crate) fn assign(provider: &Provider, day: i32, visits: &mut Vec<Visit>, rng: &mut Pcg64Mcg) {
    let mut diary = Diary { taken: vec![Vec::new(); provider.staff.len()] };
    let own = |visit: &Visit| own_staff(provider, visit).filter(|&staff| provider.staff[staff as usize].works(day));
    for visit in visits.iter() {
        if let Some(staff) = own(visit) {
            diary.taken[staff as usize].push(visit.actual);
        }
    }
    visits.retain_mut(|visit| {
        let staff = own(visit).or_else(|| {
            let staff = diary.someone(provider, day, visit, rng)?;
            diary.taken[staff as usize].push(visit.actual);
            Some(staff)
        });
        visit.staff = staff.unwrap_or_default();
        staff.is_some()
    });
}

/// The one who makes nearly all visits of a customer (`same_staff`).
fn own_staff(provider: &Provider, visit: &Visit) -> Option<u32> {
    let pattern = &provider.patterns[provider.customers[visit.customer as usize].pattern?];
    pattern.staff.filter(|_| pattern.kind == Kind::SameStaff)
}

struct Diary {
    taken: Vec<Vec<Span>>,
}

impl Diary {
    /// Anyone of the area who works and is free, else someone on a day off.
    fn someone(&self, provider: &Provider, day: i32, visit: &Visit, rng: &mut Pcg64Mcg) -> Option<u32> {
        let pool = provider.areas[provider.customers[visit.customer as usize].area].clone();
        let from = rng.random_range(pool.clone());
        let in_turn = || (from..pool.end).chain(pool.start..from);
        let free = |staff: u32| {
            let person = &provider.staff[staff as usize];
            person.fits(visit.actual) && self.taken[staff as usize].iter().all(|&other| apart(other, visit.actual))
        };
        in_turn()
            .find(|&staff| provider.staff[staff as usize].works(day) && free(staff))
            .or_else(|| in_turn().find(|&staff| provider.staff[staff as usize].steps_in(day) && free(staff)))
    }
}

/// Whether one person can make both visits.
pub(crate) fn apart(one: Span, other: Span) -> bool {
    one.overlap(other) <= -TRAVEL
}
