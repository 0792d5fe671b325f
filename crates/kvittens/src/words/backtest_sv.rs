//! Swedish: `kvittens backtest`.

use kvittens_history::backtest::sweep::AxisError;
use kvittens_history::backtest::{BacktestError, Condition};
use kvittens_history::said::{GridError, Problem};

use super::Message;
use super::backtest::Words;
use crate::error::Unmeasured;

/// The words.
pub const WORDS: Words = Words {
    months: |count, first, last| match count {
        1 => format!("1 månad: {first}"),
        count => format!("{count} månader: {first}..{last}"),
    },
    defaults: "katalogens egna värden",
    sides: |baseline, candidate| match candidate {
        Some(candidate) => format!("Kandidat: {candidate}. Jämförs med: {baseline}."),
        None => format!("Prövade regler: {baseline}."),
    },
    columns: [
        "Regel",
        "I dag",
        "Kandidat",
        "Samma",
        "Ändrade",
        "Nya",
        "Borta",
        "h/månad",
        "Träffsäkerhet",
        "Täckning",
        "ms",
    ],
    all: "Alla",
    sweep_columns: ["Avvikelser", "Per månad", "Flest", "h/månad", "Träffsäkerhet", "Täckning"],
    chosen: |value, findings| format!("{value} uppfyller kravet: {findings} öppna avvikelser"),
    none_chosen: "Inget prövat värde uppfyller kravet.",
    failed: |condition, rule, value| match rule {
        Some(rule) => format!("! {condition}: {rule} har {value}"),
        None => format!("! {condition}: {value}"),
    },
    heard: |kept, run| format!("Räknat: {run}. Redan känt: {kept}. (En regel och en månad är ett.)"),
    written: |path| path.display().to_string(),
    decimal: ',',
};

/// What stopped a backtest.
pub fn error(error: &BacktestError) -> Message {
    match error {
        BacktestError::NoMonth { wanted, found } => {
            let found = match found.as_slice() {
                [] => "inga månader".to_owned(),
                [one] => one.to_string(),
                [first, .., last] => format!("{first}..{last}"),
            };
            Message::new(wanted.to_string(), "månaden finns inte", "ange de månader som finns med --months")
                .with("en mapp per månad, som 2022-03", found)
        }
        BacktestError::Sweep(AxisError::Parameter { code, name, known }) => Message::new(
            "--sweep",
            format!("{code} har inget tal som heter {name}"),
            format!("se kvittens explain {code}"),
        )
        .with(known.join(", "), name.clone()),
        BacktestError::Sweep(AxisError::Rule(name)) => {
            Message::new("--sweep", format!("ingen regel heter {name}"), "kvittens rules visar alla")
        }
        BacktestError::Sweep(AxisError::Values { text, count }) => {
            Message::new("--sweep", format!("{text} ger {count} värden"), "ange ett annat spann eller ett större steg")
                .with("1 till 400 värden", count.to_string())
        }
        BacktestError::Sweep(AxisError::Many(count)) => {
            Message::new("--sweep", format!("{count} tal på en gång"), "pröva ett eller två åt gången")
        }
        BacktestError::Sweep(AxisError::Form(text)) => {
            Message::new("--sweep", "är inget tal med värden", "skriv rules.M301.max_gap=0..5, med steg 0..10:2")
                .with("rules.REGEL.TAL=första..sista", format!("\"{text}\""))
        }
        other => Message::new("backtest", other.to_string(), "kontrollera mappen och kör igen"),
    }
}

/// What is wrong with a table of findings or labels.
pub fn grid(error: &GridError) -> Message {
    let place = error.file.display().to_string();
    match &error.problem {
        Problem::Io(source) => {
            Message::new(place, format!("går inte att läsa ({source})"), "kontrollera sökväg och rättigheter")
        }
        Problem::Damaged(why) => {
            Message::new(place, format!("är ingen hel Parquet-fil ({why})"), "skriv filen på nytt")
        }
        Problem::NoColumn { wanted, found } => {
            Message::new(place, format!("kolumnen {wanted} saknas"), "lägg till den, eller byt namn på den som menas")
                .with(*wanted, found.join(", "))
        }
        Problem::Type { column, expected, found } => {
            Message::new(place, format!("kolumnen {column} har en typ som inte går att läsa"), "skriv den som text")
                .with(*expected, found.clone())
        }
        Problem::Cell { column, row, expected } => {
            Message::new(place, format!("kolumnen {column}, rad {row} under rubrikerna"), "rätta cellen")
                .with(*expected, "något annat, eller inget")
        }
        Problem::Workbook(why) => Message::new(
            place,
            format!("går inte att läsa som arbetsbok ({why})"),
            "spara arbetsboken på nytt som .xlsx",
        ),
        Problem::NoSheet { sheet, found } => {
            Message::new(place, format!("bladet {sheet} saknas"), "lämna arbetsboken som den kom, med svaren ifyllda")
                .with(*sheet, found.join(", "))
        }
        Problem::SheetCell { sheet, column, row, expected } => {
            Message::new(place, format!("bladet {sheet}, kolumnen {column}, rad {row}"), "rätta cellen")
                .with(*expected, "något annat, eller inget")
        }
    }
}

/// A condition that cannot be held against anything.
pub fn condition(text: &str, why: Unmeasured) -> Message {
    let place = format!("--fail-if '{text}'");
    match why {
        Unmeasured::Form => {
            Message::new(place, "är inget villkor", "skriv 'precision < 0.8', eller 'M301.new > 50' för en regel")
                .with(format!("{}; < <= > >=; ett tal", Condition::METRICS.join(", ")), format!("\"{text}\""))
        }
        Unmeasured::Labels => Message::new(place, "kan bara mätas mot ett facit", "ange det med --labels"),
        Unmeasured::Rule => Message::new(place, "regeln är inte bland dem som prövas", "kvittens rules visar alla"),
    }
}
