//! Benchmarks: one file each beside this one. They assert their results, so that nothing is fast by being wrong.
