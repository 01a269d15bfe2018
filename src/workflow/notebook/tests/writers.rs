//! Several who write at a time.

use std::fs::File;
use std::time::Duration;

use super::*;

#[test]
fn two_processes_lose_nothing_of_each_other() {
    const EACH: usize = 25;
    let folder = folder();
    std::thread::scope(|scope| {
        for writer in ["a", "b", "c"] {
            let path = folder.path();
            scope.spawn(move || {
                // One of its own each, as two processes have.
                let notebook = below(path);
                for n in 0..EACH {
                    change(&notebook, |book| {
                        book.units.insert(format!("{writer}{n}"), Unit::default());
                        book.units.entry("all".to_owned()).or_default().add_proof(&format!("{writer}{n}"), proof("v"));
                    });
                }
            });
        }
        let reader = below(folder.path());
        let mut seen = 0;
        while seen < 3 * EACH + 1 {
            let read = reader.read(PROJECT);
            assert!(read.notes.is_empty(), "{:?}", read.notes);
            let book = read.book;
            // A unit and its proof come in one change of two files.
            let proofs = book.units.get("all").map_or(0, |unit| unit.proofs.len());
            assert_eq!(book.units.len().saturating_sub(1), proofs);
            assert!(book.units.len() >= seen, "nothing that was seen is lost");
            seen = book.units.len();
        }
    });
}

#[test]
fn a_writer_that_does_not_end_is_not_waited_for_without_end() {
    let folder = folder();
    let notebook = below(folder.path()).patient(Duration::from_millis(30));
    change(&notebook, |book| drop(book.units.insert("api".to_owned(), Unit::default())));
    let held = File::options().write(true).open(folder.path().join(".zcp/state/lock")).expect("a file");
    held.lock().expect("locked");
    let change = || {
        notebook.change(PROJECT, now(), |book| {
            book.units.clear();
            Ok::<(), ()>(())
        })
    };
    assert_eq!(change().expect_err("busy"), NotebookError::Busy(0));
    // A reader reads what is there.
    assert_eq!(notebook.read(PROJECT).book.units.len(), 1);
    held.unlock().expect("unlocked");
    assert!(change().is_ok(), "free again");
    assert!(notebook.read(PROJECT).book.units.is_empty());
}
