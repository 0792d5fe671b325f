//! A text to one query, or why it is none.

use kvittens_rules::own::Wrong;
use sqlparser::ast::{Query, SetExpr, Statement};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserError};

/// What is wrong, and the line and column of the text it stands at, from 1; (0, 0): as a whole.
pub type Refused = ((usize, usize), Wrong);

/// Characters of a query, at most.
const MOST: usize = 32 << 10;

/// Queries and expressions within each other, at most: what is deeper is refused before a stack runs out.
const DEEPEST: usize = 40;

/// One query.
pub fn query(text: &str) -> Result<Query, Refused> {
    if text.len() > MOST {
        return Err(((0, 0), Wrong::Large { what: "characters", most: MOST }));
    }
    let parser = Parser::new(&GenericDialect {}).with_recursion_limit(DEEPEST);
    let parsed = parser.try_with_sql(text).and_then(|mut parser| parser.parse_statements());
    let mut statements = parsed.map_err(refused)?;
    let found = statements.len();
    match statements.pop() {
        Some(Statement::Query(query)) if found == 1 => match &*query.body {
            SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => {
                Err(((1, 1), Wrong::Statement(first_word(text))))
            }
            _ => Ok(*query),
        },
        Some(_) if found == 1 => Err(((1, 1), Wrong::Statement(first_word(text)))),
        Some(_) => Err(((0, 0), Wrong::Clause("more than one statement".to_owned()))),
        None => Err(((0, 0), Wrong::Empty("sql"))),
    }
}

/// The parser's own words; where it stopped stands at their end.
fn refused(error: ParserError) -> Refused {
    let message = match error {
        ParserError::RecursionLimitExceeded => {
            return ((0, 0), Wrong::Large { what: "levels of parentheses", most: DEEPEST });
        }
        ParserError::TokenizerError(message) | ParserError::ParserError(message) => message,
    };
    let place = || {
        let (said, place) = message.rsplit_once(" at Line: ")?;
        let (line, column) = place.split_once(", Column: ")?;
        let column: String = column.chars().take_while(char::is_ascii_digit).collect();
        Some((said.to_owned(), (line.parse().ok()?, column.parse().ok()?)))
    };
    let (said, place) = place().unwrap_or((message.clone(), (0, 0)));
    (place, Wrong::Syntax(said.trim_start_matches("sql parser error: ").to_owned()))
}

/// The statement's first word, as it is.
fn first_word(text: &str) -> String {
    let word: String = text.trim_start().chars().take_while(|letter| letter.is_alphanumeric()).take(20).collect();
    word.to_uppercase()
}
