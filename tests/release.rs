//! Releases: what is made, awaited, repeated and taken back on the way to a deploy.

use std::fs;

use serde_json::json;
use zcp::sandbox::faults::{Fault, FaultKind};
use zcp::sandbox::platform_date::PlatformDate;

use crate::deploy::{arguments, deploy_and_wait, failure, made, project, record, setting};
use crate::harness::world::{Setting, World, block_on};

#[test]
fn an_upload_that_fails_leaves_no_version() {
    block_on(async {
        let folder = project();
        let world = World::start(&setting(folder.path())).await;
        let control = world.sandbox.control();
        let status = FaultKind::Status { status: 500, code: None, message: None, meta: None, retry_after: None };
        control.add_fault(Fault::new("upload.put", status)).expect("an operation");
        assert_eq!(failure(&world, deploy_and_wait()).await["code"], "UPLOAD_FAILED");
        assert!(made(&control, "appVersion.delete"));
    });
}

#[test]
fn a_packing_that_fails_makes_no_version() {
    use std::os::unix::fs::PermissionsExt as _;
    block_on(async {
        let folder = project();
        let world = World::start(&setting(folder.path())).await;
        let secret = folder.path().join("secret");
        fs::write(&secret, "x").expect("written");
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("closed");
        if fs::read(&secret).is_ok() {
            // Whoever may read everything cannot show it.
            return;
        }
        assert_eq!(failure(&world, deploy_and_wait()).await["code"], "FILES_REFUSED");
        assert!(!made(&world.sandbox.control(), "appVersion.create"));
    });
}

#[test]
fn a_release_waits_until_variables_are_there() {
    for platform in PlatformDate::ALL {
        block_on(async {
            let folder = project();
            let world = World::start(&Setting { platform, ..setting(folder.path()) }).await;
            let control = world.sandbox.control();
            control.start_process("web", "stack.updateUserData").expect("an action");
            let record = record(&world, deploy_and_wait()).await;
            assert_eq!((&record["status"], &record["changed"]), (&json!("ACTIVE"), &json!(true)), "{record}");
            let releases = control.requests().into_iter().filter(|one| one.name == Some("appVersion.buildAndDeploy"));
            assert_eq!(releases.count(), 1, "it was seen before the release");
        });
    }
}

#[test]
fn a_release_that_is_refused_for_variables_is_repeated_and_given_up_in_the_end() {
    block_on(async {
        let folder = project();
        let world = World::start(&setting(folder.path())).await;
        let control = world.sandbox.control();
        let refusal = || FaultKind::Status {
            status: 400,
            code: Some("userDataSyncRunning".to_owned()),
            message: Some("User data sync is running.".to_owned()),
            meta: None,
            retry_after: None,
        };
        control.add_fault(Fault::new("appVersion.buildAndDeploy", refusal()).times(2)).expect("an operation");
        assert_eq!(record(&world, deploy_and_wait()).await["status"], "ACTIVE");
        assert!(!made(&control, "appVersion.delete"));
        control.add_fault(Fault::new("appVersion.buildAndDeploy", refusal()).times(0)).expect("an operation");
        let mut args = deploy_and_wait();
        args.insert("timeout".to_owned(), json!(1));
        let failure = failure(&world, args).await;
        assert_eq!(failure["code"], "UPLOAD_FAILED", "{failure}");
        assert!(failure["error"].as_str().is_some_and(|text| text.contains("variables of `web`")), "{failure}");
        assert!(made(&control, "appVersion.delete"));
    });
}

#[test]
fn a_version_is_called_like_its_commit() {
    block_on(async {
        let folder = project();
        // What git has made, as the files that it is.
        let commit = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";
        let heads = folder.path().join(".git/refs/heads");
        for made in [&heads, &folder.path().join(".git/objects")] {
            fs::create_dir_all(made).expect("folders");
        }
        fs::write(folder.path().join(".git/HEAD"), "ref: refs/heads/main\n").expect("written");
        fs::write(heads.join("main"), format!("{commit}\n")).expect("written");
        let world = World::start(&setting(folder.path())).await;
        let name = format!("{} web", &commit[..8]);
        assert_eq!(record(&world, deploy_and_wait()).await["appVersionName"], json!(name));
        let events = world.call("zerops_events", arguments(&json!({ "serviceHostname": "web" }))).await;
        let events = events.structured_content.expect("a record")["events"].clone();
        assert!(
            events.as_array().expect("a list").iter().any(|event| event["appVersionName"] == json!(name)),
            "{events}"
        );
    });
}
