//! A notebook in some state before a call.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use jiff::Timestamp;
use serde_json::json;
use zcp::generated::types::Route;
use zcp::workflow::notebook::{Notebook, Owner, Promoted, Session, Step};

/// A project that is none of the tests'.
const OTHER: &str = "AnotherProjectOfOthers";
/// The hostname that the files are about.
const FILE: &str = "services/api.json";
/// The bootstrap that another process has in hand.
const SESSION: &str = "00aa00aa00aa";

/// Brings a notebook into a state. What is answered is held as long as the call lasts.
pub(crate) fn prepare(
    state: &str,
    folder: &Path,
    project: &str,
    now: Timestamp,
    names: &BTreeMap<String, String>,
) -> Option<File> {
    fs::create_dir_all(folder.join("services")).expect("a folder");
    match state {
        "busy" => {
            let lock = File::create(folder.join("lock")).expect("a file");
            lock.lock().expect("locked");
            return Some(lock);
        }
        "newer" => {
            fs::write(folder.join(FILE), json!({ "schema": 9, "project": project }).to_string()).expect("written");
        }
        "otherProject" => {
            let page = json!({ "schema": 1, "project": OTHER, "content": {} });
            fs::write(folder.join(FILE), page.to_string()).expect("written");
        }
        "blocked" => fs::create_dir(folder.join(FILE)).expect("a folder"),
        "taken" => {
            let init = Owner::of(1).expect("the first process");
            let session = Session {
                route: Route::Classic,
                intent: "a shop".to_owned(),
                step: Step::Discover,
                began: now,
                why: None,
                plan: Vec::new(),
                variables: BTreeMap::new(),
                recipe: None,
            };
            let taken = Notebook::named(folder).change(project, now, |book| {
                book.set_session(SESSION, session, &init, now);
                Ok::<(), ()>(())
            });
            assert!(taken.is_ok_and(|(answer, _)| answer.is_ok()));
        }
        // The version of that name is what the stage of a pair was deployed.
        "promoted" => {
            let version = names["promoted"].clone();
            let promoted = Promoted { version, folder: "/var/www".to_owned(), digest: "0".repeat(64) };
            let noted = Notebook::named(folder).change(project, now, |book| {
                let unit = book.unit_of_mut("web");
                (unit.stage, unit.promoted) = (Some("api".to_owned()), Some(promoted));
                Ok::<(), ()>(())
            });
            assert!(noted.is_ok_and(|(answer, _)| answer.is_ok()));
        }
        other => panic!("no state of the notebook is called `{other}`"),
    }
    None
}
