//! Swedish.

mod again;
mod history;
mod inspect;
mod read;

use std::fmt::Write as _;
use std::path::Path;

use kvittens_history::answers::AnswersError;
use kvittens_model::Month;
use kvittens_parse::LayoutError;
use kvittens_report::WriteError;
use kvittens_report::letter::{LogoError, MOST};
use kvittens_rules::RulesError;

use super::{Message, TrendWords, Words};
use crate::error::Failure;
use crate::letter::Wrong;
use crate::memory::TooMuch;

/// The labels of a message.
const LABELS: [&str; 4] = ["fel", "väntat", "hittat", "gör så här"];

/// The words.
pub const WORDS: Words = Words {
    failure: |failure| message(failure).render(LABELS),
    rows_a_second: "rader/s",
    read,
    skipped: "Lämnade därhän (inga exporter):",
    summary_columns: ["Regel", "", "Öppna", "Förklarade"],
    on_trial: |rule| format!("{rule} (på prov)"),
    idle_answers: |expired, unmatched| {
        format!(
            "Svar som inget ändrar: {expired} har gått ut, {unmatched} hör inte till någon avvikelse i månaden (se manifest.json)."
        )
    },
    in_question: |minutes, of, kronor| {
        let pay = kronor.map_or_else(String::new, |kronor| format!(", {} kr", money(kronor)));
        let (minutes, of) = (number(minutes.unsigned_abs()), number(of.unsigned_abs()));
        format!("Öppna avvikelser gäller {minutes} av {of} registrerade minuter, var och en räknad en gång{pay}.")
    },
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
    open_findings: |count| counted(count, "öppen avvikelse", "öppna avvikelser"),
    rule_columns: ["Kod", "Namn", "", "Per", "Tyngd"],
    page_headings: ["Definition", "Varför", "Behöver", "Oskyldiga förklaringar", "Fråga till utföraren"],
    parameters: "Parametrar",
    fires: "Larmar",
    rests: "Larmar inte",
    inspect: inspect::WORDS,
    synthesized: |rows, visits, planted, out| {
        format!("{} rader, {} besök, {} planterade: {}\n", number(rows), number(visits), number(planted), out.display())
    },
    number,
    again: again::WORDS,
    history: history::WORDS,
    trend: TrendWords {
        shares: ["Utförare", "Andel", "Månad", "Nu", "Mittlinje", "Gränser", ""],
        months: ["Månad", "Andel", "Besök", "Gränser", ""],
        everybody: "Alla",
        since: |month| format!("ändrad sedan {month}"),
        quiet: "Ingen andel har ändrats mer än slumpen rimligen ger.",
        nothing: "Det finns inget att jämföra: det behövs minst fyra månader med besök.",
    },
    backtest: super::backtest_sv::WORDS,
    init: super::init_sv::WORDS,
    query: super::own_sv::WORDS,
};

/// Whole kronor.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kronor of a month, not below 0")]
fn money(kronor: f64) -> String {
    number(kronor.round() as u64)
}

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
        Failure::Read(error) => read::error(error),
        Failure::Write(error) => write_error(error),
        Failure::Again(error) => again::error(error),
        Failure::NoIndex { month } => again::no_index(month),
        Failure::NoReports(folder) => again::no_reports(folder),
        Failure::Store(error) => history::error(error),
        Failure::NoKey { store, fingerprint } => Message::new(
            shown(store),
            "lagrets nyckel hittas inte",
            "ange den med --key, eller konfigurationen med --config",
        )
        .with(format!("nyckel {fingerprint}"), "ingen nyckel"),
        Failure::Unconfirmed { month, counts } => history::unconfirmed(*month, *counts),
        Failure::Config { path, message, nearest } => {
            let way_out = match nearest {
                Some(name) => format!("menade du \"{name}\"?"),
                None => "rätta raden i konfigurationen".to_owned(),
            };
            Message::new(shown(path), message.trim_end().to_owned(), way_out)
        }
        Failure::Letter { path, wrong } => letter(&shown(path), wrong),
        Failure::Layout { path, error } => layout_error(&shown(path), error),
        Failure::Rules(error) => rules_error(error),
        Failure::Own(error) => super::own_sv::error(error),
        Failure::NoRuleFiles(pattern) => super::own_sv::no_files(pattern),
        Failure::Example { rule, fires, which, found } => super::own_sv::example(rule, *fires, *which, *found),
        #[cfg(feature = "sql")]
        Failure::Query(stopped) => super::own_sv::stopped(stopped),
        #[cfg(not(feature = "sql"))]
        Failure::NoFeature(feature) => super::own_sv::no_feature(feature),
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
        Failure::NoSuchProvider { name, nearest } => {
            let way_out = nearest.as_ref().map(|near| format!("menade du \"{near}\"?"));
            let way_out = way_out.unwrap_or_else(|| "skriv namnet som i exporten".to_owned());
            Message::new(format!("\"{name}\""), "ingen utförare med minst fyra månader heter så", way_out)
        }
        Failure::NoPdf => Message::new(
            "--reports",
            "pdf: programmet är byggt utan PDF",
            "öppna rapport.html i en webbläsare och skriv ut den: den är ett färdigt dokument; eller bygg med \
             cargo install --path crates/kvittens --features pdf",
        ),
        Failure::Months(text) => {
            Message::new(format!("\"{text}\""), "är inget spann av månader", "skriv 2022-03 eller 2021-01..2022-12")
        }
        Failure::NoneOf(text) => Message::new(
            format!("\"{text}\""),
            "ingen sådan månad finns i lagret",
            "kvittens history list visar dem som finns",
        ),
        Failure::NoMonths(path) => Message::new(
            shown(path),
            "har ingen månad",
            "lägg varje månads exporter i en mapp med månadens namn, som 2022-03",
        ),
        Failure::Backtest(error) => super::backtest_sv::error(error),
        Failure::Grid(error) => super::backtest_sv::grid(error),
        Failure::Answers(error) => answers(error),
        Failure::Condition { text, why } => super::backtest_sv::condition(text, *why),
        Failure::Table(_) | Failure::Page(_) => {
            Message::new("backtest", failure.to_string(), "rapportera felet: det är ett fel i programmet")
        }
        Failure::Output(error) => Message::new("utmatningen", error.to_string(), "kontrollera var den hamnar"),
        Failure::Memory(much) => memory(much),
        Failure::Threads(text) => Message::new("--threads", text.clone(), "ange ett mindre antal"),
    }
}

fn memory(much: &TooMuch) -> Message {
    let bare = much
        .without_reports
        .map(|bare| format!("hoppa över sidor och arbetsböcker med --reports none (omkring {})", bytes(bare)));
    let one = much.one_rule.map(|one| format!("välj färre regler med --select (ned till omkring {})", bytes(one)));
    let few = (much.fitting > 0)
        .then(|| format!("kör en utförares exporter i taget (omkring {} rader ryms)", number(much.fitting)));
    let ways: Vec<String> =
        ["tillåt mer med --memory".to_owned()].into_iter().chain(bare).chain(one).chain(few).collect();
    Message::new("--memory", "körningen behöver mer minne än den får ta; inget är läst eller skrivet", ways.join("; "))
        .with(
            format!("högst {}", bytes(much.limit)),
            format!("omkring {} för omkring {} rader", bytes(much.peak), number(much.rows)),
        )
}

fn bytes(count: u64) -> String {
    super::bytes(count).replace('.', ",")
}

fn answers(error: &AnswersError) -> Message {
    match error {
        AnswersError::Toml { file, message } => Message::new(
            file,
            format!("går inte att läsa som svar: {message}"),
            "rätta filen: [[accept]] med finding, decided_by och gärna answer, until",
        ),
        AnswersError::Entry { file, entry, key, expected } => {
            Message::new(file, format!("post {entry}: {key} kan inte läsas"), "rätta posten")
                .with(*expected, "något annat, eller inget")
        }
        AnswersError::Table(error) => super::backtest_sv::grid(error),
    }
}

fn letter(place: &str, wrong: &Wrong) -> Message {
    let place = format!("{place}, [letter]");
    match wrong {
        Wrong::TwoDays => Message::new(
            place,
            "både answer_by och answer_day",
            "behåll en av dem: answer_day gäller varje månad, answer_by bara en",
        ),
        Wrong::Day(day) => Message::new(
            place,
            "answer_day är ingen dag som varje månad har",
            "ange dagen i månaden efter rapportens, eller ett datum med answer_by",
        )
        .with("1 till 28", day.to_string()),
        Wrong::Early((year, month, day), of) => Message::new(
            place,
            "answer_by ligger före månadens slut",
            "ange ett senare datum, eller answer_day som följer månaden",
        )
        .with(format!("en dag efter {of}"), format!("{year:04}-{month:02}-{day:02}")),
        Wrong::Blank(key) => Message::new(place, format!("{key} är tom"), format!("fyll i {key}, eller ta bort raden")),
        Wrong::Unread(logo, error) => Message::new(
            place,
            format!("logo = \"{}\" går inte att läsa ({error})", shown(logo)),
            "ange bilden räknat från konfigurationens mapp, eller ta bort logo",
        ),
        Wrong::Logo(logo, LogoError::Large(bytes)) => Message::new(
            place,
            format!("logo = \"{}\" är för stor", shown(logo)),
            "spara bilden mindre: den ligger i varje rapport",
        )
        .with(format!("högst {MOST} byte"), format!("{bytes} byte")),
        Wrong::Logo(logo, LogoError::Kind) => Message::new(
            place,
            format!("logo = \"{}\" är ingen bild som en rapport kan innehålla", shown(logo)),
            "spara bilden som PNG, JPEG eller SVG",
        ),
    }
}

fn layout_error(place: &str, error: &LayoutError) -> Message {
    match error {
        LayoutError::Like { name, known } => Message::new(
            place,
            format!("like = \"{name}\": ingen inbyggd layout heter så"),
            format!("välj bland {}", list(known)),
        ),
        LayoutError::Incomplete(key) => Message::new(
            place,
            format!("nyckeln {key} saknas"),
            "skriv det, eller like = \"lifecare-tagg\" för att ta resten från en inbyggd layout",
        ),
        LayoutError::Name(name) => Message::new(
            place,
            format!("name = \"{name}\" går inte att använda"),
            "välj ett eget namn av bokstäver, siffror och bindestreck",
        ),
        other => Message::new(place, other.to_string().trim_end(), "rätta raden i layouten"),
    }
}

fn write_error(error: &WriteError) -> Message {
    const WAY_OUT: &str = "kontrollera utrymme och rättigheter, och att ingen fil är öppen i ett annat program; den förra mappen är orörd";
    match error {
        WriteError::Folder(error) if error.is_busy() => Message::new(
            shown(&error.path),
            "skrivs just nu av en annan körning",
            "vänta tills den är klar, eller ange en annan mapp med --out",
        ),
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
        RulesError::Impossible { code, expected, found } => Message::new(
            format!("kvittens.toml, [rules.{code}]"),
            "värdena går inte ihop",
            format!("se kvittens explain {code}"),
        )
        .with(*expected, found.clone()),
    }
}

fn list(names: &[String]) -> String {
    names.join(", ")
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
