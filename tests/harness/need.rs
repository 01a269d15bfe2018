//! Programs that a test needs and that may be missing on the machine.

use std::env;
use std::path::{Path, PathBuf};

/// Where programs of the system are that not every PATH names; Debian keeps those of `PostgreSQL` below.
const MORE_FOLDERS: &[&str] = &["/usr/local/bin", "/usr/sbin", "/sbin"];
const POSTGRESQL: &str = "/usr/lib/postgresql";

/// Whether all programs are there. Where one is not, it prints `skipped: …` and the test returns;
/// with `ZCP_DEMAND=1` it fails instead.
#[expect(clippy::print_stderr, reason = "a test that was skipped says so")]
pub(crate) fn need(programs: &[&str]) -> bool {
    let missing: Vec<&str> = programs.iter().copied().filter(|name| program(name).is_none()).collect();
    if missing.is_empty() {
        return true;
    }
    let reason = format!("{} is not on this machine", missing.join(", "));
    assert!(env::var_os("ZCP_DEMAND").is_none_or(|value| value != "1"), "{reason} and ZCP_DEMAND=1 asks for it");
    eprintln!("skipped: {reason}");
    false
}

/// The path of a program.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = env::split_paths(&path).collect();
    folders.extend(MORE_FOLDERS.iter().map(PathBuf::from));
    let mut versions: Vec<PathBuf> = std::fs::read_dir(Path::new(POSTGRESQL))
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect())
        .unwrap_or_default();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    folders.into_iter().map(|folder| folder.join(&name)).find(|file| file.is_file())
}

#[test]
fn what_is_there_is_found() {
    assert!(program("cargo").is_some() && need(&["cargo"]));
    assert!(program("no-such-program-anywhere").is_none());
}
