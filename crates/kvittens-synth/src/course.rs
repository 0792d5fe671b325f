//! What happens to providers over several months: one whose share of manual registrations rises, one that leaves, one
//! that joins. Planted so that what is said of a change can be held against when it happened.

use kvittens_model::YearMonth;

use crate::people::Provider;
use crate::recipe::Recipe;

/// The header of `skeenden.csv`.
pub const SKEENDEN_HEADER: &str = "kind;provider;month";

/// Something that happens to a provider from a month on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// The provider's number; 0 is the municipality's own.
    pub provider: u32,
    /// The first month in which it holds.
    pub from: YearMonth,
    /// What happens.
    pub kind: CourseKind,
}

/// What happens to a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourseKind {
    /// Its share of manual registrations is this many percentage points higher.
    Drifts(u8),
    /// It has no visit any more.
    Leaves,
    /// It had no visit before.
    Joins,
}

impl CourseKind {
    /// The word in `skeenden.csv`.
    pub fn name(self) -> &'static str {
        match self {
            CourseKind::Drifts(_) => "drifts",
            CourseKind::Leaves => "leaves",
            CourseKind::Joins => "joins",
        }
    }
}

/// One of each over a span of months: the second provider drifts by fifteen percentage points in the last third, the
/// last leaves half-way, the one before it joins after a quarter. Needs four providers and four months.
pub fn courses(recipe: &Recipe, months: &[YearMonth]) -> Vec<Course> {
    if recipe.providers < 4 || months.len() < 4 {
        return Vec::new();
    }
    let at = |part: usize| months[months.len() * part / 12];
    vec![
        Course { provider: 1, from: at(8), kind: CourseKind::Drifts(15) },
        Course { provider: recipe.providers - 1, from: at(6), kind: CourseKind::Leaves },
        Course { provider: recipe.providers - 2, from: at(3), kind: CourseKind::Joins },
    ]
}

/// Changes a provider as the courses say of the recipe's month; `false` where it has no visit.
pub(crate) fn follow(recipe: &Recipe, provider: &mut Provider) -> bool {
    let mut works = true;
    for course in recipe.courses.iter().filter(|course| course.provider == provider.number) {
        let holds = recipe.month >= course.from;
        match course.kind {
            CourseKind::Drifts(points) if holds => provider.manual_share += f64::from(points) / 100.0,
            CourseKind::Drifts(_) => {}
            CourseKind::Leaves => works &= !holds,
            CourseKind::Joins => works &= holds,
        }
    }
    works
}
