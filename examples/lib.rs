//! Programs a user copies: one file each, beside this one.
