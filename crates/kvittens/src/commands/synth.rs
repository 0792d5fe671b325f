//! `kvittens synth`: synthetic months with planted deviations and their truth.

use kvittens_model::YearMonth;
use kvittens_report::Lang;
use kvittens_synth::Recipe;

use crate::args;
use crate::error::Failure;
use crate::exit::Exit;
use crate::words;

/// Runs it.
pub fn run(args: &args::Synth, lang: Lang) -> Result<Exit, Failure> {
    let months = months(&args.months)?;
    let mut recipe = Recipe::with_rows(months[0], args.rows, args.seed);
    recipe.dirt = args.dirt;
    recipe.plant = !args.plain;
    if let Some(providers) = args.providers {
        recipe.providers = providers;
    }
    let summaries = if let [_] = months[..] {
        kvittens_synth::write(&recipe, &args.out).map(|summary| vec![summary])
    } else {
        kvittens_synth::write_months(&recipe, &months, &args.out)
    };
    let summaries = summaries.map_err(Failure::file(&args.out))?;
    let rows: u64 = summaries.iter().map(kvittens_synth::Summary::rows).sum();
    let visits: u64 = summaries.iter().map(|summary| summary.visits).sum();
    let planted: u64 = summaries.iter().flat_map(|summary| summary.planted.values()).sum();
    super::print(&(words::of(lang).synthesized)(rows, visits, planted, &args.out))?;
    Ok(Exit::Done)
}

/// `2022-03`, or `2021-01..2022-12` with both ends.
pub(super) fn months(text: &str) -> Result<Vec<YearMonth>, Failure> {
    let wrong = || Failure::Months(text.to_owned());
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last): (YearMonth, YearMonth) =
        (first.parse().map_err(|_| wrong())?, last.parse().map_err(|_| wrong())?);
    let months: Vec<YearMonth> =
        std::iter::successors(Some(first), |month| Some(month.next())).take_while(|month| *month <= last).collect();
    if months.is_empty() { Err(wrong()) } else { Ok(months) }
}
