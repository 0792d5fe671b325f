//! What a workbook says of its sheets, and where its parts are.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use quick_xml::events::Event;

use super::SheetError;
use super::archive::Archive;
use super::xml::{attribute, raw_attribute};

/// A worksheet.
pub struct Listed {
    /// Its name.
    pub name: String,
    hidden: bool,
    /// By which the workbook's relations know it.
    relation: String,
}

/// The list of sheets and the parts beside it.
pub struct Workbook {
    sheets: Vec<Listed>,
    relations: Relations,
    /// Serial dates count from 1904.
    pub from_1904: bool,
}

/// The parts that a part names, by id.
type Relations = BTreeMap<String, Relation>;

struct Relation {
    /// The last word of its type: `worksheet`.
    kind: String,
    part: String,
}

const MAIN: &str = "officeDocument";

impl Workbook {
    /// Reads it.
    pub fn read<R: Read + Seek>(archive: &mut Archive<R>) -> Result<Workbook, SheetError> {
        if !archive.has("[Content_Types].xml") {
            return Err(SheetError::NotAWorkbook);
        }
        let main = relations(archive, "_rels/.rels", "")?.into_values().find(|relation| relation.kind == MAIN);
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.part);
        // A document is `word/document.xml`, a binary workbook `xl/workbook.bin`.
        let (folder, file) = main.rsplit_once('/').ok_or(SheetError::NotAWorkbook)?;
        if !folder.eq_ignore_ascii_case("xl") || !file.to_ascii_lowercase().ends_with(".xml") {
            return Err(SheetError::NotAWorkbook);
        }
        let relations = relations(archive, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let mut workbook = Workbook { sheets: Vec::new(), relations, from_1904: false };
        workbook.list(archive, &main)?;
        Ok(workbook)
    }

    fn list<R: Read + Seek>(&mut self, archive: &mut Archive<R>, main: &str) -> Result<(), SheetError> {
        let mut part = archive.part(main)?.ok_or(SheetError::NotAWorkbook)?;
        let mut buffer = Vec::new();
        while let Some(event) = part.next(&mut buffer)? {
            let Event::Start(element) = event else { continue };
            match element.local_name().as_ref() {
                "workbookPr" => {
                    let flag = raw_attribute(&element, "date1904")?;
                    // An extension of the same name never has the attribute.
                    self.from_1904 |= flag.is_some_and(|flag| matches!(&*flag, "1" | "true"));
                }
                "sheet" => {
                    let hidden = raw_attribute(&element, "state")?.is_some_and(|state| state != "visible");
                    let name = attribute(&element, "name")?.unwrap_or_default();
                    let relation = attribute(&element, "id")?.unwrap_or_default();
                    // A sheet that is a chart has no cells.
                    if self.relations.get(&relation).is_some_and(|to| to.kind == "worksheet") {
                        self.sheets.push(Listed { name, hidden, relation });
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The named worksheet, or the first that can be seen; where none can, the first.
    pub fn choose(&self, name: Option<&str>) -> Result<&Listed, SheetError> {
        let Some(name) = name else {
            let first = self.sheets.iter().find(|sheet| !sheet.hidden).or_else(|| self.sheets.first());
            return first.ok_or(SheetError::Damaged("no worksheet"));
        };
        let lower = name.trim().to_lowercase();
        let same = |sheet: &&Listed| sheet.name.trim().to_lowercase() == lower;
        self.sheets.iter().find(same).ok_or_else(|| SheetError::NoSuchSheet {
            name: name.to_owned(),
            known: self.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        })
    }

    /// The part of a worksheet.
    pub fn part_of(&self, sheet: &Listed) -> Result<&str, SheetError> {
        let relation = self.relations.get(&sheet.relation);
        relation.map(|relation| relation.part.as_str()).ok_or(SheetError::Damaged("a sheet without a part"))
    }

    /// The part of the strings that cells share, where there is one.
    pub fn strings_part(&self) -> Option<&str> {
        self.part_of_kind("sharedStrings")
    }

    /// The part of the formats, where there is one.
    pub fn styles_part(&self) -> Option<&str> {
        self.part_of_kind("styles")
    }

    fn part_of_kind(&self, kind: &str) -> Option<&str> {
        self.relations.values().find(|relation| relation.kind == kind).map(|relation| relation.part.as_str())
    }
}

/// The relations of a part in `folder`; none where it has no such file.
fn relations<R: Read + Seek>(archive: &mut Archive<R>, file: &str, folder: &str) -> Result<Relations, SheetError> {
    let mut relations = Relations::new();
    let Some(mut part) = archive.part(file)? else {
        return Ok(relations);
    };
    let mut buffer = Vec::new();
    while let Some(event) = part.next(&mut buffer)? {
        let Event::Start(element) = event else { continue };
        if element.local_name().as_ref() != "Relationship" {
            continue;
        }
        let read = |name| attribute(&element, name);
        if let (Some(id), Some(kind), Some(target)) = (read("Id")?, read("Type")?, read("Target")?) {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.insert(id, Relation { kind, part: resolve(folder, &target) });
        }
    }
    Ok(relations)
}

/// A target as the name of a part: from the archive's root where it starts with a slash, else from the folder.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    match (target.strip_prefix('/'), target.strip_prefix("../")) {
        (Some(from_root), _) => from_root.to_owned(),
        (_, Some(from_above)) => from_above.to_owned(),
        _ if folder.is_empty() => target,
        _ => format!("{folder}/{}", target.strip_prefix("./").unwrap_or(&target)),
    }
}
