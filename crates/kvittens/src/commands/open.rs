//! `kvittens open`: the index of the newest month in the browser; where none can be opened, its path.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kvittens_model::YearMonth;
use kvittens_report::Lang;

use crate::args;
use crate::error::Failure;
use crate::exit::Exit;
use crate::words;

/// The page.
const INDEX: &str = "index.html";

/// How long a launcher may take to say that there is no browser.
const PATIENCE: Duration = Duration::from_secs(1);

/// Runs it.
pub fn run(args: &args::Open, lang: Lang) -> Result<Exit, Failure> {
    let index = index(&args.folder)?;
    // A browser that was started by another program has another working folder.
    let whole = std::path::absolute(&index).map_err(Failure::file(&index))?;
    let opened = !args.print && open::commands(&whole).into_iter().any(|mut launcher| opens(&mut launcher));
    let text = if opened { (words::of(lang).again.opened)(&whole) } else { format!("{}\n", whole.display()) };
    super::print(&text)?;
    Ok(Exit::Done)
}

/// Whether a launcher finds a browser. One that has none says so at once; one that has may run as long as the browser.
fn opens(launcher: &mut Command) -> bool {
    let launched = launcher.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut launched) = launched else {
        return false;
    };
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        match launched.try_wait() {
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            Ok(Some(status)) => return status.success(),
            Err(_) => return false,
        }
    }
    true
}

/// The index of a month's folder, or of the newest month below the folder that has one.
fn index(folder: &Path) -> Result<PathBuf, Failure> {
    let own = folder.join(INDEX);
    if own.is_file() {
        return Ok(own);
    }
    if folder.join(kvittens_report::folder::MANIFEST).is_file() {
        return Err(Failure::NoIndex { month: folder.to_owned() });
    }
    let months = months(folder)?;
    let with_index = months.iter().rev().map(|(_, month)| month.join(INDEX)).find(|index| index.is_file());
    with_index.ok_or_else(|| match months.into_iter().next_back() {
        Some((_, month)) => Failure::NoIndex { month },
        None => Failure::NoReports(folder.to_owned()),
    })
}

/// The months below a folder, ascending. A folder that was kept because somebody changed it is not the month's.
fn months(folder: &Path) -> Result<Vec<(YearMonth, PathBuf)>, Failure> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::file(folder)(error)),
    };
    let month = |path: PathBuf| Some((path.file_name()?.to_str()?.parse().ok()?, path));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir());
    let mut months: Vec<(YearMonth, PathBuf)> = paths.filter_map(month).collect();
    months.sort();
    Ok(months)
}
