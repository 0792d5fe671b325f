//! The reasons for times typed in by hand: where one could have stood, and which of them say nothing.

use kvittens_model::{Id, Month, NO_ID, Visits};

/// Words that stand where the list of reasons had none that fitted, in lower case.
const OTHER: [&str; 4] = ["annat", "övrigt", "annan orsak", "annat skäl"];

/// What the reasons of a month are.
#[derive(Debug)]
pub struct Reasons {
    /// Per provider: whether one of its rows in tag exports holds a reason, and one in manual exports.
    stand: Vec<[bool; 2]>,
    /// Whether each reason is one of [`OTHER`].
    other: Vec<bool>,
}

impl Reasons {
    /// Looks at every entry once.
    pub fn of(month: &Month) -> Reasons {
        let entries = &month.rows.entries;
        let mut stand = vec![[false; 2]; month.ids.provider.len() as usize];
        for at in (0..entries.len()).filter(|at| entries.reason[*at] != NO_ID) {
            stand[entries.provider[at] as usize][export(month, entries.file[at])] = true;
        }
        let other = |reason: &str| OTHER.contains(&reason.to_lowercase().as_str());
        Reasons { stand, other: month.ids.reason.iter().map(other).collect() }
    }

    /// Whether no row of a visit holds a reason, though the provider gives reasons in the kind of export that one of its
    /// rows stands in. Many tag exports have no column for it: what cannot stand is not missing.
    pub fn missing(&self, month: &Month, visits: &Visits, visit: u32) -> bool {
        let rows = visits.rows_of(visit).iter().map(|row| *row as usize);
        let could_stand =
            |row: usize| self.stand[month.rows.provider(row) as usize][export(month, month.rows.file(row))];
        rows.clone().all(|row| month.rows.reason(row) == NO_ID) && rows.clone().any(could_stand)
    }

    /// Whether a reason says no more than that it is another one.
    pub fn is_other(&self, reason: Id) -> bool {
        self.other.get(reason as usize) == Some(&true)
    }
}

/// The reasons on a visit's rows; one comes as often as rows hold it.
pub fn of_visit(month: &Month, visits: &Visits, visit: u32) -> impl Iterator<Item = Id> {
    let rows = visits.rows_of(visit).iter();
    rows.map(|row| month.rows.reason(*row as usize)).filter(|reason| *reason != NO_ID)
}

/// 1 for a manual export, else 0.
fn export(month: &Month, file: u16) -> usize {
    usize::from(month.files[usize::from(file)].manual)
}
