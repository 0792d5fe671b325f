//! What the past says, in Swedish.

use kvittens_model::past::{Memory, Side};

use super::html::Noun;
use super::past::{PastWords, Told, Trend};

/// The words.
pub const PAST: PastWords = PastWords {
    former: |former| format!("förra månaden {former}"),
    former_short: |former| format!("förra {former}"),
    change: |change| format!("ändring {change}"),
    baseline_short: |rate| format!("eget {rate}"),
    short_key: "Förra: andelen förra månaden. Eget: det egna snittet under månaderna före, högst tolv.",
    points: "procentenheter",
    baseline: |rate, months| format!("eget snitt {rate} ({months})"),
    month: Noun { one: "månad", many: "månader" },
    memory: |memory| match memory {
        Memory::New => "ny",
        Memory::Persisting => "kvarstår",
        Memory::Returned => "återkommen",
    },
    memory_head: "Sedan tidigare",
    in_a_row: |months| format!("{months} månader i rad"),
    recurs: |who, rule, months| {
        format!("{who}: {rule} har legat bortom gränsen i {months} av de senaste tre månaderna.")
    },
    memories: |memory, count| match memory {
        Memory::New => format!("{count} nya"),
        Memory::Persisting => format!("{count} kvarstår"),
        Memory::Returned => format!("{count} återkomna"),
    },
    fixed: "Fanns förra månaden, inte nu",
    fixed_text: "Dessa avvikelser var öppna förra månaden och ses inte i månadens registreringar. Det kan bero på att något \
        har rättats, eller på att underlaget har blivit mindre.",
    fixed_caption: "Öppna avvikelser förra månaden som inte finns nu",
    former_value: "Uppmätt förra månaden",
    changed: "Ändrat över tid",
    changed_text: "Andelar som har flyttat sig från sin egen mittlinje mer än slumpen rimligen ger: en månad utanför \
        gränserna (tre standardavvikelser), eller åtta månader i rad på samma sida. Det säger när, inte varför.",
    changed_is: told,
    manual_share: "besök utan kvittens",
    class_share: |class| format!("besök med {class}"),
    rate_of: |rule| format!("{rule}, per 1\u{a0}000 besök"),
    deliveries: "Ändrat sedan förra leveransen",
    deliveries_text: "Månaden har levererats förut. Tabellen jämför de två leveranserna rad för rad (samma utförare, besök, \
        brukare, medarbetare och insats) och avvikelse för avvikelse.",
    deliveries_caption: "Skillnad mellan månadens två leveranser",
    rows: "Rader",
    findings: "Avvikelser",
    same: "Lika",
    added: "Tillkomna",
    removed: "Borttagna",
    changed_head: "Ändrade",
    after_lock: |count| format!("{count} tillkomna eller ändrade rader är införda eller attesterade efter låsdatum."),
    changes_file: "varje ändring mellan leveranserna",
    trend: Trend {
        title: "Utveckling över tid",
        summary: |months, first, last, charts| format!("{charts} över {months}, {first} till {last}."),
        how: "Så läses diagrammen",
        how_text: "Varje punkt är en månad. Mittlinjen är andelen under jämförelsemånaderna (den första hälften, minst tre \
            och högst tolv). Det grå bandet är tre standardavvikelser kring den, bredare när besöken är färre: av 370 \
            oförändrade månader hamnar ungefär en utanför av en slump. Åtta månader i rad på samma sida är också ett \
            tecken. Ett tecken är en fråga: det säger när något ändrades, inte varför.",
        centre_key: "mittlinje",
        limits_key: "väntat av slumpen",
        beyond_key: "utanför gränserna",
        run_key: "åtta eller fler i rad på samma sida",
        reference_key: "jämförelsemånader",
        everybody: "Alla utförare",
        quiet: "inget tecken på ändring",
        since: |month| format!("ändrad, från {month}"),
        charts: |count| format!("{count} diagram"),
        no_charts: "Det finns färre än fyra månader att jämföra.",
        changes: "Ändrat, och gäller ännu",
        no_changes: "Ingen andel har ändrats mer än slumpen rimligen ger.",
        chart: |who, what| format!("{who}: {what}"),
        describes: |centre, first, last, latest, signals| {
            format!("Mittlinje {centre} ({first} till {last}). Senaste månaden {latest}. {signals}")
        },
        beyond: |side| match side {
            Side::Above => "över gränsen",
            Side::Below => "under gränsen",
        },
        run: |side| match side {
            Side::Above => "åtta i rad över mittlinjen",
            Side::Below => "åtta i rad under mittlinjen",
        },
        numbers: "Talen månad för månad",
        month: "Månad",
        limits: "Gränser",
        signal: "Tecken",
        for_whom: "För kommunens kontrollant. Sidan jämför utförare: lämna den inte vidare till en utförare.",
        for_provider: "Sidan gäller bara utföraren själv.",
    },
};

fn told(told: &Told<'_>) -> String {
    let Told { what, since, months, beyond, centre, value, .. } = told;
    let (side, over, limit) = match told.side {
        Side::Above => ("högre", "över", "den övre gränsen"),
        Side::Below => ("lägre", "under", "den undre gränsen"),
    };
    if *months == 1 {
        return format!("{what}: {side} i {since}, {value} mot {centre} tidigare. Månaden ligger {over} {limit}.");
    }
    let passed = match beyond {
        0 => String::new(),
        1 => format!(", en av dem {over} {limit}"),
        _ if beyond == months => format!(", alla {over} {limit}"),
        _ => format!(", {beyond} av dem {over} {limit}"),
    };
    format!(
        "{what}: {side} sedan {since}, {value} mot {centre} tidigare. {months} månader i rad {over} mittlinjen{passed}."
    )
}
