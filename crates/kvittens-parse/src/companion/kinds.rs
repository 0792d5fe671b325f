//! The columns of the other exports, and which kind a file is: by its headers first, by its name where they fit several.

use kvittens_model::companion::Companion;

use crate::fields::{self, Field};
use crate::fit::same;

/// A column of one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Column {
    Provider,
    Customer,
    Staff,
    Service,
    Tag,
    From,
    To,
    PlannedStart,
    PlannedStop,
    Date,
    HoursAMonth,
    MinutesAMonth,
    MinutesAnOccasion,
    OccasionsAMonth,
    OccasionsAWeek,
    Double,
    AbsenceKind,
    ExemptionReason,
    Hours,
    Minutes,
    Amount,
    Month,
    Quantity,
    ReportedAt,
    OutageKind,
    Household,
    Latitude,
    Longitude,
    /// Of registrations alone: a file that has one is none of these.
    Registered,
}

/// Every column with its header names, first the canonical one. Compared without case.
const NAMES: [(Column, &[&str]); 29] = [
    (Column::Provider, fields::NAMES[Field::Provider as usize].1),
    (Column::Customer, fields::NAMES[Field::Customer as usize].1),
    (Column::Staff, fields::NAMES[Field::Staff as usize].1),
    (Column::Service, &["Insats", "Insatser", "Aktivitet", "Insatstyp", "Tilläggstjänst", "Tillägg"]),
    (Column::Tag, fields::NAMES[Field::Tag as usize].1),
    (Column::From, &["Från", "Från och med", "Fr.o.m.", "From", "Fom", "Gäller från", "Startdatum", "Från datum"]),
    (Column::To, &["Till", "Till och med", "T.o.m.", "Tom", "Gäller till", "Slutdatum", "Till datum"]),
    (Column::PlannedStart, &["Planerad start", "Planerad starttid", "Planerad från"]),
    (Column::PlannedStop, &["Planerad slut", "Planerad sluttid", "Planerad till"]),
    (Column::Date, &["Datum", "Dag", "Utfört datum"]),
    (Column::HoursAMonth, &["Timmar per månad", "Beviljade timmar", "Beviljad tid per månad", "Timmar/månad"]),
    (Column::MinutesAMonth, &["Minuter per månad", "Beviljade minuter", "Minuter/månad"]),
    (Column::MinutesAnOccasion, &["Minuter per tillfälle", "Minuter/tillfälle", "Tid per tillfälle"]),
    (Column::OccasionsAMonth, &["Tillfällen per månad", "Antal per månad", "Tillfällen/månad"]),
    (Column::OccasionsAWeek, &["Tillfällen per vecka", "Antal per vecka", "Tillfällen/vecka"]),
    (Column::Double, &["Dubbelbemanning", "Dubbelbemannad", "Dubbel"]),
    (Column::AbsenceKind, &["Typ", "Frånvarotyp", "Frånvaroorsak", "Frånvaro", "Typ av frånvaro"]),
    (Column::ExemptionReason, &["Orsak", "Dispensorsak", "Dispens", "Skäl"]),
    (Column::Hours, &["Timmar", "Fakturerade timmar", "Debiterade timmar"]),
    (Column::Minutes, &["Minuter", "Fakturerade minuter", "Debiterade minuter", "Fakturerad tid"]),
    (Column::Amount, &["Belopp", "Summa kr", "Kronor", "Ersättning"]),
    (Column::Month, &["Månad", "Period", "Faktureringsmånad"]),
    (Column::Quantity, &["Antal", "Kvantitet", "Mängd"]),
    (Column::ReportedAt, &["Rapporterad", "Rapporterat", "Inrapporterad", "Rapporteringsdatum"]),
    (Column::OutageKind, &["Avbrott", "System", "Driftstörning"]),
    (Column::Household, &["Hushåll", "Hushålls-ID", "Hushållsnummer"]),
    (Column::Latitude, &["Latitud", "Lat", "Latitude"]),
    (Column::Longitude, &["Longitud", "Long", "Lon", "Longitude"]),
    (Column::Registered, &["Inpassering", "Utpassering", "Inkvittens", "Utkvittens", "Ankomst", "Avfärd", "Händelse"]),
];

/// How many columns there are.
const COUNT: usize = NAMES.len();

/// Where each column stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns([Option<usize>; COUNT]);

impl Columns {
    fn of(headers: &[String]) -> Columns {
        let place = |names: &[&str]| names.iter().find_map(|name| headers.iter().position(|header| same(header, name)));
        Columns(NAMES.map(|(_, names)| place(names)))
    }

    /// The place of a column.
    pub fn get(&self, column: Column) -> Option<usize> {
        self.0[column as usize]
    }

    fn has(&self, column: Column) -> bool {
        self.get(column).is_some()
    }

    /// Whether a place holds a known column.
    pub fn wants(&self, place: usize) -> bool {
        self.0.contains(&Some(place))
    }

    /// How many of a file's headers are known.
    pub fn known(&self) -> usize {
        self.0.iter().flatten().count()
    }
}

/// The canonical name of a column.
pub fn name_of(column: Column) -> &'static str {
    NAMES[column as usize].1[0]
}

/// What a kind needs, of each group one; what tells it from the others; and what it never has.
struct Shape {
    kind: Companion,
    needs: &'static [&'static [Column]],
    marks: &'static [Column],
    never: &'static [Column],
    /// A part of the file's name that says so.
    called: &'static [&'static str],
}

const fn shape(
    kind: Companion,
    needs: &'static [&'static [Column]],
    marks: &'static [Column],
    never: &'static [Column],
    called: &'static [&'static str],
) -> Shape {
    Shape { kind, needs, marks, never, called }
}

use Column as C;

const GRANTED: &[Column] = &[C::HoursAMonth, C::MinutesAMonth, C::MinutesAnOccasion];

const SHAPES: [Shape; 11] = [
    shape(Companion::Decisions, &[&[C::Customer], &[C::From]], GRANTED, &[C::Tag, C::Amount], &["beslut"]),
    shape(
        Companion::Plan,
        &[&[C::Customer], &[C::PlannedStart], &[C::PlannedStop]],
        &[C::PlannedStart],
        &[],
        &["planering"],
    ),
    shape(
        Companion::Absence,
        &[&[C::Customer], &[C::From]],
        &[C::AbsenceKind],
        &[C::Staff, C::Tag],
        &["franvaro", "frånvaro"],
    ),
    shape(
        Companion::Exemptions,
        &[&[C::Customer], &[C::From]],
        &[C::ExemptionReason],
        &[C::Staff, C::Tag, C::Service],
        &["dispens"],
    ),
    shape(
        Companion::Billing,
        &[&[C::Provider], &[C::Customer], &[C::Hours, C::Minutes]],
        &[C::Amount, C::Hours],
        &[C::From],
        &["faktura"],
    ),
    shape(
        Companion::Supplements,
        &[&[C::Customer], &[C::Service], &[C::Date], &[C::Quantity, C::ReportedAt]],
        &[C::ReportedAt],
        &[],
        &["tillagg", "tillägg"],
    ),
    shape(
        Companion::Outages,
        &[&[C::From], &[C::To]],
        &[C::OutageKind],
        &[C::Customer, C::Staff, C::Tag],
        &["avbrott"],
    ),
    shape(Companion::Households, &[&[C::Customer], &[C::Household]], &[C::Household], &[], &["hushall", "hushåll"]),
    shape(
        Companion::Staff,
        &[&[C::Staff], &[C::Provider], &[C::From]],
        &[C::Provider],
        &[C::Customer, C::Tag],
        &["personal"],
    ),
    shape(Companion::Tags, &[&[C::Tag], &[C::Customer]], &[C::Tag], &[C::Staff], &["tagg"]),
    shape(Companion::Contacts, &[&[C::Customer], &[C::Staff]], &[C::Staff], &[C::PlannedStart, C::Tag], &["kontakt"]),
];

/// The kind of a file by its headers and its name, with the place of each column.
pub fn recognise(headers: &[String], file: &str) -> Option<(Companion, Columns)> {
    let columns = Columns::of(headers);
    if columns.has(C::Registered) {
        return None;
    }
    let file = file.to_lowercase();
    let fits = |shape: &&Shape| {
        let needs = shape.needs.iter().all(|group| group.iter().any(|column| columns.has(*column)));
        needs && !shape.never.iter().any(|column| columns.has(*column))
    };
    let says = |shape: &Shape| {
        let called = shape.called.iter().any(|part| file.contains(part));
        let marked = shape.marks.iter().any(|column| columns.has(*column));
        (called, marked)
    };
    // A file that neither its headers nor its name tells apart is left alone: a wrong guess would explain findings away.
    let told = |shape: &&Shape| says(shape) != (false, false);
    let needed = |shape: &Shape| shape.needs.len();
    let best = SHAPES.iter().filter(fits).filter(told).max_by_key(|shape| {
        let (called, marked) = says(shape);
        (u8::from(called) + u8::from(marked), called, needed(shape))
    })?;
    Some((best.kind, columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(headers: &str, file: &str) -> Option<&'static str> {
        let headers: Vec<String> = headers.split(';').map(str::to_owned).collect();
        recognise(&headers, file).map(|(kind, _)| kind.name())
    }

    #[test]
    fn every_kind_is_known_by_its_headers() {
        for (headers, expected) in [
            ("Brukare-ID;Insats;Timmar per månad;Från;Till", "beslut"),
            ("Kundnr;Insats;Minuter per tillfälle;Tillfällen per vecka;Fr.o.m.;T.o.m.", "beslut"),
            ("Utförare;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut", "planering"),
            ("Brukare-ID;Från;Till;Typ", "franvaro"),
            ("Brukare-ID;Från;Till;Orsak", "dispens"),
            ("Utförare;Brukare-ID;Insats;Timmar;Belopp", "fakturaunderlag"),
            ("Utförare;Brukare-ID;Insats;Datum;Antal;Rapporterad", "tillagg"),
            ("Avbrott;Från;Till", "avbrott"),
            ("Brukare-ID;Hushåll;Latitud;Longitud", "hushall"),
            ("Personal-ID;Utförare;Från;Till", "personal"),
            ("Tagg-ID;Brukare-ID;Från;Till", "taggar"),
            ("Brukare-ID;Personal-ID;Från;Till", "kontakt"),
        ] {
            assert_eq!(kind(headers, "fil.csv"), Some(expected), "{headers}");
        }
    }

    #[test]
    fn the_name_decides_where_the_headers_do_not() {
        assert_eq!(kind("Brukare-ID;Från;Till", "franvaro-mars.csv"), Some("franvaro"));
        assert_eq!(kind("Brukare-ID;Från;Till", "dispens.csv"), Some("dispens"));
        assert_eq!(kind("Från;Till", "avbrott.csv"), Some("avbrott"));
        assert_eq!(kind("Brukare-ID;Från;Till", "lista.csv"), None);
        assert_eq!(kind("Från;Till", "lista.csv"), None);
    }

    #[test]
    fn registrations_are_none_of_them() {
        assert_eq!(
            kind("Utförare;Brukare-ID;Planerad start;Planerad slut;Inpassering;Utpassering", "planering.csv"),
            None
        );
    }

    #[test]
    fn the_names_stand_in_the_order_of_the_columns() {
        assert!(NAMES.iter().enumerate().all(|(at, (column, _))| *column as usize == at));
    }
}
