//! What is wrong with the file of an own rule.

use kvittens_model::Code;

/// A file that is no rule: where and what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {wrong}")]
pub struct OwnError {
    /// The file's name, without its folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub wrong: Box<Wrong>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It is no TOML, or a key is missing or unknown.
    #[error("{0}")]
    Toml(String),
    /// A value that does not fit its key.
    #[error("{key} = \"{found}\" (expected {expected}){}", near(.nearest))]
    Value {
        /// The key.
        key: &'static str,
        /// As written.
        found: String,
        /// What fits.
        expected: String,
        /// The nearest word that does.
        nearest: Option<String>,
    },
    /// Nothing stands there.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A parameter whose default and range do not go together.
    #[error(
        "parameter \"{0}\": a default and a range of one kind, the default within it, integer, number or \"07:00\""
    )]
    Parameter(String),
    /// A text of the page that would be taken for a heading or a block of the page.
    #[error("{0} holds a line that begins with # or ```")]
    Heading(&'static str),
    /// An example of each kind is missing.
    #[error("a rule has an example that fires ([[fires]]) and one that just does not ([[rests]])")]
    Examples,
    /// The code or the name is another rule's.
    #[error("the code or the slug is already that of {0}")]
    Taken(Code),
    /// This build asks no rules of SQL.
    #[error("this build cannot ask rules in SQL; build with --features sql")]
    Unbuilt,
    /// The text is no SQL.
    #[error("no SQL: {0}")]
    Syntax(String),
    /// A statement that is no query.
    #[error("{0} is no query; only one SELECT, which reads and changes nothing")]
    Statement(String),
    /// Something that a query of a rule may not hold.
    #[error("not allowed here: {0}")]
    Clause(String),
    /// A table that is not there.
    #[error("no table \"{name}\"{}", near(.nearest))]
    Table {
        /// As written.
        name: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// A function in the place of a table: it could read a file.
    #[error("{0}(…) in the place of a table: no file and no other source can be read")]
    TableFunction(String),
    /// Another export's table that `needs` does not name.
    #[error("the table {0} is another export's: name it in needs, so that the rule says when it is missing")]
    Undeclared(String),
    /// A column that is not there.
    #[error("no column \"{name}\"{}", near(.nearest))]
    Column {
        /// As written.
        name: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// A column of several tables.
    #[error("column \"{0}\" stands in several of the tables; say of which (a.{0})")]
    Ambiguous(String),
    /// A function that is not among those that are known to do no harm.
    #[error("no function \"{name}\"{}", near(.nearest))]
    Function {
        /// As written.
        name: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// A parameter that the file does not declare.
    #[error("no parameter :{name}{}", near(.nearest))]
    NoParameter {
        /// As written.
        name: String,
        /// The nearest one.
        nearest: Option<String>,
    },
    /// Two tables that nothing holds together.
    #[error("tables are joined without an equality (a JOIN b ON a.x = b.x): every row would meet every other")]
    Unjoined,
    /// A condition of a join that is no equality between the two sides.
    #[error("ON takes equalities between the two tables alone; other conditions stand under WHERE")]
    Unequal,
    /// A column of the answer that is missing or unknown.
    #[error("the answer's columns: {found} (expected {expected})")]
    Output {
        /// What is missing or too many.
        found: String,
        /// What there can be.
        expected: String,
    },
    /// More than a query may hold.
    #[error("too large: at most {most} {what}")]
    Large {
        /// Of what.
        what: &'static str,
        /// How many.
        most: usize,
    },
    /// What the engine says of the types.
    #[error("the query cannot be planned: {0}")]
    Types(String),
}

fn near(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or_else(String::new, |name| format!("; the nearest is \"{name}\""))
}

/// The nearest of some names, where one is near enough to be meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let likeness = |known: &str| strsim::normalized_damerau_levenshtein(known, name);
    let best = known.into_iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= 0.5).then(|| best.to_owned())
}
