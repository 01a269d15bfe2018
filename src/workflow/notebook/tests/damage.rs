//! Files that are missing, cut short, newer, somebody else's, or cannot be written.

use std::fs;
use std::path::Path;

use super::*;

/// A notebook with one unit, and the folder of its files.
fn with_a_unit() -> (TempDir, Notebook, std::path::PathBuf) {
    let folder = folder();
    let notebook = below(folder.path());
    change(&notebook, |book| drop(book.units.insert("api".to_owned(), adopted(Layout::Simple, None))));
    let state = folder.path().join(".zcp/state");
    (folder, notebook, state)
}

fn add_a_unit(notebook: &Notebook) -> Result<Reading, NotebookError> {
    let add = |book: &mut Book| {
        book.units.insert("web".to_owned(), adopted(Layout::Dev, None));
        Ok::<(), ()>(())
    };
    notebook.change(PROJECT, now(), add).map(|(_, reading)| reading)
}

#[test]
fn a_broken_file_is_said_and_put_aside_with_all_that_it_has() {
    for damage in ["", "{\"schema\": 1, \"project\": \"pro", "{}", "\u{0}\u{0}", "{\"schema\":1,\"content\":{}}"] {
        let (_folder, notebook, state) = with_a_unit();
        fs::write(state.join("services/api.json"), damage).expect("written");
        fs::write(state.join("services/api.json.broken"), "an earlier one").expect("written");
        let said = "services/api.json of the notebook cannot be read; the next change puts it aside as services/api.json.broken";
        let read = notebook.read(PROJECT);
        assert_eq!((read.book.units.len(), read.notes), (0, vec![said.to_owned()]), "{damage}");
        assert!(state.join("services/api.json").exists(), "reading moves nothing");

        let changed = add_a_unit(&notebook).expect("written");
        assert_eq!(changed.notes, [said]);
        assert_eq!(fs::read_to_string(state.join("services/api.json.broken-2")).expect("kept"), damage);
        assert_eq!(fs::read_to_string(state.join("services/api.json.broken")).expect("kept"), "an earlier one");
        assert!(notebook.read(PROJECT).notes.is_empty() && !state.join("services/api.json").exists());
    }
}

#[test]
fn what_came_with_the_working_folder_is_not_believed() {
    let (elsewhere, _, state_elsewhere) = with_a_unit();
    let written = fs::read_to_string(state_elsewhere.join("services/api.json")).expect("text");
    let unsealed = written.lines().filter(|line| !line.contains("\"seal\"")).collect::<Vec<_>>().join("\n");
    let (_folder, notebook, state) = with_a_unit();
    let own = fs::read_to_string(state.join("services/api.json")).expect("text");
    assert_ne!(own, unsealed);
    for (file, planted) in [
        ("services/web.json", unsealed.clone()),
        ("services/web.json", unsealed.replace(PROJECT, "")),
        ("services/web.json", written.clone()),
        ("services/web.json", own.clone()),
        ("services/api.json", own.replace("simple", "dev")),
        ("services/api.json", own.replace(PROJECT, "another")),
        ("registry.json", format!("{{\"schema\":1,\"project\":\"{PROJECT}\",\"content\":{{\"open\":[]}}}}")),
        (
            "journal.json",
            format!("{{\"schema\":1,\"project\":\"{PROJECT}\",\"content\":{{\"services/api.json\":null}}}}"),
        ),
    ] {
        fs::write(state.join("services/api.json"), &own).expect("written");
        fs::write(state.join(file), &planted).expect("written");
        let read = notebook.read(PROJECT);
        let kept = usize::from(file != "services/api.json");
        assert_eq!(read.book.units.len(), kept, "{file}: {planted}");
        assert!(read.notes.len() == 1 && read.notes[0].contains("is not believed"), "{:?}", read.notes);
        add_a_unit(&notebook).expect("written");
        assert_eq!(fs::read_to_string(state.join(format!("{file}.broken"))).expect("put aside"), planted);
        fs::remove_file(state.join(format!("{file}.broken"))).expect("removed");
        fs::remove_file(state.join("services/web.json")).expect("removed");
    }
    // Nor where there is no key yet.
    fs::remove_dir_all(elsewhere.path().join("keys")).expect("removed");
    let read = below(elsewhere.path()).read(PROJECT);
    assert!(read.book.units.is_empty() && read.notes.len() == 1);
}

#[test]
fn what_a_newer_zcp_wrote_refuses_every_change_and_stays() {
    let (_folder, notebook, state) = with_a_unit();
    let newer = "{\"schema\": 9, \"project\": \"project-of-mine\", \"words\": \"that nobody knows\"}";
    fs::write(state.join("services/api.json"), newer).expect("written");
    let error = add_a_unit(&notebook).expect_err("newer");
    assert_eq!(error, NotebookError::Newer { file: "services/api.json".to_owned(), schema: 9 });
    assert!(error.to_string().contains("written by a newer zcp (schema 9, this one knows 1)"), "{error}");
    assert_eq!(fs::read_to_string(state.join("services/api.json")).expect("kept"), newer);
    assert!(!state.join("services/web.json").exists());
    assert_eq!(notebook.read(PROJECT).notes.len(), 1);
}

#[test]
fn the_file_of_another_project_is_read_by_nobody_and_not_written_over() {
    let (_folder, notebook, state) = with_a_unit();
    let before = fs::read_to_string(state.join("services/api.json")).expect("text");
    let other = below(state.parent().and_then(Path::parent).expect("the folder"));
    let mine = |book: &mut Book| {
        book.add_proof("api", proof("v1"));
        Ok::<(), ()>(())
    };
    let error = other.change("another", now(), mine).expect_err("another project");
    assert_eq!(error, NotebookError::OtherProject("services/api.json".to_owned()));
    assert_eq!(fs::read_to_string(state.join("services/api.json")).expect("kept"), before);
    let add = |book: &mut Book| {
        book.units.insert("web".to_owned(), Unit::default());
        Ok::<(), ()>(())
    };
    assert!(other.change("another", now(), add).is_ok(), "there is room for it");
    assert_eq!(notebook.read(PROJECT).book.units.len(), 1, "and nothing of it is seen here");
}

#[test]
fn a_missing_file_is_no_damage() {
    let (_folder, notebook, state) = with_a_unit();
    fs::remove_dir_all(state.join("services")).expect("removed");
    fs::remove_file(state.join("lock")).expect("removed");
    let read = notebook.read(PROJECT);
    assert!(read.book == Book::default() && read.notes.is_empty());
    assert_eq!(add_a_unit(&notebook).expect("made anew").book.units.len(), 1);
}

#[test]
fn without_a_folder_to_write_to_it_works_and_says_that_it_forgets() {
    let folder = folder();
    // Nobody can write below a file, not even root.
    fs::write(folder.path().join(".zcp"), "a file").expect("written");
    let notebooks = [below(folder.path()), Notebook::in_memory(), below(&folder.path().join("gone"))];
    for notebook in notebooks {
        let changed = add_a_unit(&notebook).expect("kept in memory");
        assert!(changed.forgets);
        let read = notebook.read(PROJECT);
        assert!(read.forgets && read.book.units.contains_key("web"));
    }
    assert_eq!(below(folder.path()).read(PROJECT).book, Book::default());
    assert_eq!(fs::read_to_string(folder.path().join(".zcp")).expect("kept"), "a file");
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_working_folder() {
    let (outside, folder) = (folder(), folder());
    std::os::unix::fs::symlink(outside.path(), folder.path().join(".zcp")).expect("linked");
    assert!(add_a_unit(&below(folder.path())).expect("kept in memory").forgets);
    assert!(files(outside.path()).is_empty());

    let (_kept, notebook, state) = with_a_unit();
    fs::write(outside.path().join("api.json"), "secret").expect("written");
    fs::remove_file(state.join("services/api.json")).expect("removed");
    std::os::unix::fs::symlink(outside.path().join("api.json"), state.join("services/api.json")).expect("linked");
    assert_eq!(add_a_unit(&notebook).expect("written").book.units.len(), 1);
    assert_eq!(fs::read_to_string(outside.path().join("api.json")).expect("kept"), "secret");
}

#[test]
fn what_belongs_to_a_process_that_ended_is_nobodys() {
    let (_folder, notebook, state) = with_a_unit();
    let me = notebook.me().clone();
    let dead = Owner { started: me.started + 1, ..me.clone() };
    let rebooted = Owner { boot: "another".to_owned(), ..me.clone() };
    for (n, owner) in [&dead, &rebooted, &me].into_iter().enumerate() {
        let intent = format!("w{n}");
        change(&notebook, |book| book.set_work(&n.to_string(), work(&intent, &["api"]), owner, now()));
    }
    assert!(!dead.is_alive() && !rebooted.is_alive() && me.is_alive());
    let read = notebook.read(PROJECT);
    let mine: Vec<bool> = ["0", "1", "2"].iter().map(|name| read.is_mine(Kind::Work, name)).collect();
    assert_eq!(mine, [false, false, true]);
    assert!(!["0", "1", "2"].iter().any(|name| read.is_anothers(Kind::Work, name)));
    assert_eq!(read.book.works.len(), 3, "work of a dead process can be taken over");
    // Without the registry all of it is nobody's, and nothing is lost.
    fs::remove_file(state.join("registry.json")).expect("removed");
    let read = notebook.read(PROJECT);
    assert!(read.book.works.len() == 3 && !read.is_mine(Kind::Work, "2"));
}

#[test]
fn what_nobody_touched_for_a_day_is_over() {
    let (_folder, notebook, _state) = with_a_unit();
    let me = notebook.me().clone();
    let long_ago = now() - jiff::SignedDuration::from_hours(25);
    change(&notebook, |book| book.set_work("1", work("new", &["api"]), &me, now()));
    let changed = change(&notebook, |book| book.set_session("aa", session("old"), &me, long_ago));
    assert!(changed.book.sessions.is_empty() && changed.book.works.len() == 1);
    assert_eq!(notebook.read(PROJECT).book, changed.book);
}
