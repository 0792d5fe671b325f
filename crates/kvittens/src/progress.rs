//! The progress bar: on a terminal only, quiet in a pipe.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shows bytes read and rows a second.
pub struct Progress {
    bar: ProgressBar,
    rows: AtomicU64,
    unit: &'static str,
}

impl Progress {
    /// For so many bytes in all; `unit`: rows a second, in the language.
    pub fn new(bytes: u64, unit: &'static str) -> Progress {
        let target =
            if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(bytes), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}") {
            bar.set_style(style);
        }
        Progress { bar, rows: AtomicU64::new(0), unit }
    }

    /// More was read.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "for the eye"
    )]
    pub fn add(&self, bytes: u64, rows: u64) {
        self.bar.inc(bytes);
        let rows = self.rows.fetch_add(rows, Ordering::Relaxed) + rows;
        let seconds = self.bar.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!("{} {}", (rows as f64 / seconds) as u64, self.unit));
    }

    /// Takes the bar away.
    pub fn done(&self) {
        self.bar.finish_and_clear();
    }
}
