//! Environment variables: what a change leaves alone, what it never repeats, how it ends.

mod dotenv;

use std::fs;
use std::time::Duration;

use serde_json::{Map, Value, json};
use zcp::cli::client::text_of;
use zcp::sandbox::faults::{Fault, FaultKind};
use zcp::sandbox::platform_date::PlatformDate;

use crate::harness::answer::json_of;
use crate::harness::world::{Setting, World, block_on};

const CANARY: &str = "canary-4f1c";

fn args(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

async fn env(world: &World, arguments: Value) -> Value {
    let result = world.call("zerops_env", args(&arguments)).await;
    json_of(&result)
}

#[test]
fn values_are_set_as_they_are_and_others_stay() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let hard = "-----BEGIN-----\n\"a\"='b' # no comment \\n $x\r\n\tžluť=€ -----END-----\n";
        let before = world.sandbox.control().environment("api").expect("a service")["stored"].clone();
        let variables = [format!("PEM={hard}"), "EMPTY=".to_owned(), "LOG_LEVEL=debug".to_owned()];
        let answer =
            env(&world, json!({ "action": "set", "serviceHostname": "api", "variables": variables, "wait": true }))
                .await;
        assert_eq!(answer["keys"], json!(["PEM", "EMPTY", "LOG_LEVEL"]), "{answer}");
        let again =
            env(&world, json!({ "action": "set", "serviceHostname": "api", "variables": variables, "restart": true }));
        let again = again.await;
        assert_eq!((&again["changed"], &again["restarted"]), (&json!(false), &json!(["api"])), "{again}");
        let stored = world.sandbox.control().environment("api").expect("a service")["stored"].clone();
        assert_eq!(stored["PEM"], hard);
        assert_eq!(stored["EMPTY"], "");
        assert_eq!(stored["LOG_LEVEL"], "debug");
        assert_eq!(stored["SESSION_KEY"], before["SESSION_KEY"]);
    });
}

#[test]
fn a_restart_brings_the_new_values_to_the_containers() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let control = world.sandbox.control();
        let set = json!({ "action": "set", "serviceHostname": "api", "variables": ["LOG_LEVEL=debug"], "wait": true });
        env(&world, set).await;
        let before = control.environment("api").expect("a service");
        assert_eq!((&before["booted"]["LOG_LEVEL"], &before["restartRequired"]), (&json!("info"), &json!(true)));
        let set =
            json!({ "action": "set", "serviceHostname": "api", "variables": ["LOG_LEVEL=warn"], "restart": true });
        assert_eq!(env(&world, set).await["restarted"], json!(["api"]));
        let after = control.environment("api").expect("a service");
        assert_eq!((&after["booted"]["LOG_LEVEL"], &after["restartRequired"]), (&json!("warn"), &json!(false)));
    });
}

#[test]
fn services_that_refer_to_a_variable_need_a_restart_too() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let refer = json!({
            "action": "set", "serviceHostname": "worker", "variables": ["KEY=${api_SESSION_KEY}"], "wait": true
        });
        env(&world, refer).await;
        let set = json!({ "action": "set", "serviceHostname": "api", "variables": ["SESSION_KEY=x"], "wait": true });
        assert_eq!(env(&world, set).await["restartNeeded"], json!(["api", "worker"]));
        let set = json!({ "action": "set", "serviceHostname": "api", "variables": ["LOG_LEVEL=x"], "wait": true });
        assert_eq!(env(&world, set).await["restartNeeded"], json!(["api"]));
        let listed = env(&world, json!({ "action": "get", "serviceHostname": "worker" })).await;
        assert_eq!(listed["variables"][0]["references"], json!(["api_SESSION_KEY"]), "{listed}");
    });
}

#[test]
fn one_bad_entry_applies_nothing() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let set = json!({ "action": "set", "serviceHostname": "api", "variables": ["A=1", CANARY], "restart": true });
        let failure = env(&world, set).await;
        assert_eq!(failure["code"], "INVALID_ENV_FORMAT");
        let requests = world.sandbox.control().requests();
        assert!(requests.iter().all(|request| request.method == "GET" || request.path.ends_with("/search")));
    });
}

#[test]
fn a_failure_in_the_middle_says_what_was_done() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let kind = FaultKind::Status { status: 500, code: None, message: None, meta: None, retry_after: None };
        let fault = Fault::new("service.env.create", kind).nth(2).times(1);
        world.sandbox.control().add_fault(fault).expect("an operation");
        let set = json!({ "action": "set", "serviceHostname": "api", "variables": ["A=1", "B=2", "C=3"] });
        let failure = env(&world, set).await;
        assert_eq!(failure["code"], "API_ERROR");
        assert!(failure["error"].as_str().expect("text").starts_with("`A` changed, but then: "), "{failure}");
    });
}

#[test]
fn variables_are_awaited_together() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let before = world.sandbox.control().now();
        let variables: Vec<String> = (0..10).map(|number| format!("KEY_{number}=1")).collect();
        let set = json!({ "action": "set", "serviceHostname": "api", "variables": variables, "wait": true });
        let answer = env(&world, set).await;
        assert_eq!(answer["process"]["status"], "FINISHED", "{answer}");
        let took = world.sandbox.control().now().duration_since(before).as_secs();
        assert!(took < 15, "{took} s of the platform's time");
    });
}

#[test]
fn a_restart_that_is_refused_names_those_that_were_accepted() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let kind = FaultKind::Status { status: 500, code: None, message: None, meta: None, retry_after: None };
        let fault = Fault::new("service.restart", kind).nth(2).times(1);
        world.sandbox.control().add_fault(fault).expect("an operation");
        let set = json!({ "action": "set", "project": true, "variables": ["REGION=eu"], "restart": true });
        let failure = env(&world, set).await;
        let message = failure["error"].as_str().expect("a message");
        assert!(message.contains("the restart of api was accepted, the next one was not"), "{failure}");
        let next: Vec<&Value> = failure["next"].as_array().expect("calls").iter().map(|call| &call["tool"]).collect();
        assert_eq!(next, ["zerops_events", "zerops_status"], "{failure}");
    });
}

#[test]
fn every_variable_can_be_found() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let keys: Vec<String> = (0..240).map(|number| format!("SOME_VARIABLE_{number}")).collect();
        for some in keys.chunks(80) {
            let variables: Vec<String> = some.iter().map(|key| format!("{key}=1")).collect();
            env(&world, json!({ "action": "set", "serviceHostname": "api", "variables": variables, "wait": true }))
                .await;
        }
        let listed = env(&world, json!({ "action": "get", "serviceHostname": "api" })).await;
        let shown = listed["variables"].as_array().expect("variables").len();
        let named = listed["keys"].as_array().expect("keys");
        assert_eq!(listed["total"].as_u64(), Some((shown + named.len()) as u64), "{}", listed["note"]);
        assert!(shown >= 20 && named.len() >= 100, "{shown} shown, {} named", named.len());
        let get = json!({ "action": "get", "serviceHostname": "api", "variables": [named[99], "SOME_VARIABLE_1*"] });
        let some = env(&world, get).await;
        let found = some["variables"].as_array().expect("variables");
        assert!(found.len() >= 100 && some.get("total").is_none(), "{some}");
        assert!(found.iter().any(|variable| variable["key"] == named[99]));
        let look = json!({ "serviceHostname": "api", "includeEnvs": true });
        let looked = world.call("zerops_discover", args(&look)).await.structured_content.expect("a record");
        let next = looked["next"].as_array().expect("calls");
        assert!(next.iter().any(|call| call["tool"] == "zerops_env"), "{looked}");
    });
}

#[test]
fn many_wrong_keys_fit_an_answer() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let keys: Vec<String> = (0..100).map(|number| format!("{}_{number}", "K".repeat(240))).collect();
        let same = vec![format!("{}=1", "K".repeat(250)); 100];
        for call in [
            json!({ "action": "delete", "serviceHostname": "api", "variables": keys }),
            json!({ "action": "get", "serviceHostname": "api", "reveal": keys, "variables": keys }),
            json!({ "action": "set", "serviceHostname": "api", "variables": same }),
        ] {
            let result = world.call("zerops_env", args(&call)).await;
            let bytes = serde_json::to_string(&result).expect("JSON").len();
            let text = text_of(&result);
            assert!(bytes <= 16 * 1024 && !text.contains('\u{2026}'), "{bytes} bytes: {text}");
            assert!(text.contains(" more.") || text.contains("99 of 100 entries are wrong"), "{text}");
        }
    });
}

#[test]
fn a_project_variable_that_the_index_does_not_show_yet_is_changed() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        world.sandbox.control().set_index_lag(Duration::from_secs(5));
        for value in ["eu", "us"] {
            let set = json!({ "action": "set", "project": true, "variables": [format!("REGION={value}")] });
            assert_eq!(env(&world, set).await["changed"], true);
        }
        world.sandbox.control().advance(Duration::from_secs(10));
        let listed = env(&world, json!({ "action": "get", "project": true, "reveal": ["REGION"] })).await;
        assert_eq!(listed["variables"][0]["value"], "us", "{listed}");
    });
}

#[test]
fn values_are_shown_only_where_they_were_asked_for() {
    block_on(async {
        let world = World::start(&Setting { progress: true, ..Setting::default() }).await;
        let control = world.sandbox.control();
        let secret = format!("SECRET={CANARY}");
        let bad = format!("9={CANARY}");
        let mut calls = vec![
            json!({ "action": "set", "serviceHostname": "api", "variables": [secret], "restart": true }),
            json!({ "action": "set", "project": true, "variables": [secret], "wait": true }),
            json!({ "action": "set", "serviceHostname": "api", "variables": [secret, bad, CANARY] }),
            json!({ "action": "set", "serviceHostname": "api", "variables": [{ CANARY: CANARY }] }),
            json!({ "action": "set", "serviceHostname": "api", "variables": secret }),
            json!({ "action": "set", "serviceHostname": "nope", "variables": [secret] }),
            json!({ "action": "get", "serviceHostname": "api", "reveal": ["LOG_LEVEL", secret] }),
            json!({ "action": "get", "project": true }),
            json!({ "action": "delete", "serviceHostname": "api", "variables": [secret] }),
        ];
        let again = format!("SECRET={CANARY}-2");
        for status in [400, 403, 404, 500] {
            let kind = FaultKind::Status {
                status,
                code: Some("userDataContentInvalid".to_owned()),
                message: Some("Invalid content.".to_owned()),
                meta: None,
                retry_after: None,
            };
            control.add_fault(Fault::new("userData.put", kind).times(1)).expect("an operation");
            calls.push(json!({ "action": "set", "serviceHostname": "api", "variables": [again] }));
        }
        for call in calls {
            let text = serde_json::to_string(&world.call("zerops_env", args(&call)).await).expect("JSON");
            assert!(!text.contains(CANARY), "{call} shows it: {text}");
        }
        for (_, message) in world.progress.lock().expect("lock").iter() {
            assert!(!message.contains(CANARY), "{message}");
        }
        let revealed = env(&world, json!({ "action": "get", "serviceHostname": "api", "reveal": ["SECRET"] })).await;
        assert!(revealed["variables"][0]["value"].as_str().expect("a value").starts_with(CANARY), "{revealed}");
    });
}

#[test]
fn long_values_and_long_lists_stay_within_the_budget() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let long = "x".repeat(20_000);
        let mut variables = vec![format!("LONG={long}")];
        variables.extend((0..99).map(|number| format!("{}_{number}=1", "K".repeat(200))));
        let set = json!({ "action": "set", "serviceHostname": "api", "variables": variables, "wait": true });
        let answer = env(&world, set).await;
        assert!(answer["note"].as_str().expect("a note").contains("more variables are not listed"), "{answer}");
        let listed = env(&world, json!({ "action": "get", "serviceHostname": "api", "reveal": ["LONG"] })).await;
        assert_eq!(listed["variables"][0]["value"], "***");
        assert!(listed["note"].as_str().expect("a note").contains("20000 bytes"), "{}", listed["note"]);
        assert!(listed["total"].as_u64().expect("a total") > 100, "{}", listed["total"]);
    });
}

#[test]
fn a_change_whose_answer_is_lost_is_looked_up() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let fault = Fault::new("service.env.create", FaultKind::Reset).applied();
        world.sandbox.control().add_fault(fault).expect("an operation");
        let set = json!({ "action": "set", "serviceHostname": "api", "variables": ["NEW=value"] });
        let failure = env(&world, set).await;
        assert_eq!((&failure["code"], &failure["retryable"]), (&json!("NETWORK_ERROR"), &json!(false)), "{failure}");
        let look = json!([{ "tool": "zerops_env", "args": { "action": "get", "serviceHostname": "api" } }]);
        assert_eq!(failure["next"], look, "{failure}");
    });
}

/// What the platform stores of a variable, as it tells it to a token that may read everything.
async fn stored(world: &World, key: &str) -> Value {
    let listed = env(world, json!({ "action": "get", "serviceHostname": "api", "variables": [key] })).await;
    listed["variables"][0].clone()
}

#[test]
fn a_new_variable_is_sensitive_by_its_nature_and_an_old_one_stays_as_it_is() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let new = ["API_TOKEN=x", "COLOUR=red", "DB=postgresql://app:${db_password}@db"];
        let set =
            env(&world, json!({ "action": "set", "serviceHostname": "api", "variables": new, "wait": true })).await;
        let note = set["note"].as_str().expect("a note");
        assert!(note.contains("sensitive, by name or value: `API_TOKEN`, `DB`"), "{note}");
        assert!(note.contains("readable for all on the project: `COLOUR`"), "{note}");
        for (key, sensitive) in [("API_TOKEN", json!(true)), ("COLOUR", Value::Null), ("DB", json!(true))] {
            let found = stored(&world, key).await;
            assert_eq!((&found["type"], &found["sensitive"]), (&json!("USER"), &sensitive), "{found}");
        }
        // LOG_LEVEL came with `envSecrets`, so it is sensitive whatever its name.
        let old = ["LOG_LEVEL=debug", "COLOUR=blue"];
        let set =
            env(&world, json!({ "action": "set", "serviceHostname": "api", "variables": old, "wait": true })).await;
        assert!(!set["note"].to_string().contains("sensitive"), "{set}");
        assert_eq!(stored(&world, "LOG_LEVEL").await["sensitive"], true);
        assert_eq!(stored(&world, "COLOUR").await.get("sensitive"), None);
        let choose = json!({
            "action": "set", "serviceHostname": "api", "variables": ["COLOUR=blue"], "sensitive": true, "wait": true
        });
        assert_eq!(env(&world, choose.clone()).await["changed"], true);
        assert_eq!(stored(&world, "COLOUR").await["sensitive"], true);
        assert_eq!(env(&world, choose).await["changed"], false);
    });
}

#[test]
fn variables_are_set_changed_and_removed_on_the_former_platform_too() {
    block_on(async {
        let world = World::start(&Setting { platform: PlatformDate::May2026, ..Setting::default() }).await;
        for (value, changed) in [("red", true), ("red", false), ("blue", true)] {
            let set = json!({
                "action": "set", "serviceHostname": "api", "variables": [format!("COLOUR={value}")], "wait": true
            });
            let answer = env(&world, set).await;
            assert_eq!(answer["changed"], changed, "{answer}");
            assert!(!answer["note"].to_string().contains("ensitive"), "{answer}");
        }
        assert_eq!(stored(&world, "COLOUR").await["type"], "SECRET");
        let delete = json!({ "action": "delete", "serviceHostname": "api", "variables": ["COLOUR"], "wait": true });
        assert_eq!(env(&world, delete).await["changed"], true);
        let delete = json!({ "action": "delete", "serviceHostname": "api", "variables": ["hostname"] });
        assert_eq!(env(&world, delete).await["code"], "INVALID_ENV_FORMAT");
    });
}

#[test]
fn a_key_that_is_taken_already_is_changed() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        // As if somebody had set it just before.
        let kind = FaultKind::Status {
            status: 400,
            code: Some("userDataDuplicateKey".to_owned()),
            message: None,
            meta: None,
            retry_after: None,
        };
        let fault = Fault::new("service.env.create", kind).times(1).applied();
        world.sandbox.control().add_fault(fault).expect("an operation");
        let set = json!({ "action": "set", "serviceHostname": "api", "variables": ["NEW=ours"], "wait": true });
        let answer = env(&world, set).await;
        assert_eq!(answer["changed"], true, "{answer}");
        let stored = world.sandbox.control().environment("api").expect("a service")["stored"].clone();
        assert_eq!(stored["NEW"], "ours");
        let changed = |path: &str| path.contains("/user-data/") && !path.contains("/service-stack/");
        let requests = world.sandbox.control().requests();
        assert!(requests.iter().any(|request| request.method == "PUT" && changed(&request.path)));
    });
}

#[test]
fn what_zerops_yaml_sets_is_changed_there() {
    for platform in PlatformDate::ALL {
        block_on(async {
            let world = World::start(&Setting { platform, ..Setting::default() }).await;
            let yaml = "services: [{hostname: app, type: nodejs@22, buildFromGit: 'https://github.com/a/b', zeropsSetup: \
                        app, zeropsYaml: {zerops: [{setup: app, run: {base: nodejs@22, start: x, envVariables: {MODE: \
                        run}}}]}}]";
            world.call("zerops_import", args(&json!({ "content": yaml, "wait": true }))).await;
            world.sandbox.control().advance(Duration::from_mins(10));
            for action in ["set", "delete"] {
                let entry = if action == "set" { "MODE=x" } else { "MODE" };
                let call = json!({ "action": action, "serviceHostname": "app", "variables": [entry] });
                let answer = env(&world, call).await;
                assert_eq!(answer["code"], "INVALID_ENV_FORMAT", "{platform} {answer}");
                assert!(answer.to_string().contains("comes from run.envVariables of zerops.yaml"), "{answer}");
            }
            if !platform.is_former() {
                let listed = env(&world, json!({ "action": "get", "serviceHostname": "app" })).await;
                let mode = listed["variables"].as_array().expect("variables").iter().find(|one| one["key"] == "MODE");
                assert_eq!(mode.expect("listed")["from"], "zerops.yaml", "{listed}");
                // A version that names none of its variables: then the platform's refusal tells.
                let kind = FaultKind::Status { status: 404, code: None, message: None, meta: None, retry_after: None };
                world.sandbox.control().add_fault(Fault::new("appVersion.get", kind).times(2)).expect("an operation");
                for (action, entry, code) in
                    [("set", "MODE=x", "recordIsReadOnly"), ("delete", "MODE", "userDataDeleteForbidden")]
                {
                    let call = json!({ "action": action, "serviceHostname": "app", "variables": [entry] });
                    let answer = env(&world, call).await;
                    assert_eq!(answer["code"], "INVALID_ENV_FORMAT", "{answer}");
                    assert_eq!(answer["apiCode"], code, "{answer}");
                    assert!(answer["error"].as_str().expect("text").contains("zerops.yaml"), "{answer}");
                }
            }
        });
    }
}

#[test]
fn what_the_platform_hides_is_named_and_neither_shown_nor_written() {
    let folder = tempfile::tempdir().expect("a folder");
    block_on(async {
        let setting = Setting { working_folder: folder.path().to_owned(), ..Setting::default() };
        let world = World::start(&setting).await;
        let set =
            json!({ "action": "set", "project": true, "variables": ["SHARED_TOKEN=hush", "REGION=eu"], "wait": true });
        let note = env(&world, set.clone()).await["note"].as_str().expect("a note").to_owned();
        assert!(note.contains("cannot be read back"), "{note}");
        world.sandbox.control().advance(Duration::from_secs(10));
        let refer = ["USES=x-${SHARED_TOKEN}", "ALIAS=${PROJECT_REGION}"];
        env(&world, json!({ "action": "set", "serviceHostname": "api", "variables": refer, "wait": true })).await;
        let get = json!({ "action": "get", "project": true, "reveal": ["SHARED_TOKEN", "REGION"] });
        let listed = env(&world, get).await;
        let of = |key: &str| {
            let found = listed["variables"].as_array().expect("variables").iter().find(|one| one["key"] == key);
            found.expect(key).clone()
        };
        assert_eq!((&of("SHARED_TOKEN")["value"], &of("SHARED_TOKEN")["hidden"]), (&json!("***"), &json!(true)));
        assert_eq!((&of("REGION")["value"], of("REGION").get("hidden")), (&json!("eu"), None));
        assert!(listed["note"].as_str().expect("a note").contains("`SHARED_TOKEN`"), "{listed}");
        let written = env(&world, json!({ "action": "generate-dotenv", "serviceHostname": "api" })).await;
        let note = written["note"].as_str().expect("a note");
        assert!(note.contains("Left out") && note.contains("`SHARED_TOKEN`, `USES`"), "{written}");
        let text = fs::read_to_string(folder.path().join(".env")).expect("the file");
        assert!(text.contains("ALIAS=eu\n") && text.contains("SESSION_KEY=canary-session-key"), "{text}");
        assert!(!text.contains("USES") && !text.contains("SHARED_TOKEN") && !text.contains("616765"), "{text}");
        // What cannot be compared is written again.
        assert_eq!(env(&world, set).await["changed"], true);
    });
}

#[test]
fn a_token_that_only_reads_gets_a_file_of_what_it_may_see() {
    let folder = tempfile::tempdir().expect("a folder");
    block_on(async {
        let setting = Setting { working_folder: folder.path().to_owned(), token: "read-only", ..Setting::default() };
        let world = World::start(&setting).await;
        let written = env(&world, json!({ "action": "generate-dotenv", "serviceHostname": "api" })).await;
        assert!(written["note"].as_str().expect("a note").contains("`SESSION_KEY`"), "{written}");
        let text = fs::read_to_string(folder.path().join(".env")).expect("the file");
        assert!(!text.contains("REDACTED") && !text.contains("SESSION_KEY"), "{text}");
    });
}

#[test]
fn addresses_are_composed_on_both_platforms() {
    for platform in PlatformDate::ALL {
        block_on(async {
            let world = World::start(&Setting { platform, ..Setting::default() }).await;
            world.sandbox.control().deploy("web", &[80, 8080]).expect("a runtime");
            let enable = args(&json!({ "action": "enable", "serviceHostname": "web", "wait": true }));
            let enabled = world.call("zerops_subdomain", enable).await.structured_content.expect("a record");
            let urls = enabled["urls"].as_array().expect("addresses").clone();
            let said: Vec<&str> = urls.iter().filter_map(Value::as_str).collect();
            let is_address = |url: &str| url.starts_with("https://web-") && url.ends_with(".prg1.zerops.app");
            assert!(said.len() == 2 && said.iter().all(|url| is_address(url)), "{platform}: {enabled}");
            assert!(said[1].contains("-8080.") && !said[0].contains("-80."), "{enabled}");
            let look = args(&json!({ "serviceHostname": "web" }));
            let looked = world.call("zerops_discover", look).await.structured_content.expect("a record");
            assert_eq!(looked["services"][0]["urls"], json!(urls), "{platform}: {looked}");
        });
    }
}
