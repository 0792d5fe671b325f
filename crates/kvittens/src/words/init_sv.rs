//! Swedish, for `kvittens init`.

use kvittens_model::Method;
use kvittens_rules::suggest::Nature;

use super::init::Words;

/// The words.
pub const WORDS: Words = Words {
    head: "Inställningar för kvittens, skrivna av kvittens init.\n\
        \n\
        Rader som börjar med # och ett blanksteg är förklaringar.\n\
        Rader som börjar med # utan blanksteg är förslag. De gäller inte förrän du tar bort tecknet #; är \
        raden inom [ ] ovanför också ett förslag, ta bort det även där.\n\
        Övriga rader gäller. Det som saknas får sitt förval. Text skrivs inom citattecken, tal med punkt: 0.20.",
    based_on: |seen| {
        let mut text = format!(
            "Förslagen bygger på {}: {} hos {} utförare ({}).",
            seen.month,
            visits(seen.visits),
            number(seen.providers.len() as u64),
            seen.files.join(", ")
        );
        if seen.withheld > 0 {
            text.push_str(&format!(
                " {} står inte här, eftersom de kan vara id eller personnummer.",
                super::counted(seen.withheld as u64, " ", "namn eller ord", "namn eller ord")
            ));
        }
        text
    },
    municipality: "Kommunens namn, i rapporternas rubriker.",
    key: "Filen med nyckeln för pseudonymer, räknat från den här filens mapp. Utan raden används kvittens.key \
        bredvid den här filen. Spara nyckeln: med den får samma brukare samma pseudonym varje månad. Skicka den aldrig \
        till en utförare.",
    layouts: "Känns en fil inte igen: kvittens inspect FIL visar varför, och ger en egen layout att utgå från. Den sparas \
        bredvid den här filen och nämns här: layouts = [\"vår-layout.toml\"]",
    receipts: "Vad som räknas som kvittens: tag (tagg), lock (digitalt lås), pen (penna), phone (telefon utan tagg), \
        gps (position).",
    methods_seen: "Besökens starter och stopp i exporten",
    method: |method| match method {
        Method::Tag => "tag",
        Method::Lock => "lock",
        Method::Pen => "pen",
        Method::Phone => "phone",
        Method::Gps => "gps",
        Method::Edited => "ändrad i efterhand",
        Method::Unknown => "okänt sätt",
        Method::Manual => "för hand",
        Method::None => "tid saknas",
    },
    staff_ids: "Vad ett personal-id betyder. \"provider\": samma person bara inom en utförare. \"municipality\": samma \
        person i hela kommunen; då jämförs besök också mellan utförare.",
    staff_seen: |several, all| {
        format!("I exporten finns {} av {} personal-id hos mer än en utförare.", number(several), number(all))
    },
    placeholders: "Personal-id som står för flera personer, som vikarier och inhyrda: skriv hur id:t börjar. Regler om \
        en enskild medarbetare lämnar dem utanför. Skriv inte in någon enskild persons id.",
    placeholders_seen: "Antal sådana id i exporten, efter hur de börjar",
    no_placeholders: "Inget id i exporten börjar med ett ord som brukar betyda det; de här är exempel.",
    unsure: |words| {
        format!(
            "Några id börjar med {words}, men det gör också id som kan vara namn. Skriv i så fall en längre början, \
            som \"VIK-\"."
        )
    },
    overfull: |count| {
        format!(
            "{} mer registrerad tid än en person kan ha. Sådana id hittas vid varje kontroll och behöver inte stå här.",
            super::counted(count, " ", "annat id har", "andra id har")
        )
    },
    max_rejected: "Största andel rader i en fil som får undantas (0.01 är 1 %). Undantas fler märks rapporterna och \
        körningen slutar med kod 3.",
    audience: "Vad en utförare ser i sin egen mapp: \"export\" (exportens id, så att besöken går att hitta; \
        personnummer maskeras) eller \"pseudonym\".",
    board: "Vad som får stå på sidan till nämnden (namnd.html). min_cell: det minsta tal över noll som visas. \
        min_customers: utförare med färre brukare namnges inte.",
    letter: "Brevhuvudet på det som lämnar kommunen: rapporten till utföraren och sidan till nämnden. En logotyp (PNG, JPEG \
        eller SVG, högst 256 KiB) läggs bredvid den här filen och nämns så: logo = \"logga.png\". answer_day: sista dag att svara, i månaden \
        efter rapportens (1–28); gäller det en enda månad, skriv i stället answer_by = 2022-04-20. Med signature får \
        rapporten rader att skriva under på.",
    letter_lines: [
        "unit = \"Vård- och omsorgsförvaltningen\"",
        "contact = { name = \"Avtalscontroller\", email = \"hemtjanst@exempelby.se\", phone = \"08-123 45 67\" }",
        "answer_day = 20",
        "signature = { role = \"Avtalscontroller\", place = \"Exempelby\" }",
    ],
    providers_heading: "Utförare",
    providers: "kind: \"ordinary\" (vanlig) eller \"night\" (nattpatrull; lämnas utanför andelarna och visas för sig).\n\
        aliases: andra namn på samma utförare i exporterna.\n\
        night_units: enheter som är nattpatrull.\n\
        En utförare som står här men saknar rader en månad nämns överst i rapporterna (Q912). Ta bort den som slutat.",
    units: "Enheter och deras besök",
    night: "Namnet säger natt. Är det en nattpatrull som inte betalas per registrerad tid?",
    night_units: "Namnet säger natt. Är det nattpatrull?",
    services_heading: "Insatser",
    services: "receipt: \"both\" (kvittens väntas) eller \"none\" (väntas inte, som vid inköp eller telefon). Ett besök \
        väntar kvittens om någon av dess insatser gör det.\n\
        brief: true för insatser som får vara mycket korta; T402 frågar då inte om dem.\n\
        group och separate: group är gruppens namn, valfritt ord. Med separate = true läggs insatsen som eget besök \
        intill andra; M301 räknar då sådana besök av olika grupp som förklarade.\n\
        shared: true för insatser där en medarbetare är hos flera brukare samtidigt; P501 frågar då inte.\n\
        supplement: true för insatser som rapporteras som tillägg till avgiftshandläggarna; E702 frågar då efter en \
        rapport för varje sådant besök, också en månad då ingen lämnades.\n\
        aliases: andra ord för samma insats. Stora och små bokstäver räknas alltid lika.\n\
        Så snart någon insats står här noteras ord i exporten som inte gör det (Q909).",
    nature: |nature| match nature {
        Nature::Camera => "Låter som tillsyn på distans: ingen är på plats, och den är kort.",
        Nature::Call => "Låter som ett samtal: ingen är på plats.",
        Nature::Alarm => "Låter som larm: oplanerat, ofta kort, och kan ligga intill ett annat besök.",
        Nature::Meals => "Låter som leverans av mat: kort, och läggs ofta som eget besök.",
        Nature::Errand => "Låter som ärenden: görs till stor del utanför hemmet, och läggs ofta som eget besök.",
        Nature::Escort => "Låter som ledsagning: börjar eller slutar ofta utanför hemmet.",
        Nature::Household => "Låter som service: läggs ofta som eget besök intill omsorgen.",
        Nature::Brief => "Kan vara mycket kort.",
        Nature::Group => "Låter som något för flera brukare samtidigt.",
        Nature::Around => "Låter som kringtid: inget besök hos någon brukare.",
    },
    alike: "Kan vara samma, skrivet på ett annat sätt",
    rare: |count| format!("{} ovanligare ord står inte här; kolumnen verkar rymma fri text.", number(count as u64)),
    visits,
    number,
    rules_heading: "Regler och gränser",
    rules: "En gräns gäller bara om kommunen har bestämt den. Programmet har inga egna gränser, och talen i förslagen \
        är påhittade. Utan gräns jämförs utförarna med varandra.\n\
        value: gränsen. source: var den står, till exempel i avtalet; rapporten skriver ut det. from, to: första och \
        sista dag den gäller. provider: utföraren den gäller; annars alla. judge = \"value\": döm efter själva talet; \
        annars måste hela 95 %-intervallet ligga bortom gränsen, så att små tal inte pekas ut.\n\
        K101: minsta andel besök med kvittens i båda ändar. K102–K104: största andel helt utan kvittens. \
        0.20 är 20 %.\n\
        En regels hela sida: kvittens explain K101",
    other_rules: "De andra reglerna körs utan att stå här:",
    rule_example: "Så ställs en av dem in. enabled = false stänger av den. severity är tyngden: info, minor eller \
        major. För regler om besök är gränsens value antal avvikelser per 1 000 besök.\n\
        stage: \"draft\" (utkast, körs bara i kvittens backtest), \"trial\" (på prov, visas bara för kontrollanten), \
        \"active\" eller \"resting\" (vilar). backtest: det backtest som regeln flyttades efter.",
    next: |toml, key, config, exports| {
        format!(
            "Skrev {} och {}.\n\
            Gör så här:\n\
            1. Öppna {} i en textredigerare. Gå igenom förslagen, och skriv in kommunens gränser med källa.\n\
            2. Spara nyckeln ({}) där den säkerhetskopieras. Skicka den inte till någon utförare.\n\
            3. Kontrollera en månad: kvittens check {exports}{config}\n",
            toml.display(),
            key.display(),
            toml.display(),
            key.display(),
        )
    },
};

fn number(count: u64) -> String {
    super::number(count, " ")
}

fn visits(count: u64) -> String {
    format!("{} besök", number(count))
}
