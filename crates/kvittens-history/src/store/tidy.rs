//! What runs that were killed left behind. It holds people's ids, so it must not stay until the same month comes again.

use std::collections::BTreeSet;
use std::fs;

use kvittens_model::YearMonth;
use kvittens_tables::folder::Folder;

use super::{Store, StoreError, partition};

/// Behind the name of a folder that is being removed.
pub(super) const GOING: &str = ".bort";

/// Behind the name of the note on it, while it stands beside it.
pub(super) const NOTED: &str = ".gallras";

impl Store {
    /// Takes away what killed runs left, and puts back what they left under another name. Months that another run is
    /// writing now are its own matter.
    ///
    /// # Errors
    /// What cannot be read, renamed or taken away.
    pub fn tidy(&self) -> Result<(), StoreError> {
        for month in self.leftovers("")? {
            // A folder that is started and dropped puts right what it finds.
            match Folder::start(&self.dir, &partition::name(month)).map_err(StoreError::from) {
                Ok(_) | Err(StoreError::Busy { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let mut going = self.leftovers(GOING)?;
        going.append(&mut self.leftovers(NOTED)?);
        for month in going {
            match self.finish_removal(month) {
                Ok(()) | Err(StoreError::Busy { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The months of hidden files whose names end so.
    pub(super) fn leftovers(&self, ending: &str) -> Result<BTreeSet<YearMonth>, StoreError> {
        let mut months = BTreeSet::new();
        for entry in fs::read_dir(&self.dir).map_err(StoreError::io(&self.dir))? {
            let name = entry.map_err(StoreError::io(&self.dir))?.file_name();
            let name = name.to_string_lossy();
            let hidden = name.strip_prefix('.').filter(|_| name.ends_with(ending));
            months.extend(hidden.and_then(|name| partition::month(name.rsplit_once('.')?.0)));
        }
        Ok(months)
    }
}
