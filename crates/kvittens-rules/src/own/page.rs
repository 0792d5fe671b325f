//! The page of an own rule, in the form of every page, from the texts of its file.

use std::fmt::Write as _;

use kvittens_model::companion::Companion;

use super::error::{Wrong, nearest};
use super::file::{Case, File, Texts};
use crate::page::{BESIDE, Page};

/// The page as Markdown. The definition ends with the question that is asked, so that everybody can read what decides.
pub fn page(file: &File) -> Result<String, Wrong> {
    if file.fires.is_empty() || file.rests.is_empty() {
        return Err(Wrong::Examples);
    }
    let sql = file.sql.get_ref().trim();
    if sql.lines().any(|line| line.starts_with("```")) {
        return Err(Wrong::Heading("sql"));
    }
    let (sv, en) = (&file.sv, file.en.as_ref().unwrap_or(&file.sv));
    let mut text = String::new();
    words(&mut text, sv, sql, ["Definition", "Varför", "Behöver", "Oskyldiga förklaringar", "Fråga till utföraren"])?;
    words(&mut text, en, sql, ["Definition", "Why", "Needs", "Innocent explanations", "Question to the provider"])?;
    text.push_str("# Exempel\n\n## Larmar\n");
    file.fires.iter().try_for_each(|case| example(&mut text, case))?;
    text.push_str("\n## Larmar inte\n");
    file.rests.iter().try_for_each(|case| example(&mut text, case))?;
    // A form that the reader of pages does not take is an error of the lines above.
    Page::read(&text).map_err(|error| Wrong::Toml(error.to_string()))?;
    Ok(text)
}

fn words(text: &mut String, of: &Texts, sql: &str, headings: [&str; 5]) -> Result<(), Wrong> {
    let held = [
        ("name", &of.name),
        ("sentence", &of.sentence),
        ("definition", &of.definition),
        ("why", &of.why),
        ("needs", &of.needs),
        ("innocent", &of.innocent),
        ("question", &of.question),
    ];
    for (key, part) in held {
        if part.trim().is_empty() {
            return Err(Wrong::Empty(key));
        }
        if part.lines().any(|line| line.starts_with('#') || line.starts_with("```")) {
            return Err(Wrong::Heading(key));
        }
    }
    if of.name.trim().lines().count() > 1 {
        return Err(Wrong::Heading("name"));
    }
    let _ = write!(text, "# {}\n\n{}\n", of.name.trim(), of.sentence.trim());
    let definition = format!("{}\n\n```sql\n{sql}\n```", of.definition.trim());
    let parts = [&definition, &of.why, &of.needs, &of.innocent, &of.question];
    for (heading, part) in headings.iter().zip(parts) {
        let _ = write!(text, "\n## {heading}\n\n{}\n", part.trim());
    }
    text.push('\n');
    Ok(())
}

fn example(text: &mut String, case: &Case) -> Result<(), Wrong> {
    let blocks = || [&case.csv, &case.toml].into_iter().chain(case.beside.values());
    if case.csv.trim().is_empty() {
        return Err(Wrong::Empty("csv"));
    }
    if blocks().any(|block| block.lines().any(|line| line.starts_with("```"))) {
        return Err(Wrong::Heading("csv"));
    }
    if !case.toml.trim().is_empty() {
        let _ = write!(text, "\n```toml\n{}\n```\n", case.toml.trim());
    }
    for (export, rows) in &case.beside {
        let known = Companion::ALL.map(Companion::name);
        if !known.contains(&export.as_str()) {
            let nearest = nearest(export, known);
            return Err(Wrong::Value { key: "beside", found: export.clone(), expected: known.join(", "), nearest });
        }
        let _ = write!(text, "\n```{BESIDE}{export}\n{}\n```\n", rows.trim());
    }
    let _ = write!(text, "\n```csv\n{}\n```\n", case.csv.trim());
    Ok(())
}
