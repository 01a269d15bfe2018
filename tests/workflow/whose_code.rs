//! The code of one service is not suggested for another one, and where a service was deployed from is remembered.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::deploy::arguments;
use crate::harness::answer::{failure_in, json_of};
use crate::harness::world::{Setting, World, block_on};

fn write(folder: &Path, path: &str, setups: &[&str]) {
    let folder = folder.join(path);
    fs::create_dir_all(&folder).expect("a folder");
    let setup = |name: &&str| {
        format!(
            "  - setup: {name}\n    build: {{ base: nodejs@22, deployFiles: ./ }}\n    run: {{ base: nodejs@22, start: node server.js, ports: [{{ port: 3000, httpSupport: true }}] }}\n"
        )
    };
    let setups: String = setups.iter().map(setup).collect();
    fs::write(folder.join("zerops.yaml"), format!("zerops:\n{setups}")).expect("written");
    fs::write(folder.join("server.js"), "require('http')").expect("written");
}

fn setting(folder: &Path) -> Setting<'static> {
    Setting { working_folder: folder.to_owned(), state_folder: Some(folder.join("state")), ..Setting::default() }
}

async fn call(world: &World, tool: &str, args: Value) -> Value {
    json_of(&world.call(tool, arguments(&args)).await)
}

/// The deploys that are suggested: target, folder and setup.
fn deploys(answer: &Value) -> Vec<String> {
    let next = answer["next"].as_array().into_iter().flatten().filter(|call| call["tool"] == "zerops_deploy");
    let text = |args: &Value, name: &str| args[name].as_str().unwrap_or("-").to_owned();
    let told = |call: &Value| {
        let args = &call["args"];
        [text(args, "targetService"), text(args, "workingDir"), text(args, "setup")].join(" ")
    };
    next.map(told).collect()
}

#[test]
fn the_only_setup_is_not_for_a_service_when_it_is_named_like_another() {
    block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), ".", &["api"]);
        let world = World::start(&setting(folder.path())).await;
        let status = call(&world, "zerops_status", json!({})).await;
        let wrong: Vec<String> = deploys(&status).into_iter().filter(|one| !one.starts_with("api ")).collect();
        assert!(wrong.is_empty(), "{status}");
        let args = json!({ "targetService": "web", "workingDir": ".", "wait": true });
        let failure = failure_in(&world.call("zerops_deploy", arguments(&args)).await);
        assert_eq!(failure["code"], "PREFLIGHT_FAILED", "{failure}");
        assert!(failure.to_string().contains("is named like another service"), "{failure}");
    });
}

#[test]
fn a_service_is_deployed_from_where_it_was_deployed_last() {
    block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "a", &["main"]);
        write(folder.path(), "b/c", &["main"]);
        let setting = setting(folder.path());
        let mut world = World::start(&setting).await;
        let work = json!({ "action": "start", "workflow": "develop", "intent": "a page", "scope": ["web"] });
        let args = json!({ "targetService": "web", "workingDir": "./b/c", "setup": "main", "wait": true });
        let deployed = call(&world, "zerops_deploy", args).await;
        assert_eq!(deployed["status"], "ACTIVE", "{deployed}");
        world.restart(&setting).await;
        let started = call(&world, "zerops_workflow", work).await;
        assert_eq!(deploys(&started), ["web b/c main"], "{started}");

        // One of several setups, which nobody names again.
        write(folder.path(), ".", &["front", "back"]);
        let args = json!({ "targetService": "api", "workingDir": ".", "setup": "back", "wait": true });
        call(&world, "zerops_deploy", args).await;
        let args = json!({ "targetService": "api", "workingDir": ".", "wait": true });
        let again = call(&world, "zerops_deploy", args).await;
        assert_eq!((&again["setup"], &again["status"]), (&json!("back"), &json!("ACTIVE")), "{again}");
        assert!(again["warnings"].to_string().contains("the last time"), "{again}");
    });
}
