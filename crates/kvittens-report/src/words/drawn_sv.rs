//! The drawings, in Swedish.

use super::drawn::DrawnWords;

/// The words.
pub const DRAWN: DrawnWords = DrawnWords {
    heading: "Kvittenserna i bild",
    visits: "besök",

    peers: "Övriga utförare tillsammans",
    bars: "Varje stapel är alla besök som väntas ha kvittens, delade efter hur de registrerades. Jämför samma del i båda \
        staplarna.",
    bars_alone: "Stapeln är alla besök som väntas ha kvittens, delade efter hur de registrerades.",
    place: "I bild",
    place_text: "Punkten är andelen, strecket dess 95 % intervall och det grå bandet vad slumpen kan ge runt övriga \
        utförares andel (99,8 %). En streckad linje är gränsen.",
    place_alone: "Punkten är andelen och strecket dess 95 % intervall. En streckad linje är gränsen.",

    funnels: "Utförarna mot varandra",
    funnels_text: "Varje punkt är en utförare: ju längre till höger desto fler besök, ju högre upp desto större andel. Den \
        heldragna linjen är alla tillsammans och en streckad linje gränsen. Det grå bandet är vad slumpen kan ge runt \
        övriga utförares andel (99,8 %), vidgat där utförarna skiljer sig mer än så i allmänhet; det är brett där besöken \
        är få. En utförare utanför bandet är en numrerad romb och namnges under bilden. Det är värt en fråga, åt båda \
        hållen.",
    funnel: |share| format!("Andel {share} mot antal besök, en punkt per utförare"),
    funnel_said: |all, outside, count| {
        format!("Alla tillsammans {all}. Utanför bandet: {outside} av {count} utförare.")
    },
    together: |all| format!("alla {all}"),
    point: |who, share, count, of| format!("{who}: {share} ({count} av {of} besök)"),
    outside: "Utanför bandet",
    none_outside: "Ingen utförare ligger utanför bandet.",

    week: "När i veckan",
    week_text: |fewest| {
        format!(
            "Andelen besök utan kvittens efter den veckodag och timme då besöket började. Talet i rutan är procent, och \
             ju starkare färg desto större andel. En streckad ruta har färre än {fewest} besök, för få för en andel; en \
             tom ruta har inga. Peka på en ruta för antalet."
        )
    },
    week_caption: "Besök utan kvittens, i procent, efter veckodag och timme",
    week_few: |fewest| {
        format!("För få av veckans timmar har {fewest} besök för att en karta över dem ska visa mer än slumpen.")
    },
    weekdays: ["mån", "tis", "ons", "tors", "fre", "lör", "sön"],
    cell: |day, hours, count, of, share| format!("{day} {hours}: {count} av {of} besök, {share}"),
    too_few: "för få för en andel",
    steps: ["under 5 %", "5–10 %", "10–20 %", "20–30 %", "30–40 %", "40–60 %", "60 % eller mer"],
    few: |fewest| format!("färre än {fewest} besök"),

    days: "Dag för dag",
    days_text: "En stapel är en dag i månaden, så hög som antalet öppna avvikelser som började den dagen; den högsta \
        stapeln i varje rad är radens flest. Skuggade dagar är lördag och söndag, understrukna är röda dagar. Regler med \
        färre än tre daterade avvikelser visas inte.",
    days_key: "Remsan bredvid en regels namn är månaden dag för dag: en stapel är antalet öppna avvikelser som började den \
        dagen. Skuggade dagar är lördag och söndag, understrukna är röda dagar.",
    days_caption: "Öppna avvikelser per regel och dag, alla utförare tillsammans",
    days_head: "Månadens dagar",
    most_head: "Flest på en dag",
    most: |count, date| format!("flest på en dag {count}, {date}"),
    strip: |what| format!("{what}, dag för dag"),
    strip_said: |count, days, most, off| {
        format!("{count} öppna avvikelser på {days} dagar; {most}. {off} på lördag, söndag eller röd dag.")
    },
    undated: |count| format!("{count} utan dag i månaden visas inte."),

    history: "Månad för månad",
    history_text: "En linje är en andel månad för månad, till och med den här. Den streckade linjen är det egna snittet \
        under månaderna före, högst tolv, och det grå bandet vad slumpen kan ge runt det för månadens antal besök (tre \
        standardavvikelser). En romb i slutet ligger utanför bandet.",
    history_scales: ["Alla linjer i en kolumn har samma skala.", "Varje linje har sin egen skala."],
    history_caption: "Andelarna månad för månad, per utförare",
    history_head: "Månad för månad",
    spark: |what| format!("{what}, månad för månad"),
    spark_said: |first, last, from, to| format!("Från {from} i {first} till {to} i {last}."),
    baseline: |own| format!("Eget snitt {own}."),
    inside: "Månaden ligger inom det väntade.",
    outside_own: "Månaden ligger utanför det väntade.",
};
