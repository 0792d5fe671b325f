//! The tables a query can read and their columns, with what each holds.

use kvittens_model::companion::Companion;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// Yes or no.
    Flag,
    /// A local Swedish time.
    Time,
    /// A day.
    Day,
}

impl Kind {
    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Text => "text",
            Whole => "integer",
            Number => "number",
            Flag => "boolean",
            Time => "timestamp",
            Day => "date",
        }
    }
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it says, in Swedish.
    pub sv: &'static str,
    /// What it says, in English.
    pub en: &'static str,
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The other export it holds; `None`: the registrations and what is made of them.
    pub export: Option<Companion>,
    /// Its columns.
    pub columns: &'static [Column],
}

const fn c(name: &'static str, kind: Kind, sv: &'static str, en: &'static str) -> Column {
    Column { name, kind, sv, en }
}

use Kind::{Day, Flag, Number, Text, Time, Whole};

const MONTH: Column = c("month", Text, "månaden, 2022-03", "the month, 2022-03");
const KEY: Column = c("visit_key", Whole, "besökets nummer i månaden", "the visit's number in the month");
const VISIT: Column = c("visit", Text, "besöks-ID", "the visit's id");
const PROVIDER: Column = c("provider", Text, "utförare", "provider");
const UNIT: Column = c("unit", Text, "enhet", "unit");
const CUSTOMER: Column = c("customer", Text, "brukare", "customer");
const STAFF: Column = c("staff", Text, "medarbetare", "member of staff");
const SERVICE: Column = c("service", Text, "insats; tomt: alla", "service; empty: all");
const SERVICES: Column = c("services", Text, "insatser, med | mellan", "services, with | between them");
const START: Column = c("start", Time, "registrerad start", "registered start");
const STOP: Column = c("stop", Time, "registrerat stopp", "registered stop");
const PLANNED_START: Column = c("planned_start", Time, "planerad start", "planned start");
const PLANNED_STOP: Column = c("planned_stop", Time, "planerat stopp", "planned stop");
const IN_METHOD: Column = c(
    "in_method",
    Text,
    "hur starten kom: tag, lock, pen, phone, gps, edited, manual, unknown, none",
    "how the start came: tag, lock, pen, phone, gps, edited, manual, unknown, none",
);
const OUT_METHOD: Column = c("out_method", Text, "hur stoppet kom", "how the stop came");
const PERFORMED: Column = c("performed", Flag, "utfört", "performed");
const DOUBLE: Column = c("double", Flag, "märkt som dubbelbemanning", "marked as double staffing");
const DOUBLE_ID: Column = c("double_id", Text, "dubbel-ID", "id of the double staffing");
const TAG: Column = c("tag", Text, "taggen som lästes", "the tag that was read");
const DEVICE: Column = c("device", Text, "telefonen", "the phone");
const REASON: Column = c("reason", Text, "orsak till registrering för hand", "reason for the entry by hand");
const ENTERED_AT: Column = c("entered_at", Time, "när det registrerades", "when it was entered");
const ENTERED_BY: Column = c("entered_by", Text, "vem som registrerade", "who entered it");
const APPROVED_AT: Column = c("approved_at", Time, "när det godkändes", "when it was approved");
const FROM: Column = c("from_time", Time, "från och med; tomt: alltid", "from; empty: always");
const TO: Column = c("to_time", Time, "till, ej med; tomt: tills vidare", "until before; empty: open");

const VISITS: [Column; 41] = [
    MONTH,
    KEY,
    VISIT,
    PROVIDER,
    UNIT,
    CUSTOMER,
    STAFF,
    SERVICES,
    START,
    STOP,
    PLANNED_START,
    PLANNED_STOP,
    IN_METHOD,
    OUT_METHOD,
    c(
        "class",
        Text,
        "kvittens: both-tags, in-only, out-only, no-tag",
        "receipts: both-tags, in-only, out-only, no-tag",
    ),
    c("expects_receipt", Flag, "räknas i andelarna av kvittenser", "counted in the rates of receipts"),
    PERFORMED,
    DOUBLE,
    DOUBLE_ID,
    REASON,
    ENTERED_AT,
    ENTERED_BY,
    APPROVED_AT,
    TAG,
    DEVICE,
    c("day", Day, "dagen besöket hör till", "the day the visit belongs to"),
    c("weekday", Whole, "veckodag, måndag är 1", "day of the week, Monday is 1"),
    c("start_minute", Whole, "startens minut på dygnet, 0–1439", "the start's minute of the day, 0–1439"),
    c(
        "start_second",
        Whole,
        "startens sekund på verklig klocka, att räkna luckor med",
        "the start's second on the real clock, to count gaps with",
    ),
    c("stop_second", Whole, "stoppets sekund på verklig klocka", "the stop's second on the real clock"),
    c(
        "seconds",
        Whole,
        "längd på verklig klocka; tomt utan säkra tider",
        "length on the real clock; empty without sure times",
    ),
    c("minutes", Whole, "hela minuter av längden", "whole minutes of the length"),
    c("planned_seconds", Whole, "planerad längd; tomt utan plan", "planned length; empty without a plan"),
    c("merged", Whole, "antal rader", "number of rows"),
    c(
        "timed",
        Flag,
        "utfört, båda tiderna säkra, stopp ej före start",
        "performed, both times sure, the stop not before the start",
    ),
    c("brief", Flag, "alla insatser är korta ([services] brief)", "all services are brief ([services] brief)"),
    c(
        "shared",
        Flag,
        "alla insatser delas av flera ([services] shared)",
        "all services are shared ([services] shared)",
    ),
    c("away", Flag, "inga insatser görs där kvittens kan läsas", "no service is done where a receipt could be read"),
    c("night", Flag, "nattpatrull", "night patrol"),
    c("too_long", Flag, "mycket långt (T403)", "very long (T403)"),
    c("placeholder", Flag, "medarbetaren står för flera personer", "the staff id stands for several people"),
];

const REGISTRATIONS: [Column; 26] = [
    MONTH,
    KEY,
    PROVIDER,
    UNIT,
    VISIT,
    CUSTOMER,
    STAFF,
    SERVICES,
    PLANNED_START,
    PLANNED_STOP,
    START,
    STOP,
    IN_METHOD,
    OUT_METHOD,
    TAG,
    DEVICE,
    REASON,
    ENTERED_AT,
    ENTERED_BY,
    APPROVED_AT,
    PERFORMED,
    DOUBLE,
    DOUBLE_ID,
    c("file", Text, "exportens fil", "the export's file"),
    c("row", Whole, "rad i filen", "row of the file"),
    c("manual_export", Flag, "ur den manuella exporten", "from the manual export"),
];

const fn other(name: &'static str, export: Companion, columns: &'static [Column]) -> Table {
    Table { name, export: Some(export), columns }
}

/// Every table.
pub const TABLES: [Table; 13] = [
    Table { name: "visits", export: None, columns: &VISITS },
    Table { name: "registrations", export: None, columns: &REGISTRATIONS },
    other(
        "beslut",
        Companion::Decisions,
        &[
            MONTH,
            CUSTOMER,
            SERVICE,
            c("provider", Text, "utförare; tomt: vilken som helst", "provider; empty: any"),
            c("month_seconds", Whole, "beviljade sekunder i månaden", "granted seconds a month"),
            c("occasion_seconds", Whole, "beviljade sekunder per tillfälle", "granted seconds an occasion"),
            c("occasions", Number, "tillfällen i månaden", "occasions a month"),
            c("double", Flag, "två medarbetare är beviljade", "two staff are granted"),
            FROM,
            TO,
        ],
    ),
    other(
        "planering",
        Companion::Plan,
        &[
            MONTH,
            PROVIDER,
            CUSTOMER,
            c("staff", Text, "medarbetare; tomt: inte utsatt", "member of staff; empty: not told"),
            c("service", Text, "insats; tomt: inte utsatt", "service; empty: not told"),
            START,
            STOP,
        ],
    ),
    other("franvaro", Companion::Absence, &[MONTH, CUSTOMER, FROM, TO]),
    other("dispens", Companion::Exemptions, &[MONTH, CUSTOMER, FROM, TO]),
    other(
        "fakturaunderlag",
        Companion::Billing,
        &[
            MONTH,
            PROVIDER,
            CUSTOMER,
            SERVICE,
            c("seconds", Whole, "fakturerade sekunder", "billed seconds"),
            c("kronor", Number, "belopp", "amount"),
        ],
    ),
    other(
        "tillagg",
        Companion::Supplements,
        &[
            MONTH,
            PROVIDER,
            CUSTOMER,
            SERVICE,
            c("day", Day, "dag", "day"),
            c("quantity", Number, "antal", "quantity"),
            c("reported_at", Time, "rapporterat", "reported"),
        ],
    ),
    other("avbrott", Companion::Outages, &[MONTH, FROM, TO]),
    other(
        "hushall",
        Companion::Households,
        &[MONTH, CUSTOMER, c("household", Whole, "hushållets nummer", "the household's number")],
    ),
    other("personal", Companion::Staff, &[MONTH, PROVIDER, STAFF, FROM, TO]),
    other("taggar", Companion::Tags, &[MONTH, TAG, CUSTOMER, FROM, TO]),
    other("kontakt", Companion::Contacts, &[MONTH, CUSTOMER, STAFF, FROM, TO]),
];

/// The table of a name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_exports_table_is_called_as_the_export() {
        assert!(TABLES.iter().all(|table| table.export.is_none_or(|export| export.name() == table.name)));
        assert_eq!(TABLES.iter().filter(|table| table.export.is_some()).count(), Companion::ALL.len());
    }

    #[test]
    fn a_column_stands_once_in_a_table() {
        for table in &TABLES {
            let mut names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), table.columns.len(), "{}", table.name);
        }
    }
}
