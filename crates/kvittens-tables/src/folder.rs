//! The month's folder: written aside, synced, and renamed into place whole. A run that is stopped leaves the old one;
//! a folder that somebody changed by hand is kept.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, thread};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::lock::Lock;
use crate::writing::Writing;

/// The manifest's name.
pub const MANIFEST: &str = "manifest.json";

/// A file of a folder and its hash, by which a change by hand is seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Written {
    /// Below the folder, with `/`.
    pub path: String,
    /// BLAKE3, in hexadecimal.
    pub blake3: String,
}

/// As much of a folder's manifest as is read back.
#[derive(Debug, Deserialize)]
pub struct Former {
    /// The files that were written.
    pub files: Vec<Written>,
}

/// What stopped a folder from being written: the path and the system's reason.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct FolderError {
    /// Which file or folder.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl FolderError {
    /// What the system said of a path.
    pub fn at(path: &Path) -> impl FnOnce(io::Error) -> FolderError + '_ {
        move |source| FolderError { path: path.to_owned(), source }
    }

    /// Another run is writing the same folder.
    pub fn is_busy(&self) -> bool {
        self.source.kind() == io::ErrorKind::WouldBlock
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> FolderError + '_ {
    FolderError::at(path)
}

/// A folder being written. Dropped without [`Folder::finish`], it leaves nothing.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    name: String,
    aside: PathBuf,
    /// Where the former folder stands for a moment.
    old: PathBuf,
    /// Held while the folder is written: two runs must not write one month at once.
    _lock: Lock,
    files: BTreeMap<String, String>,
}

/// Where a folder is written aside.
pub fn aside(root: &Path, name: &str) -> PathBuf {
    root.join(format!(".{name}.ny"))
}

/// Where the former folder stands between two renames. If a run is killed there, this is the folder.
pub fn former(root: &Path, name: &str) -> PathBuf {
    root.join(format!(".{name}.gammal"))
}

impl Folder {
    /// Starts a folder `name` below `root`, which is made if it is missing.
    ///
    /// # Errors
    /// Where nothing can be written there.
    pub fn start(root: &Path, name: &str) -> Result<Folder, FolderError> {
        fs::create_dir_all(root).map_err(at(root))?;
        let folder = Folder {
            root: root.to_owned(),
            name: name.to_owned(),
            aside: aside(root, name),
            old: former(root, name),
            _lock: Lock::take(root, name)?,
            files: BTreeMap::new(),
        };
        folder.tidy_up()?;
        fs::create_dir(&folder.aside).map_err(at(&folder.aside))?;
        Ok(folder)
    }

    /// What a run that was killed may have left: half a folder, or the old one between two renames.
    fn tidy_up(&self) -> Result<(), FolderError> {
        if self.aside.exists() {
            fs::remove_dir_all(&self.aside).map_err(at(&self.aside))?;
        }
        let target = self.root.join(&self.name);
        match (self.old.exists(), target.exists()) {
            (true, false) => fs::rename(&self.old, &target).map_err(at(&self.old)),
            (true, true) => fs::remove_dir_all(&self.old).map_err(at(&self.old)),
            (false, _) => Ok(()),
        }
    }

    /// Where a file of the folder stands while it is written; its folders are made.
    ///
    /// # Errors
    /// Where its folder cannot be made.
    fn path(&self, file: &str) -> Result<PathBuf, FolderError> {
        let path = self.aside.join(file);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(at(parent))?;
        }
        Ok(path)
    }

    /// Writes a file whole. It is on the disk when the folder stands in its place.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, file: &str, bytes: &[u8]) -> Result<Written, FolderError> {
        self.write_with(file, |out| {
            // What the system says is remembered, and told with the file.
            let _ = out.write_all(bytes);
            Ok(())
        })
    }

    /// Writes a file as its bytes are made. It is on the disk when the folder stands in its place.
    ///
    /// # Errors
    /// Where it cannot be written, or made.
    pub fn write_with<E: From<FolderError>>(
        &self,
        file: &str,
        make: impl FnOnce(&mut Writing) -> Result<(), E>,
    ) -> Result<Written, E> {
        let mut writing = Writing::new(self.path(file)?)?;
        let made = make(&mut writing);
        if !writing.has_failed() {
            made?;
        }
        Ok(writing.finish(file)?)
    }

    /// Remembers a file for the manifest.
    pub fn add(&mut self, written: Written) {
        self.files.insert(written.path, written.blake3);
    }

    /// The files so far, by path.
    pub fn files(&self) -> Vec<Written> {
        self.files.iter().map(|(path, blake3)| Written { path: path.clone(), blake3: blake3.clone() }).collect()
    }

    /// Puts the folder in place and gives its path, and where a folder that was changed by hand was kept.
    ///
    /// # Errors
    /// Where a folder cannot be renamed, as when another program holds a file of it open: then the old one stands.
    pub fn finish(self) -> Result<(PathBuf, Option<PathBuf>), FolderError> {
        self.put(changed_by_hand)
    }

    /// Puts the folder in place of whatever stands there: for folders that nobody but the program writes in.
    ///
    /// # Errors
    /// As [`Folder::finish`].
    pub fn replace(self) -> Result<PathBuf, FolderError> {
        Ok(self.put(|_| false)?.0)
    }

    fn put(self, is_kept: impl Fn(&Path) -> bool) -> Result<(PathBuf, Option<PathBuf>), FolderError> {
        sync_whole(&self.aside)?;
        let target = self.root.join(&self.name);
        let mut kept = None;
        if target.exists() {
            let changed = is_kept(&target);
            let old = if changed { self.free_name() } else { self.old.clone() };
            fs::rename(&target, &old).map_err(at(&target))?;
            if let Err(error) = fs::rename(&self.aside, &target) {
                fs::rename(&old, &target).map_err(at(&target))?;
                return Err(at(&target)(error));
            }
            // The new folder must be on the disk before the old one goes.
            self.sync_root();
            if changed {
                kept = Some(old);
            } else {
                // Where a power cut brings it back, the next run takes it away.
                fs::remove_dir_all(&old).map_err(at(&old))?;
            }
        } else {
            fs::rename(&self.aside, &target).map_err(at(&target))?;
            self.sync_root();
        }
        Ok((target, kept))
    }

    /// Makes the folder's own name survive a power cut, and that of its root, which may be new.
    fn sync_root(&self) {
        let folders: Vec<&Path> = std::iter::once(self.root.as_path()).chain(self.root.parent()).collect();
        waiting(&folders, |folder| sync(folder));
    }

    fn free_name(&self) -> PathBuf {
        let named = |number: u32| self.root.join(format!("{}.tidigare-{number}", self.name));
        (1..).map(named).find(|path| !path.exists()).unwrap_or_else(|| named(0))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.aside);
    }
}

/// Makes the names in a folder survive a power cut. A system that cannot sync a folder is no reason to fail.
pub fn sync(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// The same for a folder with all that is in it: what the files hold, then their names.
fn sync_whole(folder: &Path) -> Result<(), FolderError> {
    let files: Vec<PathBuf> = files(folder).map_err(at(folder))?.iter().map(|file| folder.join(file)).collect();
    // Windows writes out what was opened to be written.
    let sync_file = |path: &PathBuf| File::options().write(true).open(path)?.sync_all();
    let synced = waiting(&files, |path| sync_file(path).map_err(at(path)));
    synced.into_iter().collect::<Result<(), FolderError>>()?;
    let mut folders: Vec<&Path> = files.iter().flat_map(|file| file.ancestors().skip(1)).collect();
    folders.retain(|path| path.starts_with(folder));
    folders.push(folder);
    folders.sort_unstable();
    folders.dedup();
    waiting(&folders, |folder| sync(folder));
    Ok(())
}

/// How many syncs wait for the disk at once. They are grouped there, and take no processor.
const SYNCS: usize = 8;

/// Does with each what waits for the disk, some at once on threads of their own: what comes of each, in any order.
fn waiting<T: Sync, R: Send>(all: &[T], of: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || std::iter::from_fn(|| all.get(next.fetch_add(1, Ordering::Relaxed)).map(&of)).collect::<Vec<R>>();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..SYNCS.min(all.len())).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic)))
            .collect::<Vec<R>>()
    })
}

/// Whether a folder holds a file that its manifest does not tell of as it is.
fn changed_by_hand(folder: &Path) -> bool {
    let Ok(text) = fs::read(folder.join(MANIFEST)) else {
        return true;
    };
    let Ok(former) = serde_json::from_slice::<Former>(&text) else {
        return true;
    };
    let known: BTreeMap<String, String> = former.files.into_iter().map(|file| (file.path, file.blake3)).collect();
    let Ok(found) = files(folder) else {
        return true;
    };
    found.par_iter().filter(|path| *path != MANIFEST).any(|path| {
        let now = hash_file(&folder.join(path));
        known.get(path).is_none_or(|then| now.is_err() || now.is_ok_and(|now| now != *then))
    })
}

/// The files below a folder, with `/`, in order.
///
/// # Errors
/// A folder that cannot be read.
pub fn files(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    list(folder, folder, &mut found)?;
    found.sort();
    Ok(found)
}

fn list(root: &Path, folder: &Path, found: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(root, &path, found)?;
        } else if let Ok(below) = path.strip_prefix(root) {
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            found.push(parts.join("/"));
        }
    }
    Ok(())
}

/// BLAKE3 of a file, in hexadecimal.
///
/// # Errors
/// A file that cannot be read.
pub fn hash_file(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(root: &Path, text: &str) -> (PathBuf, Option<PathBuf>) {
        let mut folder = Folder::start(root, "2022-03").unwrap();
        let written = folder.write("a/b.txt", text.as_bytes()).unwrap();
        folder.add(written);
        let manifest = serde_json::json!({ "files": folder.files() }).to_string();
        folder.write(MANIFEST, manifest.as_bytes()).unwrap();
        folder.finish().unwrap()
    }

    fn text(folder: &Path) -> String {
        fs::read_to_string(folder.join("a/b.txt")).unwrap()
    }

    #[test]
    fn a_folder_is_replaced_whole_and_nothing_is_left_beside_it() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "one");
        let (path, kept) = put(root.path(), "two");
        assert_eq!((text(&path).as_str(), kept), ("two", None));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_changed_by_hand_is_kept() {
        let root = tempfile::tempdir().unwrap();
        let (path, _) = put(root.path(), "one");
        fs::write(path.join("a/b.txt"), "mine").unwrap();
        let (_, kept) = put(root.path(), "two");
        let kept = kept.unwrap();
        assert!(kept.ends_with("2022-03.tidigare-1"));
        assert_eq!(text(&kept), "mine");
        fs::write(path.join("anteckning.txt"), "mine too").unwrap();
        let (_, kept) = put(root.path(), "three");
        assert!(kept.unwrap().ends_with("2022-03.tidigare-2"));
    }

    #[test]
    fn a_folder_of_the_programs_own_is_replaced_whatever_stands_in_it() {
        let root = tempfile::tempdir().unwrap();
        let (path, _) = put(root.path(), "one");
        fs::write(path.join("a/b.txt"), "damaged").unwrap();
        let folder = Folder::start(root.path(), "2022-03").unwrap();
        folder.write("a/b.txt", b"two").unwrap();
        assert_eq!(folder.replace().unwrap(), path);
        assert_eq!(text(&path), "two");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_run_left_is_put_right() {
        let root = tempfile::tempdir().unwrap();
        let (path, _) = put(root.path(), "one");
        fs::rename(&path, root.path().join(".2022-03.gammal")).unwrap();
        fs::create_dir(root.path().join(".2022-03.ny")).unwrap();
        drop(Folder::start(root.path(), "2022-03").unwrap());
        assert_eq!(text(&path), "one");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn two_runs_do_not_write_one_month_at_once() {
        let root = tempfile::tempdir().unwrap();
        let first = Folder::start(root.path(), "2022-03").unwrap();
        assert!(Folder::start(root.path(), "2022-03").is_err());
        assert!(Folder::start(root.path(), "2022-04").is_ok());
        drop(first);
        assert!(Folder::start(root.path(), "2022-03").is_ok());
    }

    #[test]
    fn a_stopped_run_leaves_the_old_folder() {
        let root = tempfile::tempdir().unwrap();
        let (path, _) = put(root.path(), "one");
        let folder = Folder::start(root.path(), "2022-03").unwrap();
        folder.write("a/b.txt", b"half").unwrap();
        drop(folder);
        assert_eq!(text(&path), "one");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }
}
