//! Pushing to a real git remote on loopback, whose push brings about a version, as a webhook would.

use serde_json::{Value, json};
use zcp::sandbox::control::deploys::FailedStage;

use crate::harness::answer::json_of;
use crate::harness::git::git;
use crate::harness::need::need;
use crate::harness::world::{Setting, World, block_on};

async fn call(world: &World, tool: &str, arguments: Value) -> Value {
    let result = world.call(tool, arguments.as_object().cloned().unwrap_or_default()).await;
    json_of(&result)
}

/// A folder with a commit, in which a hook and a setting would run something if git ran there.
fn work_tree() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    git(root, &["init", "--quiet", "--initial-branch=main"]);
    std::fs::write(
        root.join("zerops.yaml"),
        "zerops:\n  - setup: prod\n    run:\n      base: ubuntu/nodejs@22\n      start: node a.js\n",
    )
    .expect("written");
    std::fs::write(root.join("a.js"), "console.log(1)\n").expect("written");
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "-m", "first"]);
    let trap = root.join("ran");
    let script = format!("#!/bin/sh\ntouch {}\n", trap.display());
    std::fs::create_dir_all(root.join(".git/hooks")).expect("a folder");
    for hook in ["pre-push", "reference-transaction", "post-index-change"] {
        let path = root.join(".git/hooks").join(hook);
        std::fs::write(&path, &script).expect("written");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(&path, mode).expect("set");
    }
    let command = format!("touch {}", trap.display());
    for key in ["core.sshCommand", "core.fsmonitor", "credential.helper"] {
        git(root, &["config", key, &format!("!{command}")]);
    }
    folder
}

#[test]
fn a_push_brings_about_a_version_and_runs_nothing_of_the_repository() {
    if !need(&["git"]) {
        return;
    }
    block_on(async {
        let (folder, state) = (work_tree(), tempfile::tempdir().expect("a folder"));
        let setting = Setting {
            working_folder: folder.path().to_owned(),
            state_folder: Some(state.path().to_owned()),
            ..Setting::default()
        };
        let world = World::start(&setting).await;
        let url = world.sandbox.control().add_git("shop", Some("web"), "GITHUB", "prod").expect("a repository");
        call(&world, "zerops_workflow", json!({ "action": "adopt", "scope": ["web"] })).await;
        let setup = json!({ "action": "git-push-setup", "serviceHostname": "web", "remoteUrl": url });
        assert_eq!(call(&world, "zerops_workflow", setup).await["title"], "The remote answers");

        let push = json!({ "strategy": "git-push", "targetService": "web", "workingDir": ".", "wait": true });
        let webhook = json!({ "action": "build-integration", "serviceHostname": "web", "integration": "webhook" });
        assert_eq!(call(&world, "zerops_workflow", webhook).await["title"], "Build integration webhook");
        std::fs::write(folder.path().join("b.js"), "in no commit").expect("written");
        let answer = call(&world, "zerops_deploy", push.clone()).await;
        assert_eq!((&answer["status"], &answer["changed"]), (&json!("ACTIVE"), &json!(true)), "{answer}");
        let commit = git(folder.path(), &["rev-parse", "HEAD"]);
        assert_eq!(answer["appVersionName"], commit[..8]);
        assert!(answer["warnings"][0].as_str().is_some_and(|note| note.starts_with("1 changed or new")), "{answer}");
        assert!(!folder.path().join("ran").exists(), "something of the repository ran");

        // The same commit again brings about nothing, which nobody waits for.
        let again = call(&world, "zerops_deploy", push).await;
        assert_eq!((&again["status"], &again["changed"]), (&json!("UP_TO_DATE"), &json!(false)), "{again}");
        assert_eq!(again["next"][0]["tool"], "zerops_status", "{again}");
        assert!(again["note"].as_str().is_some_and(|note| note.contains("nothing was pushed")), "{again}");
        // The remote answers on this thread, so git has to wait on another one.
        let tree = folder.path().to_owned();
        let seen = tokio::task::spawn_blocking(move || git(&tree, &["ls-remote", &url])).await.expect("it ends");
        assert!(seen.contains(&commit) && seen.contains("refs/heads/main"), "{seen}");
    });
}

/// What `status` says first, and the first call.
async fn status(world: &World) -> (String, Value) {
    let answer = call(world, "zerops_workflow", json!({ "action": "status" })).await;
    (answer["now"].as_str().expect("what to do").to_owned(), answer["next"][0].clone())
}

async fn make(world: &World, next: &Value) -> Value {
    call(world, next["tool"].as_str().expect("a tool"), next["args"].clone()).await
}

#[test]
fn status_leads_work_through_a_push_to_its_proof() {
    if !need(&["git"]) {
        return;
    }
    block_on(async {
        let (folder, state) = (work_tree(), tempfile::tempdir().expect("a folder"));
        let setting = Setting {
            working_folder: folder.path().to_owned(),
            state_folder: Some(state.path().to_owned()),
            ..Setting::default()
        };
        let world = World::start(&setting).await;
        let control = world.sandbox.control();
        let workflow = |mut arguments: Value, action: &str| {
            arguments["action"] = json!(action);
            call(&world, "zerops_workflow", arguments)
        };
        workflow(json!({ "scope": ["api"] }), "adopt").await;
        workflow(json!({ "scope": ["api"], "closeMode": "git-push" }), "close-mode").await;
        workflow(json!({ "workflow": "develop", "intent": "add a login", "scope": ["api"] }), "start").await;
        let (now, _) = status(&world).await;
        assert!(now.starts_with("Set up the remote of api"), "{now}");

        // Nothing is connected to this one yet.
        let url = control.add_git("shop", None, "GITHUB", "prod").expect("a repository");
        workflow(json!({ "serviceHostname": "api", "remoteUrl": url }), "git-push-setup").await;
        let (now, next) = status(&world).await;
        assert!(now.starts_with("Choose what builds a push of api"), "{now}");
        make(&world, &next).await;
        let (now, next) = status(&world).await;
        assert!(now.starts_with("Push api for api"), "{now}");
        assert_eq!(next["args"]["strategy"], "git-push");
        let answer = make(&world, &next).await;
        assert_eq!(answer["status"], "AWAITING_BUILD", "{answer}");
        let (now, awaited) = status(&world).await;
        assert!(now.starts_with("Wait for the version of api"), "{now}");
        assert_eq!(answer["next"][0], awaited);
        control.advance(std::time::Duration::from_mins(16));
        let (now, next) = status(&world).await;
        assert!(now.starts_with("Ask why no version of api came") && next.is_null(), "{now} {next}");

        // Now something is, and what it builds first fails.
        control.add_git("shop", Some("api"), "GITHUB", "prod").expect("a repository");
        control.fail_next_deploy(FailedStage::Build, "npm ci failed", &["npm error code EUSAGE".to_owned()]);
        std::fs::write(folder.path().join("a.js"), "console.log(2)\n").expect("written");
        git(folder.path(), &["commit", "--quiet", "-a", "-m", "second"]);
        let push = json!({ "strategy": "git-push", "targetService": "api", "workingDir": ".", "wait": true });
        let answer = call(&world, "zerops_deploy", push).await;
        assert_eq!(answer["code"], "BUILD_FAILED", "{answer}");
        let (now, next) = status(&world).await;
        assert!(now.starts_with("Mend the build of api and push"), "{now}");
        assert_eq!(next["tool"], "zerops_logs");

        git(folder.path(), &["commit", "--quiet", "--allow-empty", "-m", "third"]);
        let status_call = json!({ "action": "status" });
        let again = call(&world, "zerops_workflow", status_call).await["next"][1].clone();
        assert_eq!(again["args"]["strategy"], "git-push", "{again}");
        let answer = make(&world, &again).await;
        assert_eq!(answer["status"], "ACTIVE", "{answer}");
        let (now, next) = status(&world).await;
        assert!(now.starts_with("Prove api"), "{now}");
        assert_eq!((&next["tool"], &answer["next"][0]), (&json!("zerops_verify"), &next));
    });
}
