//! `kvittens report`: a month's reports once more, from its folder alone.

use kvittens_report::Lang;

use super::check::Wanted;
use crate::args;
use crate::config::load;
use crate::error::Failure;
use crate::exit::Exit;
use crate::pdf::TYPESETTER;
use crate::words;

/// Runs it. `lang`: as asked for; else the language of the reports that stand there.
pub fn run(args: &args::Report, lang: Option<Lang>) -> Result<Exit, Failure> {
    let wanted = Wanted::of(&args.reports)?;
    // Only a file that is named: what stands above the working folder may be of another time than the month.
    let letterhead = match &args.config {
        Some(path) => Some(load(Some(path), path)?),
        None => None,
    };
    let again = kvittens_report::again(&args.folder, |month, options| {
        options.lang = lang.unwrap_or(options.lang);
        if !args.reports.is_empty() {
            (options.html, options.xlsx, options.pdf) = (wanted.html, wanted.xlsx, wanted.pdf);
        }
        options.typesetter = TYPESETTER;
        if options.pdf && TYPESETTER.is_none() {
            return Err(Failure::NoPdf);
        }
        if let Some(loaded) = letterhead {
            options.letter = loaded.config.letter.of(loaded.path.as_deref(), month)?;
            options.board = loaded.config.board.bounds();
            options.municipality = loaded.config.municipality;
        }
        Ok::<(), Failure>(())
    })?;
    let words = words::of(lang.unwrap_or_default());
    super::print(&(words.again.done)(&again))?;
    Ok(Exit::Done)
}
