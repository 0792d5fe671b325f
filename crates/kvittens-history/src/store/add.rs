//! A month into the store.

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_model::Month;
use kvittens_rules::{Engine, Rules, Settings};
use kvittens_tables::folder::{Folder, MANIFEST, Written};
use kvittens_tables::names::Names;
use kvittens_tables::{Checked, Key, parquet, visits};

use super::manifest::{self, Manifest, Stored};
use super::{REGISTRATIONS, Store, StoreError, VISITS, partition, read, sealed};
use crate::image;

/// Where the manifests of former deliveries stand.
const FORMER: &str = "tidigare";

/// What is added.
#[derive(Clone, Copy, Debug)]
pub struct Adding<'a> {
    /// The month.
    pub month: &'a Month,
    /// What the municipality says of services, providers and receipts: it decides which visits expect one.
    pub settings: &'a Settings,
    /// Makes the pseudonyms of the visits.
    pub key: &'a Key,
    /// More rows were set aside than the municipality accepts.
    pub too_many_rejected: bool,
    /// Now, for the manifest alone.
    pub now: &'a str,
}

/// What was added.
#[derive(Debug)]
pub struct Added {
    /// The month's folder.
    pub folder: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
}

impl Store {
    /// Writes a month, in place of the month if it is there. The manifests of former deliveries are kept in it.
    ///
    /// # Errors
    /// Another key; another writer; what cannot be written. The former month stands then.
    pub fn add(&self, adding: &Adding<'_>) -> Result<Added, StoreError> {
        self.must_match(adding.key)?;
        self.tidy()?;
        let month = adding.month;
        let name = partition::name(month.month);
        // Before any table is made: a second writer should hear of it at once.
        let mut folder = Folder::start(&self.dir, &name)?;
        let former = former(&self.dir.join(&name))?;
        let (registrations, visits) = rayon::join(|| registrations(month), || visits(adding));
        let tables =
            [(REGISTRATIONS, registrations?, month.rows.len() as u64), (VISITS, visits?, month.visits.len() as u64)];
        let mut files = Vec::new();
        for (path, bytes, rows) in &tables {
            files.push(stored(folder.write(path, bytes)?, bytes, Some(*rows)));
        }
        for (number, bytes) in (1..).zip(&former) {
            let path = format!("{FORMER}/manifest-{number}.json");
            files.push(stored(folder.write(&path, bytes)?, bytes, None));
        }
        for file in &files {
            folder.add(Written { path: file.path.clone(), blake3: file.blake3.clone() });
        }
        for kind in &month.companions.delivered {
            let bytes = kvittens_parse::write_companion(month, *kind)?;
            files.push(stored(folder.write(&read::companion(*kind), &bytes)?, &bytes, None));
        }
        let inputs = manifest::inputs(month, false);
        let manifest = Manifest {
            schema_version: sealed::VERSION,
            program: "kvittens".to_owned(),
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            month: month.month,
            added: adding.now.to_owned(),
            delivery: former.len() as u64 + 1,
            key_fingerprint: self.fingerprint.clone(),
            too_many_rejected: adding.too_many_rejected,
            sum: manifest::sum(&inputs),
            inputs,
            companions: manifest::inputs(month, true),
            notes: manifest::remarks(month),
            providers: manifest::providers(month),
            files,
        };
        folder.write(MANIFEST, &sealed::text(&manifest)?)?;
        let added = Added { folder: folder.replace()?, manifest };
        // It is of the former delivery: nothing would read it, and it holds people's ids.
        image::remove(&self.image(month.month));
        Ok(added)
    }
}

fn stored(written: Written, bytes: &[u8], rows: Option<u64>) -> Stored {
    Stored { path: written.path, blake3: written.blake3, bytes: bytes.len() as u64, rows }
}

fn registrations(month: &Month) -> Result<Vec<u8>, StoreError> {
    let is_manual = |file: u16| month.files.get(usize::from(file)).is_some_and(|file| file.manual);
    let mut bytes = Vec::new();
    kvittens_parse::registrations::write(month, is_manual, &mut bytes)?;
    Ok(bytes)
}

/// The visits, their customers and staff by pseudonym. No rule is run: the engine alone knows which visits expect a
/// receipt.
fn visits(adding: &Adding<'_>) -> Result<Vec<u8>, StoreError> {
    let names = Names::pseudonyms(adding.month, adding.key, adding.settings.municipal_staff)?;
    let rules = Rules::new();
    let outcome = Engine::new(&rules, adding.settings).run(adding.month);
    let check = Checked { month: adding.month, outcome: &outcome, rules: &rules, key: adding.key };
    Ok(parquet::bytes_in_order(&visits::by_customer(&check, &names)?, &visits::SORTED, visits::VERSION)?)
}

/// The manifests of former deliveries, oldest first, as they are: that one cannot be read is no reason to lose it.
fn former(folder: &Path) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut numbered: Vec<(u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(folder.join(FORMER)).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let number = name.strip_prefix("manifest-").and_then(|name| name.strip_suffix(".json")?.parse().ok());
        numbered.extend(number.map(|number| (number, entry.path())));
    }
    numbered.sort();
    let last = folder.join(MANIFEST);
    numbered.extend(last.is_file().then_some((u64::MAX, last)));
    numbered.iter().map(|(_, path)| fs::read(path).map_err(StoreError::io(path))).collect()
}
