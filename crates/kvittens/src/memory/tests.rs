#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use super::*;

const PEERS: Work = work(10, false);
const CATALOGUE: Work = work(60, false);
const REPORTS: Work = work(60, true);
const KEEP: Work = Work { keeping: true, ..work(0, false) };
const KINDS: [(&str, Work); 4] = [("peers", PEERS), ("catalogue", CATALOGUE), ("reports", REPORTS), ("keeping", KEEP)];

const fn work(rules: usize, reports: bool) -> Work {
    Work { stored: false, rules: (rules, 60), html: reports, xlsx: reports, visits: false, keeping: false, earlier: 0 }
}

/// Kilobytes of 1024 at the highest, two threads: rows, whether from the store and how large its table is, what is done.
/// `peers`: K101, K103, K104, D201, D203, M301, K105, K106, P501 and P502.
const MEASURED: [(u64, Option<u64>, &str, u64); 20] = [
    (200_000, None, "peers", 67_756),
    (200_000, None, "catalogue", 85_460),
    (200_000, None, "reports", 160_092),
    (200_000, None, "keeping", 131_436),
    (200_000, Some(3_236_964), "peers", 80_940),
    (200_000, Some(3_236_964), "catalogue", 91_828),
    (200_000, Some(3_236_964), "reports", 167_008),
    (2_200_000, None, "peers", 412_284),
    (2_200_000, None, "catalogue", 537_888),
    (2_200_000, None, "reports", 1_297_624),
    (2_200_000, None, "keeping", 946_928),
    (2_200_000, Some(36_433_089), "peers", 504_052),
    (2_200_000, Some(36_433_089), "catalogue", 592_896),
    (2_200_000, Some(36_433_089), "reports", 1_247_320),
    (9_000_000, None, "peers", 1_393_824),
    (9_000_000, None, "catalogue", 1_983_088),
    (9_000_000, None, "reports", 4_625_744),
    (9_000_000, None, "keeping", 3_280_676),
    (9_000_000, Some(148_850_741), "peers", 1_872_228),
    (9_000_000, Some(148_850_741), "catalogue", 2_241_060),
];

fn rows(rows: u64) -> Volume {
    Volume { rows, ..Volume::default() }
}

#[test]
fn the_estimate_is_never_below_what_was_measured_nor_above_twice_it() {
    for (count, stored, kind, kilobytes) in MEASURED {
        let work = Work { stored: stored.is_some(), ..KINDS.iter().find(|(name, _)| *name == kind).unwrap().1 };
        let volume = Volume { held: stored.unwrap_or_default(), ..rows(count) };
        let (told, found) = (work.peak(volume, 2), kilobytes * 1024);
        assert!((found..=2 * found).contains(&told), "{count} {stored:?} {kind}: {told} told, {found} measured");
    }
}

#[test]
fn threads_hold_more_where_workbooks_are_written() {
    // 200 000 rows: 1 and 8 threads.
    for (work, threads, kilobytes) in
        [(PEERS, 1, 67_412), (PEERS, 8, 78_608), (REPORTS, 1, 139_504), (REPORTS, 8, 245_472)]
    {
        let (told, found) = (work.peak(rows(200_000), threads), kilobytes * 1024);
        assert!((found..=2 * found).contains(&told), "{threads} threads: {told} told, {found} measured");
    }
}

#[test]
fn what_is_done_beside_counts() {
    // 200 000 rows: with 15.9 MB of other exports, with the table of visits, beside a store that has the month already.
    let others = Volume { beside: 15_900_000, ..rows(200_000) };
    let visits = Work { visits: true, ..CATALOGUE };
    let earlier = Work { earlier: 200_000, ..CATALOGUE };
    for (work, volume, kilobytes) in
        [(CATALOGUE, others, 152_932), (visits, rows(200_000), 123_856), (earlier, rows(200_000), 199_912)]
    {
        let (told, found) = (work.peak(volume, 2), kilobytes * 1024);
        assert!((found..=2 * found).contains(&told), "{told} told, {found} measured");
    }
}

#[test]
fn what_just_fits_is_let_through() {
    let (volume, threads) = (rows(1_000_000), rayon::current_num_threads());
    let peak = REPORTS.peak(volume, threads);
    let allowed = |limit| allow(limit, || Ok((volume, REPORTS)));
    assert!(allowed(Some(peak)).is_ok() && allowed(None).is_ok());
    let Err(Failure::Memory(much)) = allowed(Some(peak - 1)) else { panic!("let through") };
    assert_eq!((much.peak, much.limit, much.rows, much.fitting), (peak, peak - 1, 1_000_000, 999_999));
    assert!(much.without_reports.unwrap() < much.one_rule.unwrap() && much.one_rule.unwrap() < peak);
}

#[test]
fn a_way_out_is_named_where_it_is_one() {
    let Err(Failure::Memory(much)) = allow(Some(1), || Ok((rows(10), KEEP))) else { panic!("let through") };
    assert_eq!((much.without_reports, much.one_rule, much.fitting), (None, None, 0));
}

#[test]
fn sizes_are_read_as_people_write_them() {
    for (text, bytes) in [
        ("4GB", 4_000_000_000),
        ("512 MB", 512_000_000),
        ("1,5GiB", 3 << 29),
        ("1.5gib", 3 << 29),
        ("0,001 kB", 1),
        ("2G", 2 << 30),
        ("500M", 500 << 20),
        ("1048576", 1 << 20),
    ] {
        assert_eq!(size(text), Ok(bytes), "{text}");
    }
    for text in ["", "GB", "0", "-1GB", "1e9", "4 TB", "1,2345GB", "1,GB", ",5GB", "99999999999GB", "4,GB"] {
        assert!(size(text).is_err(), "{text}");
    }
}
