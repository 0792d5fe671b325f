//! `kvittens init`: a configuration to start from and a key, both or none.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use kvittens_report::Lang;

use crate::error::Failure;
use crate::exit::Exit;
use crate::init::{self, Seen};
use crate::memory::{self, Work};
use crate::{args, config, key_file, words};

/// Runs it.
pub fn run(args: &args::Init, lang: Lang) -> Result<Exit, Failure> {
    let out = args.out.as_path();
    must_be_free(out)?;
    let seen = if args.from.is_empty() { None } else { Some(look(args)?) };
    put(out, &init::text(seen.as_ref(), schema(out).as_deref(), lang))?;
    let [toml, key] = files(out);
    // The configuration is found from its own folder; from elsewhere it must be named.
    let here = out == Path::new(".");
    let named = if here { String::new() } else { format!(" --config {}", shown(&toml)) };
    super::print(&(words::of(lang).init.next)(&toml, &key, &named, &exports(args)))?;
    Ok(Exit::Done)
}

/// The exports as `kvittens check` wants them.
fn exports(args: &args::Init) -> String {
    if args.from.is_empty() {
        return "EXPORT".to_owned();
    }
    let mut parts: Vec<String> = args.from.iter().map(|path| shown(path)).collect();
    parts.extend(args.month.map(|month| format!("--month {month}")));
    parts.extend(args.provider.as_ref().map(|name| format!("--provider {}", shown(Path::new(name)))));
    parts.join(" ")
}

/// The two files, without a `./` before them.
fn files(out: &Path) -> [PathBuf; 2] {
    [config::NAME, key_file::NAME].map(|name| if out == Path::new(".") { name.into() } else { out.join(name) })
}

fn must_be_free(out: &Path) -> Result<(), Failure> {
    // A link to nowhere is in the way too.
    match files(out).into_iter().find(|path| path.symlink_metadata().is_ok()) {
        Some(path) => Err(Failure::Exists { path }),
        None => Ok(()),
    }
}

fn look(args: &args::Init) -> Result<Seen, Failure> {
    let options = kvittens_parse::Options {
        month: args.month,
        provider: args.provider.clone(),
        ..kvittens_parse::Options::default()
    };
    memory::allow(args.memory, || Ok((kvittens_parse::volume(&args.from, &options), Work::default())))?;
    let reading = kvittens_parse::read(&args.from, &options, &|_, _| {})?;
    Ok(Seen::of(&reading.month)?)
}

/// Writes both aside, then moves both into place. What cannot be done leaves nothing behind but the folder.
fn put(out: &Path, text: &str) -> Result<(), Failure> {
    fs::create_dir_all(out).map_err(Failure::file(out))?;
    let aside = out.join(format!(".kvittens-init-{}", std::process::id()));
    fs::create_dir(&aside).map_err(Failure::file(&aside))?;
    let done = put_by_way_of(&aside, out, text);
    let _ = fs::remove_dir_all(&aside);
    done
}

fn put_by_way_of(aside: &Path, out: &Path, text: &str) -> Result<(), Failure> {
    let (written, key_aside) = (aside.join(config::NAME), aside.join(key_file::NAME));
    let write = || {
        let mut file = File::create_new(&written)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(Failure::file(&written))?;
    key_file::make(&key_aside)?;
    // Somebody else may have been as quick.
    must_be_free(out)?;
    let [toml, key] = files(out);
    fs::rename(&key_aside, &key).map_err(Failure::file(&key))?;
    fs::rename(&written, &toml).map_err(|source| {
        let _ = fs::remove_file(&key);
        Failure::File { path: toml, source }
    })
}

/// Where the schema lies from a folder: beside it, or in docs/ of a checkout around it.
fn schema(out: &Path) -> Option<String> {
    const NAME: &str = "kvittens.schema.json";
    let out = out.canonicalize().or_else(|_| std::path::absolute(out)).ok()?;
    if out.join(NAME).is_file() {
        return Some(NAME.to_owned());
    }
    let inside = format!("docs/schema/{NAME}");
    let up = out.ancestors().position(|folder| folder.join(&inside).is_file())?;
    Some(format!("{}{inside}", "../".repeat(up)))
}

/// A path as it can be typed.
fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text }
}
