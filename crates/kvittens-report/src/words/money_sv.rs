//! Minutes and kronor, in Swedish.

use super::money::MoneyWords;

/// The words.
pub const MONEY: MoneyWords = MoneyWords {
    heading: "Minuter och kronor",
    text: "Den registrerade tid som öppna avvikelser gäller. Varje registrerad minut räknas en gång, även när flera \
        avvikelser gäller den. Det är tid att fråga om, inte tid som är fel. Kronorna är tiden gånger avtalets pris den \
        dagen, bara för det som ersätts efter utförd tid eller per tillfälle.",
    caption: "Tid och ersättning i fråga per utförare",
    minutes: "Minuter i fråga",
    registered: "Registrerade minuter",
    share: "Andel",
    kronor: "Kronor i fråga",
    unpriced: "Minuter utan pris",
    otherwise: "Minuter som inte styr ersättningen",
    no_rates: "Inga priser är satta i kvittens.toml ([[rates]]), så inga kronor visas.",
    amount: |kronor| format!("{kronor}\u{a0}kr"),
    in_question: |minutes, of, share| {
        format!("Öppna avvikelser gäller {minutes} av {of} registrerade minuter ({share}), var och en räknad en gång.")
    },
    worth: |kronor| format!("Det motsvarar {kronor}."),
    lacks: |minutes| format!("För {minutes} minuter gäller inget pris; de ingår inte i kronorna."),
    apart: |minutes| {
        format!(
            "{minutes} minuter ersätts inte efter registrerad tid (beviljad tid, schablon, nattpatrull): 0\u{a0}kr."
        )
    },
    bridge: "Från beviljat till fakturerat",
    bridge_text: "Beviljad, planerad, utförd och fakturerad tid i månaden, var och en bara där filen finns. Beslut för en \
        del av månaden räknas med sin andel av dagarna. Besök av två medarbetare är två registreringar.",
    bridge_caption: "Minuter per utförare",
    granted: "Beviljat",
    planned: "Planerat",
    performed: "Utfört",
    billed: "Fakturerat",
    billed_kronor: "Fakturerade kronor",
    performed_less_granted: "Utfört − beviljat",
    billed_less_performed: "Fakturerat − utfört",
    nobody: "ingen utförare",
    untold: |count| format!("Beslut utan uppgift om mängd, som inte ingår i det beviljade: {count}."),
    cases_csv: "ärenden med minuter och kronor",
    comparison_csv: "beviljat, planerat, utfört och fakturerat per brukare och insats",
};
