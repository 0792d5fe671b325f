//! Approvals: where one could have stood, and when a visit got its first.

use kvittens_model::{Local, Month, Visits};

/// Where approvals stand in a month.
#[derive(Debug)]
pub struct Approvals {
    /// Per provider: whether one of its rows in tag exports is approved, and one in manual exports.
    stand: Vec<[bool; 2]>,
}

impl Approvals {
    /// Looks at every entry once.
    pub fn of(month: &Month) -> Approvals {
        let entries = &month.rows.entries;
        let mut stand = vec![[false; 2]; month.ids.provider.len() as usize];
        for at in (0..entries.len()).filter(|at| entries.approved_at[*at].is_some()) {
            stand[entries.provider[at] as usize][export(month, entries.file[at])] = true;
        }
        Approvals { stand }
    }

    /// Whether the provider has approvals in the kind of export that one of the visit's rows stands in. What cannot
    /// stand is not missing.
    pub fn could_stand(&self, month: &Month, visits: &Visits, visit: u32) -> bool {
        let rows = visits.rows_of(visit).iter().map(|row| *row as usize);
        rows.into_iter().any(|row| self.stand[month.rows.provider(row) as usize][export(month, month.rows.file(row))])
    }
}

/// When the first of a visit's rows was approved; [`Local::NONE`] where none was.
pub fn first(month: &Month, visits: &Visits, visit: u32) -> Local {
    let times = visits.rows_of(visit).iter().map(|row| month.rows.approved_at(*row as usize));
    times.filter(|time| time.is_some()).min().unwrap_or(Local::NONE)
}

/// 1 for a manual export, else 0.
fn export(month: &Month, file: u16) -> usize {
    usize::from(month.files[usize::from(file)].manual)
}
