//! A rule's page: Swedish, English and the examples, from the Markdown beside the rule. What `explain`, docs/ and the
//! report show, and what the tests run.

use kvittens_model::companion::Companion;

/// A page, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// In Swedish.
    pub sv: Words,
    /// In English.
    pub en: Words,
    /// Examples that fire.
    pub fires: Vec<Example>,
    /// Examples that just do not.
    pub rests: Vec<Example>,
}

/// A rule in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Its name.
    pub name: String,
    /// What it sees, in one sentence.
    pub sentence: String,
    /// The exact definition, Markdown.
    pub definition: String,
    /// Why a controller cares, Markdown.
    pub why: String,
    /// Columns and files it needs, Markdown.
    pub needs: String,
    /// Innocent explanations, Markdown.
    pub innocent: String,
    /// The question to put to the provider.
    pub question: String,
}

/// A small month and the configuration it is read with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// `kvittens.toml`, mostly empty.
    pub toml: String,
    /// Tag exports of earlier months, mostly none.
    pub earlier: Vec<String>,
    /// Other exports of the month beside the tag export, mostly none.
    pub beside: Vec<(Companion, String)>,
    /// A tag export.
    pub csv: String,
}

/// What a block with an earlier month is called.
pub const EARLIER: &str = "csv tidigare";

/// What a block with another export is called before the export's own name: `csv beslut`.
pub const BESIDE: &str = "csv ";

const SV: [&str; 5] = ["Definition", "Varför", "Behöver", "Oskyldiga förklaringar", "Fråga till utföraren"];
const EN: [&str; 5] = ["Definition", "Why", "Needs", "Innocent explanations", "Question to the provider"];

/// What is wrong with a page.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// A part is missing or stands elsewhere.
    #[error("expected the heading \"{0}\"")]
    Expected(&'static str),
    /// A part is empty.
    #[error("nothing stands under \"{0}\"")]
    Empty(String),
}

impl Page {
    /// Reads a page.
    ///
    /// # Errors
    /// Where a heading is missing, misspelt or empty.
    pub fn read(text: &str) -> Result<Page, PageError> {
        let mut parts = sections(text, "# ").into_iter();
        let sv = words(parts.next().ok_or(PageError::Expected("# (Swedish name)"))?, &SV)?;
        let en = words(parts.next().ok_or(PageError::Expected("# (English name)"))?, &EN)?;
        let (title, examples) = parts.next().ok_or(PageError::Expected("# Exempel"))?;
        if title != "Exempel" {
            return Err(PageError::Expected("# Exempel"));
        }
        let mut kinds = sections(examples, "## ").into_iter();
        let fires = kinds.next().filter(|(title, _)| *title == "Larmar").ok_or(PageError::Expected("## Larmar"))?;
        let rests =
            kinds.next().filter(|(title, _)| *title == "Larmar inte").ok_or(PageError::Expected("## Larmar inte"))?;
        Ok(Page { sv, en, fires: read_examples(fires.1), rests: read_examples(rests.1) })
    }
}

/// Titles and what stands under them, for headings of one level outside fenced blocks.
fn sections<'t>(text: &'t str, heading: &str) -> Vec<(&'t str, &'t str)> {
    let mut titles: Vec<(&str, usize, usize)> = Vec::new();
    let (mut fenced, mut at) = (false, 0);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        fenced ^= line.starts_with("```");
        if let Some(title) = line.strip_prefix(heading).filter(|_| !fenced) {
            titles.push((title.trim(), at, end));
        }
        at = end;
    }
    let ends = titles.iter().skip(1).map(|(_, start, _)| *start).chain([text.len()]);
    titles.iter().zip(ends).map(|((title, _, start), end)| (*title, &text[*start..end])).collect()
}

fn words((name, body): (&str, &str), headings: &[&'static str; 5]) -> Result<Words, PageError> {
    let sentence = body.split("\n## ").next().unwrap_or_default().trim().replace('\n', " ");
    let parts = sections(body, "## ");
    let part = |at: usize| {
        let (title, text) = parts.get(at).ok_or(PageError::Expected(headings[at]))?;
        if *title != headings[at] {
            return Err(PageError::Expected(headings[at]));
        }
        if text.trim().is_empty() { Err(PageError::Empty((*title).to_owned())) } else { Ok(text.trim().to_owned()) }
    };
    if sentence.is_empty() {
        return Err(PageError::Empty(name.to_owned()));
    }
    Ok(Words {
        name: name.to_owned(),
        sentence,
        definition: part(0)?,
        why: part(1)?,
        needs: part(2)?,
        innocent: part(3)?,
        question: part(4)?,
    })
}

/// A fenced block of an example.
#[derive(Clone, Copy)]
enum Block {
    Toml,
    Earlier,
    Beside(Companion),
    Csv,
}

impl Block {
    fn of(kind: &str) -> Option<Block> {
        let named = |name: &str| Companion::ALL.into_iter().find(|companion| companion.name() == name);
        match kind {
            "toml" => Some(Block::Toml),
            "csv" => Some(Block::Csv),
            EARLIER => Some(Block::Earlier),
            _ => kind.strip_prefix(BESIDE).and_then(named).map(Block::Beside),
        }
    }
}

/// Each fenced `csv` block is an example; a `toml` block before it is its configuration, each block `csv tidigare`
/// before it an earlier month, and each block `csv beslut` (or another export's name) that export.
fn read_examples(text: &str) -> Vec<Example> {
    let (mut found, mut current, mut inside) = (Vec::new(), Example::default(), None);
    for line in text.lines() {
        match (line.strip_prefix("```"), inside) {
            (Some(kind), None) => {
                inside = Block::of(kind);
                match inside {
                    Some(Block::Earlier) => current.earlier.push(String::new()),
                    Some(Block::Beside(companion)) => current.beside.push((companion, String::new())),
                    _ => {}
                }
            }
            (Some(_), Some(block)) => {
                if matches!(block, Block::Csv) {
                    found.push(std::mem::take(&mut current));
                }
                inside = None;
            }
            (None, Some(block)) => {
                let text = match block {
                    Block::Toml => Some(&mut current.toml),
                    Block::Csv => Some(&mut current.csv),
                    Block::Earlier => current.earlier.last_mut(),
                    Block::Beside(_) => current.beside.last_mut().map(|(_, text)| text),
                };
                if let Some(text) = text {
                    text.push_str(line);
                    text.push('\n');
                }
            }
            (None, None) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Namn\n\nEn mening.\n\n## Definition\nd\n## Varför\nv\n## Behöver\nb\n## Oskyldiga förklaringar\n- o\n\
        ## Fråga till utföraren\nf?\n# Name\n\nA sentence.\n## Definition\nd\n## Why\nw\n## Needs\nn\n\
        ## Innocent explanations\n- i\n## Question to the provider\nq?\n# Exempel\n## Larmar\n```toml\na = 1\n```\n\
        ```csv\nx;y\n```\n## Larmar inte\n```csv\nz\n```\n";

    #[test]
    fn a_page_has_two_languages_and_examples_in_pairs() {
        let page = Page::read(PAGE).unwrap();
        assert_eq!((page.sv.name.as_str(), page.en.sentence.as_str()), ("Namn", "A sentence."));
        assert_eq!(page.fires, [Example { toml: "a = 1\n".into(), csv: "x;y\n".into(), ..Example::default() }]);
        assert_eq!(page.rests, [Example { csv: "z\n".into(), ..Example::default() }]);
        let earlier = PAGE.replace("```csv\nz", "```csv tidigare\nw\n```\n```csv tidigare\nx\n```\n```csv\nz");
        let rests = Example { earlier: vec!["w\n".into(), "x\n".into()], csv: "z\n".into(), ..Example::default() };
        assert_eq!(Page::read(&earlier).unwrap().rests, [rests]);
    }

    #[test]
    fn an_example_can_hold_other_exports() {
        let beside = PAGE.replace("```csv\nz", "```csv beslut\nb\n```\n```csv dispens\nd\n```\n```csv\nz");
        let files = vec![(Companion::Decisions, "b\n".to_owned()), (Companion::Exemptions, "d\n".to_owned())];
        let rests = Example { beside: files, csv: "z\n".into(), ..Example::default() };
        assert_eq!(Page::read(&beside).unwrap().rests, [rests]);
    }

    #[test]
    fn a_misspelt_heading_is_named() {
        let error = Page::read(&PAGE.replace("## Varför", "## Varfor")).unwrap_err();
        assert_eq!(error, PageError::Expected("Varför"));
    }
}
