//! The arguments, exactly as typed.

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};
use kvittens_model::{Severity, YearMonth};
use kvittens_report::{Dialect, Lang};

use crate::memory;

/// Kontrollerar en månads tidsregistreringar i hemtjänsten och skriver en avvikelserapport per utförare.
#[derive(Debug, Parser)]
#[command(name = "kvittens", version, disable_help_subcommand = true)]
pub struct Args {
    /// Språk i rapporter och meddelanden: sv eller en
    #[arg(long, global = true, value_name = "SPRÅK")]
    pub lang: Option<Lang>,
    /// Vad som ska göras
    #[command(subcommand)]
    pub command: Command,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Läser exporter, kontrollerar månaden och skriver rapporterna
    Check(Check),
    /// Gör om rapporterna ur en månads mapp, utan exporterna: på ett annat språk, med annat brevhuvud
    Report(Report),
    /// Öppnar den senaste månadens index i webbläsaren
    Open(Open),
    /// Prövar regler på tidigare månader: vad en ändring ger, hur mycket arbete, hur ofta den har rätt
    Backtest(Box<Backtest>),
    /// Skriver en kommenterad kvittens.toml att utgå från, och en nyckel för pseudonymer
    Init(Init),
    /// Visar vad en fil är: layout, kolumner, vad som skulle undantas, och en layout att utgå från
    Inspect(Inspect),
    /// Visar alla regler
    Rules(RulesArgs),
    /// Visar en regels sida: definition, parametrar, oskyldiga förklaringar, fråga
    Explain(Explain),
    /// Lagrar månader, så att en senare månad kan jämföras med dem
    #[command(subcommand)]
    History(History),
    /// Skriver påhittade månader med planterade avvikelser och deras facit
    Synth(Synth),
    /// Ställer en fråga i SQL till lagrets månader
    Query(Query),
    /// Visar hur andelarna utvecklas månad för månad, med gränser för vad slumpen ger och sedan när något ändrats
    Trend(Trend),
    /// Skriver JSON Schema för en fils format till standard ut
    Schema {
        /// Vilken fil: config är kvittens.toml
        #[arg(value_enum)]
        of: SchemaOf,
    },
    /// Skriver kompletteringar för ett skal till standard ut
    Completions {
        /// Skalet
        #[arg(value_enum, value_name = "SKAL")]
        shell: clap_complete::Shell,
    },
}

/// `kvittens check`.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Exporter, eller mappar med exporter; - är standard in
    #[arg(required_unless_present = "store", value_name = "EXPORT")]
    pub exports: Vec<PathBuf>,
    /// Lager med tidigare månader att jämföra med; utan exporter läses också månaden ur det
    #[arg(long, value_name = "MAPP")]
    pub store: Option<PathBuf>,
    /// Mapp för rapporterna; månaden får en egen mapp i den
    #[arg(long, default_value = "rapport", value_name = "MAPP")]
    pub out: PathBuf,
    /// Månad, där exporterna inte avgör det: 2022-03
    #[arg(long, value_name = "MÅNAD")]
    pub month: Option<YearMonth>,
    /// Konfiguration; annars kvittens.toml i arbetsmappen eller ovanför
    #[arg(long, value_name = "FIL")]
    pub config: Option<PathBuf>,
    /// Nyckel för pseudonymer
    #[arg(long, value_name = "FIL")]
    pub key: Option<PathBuf>,
    /// Bara dessa regler: kod, familjens bokstav eller namn
    #[arg(long, value_delimiter = ',', value_name = "REGLER")]
    pub select: Vec<String>,
    /// Inte dessa regler
    #[arg(long, value_delimiter = ',', value_name = "REGLER")]
    pub ignore: Vec<String>,
    /// Egen regel i SQL, utöver dem som konfigurationen nämner
    #[arg(long, value_name = "FIL")]
    pub rule: Vec<PathBuf>,
    /// Svar på avvikelser som har godtagits: accept.toml, eller rapport.xlsx eller svar.csv som utföraren lämnat
    #[arg(long, value_name = "FIL")]
    pub accept: Vec<PathBuf>,
    /// Rapporter för människor: html, xlsx, none, och pdf i ett bygge med --features pdf
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html,xlsx", value_name = "SLAG")]
    pub reports: Vec<Reports>,
    /// Skriv exportens id i stället för pseudonymer i styrfilerna
    #[arg(long)]
    pub reveal: bool,
    /// Skriv också visits.parquet: alla besök
    #[arg(long)]
    pub visits: bool,
    /// Utförare för filer utan sådan kolumn
    #[arg(long, value_name = "NAMN")]
    pub provider: Option<String>,
    /// Blad i arbetsböcker; annars det första som visas
    #[arg(long, value_name = "BLAD")]
    pub sheet: Option<String>,
    /// Bara dessa layouter, där de inte ska kännas igen: namn, eller en egen i TOML
    #[arg(long, value_delimiter = ',', value_name = "LAYOUT")]
    pub layout: Vec<String>,
    /// CSV för svenskt kalkylprogram, eller plain
    #[arg(long, value_enum, default_value_t = Csv::Swedish)]
    pub csv: Csv,
    /// Sammanfattningens form
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Avsluta med 1 om öppna avvikelser har minst denna tyngd
    #[arg(long, value_enum, value_name = "TYNGD")]
    pub fail_on: Option<FailOn>,
    /// Trådar; annars alla kärnor
    #[arg(long, value_name = "ANTAL")]
    pub threads: Option<usize>,
    /// Minne som körningen får ta; behöver den mer nekas den innan något läses: 4GB, 512MB
    #[arg(long, value_name = "MINNE", value_parser = memory::size)]
    pub memory: Option<u64>,
}

/// `kvittens rules`.
#[derive(Debug, clap::Args)]
pub struct RulesArgs {
    /// Som tabell eller JSON
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Egen regel i SQL, utöver dem som konfigurationen nämner
    #[arg(long, value_name = "FIL")]
    pub rule: Vec<PathBuf>,
    /// Konfiguration; annars kvittens.toml i arbetsmappen eller ovanför
    #[arg(long, value_name = "FIL")]
    pub config: Option<PathBuf>,
    /// Pröva de egna reglernas exempel
    #[arg(long)]
    pub test: bool,
}

/// `kvittens explain`.
#[derive(Debug, clap::Args)]
pub struct Explain {
    /// Regelns kod eller namn: K102, manual-share
    #[arg(value_name = "REGEL")]
    pub code: String,
    /// Egen regel i SQL, utöver dem som konfigurationen nämner
    #[arg(long, value_name = "FIL")]
    pub rule: Vec<PathBuf>,
    /// Konfiguration; annars kvittens.toml i arbetsmappen eller ovanför
    #[arg(long, value_name = "FIL")]
    pub config: Option<PathBuf>,
}

/// `kvittens query`.
#[derive(Debug, clap::Args)]
#[cfg_attr(not(feature = "sql"), allow(dead_code, reason = "asked for in every build, answered in one with SQL"))]
pub struct Query {
    /// Frågan: SELECT … FROM visits
    #[arg(required_unless_present = "tables", value_name = "SQL")]
    pub sql: Option<String>,
    /// Lager med månader
    #[arg(long, required_unless_present = "tables", value_name = "MAPP")]
    pub store: Option<PathBuf>,
    /// Månad, eller ett spann av månader: 2021-01..2022-12; annars alla som finns
    #[arg(long, value_name = "MÅNADER")]
    pub months: Option<String>,
    /// Visa tabellerna och deras kolumner
    #[arg(long)]
    pub tables: bool,
    /// Svarets form
    #[arg(long, value_enum, default_value_t = AnswerFormat::Table)]
    pub format: AnswerFormat,
    /// Visa exportens id i stället för pseudonymer
    #[arg(long)]
    pub reveal: bool,
    /// Konfiguration; annars kvittens.toml i arbetsmappen eller ovanför
    #[arg(long, value_name = "FIL")]
    pub config: Option<PathBuf>,
    /// Nyckel för pseudonymer
    #[arg(long, value_name = "FIL")]
    pub key: Option<PathBuf>,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// För människor
    Table,
    /// CSV: UTF-8, komma, decimalpunkt
    Csv,
    /// För program: en lista av rader
    Json,
}

/// `kvittens report`.
#[derive(Debug, clap::Args)]
pub struct Report {
    /// Månadens mapp, som rapport/2022-03
    #[arg(value_name = "MAPP")]
    pub folder: PathBuf,
    /// Rapporter för människor; annars de som gjordes förra gången
    #[arg(long, value_enum, value_delimiter = ',', value_name = "SLAG")]
    pub reports: Vec<Reports>,
    /// Konfiguration att ta brevhuvudet ur; regler och gränser är de som månaden kontrollerades med
    #[arg(long, value_name = "FIL")]
    pub config: Option<PathBuf>,
}

/// `kvittens open`.
#[derive(Debug, clap::Args)]
pub struct Open {
    /// Mapp med månader, eller en månads mapp
    #[arg(default_value = "rapport", value_name = "MAPP")]
    pub folder: PathBuf,
    /// Skriv bara ut var indexet finns
    #[arg(long)]
    pub print: bool,
}

/// `kvittens history`.
#[derive(Debug, Subcommand)]
pub enum History {
    /// Läser exporter och lagrar månaden; finns den redan ersätts den helt
    Add(HistoryAdd),
    /// Visar lagrets månader
    List {
        /// Lagrets mapp
        #[arg(long, value_name = "MAPP")]
        store: PathBuf,
        /// Som tabell eller JSON
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Kontrollerar att varje fil i lagret är som den skrevs
    Verify {
        /// Månader eller spann av månader: 2022-03, 2021-01..2022-12; annars alla
        #[arg(value_name = "MÅNADER")]
        months: Vec<String>,
        /// Lagrets mapp
        #[arg(long, value_name = "MAPP")]
        store: PathBuf,
    },
    /// Gallrar en månad: den tas bort för gott, och en anteckning om det blir kvar
    Remove {
        /// Månaden: 2022-03
        #[arg(value_name = "MÅNAD")]
        month: YearMonth,
        /// Lagrets mapp
        #[arg(long, value_name = "MAPP")]
        store: PathBuf,
        /// Ta bort den; annars visas bara vad som skulle tas bort
        #[arg(long)]
        yes: bool,
    },
    /// Kopierar månader ur lagret, med manifest
    Export {
        /// Månader eller spann av månader: 2022-03, 2021-01..2022-12
        #[arg(required = true, value_name = "MÅNADER")]
        months: Vec<String>,
        /// Lagrets mapp
        #[arg(long, value_name = "MAPP")]
        store: PathBuf,
        /// Mapp att kopiera till; varje månad får en egen mapp i den
        #[arg(long, value_name = "MAPP")]
        out: PathBuf,
    },
}

/// `kvittens history add`.
#[derive(Debug, clap::Args)]
pub struct HistoryAdd {
    /// Exporter, eller mappar med exporter; - är standard in
    #[arg(required = true, value_name = "EXPORT")]
    pub exports: Vec<PathBuf>,
    /// Lagrets mapp; den görs när den första månaden läggs till
    #[arg(long, value_name = "MAPP")]
    pub store: PathBuf,
    /// Månad, där exporterna inte avgör det: 2022-03
    #[arg(long, value_name = "MÅNAD")]
    pub month: Option<YearMonth>,
    /// Konfiguration; annars kvittens.toml i arbetsmappen eller ovanför
    #[arg(long, value_name = "FIL")]
    pub config: Option<PathBuf>,
    /// Nyckel för pseudonymer
    #[arg(long, value_name = "FIL")]
    pub key: Option<PathBuf>,
    /// Utförare för filer utan sådan kolumn
    #[arg(long, value_name = "NAMN")]
    pub provider: Option<String>,
    /// Blad i arbetsböcker; annars det första som visas
    #[arg(long, value_name = "BLAD")]
    pub sheet: Option<String>,
    /// Bara dessa layouter, där de inte ska kännas igen: namn, eller en egen i TOML
    #[arg(long, value_delimiter = ',', value_name = "LAYOUT")]
    pub layout: Vec<String>,
    /// Minne som körningen får ta; behöver den mer nekas den innan något läses: 4GB, 512MB
    #[arg(long, value_name = "MINNE", value_parser = memory::size)]
    pub memory: Option<u64>,
}

/// `kvittens backtest`.
#[derive(Debug, clap::Args)]
pub struct Backtest {
    /// Var månaderna finns
    #[command(flatten)]
    pub months_in: MonthsIn,
    /// Månad, eller ett spann av månader: 2021-01..2022-12; annars alla som finns
    #[arg(long, value_name = "MÅNADER")]
    pub months: Option<String>,
    /// Det som prövas: en kvittens.toml, eller avvikelser gjorda på annat håll (Parquet eller CSV)
    #[arg(long, value_name = "FIL")]
    pub candidate: Option<PathBuf>,
    /// Det som gäller i dag; annars kvittens.toml i arbetsmappen eller ovanför
    #[arg(long, value_name = "FIL")]
    pub baseline: Option<PathBuf>,
    /// Facit: en CSV med regel, besök eller person, och rätt eller fel; eller en mapp med ett facit per månad
    #[arg(long, value_name = "FIL")]
    pub labels: Option<PathBuf>,
    /// Pröva flera värden av ett eller två tal: rules.M301.max_gap=0..5
    #[arg(long, value_name = "TAL=VÄRDEN")]
    pub sweep: Vec<String>,
    /// Sök värdet som ger högst så många avvikelser i någon månad
    #[arg(long, value_name = "ANTAL", requires = "sweep")]
    pub max_findings: Option<u64>,
    /// Sök värdet vars träffsäkerhet är minst så stor
    #[arg(long, value_name = "ANDEL", value_parser = whole_share, requires = "sweep")]
    pub min_precision: Option<f64>,
    /// Avsluta med 1 om villkoret gäller: 'precision < 0.8', 'M301.new > 50'
    #[arg(long, value_name = "VILLKOR")]
    pub fail_if: Vec<String>,
    /// Minuter som en controller lägger på en avvikelse
    #[arg(long, default_value_t = 10.0, value_name = "MINUTER", value_parser = minutes)]
    pub minutes_per_finding: f64,
    /// Bara dessa regler: kod, familjens bokstav eller namn
    #[arg(long, value_delimiter = ',', value_name = "REGLER")]
    pub select: Vec<String>,
    /// Inte dessa regler
    #[arg(long, value_delimiter = ',', value_name = "REGLER")]
    pub ignore: Vec<String>,
    /// Egen regel i SQL, utöver dem som konfigurationen nämner
    #[arg(long, value_name = "FIL")]
    pub rule: Vec<PathBuf>,
    /// Minne som månaderna får ta tillsammans: 2GB, 500MB
    #[arg(long, default_value = "2G", value_name = "MINNE", value_parser = memory::size)]
    pub memory: u64,
    /// Trådar; annars alla kärnor
    #[arg(long, value_name = "ANTAL")]
    pub threads: Option<usize>,
    /// Mapp för det som redan är räknat; annars cache i mappen för resultatet
    #[arg(long, value_name = "MAPP")]
    pub cache: Option<PathBuf>,
    /// Räkna allt på nytt och spara inget
    #[arg(long, conflicts_with = "cache")]
    pub no_cache: bool,
    /// Nyckel för avvikelsernas id
    #[arg(long, value_name = "FIL")]
    pub key: Option<PathBuf>,
    /// Mapp för backtest.html och backtest.parquet
    #[arg(long, default_value = "backtest", value_name = "MAPP")]
    pub out: PathBuf,
    /// Det som skrivs ut: för människor eller som JSON
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// `kvittens init`.
#[derive(Debug, clap::Args)]
pub struct Init {
    /// Exporter att hämta utförare, insatser och förslag från
    #[arg(long, num_args = 1.., value_name = "EXPORT")]
    pub from: Vec<PathBuf>,
    /// Mapp för kvittens.toml och kvittens.key
    #[arg(long, default_value = ".", value_name = "MAPP")]
    pub out: PathBuf,
    /// Månad, där exporterna inte avgör det: 2022-03
    #[arg(long, value_name = "MÅNAD", requires = "from")]
    pub month: Option<YearMonth>,
    /// Utförare för filer utan sådan kolumn
    #[arg(long, value_name = "NAMN", requires = "from")]
    pub provider: Option<String>,
    /// Minne som körningen får ta; behöver den mer nekas den innan något läses: 4GB, 512MB
    #[arg(long, value_name = "MINNE", value_parser = memory::size, requires = "from")]
    pub memory: Option<u64>,
}

/// `kvittens inspect`.
#[derive(Debug, clap::Args)]
pub struct Inspect {
    /// Filer att se närmare på
    #[arg(required = true, value_name = "FIL")]
    pub files: Vec<PathBuf>,
    /// Konfiguration; annars kvittens.toml i arbetsmappen eller ovanför
    #[arg(long, value_name = "FIL")]
    pub config: Option<PathBuf>,
    /// Utförare för filer utan sådan kolumn
    #[arg(long, value_name = "NAMN")]
    pub provider: Option<String>,
    /// Blad i arbetsböcker; annars det första som visas
    #[arg(long, value_name = "BLAD")]
    pub sheet: Option<String>,
    /// Bara dessa layouter: namn, eller en egen i TOML
    #[arg(long, value_delimiter = ',', value_name = "LAYOUT")]
    pub layout: Vec<String>,
    /// För människor eller som JSON
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// `kvittens synth`.
#[derive(Debug, clap::Args)]
pub struct Synth {
    /// Månad, eller ett spann av månader: 2022-03, 2021-01..2022-12
    #[arg(long, default_value = "2022-03", value_name = "MÅNADER")]
    pub months: String,
    /// Ungefär så många rader i månaden
    #[arg(long, default_value_t = 20_000, value_name = "ANTAL")]
    pub rows: u64,
    /// Antal utförare; annars efter storlek
    #[arg(long, value_name = "ANTAL")]
    pub providers: Option<u32>,
    /// Frö: samma frö, samma månad
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Andel rader som förstörs så att de undantas
    #[arg(long, default_value_t = 0.0, value_name = "ANDEL", value_parser = share)]
    pub dirt: f64,
    /// Plantera inga avvikelser
    #[arg(long)]
    pub plain: bool,
    /// Plantera skeenden över månaderna: en utförare vars andel manuella ökar, en som slutar, en som börjar
    #[arg(long)]
    pub courses: bool,
    /// Skriv också månadens andra exporter (beslut, planering, frånvaro, fakturaunderlag, hushåll …) och plantera det som
    /// syns först bredvid dem
    #[arg(long)]
    pub companions: bool,
    /// Mapp att skriva i
    #[arg(long, value_name = "MAPP")]
    pub out: PathBuf,
}

/// Where months are: in a store or in a folder of exports.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct MonthsIn {
    /// Lager med månader
    #[arg(long, value_name = "MAPP")]
    pub store: Option<PathBuf>,
    /// Mapp med en mapp exporter per månad: MAPP/2022-03/tagg.csv
    #[arg(long, value_name = "MAPP")]
    pub exports: Option<PathBuf>,
}

impl MonthsIn {
    /// The folder.
    pub fn place(&self) -> &Path {
        self.store.as_deref().or(self.exports.as_deref()).unwrap_or(Path::new("."))
    }
}

/// `kvittens trend`.
#[derive(Debug, clap::Args)]
pub struct Trend {
    /// Var månaderna finns
    #[command(flatten)]
    pub months_in: MonthsIn,
    /// Nyckel för pseudonymer
    #[arg(long, value_name = "FIL")]
    pub key: Option<PathBuf>,
    /// Bara denna utförare; sidan nämner då ingen annan
    #[arg(long, value_name = "NAMN")]
    pub provider: Option<String>,
    /// Bara denna regel; med --provider visas varje månad
    #[arg(long, value_name = "REGEL")]
    pub rule: Option<String>,
    /// Skriv också en webbsida med diagram
    #[arg(long, value_name = "FIL")]
    pub out: Option<PathBuf>,
    /// Konfiguration; annars kvittens.toml i arbetsmappen eller ovanför
    #[arg(long, value_name = "FIL")]
    pub config: Option<PathBuf>,
}

/// What a schema is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// Konfigurationen, kvittens.toml
    Config,
    /// En egen layout
    Layout,
}

fn share(text: &str) -> Result<f64, String> {
    match text.replace(',', ".").parse::<f64>() {
        Ok(share) if (0.0..=0.5).contains(&share) => Ok(share),
        _ => Err("0 till 0,5".to_owned()),
    }
}

fn whole_share(text: &str) -> Result<f64, String> {
    match text.replace(',', ".").parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("0 till 1".to_owned()),
    }
}

fn minutes(text: &str) -> Result<f64, String> {
    match text.replace(',', ".").parse::<f64>() {
        Ok(minutes) if (0.0..=10_000.0).contains(&minutes) => Ok(minutes),
        _ => Err("0 till 10000".to_owned()),
    }
}

/// The form of what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// För människor
    Human,
    /// För program
    Json,
    /// Notiser i ett bygge
    Github,
}

/// Reports for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Reports {
    /// Inga, bara tabeller
    None,
    /// Webbsidor
    Html,
    /// Arbetsböcker
    Xlsx,
    /// PDF; i ett bygge med --features pdf
    #[cfg_attr(not(feature = "pdf"), value(hide = true))]
    Pdf,
}

/// How CSV is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Csv {
    /// UTF-8 med BOM, semikolon, decimalkomma
    Swedish,
    /// UTF-8, komma, decimalpunkt
    Plain,
}

impl From<Csv> for Dialect {
    fn from(csv: Csv) -> Dialect {
        match csv {
            Csv::Swedish => Dialect::Swedish,
            Csv::Plain => Dialect::Plain,
        }
    }
}

/// The least weight of a finding that makes the run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Alla öppna
    Info,
    /// Mindre och större
    Minor,
    /// Större
    Major,
}

impl From<FailOn> for Severity {
    fn from(fail_on: FailOn) -> Severity {
        match fail_on {
            FailOn::Info => Severity::Info,
            FailOn::Minor => Severity::Minor,
            FailOn::Major => Severity::Major,
        }
    }
}
