//! Swedish: `kvittens history`, and what can be wrong with a store.

use kvittens_history::StoreError;
use kvittens_history::store::{Damage, Removed, Verified};
use kvittens_model::YearMonth;

use super::{counted, shown};
use crate::words::{Message, history};

/// The words.
pub const WORDS: history::Words = history::Words {
    added: |folder, delivery| match delivery {
        1 => format!("Månaden finns nu i {}", shown(folder)),
        _ => format!("Månaden i {} är ersatt; leverans {delivery}, de förra manifesten är kvar", shown(folder)),
    },
    too_many_rejected: "! Fler rader än konfigurationens max_rejected undantogs. Månaden är märkt i sitt manifest.",
    empty: "Lagret har inga månader.",
    columns: ["Månad", "Rader", "Utförda besök", "Utförare", "Tillagd", "Leveranser"],
    removed_before: "Gallrade:",
    verified,
    problem: |found| {
        let message = error(found);
        (message.place, message.what, message.way_out)
    },
    removed,
    exported: |count, folders| format!("{} kopierade:\n{folders}", counted(count, "månad", "månader")),
};

fn verified(verified: &Verified) -> String {
    let files = counted(verified.files as u64, "fil", "filer");
    match verified.problems.len() as u64 {
        0 => format!("{files}, {}, allt är som det skrevs", counted(verified.rows, "rad", "rader")),
        problems => format!("{files}, {}", counted(problems, "fel", "fel")),
    }
}

fn removed(removed: &Removed, store: &std::path::Path) -> String {
    let what = match (removed.rows, removed.visits) {
        (Some(rows), Some(visits)) => {
            format!("{} och {}", counted(rows, "rad", "rader"), counted(visits, "besök", "besök"))
        }
        _ => "manifestet gick inte att läsa".to_owned(),
    };
    format!("{} är gallrad: {what}. Det står i {}\n", removed.month, shown(&store.join("gallrat.json")))
}

/// A month that would be removed for good.
pub fn unconfirmed(month: YearMonth, counts: Option<(u64, u64)>) -> Message {
    let what = counts.map_or_else(String::new, |(rows, visits)| {
        format!("{} och {} ", counted(rows, "rad", "rader"), counted(visits, "utfört besök", "utförda besök"))
    });
    Message::new(month.to_string(), format!("{what}skulle tas bort för gott"), "lägg till --yes om det är meningen")
}

/// What stopped the store.
pub fn error(error: &StoreError) -> Message {
    match error {
        StoreError::NoStore { path } => Message::new(
            shown(path),
            "är inget lager",
            "ange lagrets mapp med --store; kvittens history add gör ett lager av en ny eller tom mapp",
        ),
        StoreError::NotAStore { path } => Message::new(
            shown(path),
            "är inget lager och inte tom",
            "ange en annan mapp med --store; fattas bara store.json, hämta den ur en säkerhetskopia",
        ),
        StoreError::OtherKey { path, there, here } => Message::new(
            shown(path),
            "är gjort med en annan nyckel; samma brukare skulle få två pseudonymer",
            "ange lagrets nyckel med --key, eller ett annat lager med --store",
        )
        .with(format!("nyckel {there}"), format!("nyckel {here}")),
        StoreError::Version { path, found, known } => Message::new(
            shown(path),
            "är skriven av en annan version av programmet",
            "använd den versionen, eller hämta filen ur en säkerhetskopia om den är skadad",
        )
        .with(format!("version {known}"), format!("version {found}")),
        StoreError::Damaged { path, what } => damaged(shown(path), what),
        StoreError::NoMonth { path, month, known } => {
            let known: Vec<String> = known.iter().map(ToString::to_string).collect();
            let known = if known.is_empty() { "inga månader".to_owned() } else { known.join(", ") };
            Message::new(shown(path), format!("månaden {month} finns inte i lagret"), "välj en månad som finns där")
                .with(month.to_string(), known)
        }
        StoreError::Busy { path } => Message::new(
            shown(path),
            "skrivs just nu av en annan körning",
            "vänta tills den är klar och försök igen; månaden är orörd",
        ),
        StoreError::IntoStore { path } => {
            Message::new(shown(path), "är själv ett lager", "ange en annan mapp med --out")
        }
        StoreError::Io { path, source } => Message::new(
            shown(path),
            format!("går inte att läsa eller skriva ({source})"),
            "kontrollera sökväg, rättigheter och utrymme; det som fanns i lagret är orört",
        ),
        StoreError::Collision(_) => {
            Message::new("nyckeln", "två id får samma pseudonym", "gör ett nytt lager med en ny nyckel")
        }
        other => Message::new("lagret", other.to_string(), "rapportera felet: det är ett fel i programmet"),
    }
}

fn damaged(place: String, what: &Damage) -> Message {
    const AGAIN: &str = "lägg till månaden igen med kvittens history add, eller hämta dess mapp ur en säkerhetskopia";
    let kept = place.ends_with("store.json") || place.ends_with("gallrat.json");
    let again = if kept { "hämta filen ur en säkerhetskopia" } else { AGAIN };
    match what {
        Damage::Missing => Message::new(place, "saknas", again),
        Damage::Altered => Message::new(place, "är inte som den skrevs: avklippt, skadad eller ändrad", again),
        Damage::Unreadable(why) => Message::new(place, format!("går inte att läsa ({why})"), again),
        Damage::Columns => Message::new(place, "har andra kolumner eller en annan månad än den skrevs med", again),
        Damage::Order => Message::new(place, "är inte sorterad efter brukare och start", again),
        Damage::Rows { found, told } => Message::new(place, "har ett annat antal rader än manifestet säger", again)
            .with(counted(*told, "rad", "rader"), counted(*found, "rad", "rader")),
        Damage::Sums => Message::new(place, "har tal som inte går ihop", again),
        Damage::Unknown => {
            Message::new(place, "hör inte dit: manifestet känner inte till den", "flytta bort den ur lagret")
        }
        Damage::OtherMonth(month) => Message::new(place, format!("är av en annan månad, {month}"), again),
        Damage::OtherKey { there, here } => Message::new(place, "är skrivet med en annan nyckel än lagrets", again)
            .with(format!("nyckel {here}"), format!("nyckel {there}")),
        Damage::HalfRemoved => Message::new(
            place,
            "håller på att gallras; en körning stoppades mitt i",
            "kör kvittens history remove för månaden igen med --yes",
        ),
        other => Message::new(place, other.to_string(), again),
    }
}
