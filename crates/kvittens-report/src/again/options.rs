//! How the reports were made, and so are made again unless something is to be otherwise. What a page shows of the
//! configuration beside the month itself goes through here and [`super::kept::KeptOptions`].

use kvittens_tables::Dialect;
use kvittens_tables::answers::{Answer, Idle, Reply};

use super::former::Former;
use super::{AgainError, Read};
use crate::Options;
use crate::manifest::IdleAnswer;

impl Read {
    /// The options of the check.
    pub(super) fn options(&self, former: &Former) -> Result<Options, AgainError> {
        let kept = &former.report.options;
        let dialects = [Dialect::Swedish, Dialect::Plain];
        let dialect = dialects.into_iter().find(|dialect| dialect.name() == kept.csv);
        let idle = former.idle_answers.iter().map(|of| answer(of).ok_or_else(|| former.wrong("idle_answers")));
        Ok(Options {
            lang: kept.lang.parse().map_err(|_| former.wrong("lang"))?,
            reveal: kept.reveal,
            provider_pseudonyms: kept.provider_pseudonyms,
            dialect: dialect.ok_or_else(|| former.wrong("csv"))?,
            html: kept.html,
            xlsx: kept.xlsx,
            pdf: kept.pdf,
            typesetter: None,
            visits: kept.visits,
            too_many_rejected: former.too_many_rejected,
            municipality: kept.municipality.clone(),
            ladder: kept.follow_up,
            letter: kept.letter.clone(),
            board: kept.board,
            idle_answers: idle.collect::<Result<_, AgainError>>()?,
            config_hash: former.config_hash.clone(),
            started: former.started.clone(),
            lost: self.lost,
        })
    }
}

/// An answer that changes nothing, as far as the manifest tells of it.
fn answer(of: &IdleAnswer) -> Option<(Answer, Idle)> {
    let date = |text: &str| {
        let mut parts = text.splitn(3, '-');
        let mut part = || parts.next();
        Some((part()?.parse().ok()?, part()?.parse().ok()?, part()?.parse().ok()?))
    };
    let idle = match &of.until {
        Some(until) => Idle::Expired(date(until)?),
        None => Idle::Unmatched,
    };
    let place = (of.file.clone(), of.row);
    Some((Answer { id: of.id.clone(), reply: Reply::Explained, decided_by: None, until: None, place }, idle))
}
