//! A month as it stands in memory, in a file: what reading a month comes to, so that it is read once and not every time.
//! The store's tables are the month, for whoever asks; an image of them can be thrown away, and is made again.
//!
//! It is believed only where it is whole and made of just these tables, by just this program and configuration.

mod column;
mod month;

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use kvittens_parse::{Options, Reading};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use column::{Column, Head, altered};
use month::{Parts, Rest};

use crate::program;

/// The first bytes; the number changes with the form.
const MARK: &[u8] = b"kvittens-image 1\n";

/// What an image is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin([u8; blake3::OUT_LEN]);

impl Origin {
    /// Of a month of the store, by its manifest, which has the hashes of its tables, and read in this way.
    pub fn of(manifest: &[u8], options: &Options) -> Origin {
        // Every option is named, so that one that comes is decided on here. Those left out say nothing of a month of the store:
        // which exports are read and how, or what changes no result.
        #[rustfmt::skip]
        let Options {
            month, receipts, service_aliases, provider_aliases, expected_providers, known_services,
            layouts: _, own_layouts: _, without: _, sheet: _, provider: _, block_size: _,
        } = options;
        let (of, known) = (program(), (expected_providers, known_services));
        let read = format!("{of} {month:?} {receipts:?} {service_aliases:?} {provider_aliases:?} {known:?}");
        let mut hasher = blake3::Hasher::new();
        for part in [MARK, manifest, read.as_bytes()] {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
        }
        Origin(*hasher.finalize().as_bytes())
    }
}

/// What stands behind the columns.
#[derive(Serialize, Deserialize)]
struct Table<'m> {
    origin: Origin,
    heads: Vec<Head>,
    rest: Rest<'m>,
}

/// What stands last: how long the table is, and its hash.
const END: usize = size_of::<u64>() + blake3::OUT_LEN;

/// A reading and what it is of; `None` where there is no image, or a damaged one.
pub fn read(path: &Path) -> Option<(Origin, Reading)> {
    try_read(path).ok()
}

fn try_read(path: &Path) -> io::Result<(Origin, Reading)> {
    let mut file = File::open(path)?;
    let (table, columns_end) = table(&mut file)?;
    let table: Table<'_> = postcard::from_bytes(&table).map_err(|_| altered())?;
    let mut parts = Parts::default();
    let columns = parts.columns();
    if table.heads.len() != columns.len() {
        return Err(altered());
    }
    let mut at = MARK.len() as u64;
    let mut placed = Vec::new();
    for (column, head) in columns.into_iter().zip(table.heads) {
        placed.push((column, head, at));
        at = head.bytes().and_then(|bytes| at.checked_add(bytes)).ok_or_else(altered)?;
    }
    if at != columns_end {
        return Err(altered());
    }
    placed
        .into_par_iter()
        .with_max_len(1)
        .try_for_each(|(column, head, at)| column.unpack(&head, &mut File::open(path)?, at))?;
    Ok((table.origin, parts.together(table.rest).ok_or_else(altered)?))
}

/// The bytes of the table, and where it begins.
fn table(file: &mut File) -> io::Result<(Vec<u8>, u64)> {
    let mut mark = [0; MARK.len()];
    file.read_exact(&mut mark)?;
    let all = file.metadata()?.len();
    let end = all.checked_sub(END as u64).filter(|_| mark == MARK).ok_or_else(altered)?;
    let (mut length, mut seal) = ([0; 8], [0; blake3::OUT_LEN]);
    file.seek(SeekFrom::Start(end))?;
    file.read_exact(&mut length)?;
    file.read_exact(&mut seal)?;
    let start = end.checked_sub(u64::from_le_bytes(length)).ok_or_else(altered)?;
    file.seek(SeekFrom::Start(start))?;
    let mut table = Vec::new();
    file.take(end - start).read_to_end(&mut table)?;
    if blake3::hash(&table) == seal { Ok((table, start)) } else { Err(altered()) }
}

/// Takes an image away, and what a killed run left of one.
pub fn remove(path: &Path) {
    for path in [path, &aside(path)] {
        // Where there is none there is nothing to do.
        let _ = fs::remove_file(path);
    }
}

/// Where an image is written: one name, so that what a killed run left goes with the next one. Of two that write at once one
/// may be damaged, and is then made again.
fn aside(path: &Path) -> PathBuf {
    path.with_added_extension("ny")
}

/// Writes the image of a reading.
///
/// # Errors
/// Where it cannot be written.
pub fn write(path: &Path, origin: Origin, reading: &mut Reading) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    let aside = aside(path);
    let written = put(&aside, origin, reading).and_then(|()| fs::rename(&aside, path));
    written.inspect_err(|_| drop(fs::remove_file(&aside)))
}

fn put(path: &Path, origin: Origin, reading: &mut Reading) -> io::Result<()> {
    let mut file = File::create(path)?;
    let mut parts = Parts::of(reading);
    let heads = columns(&mut parts.columns(), &mut file);
    parts.give_back(reading);
    let table = Table { origin, heads: heads?, rest: Rest::of(reading) };
    let table = postcard::to_stdvec(&table).map_err(io::Error::other)?;
    for part in [&table[..], &(table.len() as u64).to_le_bytes(), blake3::hash(&table).as_bytes()] {
        file.write_all(part)?;
    }
    Ok(())
}

/// Writes the columns, of which few stand in memory twice.
fn columns(columns: &mut [&mut dyn Column], file: &mut File) -> io::Result<Vec<Head>> {
    file.write_all(MARK)?;
    let mut heads = Vec::new();
    for some in columns.chunks(rayon::current_num_threads()) {
        let packed: Vec<(Head, Vec<u8>)> = some.par_iter().map(|column| column.pack()).collect();
        for (head, bytes) in packed {
            file.write_all(&bytes)?;
            heads.push(head);
        }
    }
    Ok(heads)
}

#[cfg(test)]
mod tests;
