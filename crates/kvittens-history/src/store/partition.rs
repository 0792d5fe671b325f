//! Where a month stands, and its manifest.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use kvittens_model::YearMonth;
use kvittens_tables::folder::{self, MANIFEST};

use super::manifest::Manifest;
use super::{Damage, Store, StoreError};

/// Before the month in the name of its folder.
const PREFIX: &str = "month=";

/// How often a month is looked at again that was replaced while it was read.
const TRIES: u32 = 20;

/// Between them: a replacement's two renames take less.
const BETWEEN_TRIES: Duration = Duration::from_millis(5);

/// A month's folder.
pub(super) struct Partition {
    /// Where it stands.
    pub folder: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    /// The bytes of that.
    pub bytes: Vec<u8>,
}

/// The name of a month's folder.
pub(super) fn name(month: YearMonth) -> String {
    format!("{PREFIX}{month}")
}

/// The month of a folder's name.
pub(super) fn month(name: &str) -> Option<YearMonth> {
    let month: YearMonth = name.strip_prefix(PREFIX)?.parse().ok()?;
    (self::name(month) == name).then_some(month)
}

impl Store {
    /// The months it holds, in order.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn months(&self) -> Result<Vec<YearMonth>, StoreError> {
        let mut months = Vec::new();
        for entry in fs::read_dir(&self.dir).map_err(StoreError::io(&self.dir))? {
            let name = entry.map_err(StoreError::io(&self.dir))?.file_name();
            let name = name.to_string_lossy();
            let former = name.strip_prefix('.').and_then(|name| name.strip_suffix(".gammal"));
            months.extend(month(former.unwrap_or(&name)));
        }
        months.sort_unstable();
        months.dedup();
        Ok(months)
    }

    /// Where a month stands. A run that was killed between its two renames leaves it under another name.
    pub(super) fn folder_of(&self, month: YearMonth) -> Result<PathBuf, StoreError> {
        let name = name(month);
        let places = [self.dir.join(&name), folder::former(&self.dir, &name)];
        match places.into_iter().find(|path| path.is_dir()) {
            Some(folder) => Ok(folder),
            None => Err(StoreError::NoMonth { path: self.dir.clone(), month, known: self.months()? }),
        }
    }

    /// A month's folder and its manifest.
    pub(super) fn partition(&self, month: YearMonth) -> Result<Partition, StoreError> {
        let folder = self.folder_of(month)?;
        let path = folder.join(MANIFEST);
        let (manifest, bytes) = Manifest::read(&path)?;
        if manifest.month != month {
            return Err(StoreError::damaged(&path, Damage::OtherMonth(manifest.month)));
        }
        if manifest.key_fingerprint != self.fingerprint {
            let (there, here) = (manifest.key_fingerprint, self.fingerprint.clone());
            return Err(StoreError::damaged(&path, Damage::OtherKey { there, here }));
        }
        if !manifest.files.iter().all(|file| is_below(&file.path)) {
            return Err(StoreError::damaged(&path, Damage::Altered));
        }
        Ok(Partition { folder, manifest, bytes })
    }

    /// Does something with a month that is read in several steps, once more where it was replaced meanwhile: else a
    /// month that is being added again would look damaged.
    pub(super) fn steadily<T>(
        &self,
        month: YearMonth,
        mut act: impl FnMut() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        // The place belongs to it: between the two renames the former manifest still stands, under another name.
        let stands = || {
            let folder = self.folder_of(month).ok()?;
            let manifest = fs::read(folder.join(MANIFEST)).ok()?;
            Some((folder, manifest))
        };
        for _ in 1..TRIES {
            let before = stands();
            let done = act();
            // A manifest that cannot be read, before or after, is one that is being replaced, or none: that is looked at
            // again, and comes out the same where there is none.
            if before.is_some() && stands() == before {
                return done;
            }
            std::thread::sleep(BETWEEN_TRIES);
        }
        act()
    }
}

/// Whether a path of a manifest stays in its folder.
fn is_below(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_a_months_by_its_whole_name() {
        let march: YearMonth = "2022-03".parse().unwrap();
        assert_eq!((name(march).as_str(), month("month=2022-03")), ("month=2022-03", Some(march)));
        assert_eq!((month("2022-03"), month("month=2022-03.kopia"), month("month=")), (None, None, None));
    }
}
