//! A month, provider by provider and day by day.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use kvittens_model::YearMonth;

use crate::calendar::Calendar;
use crate::config::CONFIG;
use crate::course::{SKEENDEN_HEADER, follow};
use crate::day::Day;
use crate::export::Export;
use crate::ids::VisitIds;
use crate::patterns::Tallies;
use crate::people::{Provider, name, split};
use crate::plant::Planting;
use crate::recipe::Recipe;
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
    /// What they hold.
    pub summary: Summary,
}

/// Makes a month in memory. For tests; a large month goes to [`write()`].
pub fn synthesize(recipe: &Recipe) -> io::Result<Synthetic> {
    let (summary, [tagg, manuell, sanning]) = generate(recipe, [Vec::new(), Vec::new(), Vec::new()])?;
    Ok(Synthetic { tagg, manuell, sanning, summary })
}

/// Writes `tagg.csv`, `manuell.csv` and `sanning.csv` into a folder, which is made where it is missing; where something is
/// planted, [`CONFIG`] too, as `kvittens.toml`.
pub fn write(recipe: &Recipe, folder: &Path) -> io::Result<Summary> {
    if recipe.plant {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("kvittens.toml"), CONFIG)?;
    }
    Ok(generate(recipe, files(folder, ["tagg.csv", "manuell.csv", "sanning.csv"])?)?.0)
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

fn generate<W: Write>(recipe: &Recipe, files: [W; 3]) -> io::Result<(Summary, [W; 3])> {
    let mut export = Export::new(recipe, files)?;
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
        let stories = Stories::tell(recipe, &provider, &calendar, &mut ids);
        for place in 0..recipe.month.days() {
            let mut day = Day::new(&provider, calendar.day(place), place, &mut rng);
            day.register(&mut ids, &mut tallies, &mut rng);
            let truths = planting.plant(&mut day, &mut ids, &mut rng);
            for visit in day.into_visits().iter().chain(stories.of_day(place)) {
                export.visit(&provider, visit)?;
            }
            for truth in truths {
                export.truth(&provider, &truth)?;
            }
        }
        for truth in tallies.truths(&provider).iter().chain(&stories.truths) {
            export.truth(&provider, truth)?;
        }
    }
    export.finish()
}
