//! A writer that is killed at each of its calls of the system, as `strace` can: what is read then is whole,
//! as it was or as it was to be.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};

use super::*;

/// Says to the test binary that it is the writer, and where.
const FOLDER: &str = "NOTEBOOK_OF_THE_TEST";
/// The calls that change something.
const CALLS: &str = "mkdirat,openat2,linkat,write,fsync,renameat,renameat2,unlinkat";
const KILLED: i32 = 9;

fn before(book: &mut Book) {
    let me = Owner::current();
    book.units.insert("api".to_owned(), adopted(Layout::Simple, None));
    book.units.insert("web".to_owned(), adopted(Layout::Dev, None));
    book.set_session("aa", session("a shop"), &me, now());
}

/// A change of every kind at once: files that are changed, made and removed.
fn after(book: &mut Book) {
    book.units.remove("web");
    book.add_proof("api", proof("v1"));
    book.units.insert("new".to_owned(), Unit::default());
    book.end_session("aa");
}

/// What of a book tells the one state from the other.
fn state(book: &Book) -> (Vec<&str>, usize, usize, usize) {
    let names = book.units.keys().map(String::as_str).collect();
    let proofs = book.units.get("api").map_or(0, |unit| unit.proofs.len());
    (names, proofs, book.sessions.len(), book.registry.open.len())
}

/// The writer of the test below; alone it does nothing.
#[test]
fn writer() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    change(&below(Path::new(&folder)), after);
}

#[expect(clippy::print_stderr, reason = "a test that was skipped says so")]
#[test]
fn a_writer_that_is_killed_leaves_a_whole_notebook() {
    let works = Command::new("strace").args(["-o", "/dev/null", "true"]).stdin(Stdio::null()).status();
    if !works.is_ok_and(|status| status.success()) {
        assert!(std::env::var_os("ZCP_DEMAND").is_none_or(|value| value != "1"), "strace is missing, and ZCP_DEMAND=1");
        eprintln!("skipped: strace is not on this machine, or may not trace");
        return;
    }
    let program = std::env::current_exe().expect("this test");
    let (mut old, mut new) = (0, 0);
    for call in CALLS.split(',') {
        for nth in 1.. {
            let folder = folder();
            change(&below(folder.path()), before);
            let status = Command::new("strace")
                .args(["-f", "-o", "/dev/null", "-e", &format!("trace={call}")])
                .args(["-e", &format!("inject={call}:signal=SIGKILL:when={nth}")])
                .arg(&program)
                .args(["--exact", "workflow::notebook::tests::killed::writer", "--test-threads=1"])
                .env(FOLDER, folder.path())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .expect("strace runs");
            let read = below(folder.path()).read(PROJECT);
            assert!(read.notes.is_empty(), "{call} {nth}: {:?}", read.notes);
            match state(&read.book) {
                (names, 0, 1, 1) if names == ["api", "web"] => old += 1,
                (names, 1, 0, 0) if names == ["api", "new"] => new += 1,
                other => panic!("{call} {nth}: half a change: {other:?}"),
            }
            // Who comes next ends what was begun, and finds nothing in its way.
            let next = change(&below(folder.path()), |book| {
                drop(book.units.insert("next".to_owned(), Unit::default()));
            });
            assert!(next.book.units.contains_key("next"));
            assert!(!folder.path().join(".zcp/state/journal.json").exists(), "{call} {nth}");
            if status.signal() != Some(KILLED) && status.code() != Some(128 + KILLED) {
                break;
            }
        }
    }
    assert!(old > 10 && new > 10, "it was killed before and after: {old}, {new}");
}
