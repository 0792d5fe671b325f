//! `kvittens synth`: synthetic months with planted deviations and their truth, alone or with the other exports.

use kvittens_report::Lang;
use kvittens_synth::Recipe;

use crate::args;
use crate::error::Failure;
use crate::exit::Exit;
use crate::{spans, words};

/// Runs it.
pub fn run(args: &args::Synth, lang: Lang) -> Result<Exit, Failure> {
    let months = spans::months(&args.months)?;
    let mut recipe = Recipe::with_rows(months[0], args.rows, args.seed);
    recipe.dirt = args.dirt;
    recipe.plant = !args.plain;
    recipe.companions = args.companions;
    if let Some(providers) = args.providers {
        recipe.providers = providers;
    }
    if args.courses {
        recipe.courses = kvittens_synth::courses(&recipe, &months);
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
