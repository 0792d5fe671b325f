//! Completions are printed for every shell, and know the commands.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::process::Command;

#[test]
fn every_shell_is_told_of_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let done = Command::new(env!("CARGO_BIN_EXE_kvittens")).args(["completions", shell]).output().unwrap();
        let text = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success() && done.stderr.is_empty(), "{shell}");
        for word in ["kvittens", "check", "explain", "fail-on"] {
            assert!(text.contains(word), "{shell}: {word}");
        }
    }
}
