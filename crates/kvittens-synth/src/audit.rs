//! A month with given counts of receipts, as a municipal audit's table shows them.

use std::io;
use std::path::Path;

use kvittens_model::YearMonth;
use rand::RngExt;

use crate::calendar::Calendar;
use crate::day::Day;
use crate::export::Export;
use crate::ids::VisitIds;
use crate::month::files;
use crate::people::Provider;
use crate::recipe::{Recipe, whole};
use crate::summary::Summary;
use crate::visit::Receipts;

/// The classes in the order of the counts.
const CLASSES: [Receipts; 4] = [Receipts::Both, Receipts::In, Receipts::Out, Receipts::None];

/// Writes `tagg.csv` and `manuell.csv` of one provider, "Egen regi", with exactly so many visits per receipt class:
/// tag at both ends, tag in and out by hand, tag out and in by hand, none (only in `manuell.csv`). They are spread over
/// the month, and nothing else is odd.
pub fn audit(month: YearMonth, class_counts: [u32; 4], folder: &Path) -> io::Result<Summary> {
    let [tagg, manuell] = files(folder, ["tagg.csv", "manuell.csv"])?;
    let mut left = class_counts.map(u64::from);
    let total: u64 = left.iter().sum();
    let recipe = recipe(month, total);
    let provider = Provider::own(&recipe, "Egen regi");
    let calendar = Calendar::new(month);
    let mut export =
        Export::new(&recipe, [Box::new(tagg) as Box<dyn io::Write>, Box::new(manuell), Box::new(io::sink())])?;
    let mut rng = recipe.rng([0, 1]);
    let mut ids = VisitIds::new();
    let mut written = 0;
    for place in 0..month.days() {
        let due = total * u64::from(place + 1) / u64::from(month.days()) - written;
        let visits = Day::new(&provider, calendar.day(place), place, &mut rng).into_visits();
        let mut spare = visits.len() as u64;
        let mut due = due.min(spare);
        for mut visit in visits {
            // Of those that are left, each has the same chance to be among those that are due.
            if rng.random_range(0..spare) < due {
                let mut draw = rng.random_range(0..left.iter().sum());
                let class = left.iter().position(|&count| {
                    let here = draw < count;
                    draw = draw.saturating_sub(count);
                    here
                });
                let class = class.unwrap_or(0);
                left[class] -= 1;
                visit.receipts = CLASSES[class];
                visit.id = ids.ordinary();
                export.visit(&provider, &visit)?;
                written += 1;
                due -= 1;
            }
            spare -= 1;
        }
    }
    if written < total {
        return Err(io::Error::other("too few visits were planned for the counts"));
    }
    Ok(export.finish()?.0)
}

/// Enough customers that each day has more visits than are due.
fn recipe(month: YearMonth, total: u64) -> Recipe {
    let one = Recipe::new(month, 1, 0);
    let customers = whole(total as f64 * 1.3 / one.expected_visits()) + 10;
    Recipe { providers: 1, plant: false, ..Recipe::new(month, customers, 0) }
}
