//! The flows of a first day against a platform that behaves as measured: each behaviour alone, all of them at once,
//! and the platform as it was.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;
use zcp::cli::client::text_of;
use zcp::sandbox::platform_date::PlatformDate;

use crate::deploy::arguments;
use crate::deploy_programs::{PROGRAMS, Server};
use crate::harness::answer::failure_in;
use crate::harness::need::need;
use crate::harness::proxy::Behaviour;
use crate::harness::world::{Setting, World, block_on};

const IMPORT: &str = "services:
  - { hostname: store, type: TYPE_OF_STORE }
  - { hostname: site, type: TYPE_OF_SITE }
";

const YAML: &str = "zerops:
  - setup: site
    build: { base: BASE, buildCommands: [npm ci], deployFiles: ./ }
    deploy: { readinessCheck: { httpGet: { port: 3000, path: / }, failureTimeout: 60s, retryPeriod: 10s } }
    run:
      base: BASE
      start: node src/server.js
      ports: [{ port: 3000, httpSupport: true }]
      envVariables: { MODE: production, STORE: '${store_connectionString}' }
      healthCheck: { httpGet: { port: 3000, path: / }, execPeriod: 10s }
";

/// What of it says how long a probe waits.
const TIMERS: [&str; 2] = [", failureTimeout: 60s, retryPeriod: 10s", ", execPeriod: 10s"];

fn spelt(text: &str, platform: PlatformDate) -> String {
    let words: &[(&str, &str)] = if platform.is_former() {
        &[("TYPE_OF_STORE", "postgresql@16, mode: NON_HA"), ("TYPE_OF_SITE", "nodejs@22"), ("BASE", "nodejs@22")]
    } else {
        &[
            ("TYPE_OF_STORE", "'postgresql:single@16'"),
            ("TYPE_OF_SITE", "alpine/nodejs@22"),
            ("BASE", "alpine/nodejs@22"),
        ]
    };
    let text = words.iter().fold(text.to_owned(), |text, (word, meant)| text.replace(word, meant));
    if platform.is_former() {
        // Its timers were numbers, which zcp refuses today: without them it keeps its own time.
        return TIMERS.iter().fold(text, |text, timer| text.replace(timer, ""));
    }
    text
}

/// A project whose code stands in folders of folders.
fn project(platform: PlatformDate, git: bool) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    };
    write("zerops.yaml", &spelt(YAML, platform));
    write("package.json", "{}");
    write("src/server.js", "require('http')");
    write("src/pages/deep/er/index.html", "<p>");
    if git {
        let git = |args: &[&str]| {
            let author = ["-c", "user.name=a", "-c", "user.email=a@b.c"];
            let done = Command::new("git").args(author).args(args).current_dir(folder.path()).output().expect("git");
            assert!(done.status.success(), "{done:?}");
        };
        git(&["init", "-q"]);
        git(&["add", "-A"]);
        git(&["commit", "-q", "-m", "x"]);
    }
    folder
}

async fn done(world: &World, tool: &str, args: Value) -> Value {
    let result = world.call(tool, arguments(&args)).await;
    assert_ne!(result.is_error, Some(true), "{tool} {args}: {}", text_of(&result));
    result.structured_content.expect("a record")
}

async fn failed(world: &World, tool: &str, args: Value) -> Value {
    let result = world.call(tool, arguments(&args)).await;
    failure_in(&result)
}

/// What the README and the demo do, one after the other.
async fn first_day(world: &World, platform: PlatformDate) {
    let import = done(world, "zerops_import", json!({ "content": spelt(IMPORT, platform), "wait": true })).await;
    assert_eq!(import["services"].as_array().map(Vec::len), Some(2), "{import}");

    let env = |action: &str, more: Value| {
        let mut args = json!({ "action": action, "wait": true });
        args.as_object_mut().expect("an object").extend(more.as_object().cloned().expect("an object"));
        args
    };
    for more in [json!({ "serviceHostname": "site" }), json!({ "project": true })] {
        let with = |variables: Value| {
            let mut more = more.clone();
            more["variables"] = variables;
            more
        };
        done(world, "zerops_env", env("set", with(json!(["LEVEL=info", "API_KEY=hush-hush"])))).await;
        let changed = done(world, "zerops_env", env("set", with(json!(["LEVEL=debug"])))).await;
        assert_eq!(changed["changed"], json!(true), "{changed}");
        let mut get = more.clone();
        get["action"] = json!("get");
        let listed = done(world, "zerops_env", get).await;
        assert!(!listed.to_string().contains("hush-hush"), "{listed}");
        done(world, "zerops_env", env("delete", with(json!(["LEVEL"])))).await;
    }

    let deploy =
        done(world, "zerops_deploy", json!({ "workingDir": ".", "targetService": "site", "wait": true })).await;
    assert_eq!(deploy["status"], "ACTIVE", "{deploy}");
    let enable = json!({ "action": "enable", "serviceHostname": "site", "wait": true });
    let address = done(world, "zerops_subdomain", enable.clone()).await;
    assert_eq!((&address["enabled"], &address["changed"]), (&json!(true), &json!(true)), "{address}");
    let again = done(world, "zerops_subdomain", enable).await;
    assert_ne!(again["changed"], json!(true), "{again}");

    // What zerops.yaml sets is changed there, whatever the version names.
    let refused =
        failed(world, "zerops_env", env("set", json!({ "serviceHostname": "site", "variables": ["MODE=x"] }))).await;
    assert!(refused.to_string().contains("zerops.yaml"), "{refused}");
    let seen = done(world, "zerops_discover", json!({ "serviceHostname": "site" })).await;
    assert!(seen.to_string().contains("https://") || seen.to_string().contains("http://"), "{seen}");

    let again = done(world, "zerops_deploy", json!({ "workingDir": ".", "targetService": "site", "wait": true })).await;
    assert_eq!(again["status"], "ACTIVE", "{again}");
    assert_ne!(again["appVersionId"], deploy["appVersionId"], "{again}");
}

async fn day(behaviours: &[Behaviour], platform: PlatformDate, git: bool) {
    let folder = project(platform, git);
    let world = World::start(&setting(folder.path(), behaviours, platform)).await;
    first_day(&world, platform).await;
    for behaviour in behaviours {
        let shown = world.proxy.as_ref().map(|proxy| proxy.shown(*behaviour)).unwrap_or_default();
        assert!(shown > 0, "{behaviour:?} was never seen");
    }
}

fn setting<'a>(folder: &Path, behaviours: &'a [Behaviour], platform: PlatformDate) -> Setting<'a> {
    Setting { working_folder: folder.to_owned(), behaviours, platform, ..Setting::default() }
}

#[test]
fn a_first_day_comes_through_each_behaviour() {
    block_on(async {
        for behaviour in Behaviour::PASSABLE {
            day(&[*behaviour], PlatformDate::October2026, false).await;
        }
    });
}

#[test]
fn a_first_day_comes_through_all_of_them_at_once() {
    block_on(async {
        for git in [false, true] {
            day(Behaviour::PASSABLE, PlatformDate::October2026, git).await;
        }
    });
}

/// What is in a container comes over SSH, by each behaviour and by all of them at once.
#[test]
fn a_container_is_deployed_through_each_behaviour() {
    if !need(PROGRAMS) {
        return;
    }
    let server = Server::start();
    let each = Behaviour::PASSABLE.iter().map(std::slice::from_ref);
    for behaviours in each.chain([Behaviour::PASSABLE]) {
        block_on(async {
            let folder = project(PlatformDate::October2026, false);
            let here = setting(folder.path(), behaviours, PlatformDate::October2026);
            let world = World::start(&Setting { programs: server.programs(), ..here }).await;
            let args = json!({ "sourceService": "api", "targetService": "web", "workingDir": folder.path(), "setup": "site", "wait": true });
            let deploy = done(&world, "zerops_deploy", args.clone()).await;
            assert_eq!(deploy["status"], "ACTIVE", "{behaviours:?}: {deploy}");
            let again = done(&world, "zerops_deploy", args).await;
            assert_ne!(again["appVersionId"], deploy["appVersionId"], "{behaviours:?}: {again}");
        });
    }
}

/// Short by default are the lists of the platform, so a client says how long each should be.
#[test]
fn every_list_is_asked_for_with_its_length() {
    block_on(async {
        let folder = project(PlatformDate::October2026, false);
        let behaviours = [Behaviour::ShortPages];
        let world = World::start(&setting(folder.path(), &behaviours, PlatformDate::October2026)).await;
        first_day(&world, PlatformDate::October2026).await;
        let seen = done(&world, "zerops_discover", json!({})).await;
        assert!(["api", "web", "db", "store", "site"].iter().all(|name| seen.to_string().contains(name)), "{seen}");
    });
}

#[test]
fn a_first_day_comes_through_the_platform_as_it_was() {
    block_on(async {
        for git in [false, true] {
            day(&[], PlatformDate::May2026, git).await;
        }
    });
}

#[test]
fn a_token_that_may_not_search_finds_its_project_all_the_same() {
    block_on(async {
        let folder = project(PlatformDate::October2026, false);
        let behaviours = [Behaviour::SearchRefused];
        let world = World::start(&setting(folder.path(), &behaviours, PlatformDate::October2026)).await;
        let deploy = json!({ "workingDir": ".", "targetService": "web", "setup": "site", "wait": true });
        assert_eq!(done(&world, "zerops_deploy", deploy).await["status"], "ACTIVE");
        assert!(world.proxy.expect("a proxy").shown(Behaviour::SearchRefused) > 0);
    });
}

#[test]
fn a_build_that_dies_at_once_is_a_failed_deploy() {
    block_on(async {
        let folder = project(PlatformDate::October2026, false);
        let behaviours = [Behaviour::StuckBuild];
        let world = World::start(&setting(folder.path(), &behaviours, PlatformDate::October2026)).await;
        let deploy = json!({ "workingDir": ".", "targetService": "web", "setup": "site", "wait": true });
        let failure = failed(&world, "zerops_deploy", deploy).await;
        assert!(failure.to_string().contains("internal server error"), "{failure}");
    });
}
