//! Whose a token is, kept from one process to the next: used at once, checked beside the first call, and never trusted
//! with a change.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use zcp::cli::client::text_of;
use zcp::domain::operation::Effect;
use zcp::sandbox::control::Control;

use crate::deploy::arguments;
use crate::harness::world::{Setting, World, block_on};

/// A project that nobody has.
const ANOTHER: &str = "AAAAAAAAAAAAAAAAAAAAAA";

fn file_in(folder: &Path) -> PathBuf {
    let files: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

/// The operations that were asked for, and whether one of them changes something.
fn asked(control: &Control) -> (Vec<&'static str>, bool) {
    let infos: Vec<_> = control.requests().iter().filter_map(|one| Some(one.operation?.info())).collect();
    (infos.iter().map(|info| info.name).collect(), infos.iter().any(|info| info.effect != Effect::Read))
}

/// A world in which one process has been, and the folder that it kept something in.
async fn after_a_first_process(folder: &Path) -> (World, Setting<'static>) {
    let setting = Setting { cache_folder: Some(folder.to_owned()), ..Setting::default() };
    let mut world = World::start(&setting).await;
    world.call("zerops_discover", Map::new()).await;
    world.restart(&setting).await;
    world.sandbox.control().clear_requests();
    (world, setting)
}

/// Makes what is kept that of another project.
fn move_project(file: &Path) {
    let text = fs::read_to_string(file).expect("a file");
    let mut kept: Value = serde_json::from_str(&text).expect("JSON");
    kept["identity"]["project_id"] = json!(ANOTHER);
    fs::write(file, kept.to_string()).expect("written");
}

#[test]
fn the_next_process_begins_at_once_and_asks_beside() {
    block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let (world, _) = after_a_first_process(folder.path()).await;
        let file = file_in(folder.path());
        let text = fs::read_to_string(&file).expect("a file");
        assert!(!text.contains("sandbox-valid-token"), "{text}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
        }
        let seen = world.call("zerops_discover", Map::new()).await;
        assert_ne!(seen.is_error, Some(true), "{}", text_of(&seen));
        world.call("zerops_manage", arguments(&json!({"action": "restart", "serviceHostname": "api"}))).await;
        let (names, _) = asked(&world.sandbox.control());
        let at = |name| names.iter().position(|one| *one == name);
        assert!(at("user.info").is_some(), "it is asked all the same: {names:?}");
        assert!(at("user.info") < at("service.restart"), "before anything is changed: {names:?}");
    });
}

#[test]
fn a_token_that_has_moved_is_found_out_by_a_read_and_changes_nothing() {
    block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut world, setting) = after_a_first_process(folder.path()).await;
        let file = file_in(folder.path());
        move_project(&file);
        let seen = world.call("zerops_discover", Map::new()).await;
        assert_ne!(seen.is_error, Some(true), "the read is made again: {}", text_of(&seen));
        assert!(!fs::read_to_string(&file).expect("a file").contains(ANOTHER), "what was wrong is not kept");

        move_project(&file);
        world.restart(&setting).await;
        world.sandbox.control().clear_requests();
        let restart = arguments(&json!({"action": "restart", "serviceHostname": "api"}));
        let refused = world.call("zerops_manage", restart.clone()).await;
        assert!(text_of(&refused).contains("another project than before"), "{}", text_of(&refused));
        let (names, changes) = asked(&world.sandbox.control());
        assert!(!changes, "{names:?}");
        let again = world.call("zerops_manage", restart).await;
        assert_ne!(again.is_error, Some(true), "{}", text_of(&again));
    });
}

#[test]
fn what_cannot_be_read_is_asked_anew() {
    block_on(async {
        for damage in ["", "{ half", "{}", "[1]"] {
            let folder = tempfile::tempdir().expect("a folder");
            let (world, _) = after_a_first_process(folder.path()).await;
            fs::write(file_in(folder.path()), damage).expect("written");
            let seen = world.call("zerops_discover", Map::new()).await;
            assert_ne!(seen.is_error, Some(true), "{damage}: {}", text_of(&seen));
            let (names, _) = asked(&world.sandbox.control());
            assert_eq!(names.first(), Some(&"user.info"), "{damage}: {names:?}");
        }
    });
}
