//! Recipes: what is sent to their catalogue and what is kept of it, and a project that is made from one.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};
use zcp::cli::client::text_of;

use crate::harness::world::{Setting, World, block_on};

/// A call that works: its record.
async fn call(world: &World, tool: &str, args: Value) -> Value {
    let result = world.call(tool, args.as_object().cloned().expect("arguments")).await;
    assert_ne!(result.is_error, Some(true), "{}", text_of(&result));
    result.structured_content.expect("a record")
}

/// How often the catalogue was read since the last look; each time without a token.
fn reads(world: &World) -> usize {
    let control = world.sandbox.control();
    let all = control.requests();
    let reads = all.iter().filter(|request| request.name == Some("recipes.read"));
    let count = reads.inspect(|request| assert!(request.token_kind.is_none(), "a token was sent: {request:?}")).count();
    control.clear_requests();
    count
}

#[test]
fn the_catalogue_is_read_once_a_day_without_a_token_and_kept_for_its_owner() {
    let folder = tempfile::tempdir().expect("a folder");
    let setting = Setting { cache_folder: Some(folder.path().to_owned()), ..Setting::default() };
    block_on(async {
        let world = World::start(&setting).await;
        let search = || call(&world, "zerops_recipes", json!({ "action": "search" }));
        assert_eq!(search().await["total"], 3);
        assert_eq!(reads(&world), 1);
        call(&world, "zerops_recipes", json!({ "action": "show", "recipe": "wren-queue" })).await;
        assert_eq!(reads(&world), 0, "it was kept");
        let kept: Vec<_> = folder.path().read_dir().expect("a folder").map(|entry| entry.expect("an entry")).collect();
        let kept: Vec<_> =
            kept.iter().filter(|entry| entry.file_name().to_string_lossy().starts_with("recipes-")).collect();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].metadata().expect("a file").permissions().mode() & 0o777, 0o600);
        world.sandbox.control().advance(std::time::Duration::from_hours(25));
        search().await;
        assert_eq!(reads(&world), 1, "it was old");
        // What somebody wrote into the file is no catalogue.
        std::fs::write(kept[0].path(), "{\"read\":").expect("written");
        assert_eq!(search().await["total"], 3);
        assert_eq!(reads(&world), 1);
    });
}

#[test]
fn a_project_is_made_from_a_recipe_and_what_it_has_stays() {
    block_on(async {
        let setting = Setting { seed: "empty", ..Setting::default() };
        let world = World::start(&setting).await;
        let workflow = |args: Value| call(&world, "zerops_workflow", args);
        let set = json!({ "action": "set", "project": true, "variables": ["ADMIN_EMAIL=somebody@example.com"], "wait": true });
        call(&world, "zerops_env", set).await;
        world.sandbox.control().advance(std::time::Duration::from_secs(10));
        workflow(json!({ "action": "start", "workflow": "bootstrap", "route": "recipe", "recipe": "quoll-notes" }))
            .await;
        let plan = json!([
            { "hostname": "notesdev", "type": "nodejs@22", "stageHostname": "notesstage" },
            { "hostname": "db", "type": "postgresql:single@18" },
        ]);
        workflow(json!({ "action": "plan", "services": plan })).await;
        let made = workflow(json!({ "action": "provision" })).await;
        assert!(made["title"].as_str().is_some_and(|title| title.contains("quoll-notes/ai-agent")), "{made}");
        let sent = world.sandbox.control().requests();
        let sent = sent.iter().filter(|request| request.name == Some("project.env.create"));
        let sent: Vec<&Value> = sent.filter_map(|request| request.body.as_ref()).collect();
        let secret = sent.iter().find(|body| body["key"] == "SESSION_SECRET").expect("it is set");
        let content = secret["content"].as_str().expect("a value");
        assert!(content.len() == 32 && !content.contains('<') && secret["sensitive"] == true, "{secret}");
        let services = call(&world, "zerops_discover", json!({})).await;
        let names = services["services"].as_array().expect("services").iter();
        let names: BTreeSet<&str> = names.filter_map(|service| service["hostname"].as_str()).collect();
        assert_eq!(names, BTreeSet::from(["db", "notesdev", "notesstage"]));
        world.sandbox.control().advance(std::time::Duration::from_secs(10));
        let get = json!({ "action": "get", "project": true, "reveal": ["SESSION_SECRET", "ADMIN_EMAIL"] });
        let variables = call(&world, "zerops_env", get).await;
        let value = |key: &str| {
            let all = variables["variables"].as_array().expect("variables").iter();
            all.filter(|one| one["key"] == key).map(|one| one["value"].as_str().unwrap_or_default().to_owned()).next()
        };
        assert_eq!(value("ADMIN_EMAIL").as_deref(), Some("somebody@example.com"));
        assert_eq!(value("SESSION_SECRET").as_deref(), Some("***"), "it is kept from those who only read");
        // The units are those of any other bootstrap.
        let status = workflow(json!({ "action": "status" })).await.to_string();
        assert!(status.contains("notesdev") && status.contains("stage of notesdev"), "{status}");
    });
}

#[test]
fn what_is_there_already_is_left_out_of_the_import() {
    block_on(async {
        let setting = Setting { seed: "empty", ..Setting::default() };
        let world = World::start(&setting).await;
        let import = "services:\n  - hostname: db\n    type: postgresql:single@18\n";
        call(&world, "zerops_import", json!({ "content": import, "wait": true })).await;
        let workflow = |args: Value| call(&world, "zerops_workflow", args);
        let start = json!({ "action": "start", "workflow": "bootstrap", "route": "recipe", "recipe": "quoll-notes/small-production" });
        let started = workflow(start).await;
        let plan = started["next"][0]["args"].clone();
        let planned = workflow(plan).await;
        let document = planned["importYaml"].as_str().expect("a document");
        assert!(document.contains("hostname: app") && !document.contains("hostname: db"), "{document}");
        assert!(workflow(json!({ "action": "provision" })).await["title"].is_string());
    });
}

/// Documents that a recipe must not have: each would touch `api`, which is there, in a way that one of them hides.
const REACHING: [&str; 2] = [
    "services:\n  - hostname: fresh\n    type: nodejs@22\n  - hostname: api\n    type: nodejs@22\n    override: true\n    startWithoutCode: true\n",
    "#zeropsPreprocessor=on\nservices: [{hostname: fresh, type: nodejs@22, envSecrets: {A: <|lower>'x, B: '}}, {hostname: api, type: nodejs@22, override: true, startWithoutCode: true, envSecrets: {Z: ', C: y'}}]\n",
];

#[test]
fn a_recipe_reaches_no_service_that_is_there() {
    for document in REACHING {
        block_on(async {
            let state = tempfile::tempdir().expect("a folder");
            let setting = Setting { state_folder: Some(state.path().to_owned()), ..Setting::default() };
            let world = World::start(&setting).await;
            let workflow =
                async |args: Value| world.call("zerops_workflow", args.as_object().cloned().expect("arguments")).await;
            let start =
                json!({ "action": "start", "workflow": "bootstrap", "route": "recipe", "recipe": "quoll-notes" });
            workflow(start).await;
            // As if the catalogue had this document.
            let sessions = state.path().join("sessions");
            let file = sessions.read_dir().expect("sessions").next().expect("one").expect("an entry").path();
            let mut page: Value = serde_json::from_slice(&std::fs::read(&file).expect("a file")).expect("JSON");
            page["content"]["recipe"]["import"] = document.into();
            std::fs::write(&file, page.to_string()).expect("written");
            world.sandbox.control().clear_requests();
            let put = |page: &Value| std::fs::write(&file, page.to_string()).expect("written");
            // Also where the plan was made before.
            let mut planned = page.clone();
            planned["content"]["step"] = "planned".into();
            planned["content"]["plan"] = json!([{ "hostname": "fresh", "type": "nodejs@22" }]);
            put(&planned);
            let refused = workflow(json!({ "action": "provision" })).await;
            assert_eq!(refused.is_error, Some(true), "{}", text_of(&refused));
            for plan in [
                json!([{ "hostname": "fresh", "type": "nodejs@22" }]),
                json!([{ "hostname": "fresh", "type": "nodejs@22" }, { "hostname": "api", "type": "nodejs@22" }]),
            ] {
                put(&page);
                workflow(json!({ "action": "plan", "services": plan })).await;
                workflow(json!({ "action": "provision" })).await;
            }
            let sent = world.sandbox.control().requests();
            let bodies = sent.iter().filter_map(|request| request.body.as_ref());
            let reaching: Vec<String> =
                bodies.map(Value::to_string).filter(|body| body.contains("hostname: api")).collect();
            assert!(reaching.is_empty(), "{reaching:?}");
        });
    }
}
