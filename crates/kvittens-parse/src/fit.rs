//! How the layouts fit the headers of a file: the column of each field, what is lacking, and what may be meant.

use std::sync::Arc;

use crate::error::{Kind, Missing};
use crate::fields::{COUNT, Field, NAMES};
use crate::layout::Layout;

/// How a layout fits the headers of a file.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The layout.
    pub layout: Arc<Layout>,
    /// Headers it knows.
    pub known: usize,
    /// Of each group of fields it needs and the file lacks, the first.
    pub lacking: Vec<Field>,
    /// Fields that say it is another layout.
    pub excluded: Vec<Field>,
    /// The column of each field, by [`Field`] number.
    pub columns: [Option<usize>; COUNT],
}

impl Fit {
    fn of(layout: &Arc<Layout>, names: &[String], has_provider: bool) -> Fit {
        let columns = columns(names, layout);
        let has = |field: &Field| columns[*field as usize].is_some();
        let mut lacking = Vec::new();
        if !has_provider && !has(&Field::Provider) {
            lacking.push(Field::Provider);
        }
        let missing = layout.needs.iter().filter(|group| !group.iter().any(has));
        lacking.extend(missing.filter_map(|group| group.first().copied()));
        Fit {
            layout: Arc::clone(layout),
            known: columns.iter().flatten().count(),
            lacking,
            excluded: layout.without.iter().copied().filter(has).collect(),
            columns,
        }
    }

    /// Whether files with these headers can be read so.
    pub fn fits(&self) -> bool {
        self.lacking.is_empty() && self.excluded.is_empty()
    }

    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns[field as usize]
    }

    /// The field of a column.
    pub fn field(&self, column: usize) -> Option<Field> {
        NAMES.iter().map(|(field, _)| *field).find(|field| self.columns[*field as usize] == Some(column))
    }

    /// Groups of fields the layout needs and the file has; whether a provider is named plays no part.
    fn present(&self) -> usize {
        self.layout.needs.len() - self.lacking.iter().filter(|field| **field != Field::Provider).count()
    }
}

/// How each layout fits, in the order of the layouts.
pub fn fits(names: &[String], layouts: &[Arc<Layout>], has_provider: bool) -> Vec<Fit> {
    layouts.iter().map(|layout| Fit::of(layout, names, has_provider)).collect()
}

/// The layout that fits and knows most of the headers, else the one that has most of what it needs, less what it lacks;
/// among equals the first.
pub fn best(fits: &[Fit]) -> Option<&Fit> {
    let key = |fit: &Fit| {
        let (present, needs) = (fit.present(), fit.layout.needs.len());
        (fit.fits(), fit.excluded.is_empty(), if fit.fits() { fit.known } else { needs + present - (needs - present) })
    };
    // The last of equals is the greatest, so the fits are walked from behind.
    fits.iter().rev().max_by_key(|fit| key(fit))
}

/// Headers are compared without case.
pub fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// What a file lacks of the layout that is nearest.
pub fn missing(fit: &Fit, names: Vec<String>, layouts: &[Arc<Layout>]) -> Kind {
    let missing = fit
        .lacking
        .iter()
        .map(|field| Missing { column: fit.layout.name_of(*field), nearest: nearest_name(*field, &names, layouts) });
    let (missing, present) = (missing.collect(), fit.present());
    let found = names.into_iter().filter(|name| !name.is_empty()).collect();
    Kind::MissingColumn { layout: fit.layout.name.clone(), missing, present, found }
}

/// The column of each field: the one whose name stands first among the field's names. A header that the layout names
/// itself means nothing else.
fn columns(names: &[String], layout: &Layout) -> [Option<usize>; COUNT] {
    let mut columns = [None; COUNT];
    let place = |wanted: &str| names.iter().position(|name| same(name, wanted));
    for (field, own) in &layout.headers {
        columns[*field as usize] = own.iter().find_map(|wanted| place(wanted));
    }
    let own: Vec<usize> = columns.iter().flatten().copied().collect();
    for (field, built_in) in &NAMES {
        let column = &mut columns[*field as usize];
        if column.is_none() {
            *column = built_in.iter().find_map(|wanted| place(wanted).filter(|at| !own.contains(at)));
        }
    }
    columns
}

/// The field of a header, whatever the layout.
pub fn field_of(name: &str, layouts: &[Arc<Layout>]) -> Option<Field> {
    let built_in = NAMES.iter().find(|(_, names)| names.iter().any(|known| same(known, name)));
    built_in.map(|(field, _)| *field).or_else(|| {
        let mut own = layouts.iter().flat_map(|layout| &layout.headers);
        own.find(|(_, names)| names.iter().any(|known| same(known, name))).map(|(field, _)| *field)
    })
}

/// The header that is not known and looks most like a name of the field.
pub fn nearest_name(field: Field, names: &[String], layouts: &[Arc<Layout>]) -> Option<String> {
    let unknown = names.iter().filter(|name| !name.is_empty() && field_of(name, layouts).is_none());
    let likeness = |name: &str| {
        let of =
            |known: &&'static str| strsim::normalized_damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase());
        field.names().iter().map(&of).fold(0.0, f64::max)
    };
    let best = unknown.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= 0.5).then(|| best.clone())
}
