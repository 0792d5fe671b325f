//! Swedish: why a file or a delivery cannot be used.

use kvittens_parse::{Kind, NotATable, ReadError};
use kvittens_report::Lang;

use super::{counted, list, number};
use crate::words::Message;

/// Why a file or a delivery cannot be used.
pub fn error(error: &ReadError) -> Message {
    let place = error.file.as_str();
    match &error.kind {
        Kind::Io(source) => {
            Message::new(place, format!("går inte att läsa ({source})"), "kontrollera sökväg och rättigheter")
        }
        Kind::Damaged(_) => Message::new(place, "filen är skadad eller avklippt", "hämta eller spara filen igen")
            .with("en hel fil", "en som inte går att läsa till slutet"),
        Kind::TooLarge { limit } => Message::new(
            place,
            "filen växer mer än en export kan göra när den packas upp",
            "kontrollera var den kommer ifrån; packa upp den själv om den är riktig",
        )
        .with(format!("högst {} byte", number(*limit)), "fler"),
        Kind::Empty => {
            Message::new(place, "filen är tom", "spara exporten igen").with("rubriker och rader", "ingen text")
        }
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
        Kind::MissingColumn { layout, missing, found, .. } => {
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
        Kind::UnclosedQuote { row, column } => Message::new(
            at(place, *row, column.as_deref()),
            "ett citattecken öppnas men stängs aldrig; resten av filen kan inte läsas",
            "spara exporten igen; den kan vara avklippt, eller citattecknet höra till texten och sakna ett till",
        )
        .with("ett citattecken till, sist i samma fält", "inget före filens slut eller en senare rad"),
        Kind::LoneCr { row } => Message::new(
            at(place, *row, None),
            "raderna slutar som på en gammal Macintosh, så hela filen är en enda rad",
            "spara exporten igen som CSV UTF-8, inte som CSV (Macintosh)",
        )
        .with("radslut med LF eller CRLF", "CR ensamt"),
        Kind::Utf16 { row } => Message::new(
            at(place, *row, None),
            "filen slutar mitt i ett tecken; den är avklippt",
            "hämta eller spara exporten igen",
        )
        .with("hel UTF-16: ett jämnt antal byte", "ett udda antal byte"),
        Kind::NoneUsable { rows, row, column, why } => Message::new(
            at(place, *row, column.as_deref()),
            format!("ingen rad går att använda; {} undantogs, den här först", counted(*rows, "rad", "rader")),
            "jämför rubrikerna med raderna; kvittens inspect visar hur cellerna ser ut",
        )
        .with("rader som passar rubrikerna", (Lang::Sv.words().rejection)(*why)),
        Kind::RowTooLong { row, limit } => Message::new(
            at(place, *row, None),
            "raden tar aldrig slut",
            "kontrollera att filen är en tabell, och att inget citattecken står öppet",
        )
        .with(format!("högst {} tecken på en rad", number(*limit as u64)), "fler"),
        Kind::Encoding { row, column, expected } => Message::new(
            at(place, *row, Some(column)),
            "filen blandar två teckenkodningar; namn skulle läsas fel",
            "spara exporten igen som CSV UTF-8",
        )
        .with((*expected).to_owned(), "byte som inte är det"),
        Kind::TooManyColumns { row, limit } => Message::new(
            at(place, *row, None),
            "för många kolumner för att vara en export",
            "kontrollera att filen är en tabell med registreringar",
        )
        .with(format!("högst {} kolumner", number(*limit as u64)), "fler"),
        Kind::NoSuchSheet { name, known } => Message::new(
            place,
            format!("inget blad heter \"{name}\""),
            format!("välj med --sheet bland {}", list(known)),
        ),
        Kind::WrongType { column, expected, found } => Message::new(
            format!("{place}, kolumn {column}"),
            "kolumnen rymmer något annat än den ska",
            "skriv om tabellen med rätt typ, eller som CSV",
        )
        .with(*expected, found),
        Kind::OtherVersion { expected, found } => Message::new(
            place,
            "tabellen är skriven av en annan version av kvittens",
            "lägg in månaden igen från exporterna",
        )
        .with(*expected, found),
        Kind::Changed => Message::new(
            place,
            "filen ändrades medan den lästes",
            "vänta tills den är färdigskriven, eller stäng den i det andra programmet, och kör igen",
        ),
        Kind::Pattern(why) => {
            Message::new(place, format!("mönstret går inte att tyda ({why})"), "skriv till exempel mars/*.csv")
        }
        Kind::NoExports => Message::new(place, "ingen export där", "ange mappen där tagg- och manuell export ligger"),
        Kind::NoRows => Message::new(place, "bara rubriker, ingen rad", "exportera månaden igen")
            .with("minst en rad med en registrering", "ingen"),
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

/// A row, and its column where one is to blame.
fn at(place: &str, row: u64, column: Option<&str>) -> String {
    let column = column.map(|column| format!(", kolumn {column}")).unwrap_or_default();
    format!("{place}, rad {row}{column}")
}

fn not_a_table(place: &str, what: NotATable) -> Message {
    let (found, way_out) = match what {
        NotATable::Pdf => ("en PDF", "exportera som CSV; en PDF kan inte kontrolleras"),
        NotATable::Zip => ("ett zip-arkiv som inte är en arbetsbok", "packa upp arkivet"),
        NotATable::Ole => {
            ("en gammal eller krypterad arbetsbok", "ta bort lösenordet och spara som XLSX eller CSV UTF-8")
        }
        NotATable::Binary => ("ingen text", "spara som CSV UTF-8"),
    };
    Message::new(place, "är ingen tabell som kan läsas", way_out).with("CSV, XLSX eller Parquet", found)
}
