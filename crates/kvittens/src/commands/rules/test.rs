//! `kvittens rules --test`: the examples of own rules, each as a month of its own.

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_model::{Month, State};
use kvittens_report::Lang;
use kvittens_rules::page::Example;
use kvittens_rules::{Engine, Meta, Owns, Page, config};

use crate::config::Config;
use crate::error::{Failure, Tried};
use crate::exit::Exit;
use crate::words;

/// Tries them all; the first that does not do what it says stops it.
pub fn run(owns: &Owns, lang: Lang) -> Result<Exit, Failure> {
    let words = &words::of(lang).query;
    if owns.is_empty() {
        super::super::print(&format!("{}\n", words.nothing))?;
    }
    for own in owns.files() {
        let Ok(page) = Page::read(own.meta.page) else { continue };
        let rule = format!("{} ({})", own.meta.code, own.file);
        for (fires, examples) in [(true, &page.fires), (false, &page.rests)] {
            for (which, example) in (1..).zip(examples) {
                let found = tried(owns, &own.meta, example)?;
                if found != Tried::Findings(u64::from(fires)) {
                    return Err(Failure::Example { rule, fires, which, found });
                }
            }
        }
        super::super::print(&format!("{}\n", (words.tested)(&rule, page.fires.len(), page.rests.len())))?;
    }
    Ok(Exit::Done)
}

/// What comes of an example: open findings of its rule.
fn tried(owns: &Owns, meta: &Meta, example: &Example) -> Result<Tried, Failure> {
    let config: Config = toml::from_str(&example.toml).map_err(|error| Failure::Config {
        path: PathBuf::from(meta.code.to_string()),
        message: error.to_string(),
        nearest: None,
    })?;
    let month = month(example)?;
    if !month.rejected.is_empty() {
        return Ok(Tried::Rejected(month.rejected.len()));
    }
    let (rules, settings) = (config::configure_with(&config.rules, owns)?, config.settings());
    let outcome = Engine::new(&rules, &settings).run(&month);
    let run = outcome.runs.iter().find(|run| run.code == meta.code);
    if let Some(reason) = run.and_then(|run| run.not_run) {
        return Ok(Tried::NotRun(reason.name()));
    }
    let open = outcome.findings.iter().filter(|found| found.rule == meta.code && found.state == State::Open);
    Ok(Tried::Findings(open.count() as u64))
}

/// An example as a month: its exports stand in a folder for as long as they are read.
fn month(example: &Example) -> Result<Month, Failure> {
    let folder = Folder::new()?;
    folder.write("tagg.csv", &example.csv)?;
    for (export, rows) in &example.beside {
        folder.write(&format!("{}.csv", export.name()), rows)?;
    }
    let reading =
        kvittens_parse::read(std::slice::from_ref(&folder.0), &kvittens_parse::Options::default(), &|_, _| {})?;
    Ok(reading.month)
}

/// A folder that goes when it is done with.
struct Folder(PathBuf);

impl Folder {
    /// Under a name that nobody can guess, which is not there yet.
    fn new() -> Result<Folder, Failure> {
        let mut number = [0; 8];
        let random = getrandom::fill(&mut number).map_err(|error| std::io::Error::other(error.to_string()));
        let path = std::env::temp_dir().join(format!("kvittens-{:016x}", u64::from_le_bytes(number)));
        random.and_then(|()| fs::create_dir(&path)).map_err(Failure::file(&path))?;
        Ok(Folder(path))
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Failure> {
        let path: &Path = &self.0.join(name);
        fs::write(path, text).map_err(Failure::file(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left lies in the system's own folder for such things.
        let _ = fs::remove_dir_all(&self.0);
    }
}
