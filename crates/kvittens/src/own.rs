//! The files of a municipality's own rules: found, read, and given to what can ask them in this build.

use std::fs;
use std::path::{Path, PathBuf};

use kvittens_rules::{Own, OwnError, Owns};

use crate::config::Loaded;
use crate::error::Failure;

/// Reads the rules that the configuration names and those named beside it; one that is named twice is read once.
pub fn read(loaded: &Loaded, more: &[PathBuf]) -> Result<Owns, Failure> {
    let folder = loaded.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let mut files: Vec<PathBuf> = Vec::new();
    for pattern in &loaded.config.sql.rules {
        files.extend(matching(&folder.join(pattern))?);
    }
    files.extend(more.iter().cloned());
    let mut seen: Vec<PathBuf> = Vec::new();
    let mut owns = Vec::new();
    for file in files {
        let whole = file.canonicalize().unwrap_or_else(|_| file.clone());
        if !seen.contains(&whole) {
            owns.push(one(&file)?);
            seen.push(whole);
        }
    }
    Ok(Owns::new(owns, answers)?)
}

/// The files of a pattern, by name; a pattern that finds none is a mistake.
fn matching(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let pattern = path.display().to_string();
    if !pattern.contains(['*', '?', '[']) {
        return Ok(vec![path.to_owned()]);
    }
    let found = glob::glob(&pattern).map(|found| found.flatten().collect::<Vec<_>>()).unwrap_or_default();
    if found.is_empty() { Err(Failure::NoRuleFiles(path.to_owned())) } else { Ok(found) }
}

fn one(path: &Path) -> Result<Own, Failure> {
    let text = fs::read_to_string(path).map_err(Failure::file(path))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Own::read(&name, &text)?)
}

#[cfg(feature = "sql")]
fn answers(own: &Own) -> Result<std::sync::Arc<dyn kvittens_rules::own::Answers>, OwnError> {
    kvittens_sql::compile(own)
}

#[cfg(not(feature = "sql"))]
fn answers(own: &Own) -> Result<std::sync::Arc<dyn kvittens_rules::own::Answers>, OwnError> {
    Err(own.wrong("sql", kvittens_rules::own::Wrong::Unbuilt))
}
