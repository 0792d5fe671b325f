//! A month, provider by provider and day by day.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use kvittens_model::YearMonth;

use crate::calendar::Calendar;
use crate::companions::{COUNT, Companions, FILES};
use crate::config::CONFIG;
use crate::course::{SKEENDEN_HEADER, follow};
use crate::day::Day;
use crate::export::Export;
use crate::ids::VisitIds;
use crate::patterns::Tallies;
use crate::people::{Provider, name, split};
use crate::plant::Planting;
use crate::recipe::Recipe;
use crate::silences::Silences;
use crate::stories::Stories;
use crate::summary::Summary;

/// Bytes gathered before they go to the disk.
const BUFFER: usize = 1 << 20;

/// A month's files in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synthetic {
    /// `tagg.csv`: Windows-1252, `;`, CRLF.
    pub tagg: Vec<u8>,
    /// `manuell.csv`: Windows-1252, `;`, CRLF.
    pub manuell: Vec<u8>,
    /// `sanning.csv`: UTF-8, `;`, CRLF.
    pub sanning: Vec<u8>,
    /// The other exports in the order of [`COMPANIONS`](crate::COMPANIONS): Windows-1252, `;`, CRLF. Empty where the recipe
    /// asks for none.
    pub companions: Vec<Vec<u8>>,
    /// What they hold.
    pub summary: Summary,
}

/// Makes a month in memory. For tests; a large month goes to [`write()`].
pub fn synthesize(recipe: &Recipe) -> io::Result<Synthetic> {
    let others = recipe.companions.then_some([const { Vec::new() }; COUNT]);
    let (summary, [tagg, manuell, sanning], others) = generate(recipe, [Vec::new(), Vec::new(), Vec::new()], others)?;
    let companions = others.map_or_else(Vec::new, Vec::from);
    Ok(Synthetic { tagg, manuell, sanning, companions, summary })
}

/// Writes `tagg.csv`, `manuell.csv` and `sanning.csv` into a folder, which is made where it is missing; where something is
/// planted, [`CONFIG`] too, as `kvittens.toml`, and where the recipe says so the other exports
/// ([`COMPANIONS`](crate::COMPANIONS)).
pub fn write(recipe: &Recipe, folder: &Path) -> io::Result<Summary> {
    if recipe.plant {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("kvittens.toml"), CONFIG)?;
    }
    let main = files(folder, ["tagg.csv", "manuell.csv", "sanning.csv"])?;
    let names = FILES.map(|(name, _)| format!("{name}.csv"));
    let others = recipe.companions.then(|| files(folder, names.each_ref().map(String::as_str))).transpose()?;
    Ok(generate(recipe, main, others)?.0)
}

/// Writes several months, each into a folder of its own (`2022-03`). Customers, staff, providers, plans and the patterns
/// over a month are the same in all; the recipe's own month is not used. What happens to providers over the months is
/// told in `skeenden.csv` beside them.
pub fn write_months(recipe: &Recipe, months: &[YearMonth], folder: &Path) -> io::Result<Vec<Summary>> {
    if !recipe.courses.is_empty() {
        let [mut file] = files(folder, ["skeenden.csv"])?;
        write!(file, "{SKEENDEN_HEADER}\r\n")?;
        for course in &recipe.courses {
            write!(file, "{};{};{}\r\n", course.kind.name(), name(course.provider), course.from)?;
        }
        file.flush()?;
    }
    months.iter().map(|&month| write(&Recipe { month, ..recipe.clone() }, &folder.join(month.to_string()))).collect()
}

/// New files in a folder.
pub(crate) fn files<const N: usize>(folder: &Path, names: [&str; N]) -> io::Result<[BufWriter<File>; N]> {
    fs::create_dir_all(folder)?;
    let files = names
        .iter()
        .map(|name| Ok(BufWriter::with_capacity(BUFFER, File::create(folder.join(name))?)))
        .collect::<io::Result<Vec<_>>>()?;
    files.try_into().map_err(|_| io::Error::other("one file per name"))
}

/// What was made, the files, and the other exports.
type Generated<W> = (Summary, [W; 3], Option<[W; COUNT]>);

fn generate<W: Write>(recipe: &Recipe, files: [W; 3], others: Option<[W; COUNT]>) -> io::Result<Generated<W>> {
    let mut export = Export::new(recipe, files)?;
    let mut companions = others.map(|others| Companions::new(recipe, others)).transpose()?;
    let calendar = Calendar::new(recipe.month);
    let mut planting = Planting::new(recipe);
    let mut ids = VisitIds::new();
    for (number, customers) in (0..).zip(split(recipe)).filter(|(_, customers)| !customers.is_empty()) {
        let mut provider = Provider::new(recipe, number, customers);
        if !follow(recipe, &mut provider) {
            continue;
        }
        let mut rng = recipe.rng([u64::from(number), 1 + u64::from(calendar.day(0).cast_unsigned())]);
        let mut tallies = Tallies::new(&provider);
        let mut silences = Silences::of(recipe, &provider);
        let stories = Stories::tell(recipe, &provider, &calendar, &mut ids);
        for place in 0..recipe.month.days() {
            let mut day = Day::new(&provider, calendar.day(place), place, &mut rng);
            day.register(&mut ids, &mut tallies, &mut rng);
            let truths = planting.plant(&mut day, &mut ids, &mut rng);
            let unregistered = silences.of_day(&mut day);
            let visits = day.into_visits();
            let all = || visits.iter().chain(stories.of_day(place));
            for visit in all() {
                export.visit(&provider, visit)?;
            }
            if let Some(companions) = &mut companions {
                companions.day(&provider, all(), &unregistered)?;
            }
            for truth in truths {
                export.truth(&provider, &truth)?;
            }
        }
        if let Some(companions) = &mut companions {
            companions.provider(&provider, &stories.own)?;
        }
        for truth in tallies.truths(&provider).iter().chain(&stories.truths).chain(&silences.truth()) {
            export.truth(&provider, truth)?;
        }
    }
    let (summary, files) = export.finish()?;
    Ok((summary, files, companions.map(Companions::finish).transpose()?))
}
