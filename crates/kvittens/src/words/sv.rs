//! Swedish.

use std::fmt::Write as _;
use std::path::Path;

use kvittens_model::{Month, NoteCode};
use kvittens_parse::{Kind, NotATable, ReadError};
use kvittens_report::{Lang, WriteError};
use kvittens_rules::RulesError;

use super::{Message, Words};
use crate::error::Failure;

/// The words.
pub const WORDS: Words = Words {
    failure: |failure| message(failure).render(["fel", "väntat", "hittat", "gör så här"]),
    rows_a_second: "rader/s",
    read,
    skipped: "Lämnade därhän (inga exporter):",
    summary_columns: ["Regel", "", "Öppna", "Förklarade"],
    not_run: "Ej körd",
    too_many_rejected: "! Fler rader än konfigurationens max_rejected undantogs: se karantan.csv. Rapporterna är märkta.",
    key_made: |path| {
        format!("Ny nyckel för pseudonymer: {} (spara den; med den känns samma kund igen nästa månad)", path.display())
    },
    kept: |path| format!("Den förra mappen var ändrad för hand och finns kvar som {}", path.display()),
    written: |folder, providers, html| {
        let first = if html { folder.join("index.html") } else { folder.to_owned() };
        format!("{} utförare: {}", number(providers as u64), first.display())
    },
    warning: |month, note| match (note.code, note.provider) {
        (NoteCode::DaysWithoutRows, Some(provider)) => {
            format!("{}: {} helt utan rader", month.ids.provider.text(provider), counted(note.count, "dag", "dagar"))
        }
        (code, _) => (Lang::Sv.words().note)(code).to_owned(),
    },
    open_findings: |count| counted(count, "öppen avvikelse", "öppna avvikelser"),
    rule_columns: ["Kod", "Namn", "", "Per", "Tyngd"],
    page_headings: ["Definition", "Varför", "Behöver", "Oskyldiga förklaringar", "Fråga till utföraren"],
    parameters: "Parametrar",
    fires: "Larmar",
    rests: "Larmar inte",
    synthesized: |rows, visits, planted, out| {
        format!("{} rader, {} besök, {} planterade: {}\n", number(rows), number(visits), number(planted), out.display())
    },
    init: super::init_sv::WORDS,
};

fn number(count: u64) -> String {
    super::number(count, "\u{a0}")
}

fn counted(count: u64, one: &str, many: &str) -> String {
    super::counted(count, "\u{a0}", one, many)
}

fn read(month: &Month) -> String {
    let used: u64 = month.files.iter().map(|file| file.used).sum();
    let (rows, providers) = (counted(used, "rad", "rader"), number(month.ids.provider.len().into()));
    let visits = number(month.visits.performed_count());
    let mut text = format!("{}: {rows}, {visits} utförda besök, {providers} utförare\n", month.month);
    for file in &month.files {
        let _ = writeln!(
            text,
            "  {} ({}, {}): {} lästa = {} använda + {} undantagna + {} andra månader",
            file.name,
            file.layout,
            file.encoding,
            number(file.read),
            number(file.used),
            number(file.rejected),
            number(file.other_month),
        );
    }
    text
}

fn message(failure: &Failure) -> Message {
    match failure {
        Failure::Read(error) => read_error(error),
        Failure::Write(error) => write_error(error),
        Failure::Config { path, message, nearest } => {
            let way_out = match nearest {
                Some(name) => format!("menade du \"{name}\"?"),
                None => "rätta raden i konfigurationen".to_owned(),
            };
            Message::new(shown(path), message.trim_end().to_owned(), way_out)
        }
        Failure::Rules(error) => rules_error(error),
        Failure::File { path, source } => Message::new(
            shown(path),
            format!("går inte att läsa eller skriva ({source})"),
            "kontrollera sökväg, rättigheter och utrymme",
        ),
        Failure::Key { path, .. } => Message::new(shown(path), "är ingen nyckel", "ange en annan fil med --key")
            .with("64 hexadecimala siffror", "något annat"),
        Failure::OtherKey { folder, there, here } => Message::new(
            shown(folder),
            "skrevs med en annan nyckel; pseudonymerna skulle bytas ut",
            "ange den förra nyckeln med --key, eller en annan mapp med --out",
        )
        .with(format!("nyckel {there}"), format!("nyckel {here}")),
        Failure::Exists { path } if path.ends_with(crate::key_file::NAME) => Message::new(
            shown(path),
            "finns redan; utan den känns inga brukare igen från förra månaden",
            "skriv i en annan mapp med --out, och flytta hit kvittens.toml därifrån",
        ),
        Failure::Exists { path } => {
            Message::new(shown(path), "finns redan", "flytta undan den, eller skriv i en annan mapp med --out")
        }
        Failure::NoSuchReport(kind) => Message::new(
            "--reports",
            format!("{kind} finns inte i denna version"),
            "använd html: öppna rapporten i en webbläsare och skriv ut den som PDF",
        ),
        Failure::Months(text) => {
            Message::new("--months", "är inget spann av månader", "skriv 2022-03 eller 2021-01..2022-12")
                .with("första..sista", format!("\"{text}\""))
        }
        Failure::Output(error) => Message::new("utmatningen", error.to_string(), "kontrollera var den hamnar"),
        Failure::Threads(text) => Message::new("--threads", text.clone(), "ange ett mindre antal"),
    }
}

fn read_error(error: &ReadError) -> Message {
    let place = error.file.as_str();
    match &error.kind {
        Kind::Io(source) => {
            Message::new(place, format!("går inte att läsa ({source})"), "kontrollera sökväg och rättigheter")
        }
        Kind::Damaged(_) => {
            Message::new(place, "den komprimerade filen är skadad eller avklippt", "hämta eller packa filen igen")
        }
        Kind::TooLarge { limit } => Message::new(
            place,
            "filen växer mer än en export kan göra när den packas upp",
            "kontrollera var den kommer ifrån; packa upp den själv om den är riktig",
        )
        .with(format!("högst {} byte", number(*limit)), "fler"),
        Kind::Empty => Message::new(place, "filen är tom", "spara exporten igen"),
        Kind::NotATable(what) => not_a_table(place, *what),
        Kind::NoKnownHeader { lines, found } => {
            let found = if found.is_empty() { "inga kända rubriker".to_owned() } else { list(found) };
            Message::new(
                place,
                "ingen rad ser ut som rubriker",
                "kontrollera att filen är en taggexport eller manuell export",
            )
            .with(format!("rubriker som Brukare-ID, Inpassering, Utpassering bland de första {lines} raderna"), found)
        }
        Kind::MissingColumn { layout, missing, found } => {
            let names: Vec<String> = missing.iter().map(|column| column.column.clone()).collect();
            let near = missing.iter().filter_map(|column| {
                column.nearest.as_ref().map(|near| format!("heter \"{near}\" egentligen \"{}\"?", column.column))
            });
            let near: Vec<String> = near.collect();
            let mut way_out = "exportera kolumnen, eller döp om rubriken".to_owned();
            if names == ["Utförare"] {
                way_out = "ange utföraren med --provider".to_owned();
            } else if !near.is_empty() {
                way_out = near.join(" ");
            }
            Message::new(place, format!("kolumn saknas: {}", list(&names)), way_out)
                .with(format!("layouten {layout}"), list(found))
        }
        Kind::UnknownLayout { name, known } => {
            Message::new("--layout", format!("ingen layout heter \"{name}\""), format!("välj bland {}", list(known)))
        }
        Kind::UnclosedQuote { row } => Message::new(
            format!("{place}, rad {row}"),
            "ett citattecken öppnas men stängs aldrig; resten av filen kan inte läsas",
            "spara exporten igen; den kan vara avklippt",
        ),
        Kind::RowTooLong { row, limit } => {
            Message::new(format!("{place}, rad {row}"), "raden tar aldrig slut", "kontrollera att filen är en tabell")
                .with(format!("högst {limit} tecken på en rad"), "fler")
        }
        Kind::Encoding { row, column, expected } => Message::new(
            format!("{place}, rad {row}, kolumn {column}"),
            "filen blandar två teckenkodningar; namn skulle läsas fel",
            "spara exporten igen som CSV UTF-8",
        )
        .with((*expected).to_owned(), "byte som inte är det"),
        Kind::NoExports => {
            Message::new(place, "ingen export i mappen", "ange mappen där tagg- och manuell export ligger")
        }
        Kind::NoRows => Message::new(place, "bara rubriker, ingen rad", "exportera månaden igen"),
        Kind::SameAs(other) => Message::new(
            place,
            format!("har samma innehåll som {other}"),
            "ta bort den ena; annars blir varje rad en dubblett",
        ),
        Kind::TwoMonths { first, first_rows, second, second_rows } => Message::new(
            place,
            "exporten rymmer två månader",
            format!("välj med --month {first} eller --month {second}"),
        )
        .with("en månad", format!("{first} ({first_rows} rader) och {second} ({second_rows} rader)")),
        Kind::OtherMonth { wanted, found } => {
            Message::new(place, "månaden finns inte i exporten", format!("ange --month {found} eller en annan export"))
                .with(wanted.to_string(), found.to_string())
        }
        Kind::TooMany(what) => Message::new(place, format!("för många ({what})"), "dela upp leveransen"),
        Kind::Unreconciled { read, used, rejected, other } => Message::new(
            place,
            "summan går inte ihop; det är ett fel i programmet",
            "rapportera felet; använd inte resultatet",
        )
        .with(format!("{read} lästa"), format!("{used} använda + {rejected} undantagna + {other} andra månader")),
        other => Message::new(place, other.to_string(), ""),
    }
}

fn not_a_table(place: &str, what: NotATable) -> Message {
    let (found, way_out) = match what {
        NotATable::Pdf => ("en PDF", "exportera som CSV; en PDF kan inte kontrolleras"),
        NotATable::Zip => {
            ("en arbetsbok (XLSX) eller ett zip-arkiv", "spara bladet som CSV UTF-8, eller packa upp arkivet")
        }
        NotATable::Ole => ("en gammal eller krypterad arbetsbok", "ta bort lösenordet och spara som CSV UTF-8"),
        NotATable::Parquet => ("en Parquet-tabell", "exportera som CSV"),
        NotATable::Binary => ("ingen text", "spara som CSV UTF-8"),
    };
    Message::new(place, "är ingen tabell i text", way_out).with("CSV", found)
}

fn write_error(error: &WriteError) -> Message {
    const WAY_OUT: &str = "kontrollera utrymme och rättigheter, och att ingen fil är öppen i ett annat program; den förra mappen är orörd";
    match error {
        WriteError::Folder(error) => {
            Message::new(shown(&error.path), format!("går inte att skriva ({})", error.source), WAY_OUT)
        }
        WriteError::Collision(_) => Message::new(
            "nyckeln",
            "två id får samma pseudonym",
            "gör en ny nyckel: flytta undan kvittens.key och kör igen",
        ),
        other => Message::new("rapporten", other.to_string(), "rapportera felet: det är ett fel i programmet"),
    }
}

fn rules_error(error: &RulesError) -> Message {
    match error {
        RulesError::Unknown { name, nearest } => {
            let way_out = nearest.as_ref().map_or_else(
                || "kvittens rules visar alla".to_owned(),
                |near| format!("menade du \"{near}\"? kvittens rules visar alla"),
            );
            Message::new(format!("\"{name}\""), "ingen regel heter så", way_out)
        }
        RulesError::Table { code, message } => {
            let way_out = crate::nearest::in_message(message)
                .map_or_else(|| format!("se kvittens explain {code}"), |near| format!("menade du \"{near}\"?"));
            Message::new(format!("kvittens.toml, [rules.{code}]"), message.clone(), way_out)
        }
        RulesError::NoLimit { code } => Message::new(
            format!("kvittens.toml, [rules.{code}]"),
            "regeln mäter ingen andel som en gräns kan gälla",
            "ta bort gränsen; sätt den på K101, K102 eller en regel om besök",
        ),
        RulesError::NoSource { code } => Message::new(
            format!("kvittens.toml, [rules.{code}]"),
            "en gräns behöver en ägare",
            "skriv i source var den står, som \"Avtal 2022 §4.3\"",
        ),
        RulesError::Range { code, name, value, low, high } => Message::new(
            format!("kvittens.toml, [rules.{code}]"),
            format!("{name} är orimlig"),
            format!("se kvittens explain {code}"),
        )
        .with(format!("{low} till {high}"), value.to_string()),
    }
}

fn list(names: &[String]) -> String {
    names.join(", ")
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
