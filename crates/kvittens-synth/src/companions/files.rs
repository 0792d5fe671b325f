//! The names of the other exports, and their headers.

/// How many there are.
pub(crate) const COUNT: usize = 11;

/// The other exports of a month: the name without an ending, and the header.
pub const FILES: [(&str, &str); COUNT] = [
    (
        "beslut",
        "Brukare-ID;Insats;Timmar per månad;Minuter per månad;Minuter per tillfälle;Tillfällen per månad;\
         Dubbelbemanning;Från;Till",
    ),
    ("planering", "Utförare;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut"),
    ("franvaro", "Brukare-ID;Från;Till;Typ"),
    ("dispens", "Brukare-ID;Från;Till;Orsak"),
    ("fakturaunderlag", "Utförare;Brukare-ID;Insats;Minuter;Timmar;Belopp;Månad"),
    ("tillagg", "Utförare;Brukare-ID;Insats;Datum;Antal;Rapporterad"),
    ("avbrott", "Avbrott;Från;Till"),
    ("hushall", "Brukare-ID;Hushåll;Latitud;Longitud"),
    ("personal", "Personal-ID;Utförare;Från;Till"),
    ("taggar", "Tagg-ID;Brukare-ID;Från;Till"),
    ("kontakt", "Brukare-ID;Personal-ID;Från;Till"),
];

/// Places in [`FILES`].
#[derive(Clone, Copy)]
pub(crate) enum Of {
    Decisions,
    Plan,
    Absence,
    Exemptions,
    Billing,
    Supplements,
    Outages,
    Households,
    Staff,
    Tags,
    Contacts,
}
