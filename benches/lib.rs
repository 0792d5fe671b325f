//! Benchmarks: one file each beside this one. They assert their results, so that nothing is fast by being wrong, and say
//! how fast they are in the same words.
#![allow(clippy::print_stdout, reason = "a benchmark tells")]
#![allow(clippy::cast_precision_loss, reason = "rows and seconds")]

use std::time::Instant;

/// Whether this is `cargo bench`; under `cargo test` the same code runs once over a small month and asserts no time.
pub fn is_bench() -> bool {
    std::env::args().any(|arg| arg == "--bench")
}

/// Seconds of the middle of so many runs, one at least, and what the last one gave.
pub fn timed<T>(runs: usize, mut act: impl FnMut() -> T) -> (f64, T) {
    let mut times = Vec::new();
    loop {
        let start = Instant::now();
        let made = act();
        times.push(start.elapsed().as_secs_f64());
        if times.len() >= runs {
            times.sort_by(f64::total_cmp);
            return (times[times.len() / 2], made);
        }
    }
}

/// Rows a second, in the words of every benchmark.
pub fn say(what: &str, rows: usize, seconds: f64) {
    println!("{what}: {rows} rows in {seconds:.3} s, {:.0} rows/s", rows as f64 / seconds);
}
