//! A month through the table and back, and tables that are not ours or not whole.

mod damage;
mod foreign;
mod round_trip;

use std::sync::LazyLock;

use bytes::Bytes;
use kvittens_model::{Dictionary, Local, Month, NO_ID, VisitId};
use kvittens_synth::Recipe;

use super::{Piece, Table, words};
use crate::intern::Words;

/// Every column that a tag export can have. The second visit has no id, the third one of letters, the fourth a mangled
/// tag, the fifth two rows, the sixth no start and an unknown status.
const EXTRA: &str = "Utförare;Enhet;Besöks-ID;Brukare-ID;Personal-ID;Insats;Planerad start;Planerad slut;Inpassering;\
Inpassering typ;Utpassering;Utpassering typ;Tagg-ID;Enhets-ID;Orsak;Registrerad;Registrerad av;Godkänd;Status;\
Dubbelbemanning;Dubbelid
Ö;Norr;007;B1;P1;Städ;2022-03-05 07:00;2022-03-05 07:30;2022-03-05 07:02:11;Tagg;2022-03-05 07:31;Lås;T1;D1;Glömt;\
2022-03-06 10:00;P9;2022-03-07 11:00;Utförd;Ja;17
Ö;;;B1;P1;Städ;;;2022-03-05 08:00;Telefon;2022-03-05 08:20;;;;;;;;Avböjd;Nej;
Ö;;A-7;B2;;Dusch;;;2022-03-05 09:00;GPS;2022-03-05 09:20;Redigerad;;;;;;;Bom;;
Ö;;8;B2;P2;;;;2022-03-05 10:00;Penna;2022-03-05 10:20;Manuell;8,06037E+13;;;;;;Makulerad;;
Ö;;9;B3;P2;Dusch;;;2022-03-05 11:00;Tagg;2022-03-05 11:20;Tagg;;;;;;;Ej utförd;;
Ö;;9;B3;P2;Städ;;;2022-03-05 11:00;Tagg;2022-03-05 11:20;Tagg;;;;;;;Ej utförd;;
Ö;;10;B3;P2;Städ;2022-03-05 12:00;;;;2022-03-05 12:20;Tagg;;;;;;;Kanske;;
";

/// A month of three exports, one of them manual.
static MONTH: LazyLock<Month> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let recipe = Recipe { dirt: 0.02, ..Recipe::with_rows("2022-03".parse().unwrap(), 1500, 3) };
    kvittens_synth::write(&recipe, folder.path()).unwrap();
    std::fs::remove_file(folder.path().join("sanning.csv")).unwrap();
    std::fs::write(folder.path().join("extra.csv"), EXTRA).unwrap();
    let options = crate::Options::default();
    crate::read(&[folder.path().to_path_buf()], &options, &|_, _| {}).unwrap().month
});

fn is_manual(file: u16) -> bool {
    MONTH.files[usize::from(file)].layout == "lifecare-manuell"
}

/// The month as a table.
static TABLE: LazyLock<Bytes> = LazyLock::new(|| written(&MONTH));

fn written(month: &Month) -> Bytes {
    let mut bytes = Vec::new();
    super::write(month, is_manual, &mut bytes).unwrap();
    bytes.into()
}

fn pieces(bytes: &Bytes) -> Vec<Piece> {
    Table::open(bytes.clone(), false).unwrap().read("lager.parquet", None, &[], &|_, _| {}).unwrap()
}

/// A row as texts: its fields in the order of [`kvittens_model::rows::Row`], then file, row and kind of export.
type Texts = Vec<String>;

fn time(time: Local) -> String {
    time.to_string()
}

/// The rows of a month as texts, in the order of the table.
fn of_month(month: &Month) -> Vec<Texts> {
    let ids = &month.ids;
    let text = |dictionary: &Dictionary, id| dictionary.text(id).to_owned();
    let of_row = |at: u32| {
        let row = month.rows.get(at as usize);
        let services: Vec<&str> = ids.services(row.services).collect();
        vec![
            text(&ids.provider, row.provider),
            text(&ids.unit, row.unit),
            ids.visit_text(row.visit).into_owned(),
            text(&ids.customer, row.customer),
            text(&ids.staff, row.staff),
            services.join("\u{1f}"),
            time(row.planned_start),
            time(row.planned_stop),
            time(row.start),
            time(row.stop),
            row.in_method.name().to_owned(),
            row.out_method.name().to_owned(),
            text(&ids.tag, row.tag),
            text(&ids.device, row.device),
            text(&ids.reason, row.reason),
            time(row.entered_at),
            text(&ids.staff, row.entered_by),
            time(row.approved_at),
            words::of_performed(row.performed).to_owned(),
            words::of_double(row.double).to_owned(),
            text(&ids.double, row.double_id),
            month.files[usize::from(row.file)].name.clone(),
            row.line.to_string(),
            is_manual(row.file).to_string(),
        ]
    };
    super::order::of(&month.rows).into_iter().map(of_row).collect()
}

/// The rows of pieces as texts.
fn of_pieces(pieces: &[Piece]) -> Vec<Texts> {
    pieces.iter().flat_map(|piece| (0..piece.rows.len()).map(|at| of_piece(piece, at))).collect()
}

fn of_piece(piece: &Piece, at: usize) -> Texts {
    let (row, w) = (piece.rows.get(at), &piece.words);
    let text = |words: &Words, id| if id == NO_ID { String::new() } else { words.texts()[id as usize].clone() };
    let visit = |visit: VisitId| match visit.word() {
        Some(word) => text(&w.visit, word),
        None => kvittens_model::Ids::default().visit_text(visit).into_owned(),
    };
    let file = &piece.files[usize::from(row.file)];
    vec![
        text(&w.provider, row.provider),
        text(&w.unit, row.unit),
        visit(row.visit),
        text(&w.customer, row.customer),
        text(&w.staff, row.staff),
        text(&w.services, row.services),
        time(row.planned_start),
        time(row.planned_stop),
        time(row.start),
        time(row.stop),
        row.in_method.name().to_owned(),
        row.out_method.name().to_owned(),
        text(&w.tag, row.tag),
        text(&w.device, row.device),
        text(&w.reason, row.reason),
        time(row.entered_at),
        text(&w.entered_by, row.entered_by),
        time(row.approved_at),
        words::of_performed(row.performed).to_owned(),
        words::of_double(row.double).to_owned(),
        text(&w.double_id, row.double_id),
        file.name.clone(),
        row.line.to_string(),
        file.manual.to_string(),
    ]
}
