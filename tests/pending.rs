//! What is on its way is neither done nor undone: answers while a process runs, and after it.

use serde_json::{Map, Value, json};
use zcp::cli::client::text_of;

use crate::harness::answer::failure_in;
use crate::harness::world::{Setting, World, block_on};

fn arguments(value: Value) -> Map<String, Value> {
    let Value::Object(map) = value else { panic!("no object") };
    map
}

async fn record(world: &World, tool: &str, args: Value) -> Value {
    let result = world.call(tool, arguments(args)).await;
    assert_ne!(result.is_error, Some(true), "{}", text_of(&result));
    result.structured_content.expect("a record")
}

async fn failure(world: &World, tool: &str, args: Value) -> Value {
    let result = world.call(tool, arguments(args)).await;
    failure_in(&result)
}

fn subdomain(action: &str, wait: bool) -> Value {
    json!({ "action": action, "serviceHostname": "api", "wait": wait })
}

/// How often the platform was asked to switch.
fn switched(world: &World) -> usize {
    let requests = world.sandbox.control().requests();
    requests.iter().filter(|request| request.path.ends_with("able-subdomain-access")).count()
}

#[test]
fn an_address_that_is_being_switched_on_is_not_off_already() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let on = record(&world, "zerops_subdomain", subdomain("enable", false)).await;
        assert_eq!((&on["enabled"], &on["changed"]), (&json!(false), &json!(false)), "{on}");
        assert!(on.get("urls").is_none() && on["process"]["status"] == "PENDING", "{on}");
        let again = record(&world, "zerops_subdomain", subdomain("enable", false)).await;
        assert_eq!(again["process"]["id"], on["process"]["id"]);
        let off = record(&world, "zerops_subdomain", subdomain("disable", false)).await;
        assert_eq!((&off["changed"], &off["process"]["id"]), (&json!(false), &on["process"]["id"]), "{off}");
        assert_eq!(off["next"][0]["args"], subdomain("disable", true), "{off}");
        assert_eq!(switched(&world), 1);
        let off = record(&world, "zerops_subdomain", subdomain("disable", true)).await;
        assert_eq!((&off["enabled"], &off["changed"]), (&json!(false), &json!(true)), "{off}");
        let seen = record(&world, "zerops_discover", json!({ "serviceHostname": "api" })).await;
        assert!(seen["services"][0].get("urls").is_none(), "{seen}");
        assert_eq!(switched(&world), 2);
    });
}

#[test]
fn an_address_that_is_being_switched_off_is_not_on_already() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let on = record(&world, "zerops_subdomain", subdomain("enable", true)).await;
        assert_eq!((&on["enabled"], &on["next"][0]["tool"]), (&json!(true), &json!("zerops_verify")), "{on}");
        record(&world, "zerops_subdomain", subdomain("disable", false)).await;
        let on = record(&world, "zerops_subdomain", subdomain("enable", true)).await;
        assert_eq!((&on["enabled"], &on["changed"]), (&json!(true), &json!(true)), "{on}");
        assert!(on["urls"][0].is_string() && switched(&world) == 3, "{on}");
    });
}

async fn state(world: &World) -> String {
    record(world, "zerops_workflow", json!({ "workflow": "monitor" })).await["state"].to_string()
}

#[test]
fn what_was_awaited_is_seen_although_the_index_lags() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let restart = json!({ "action": "restart", "serviceHostname": "api", "wait": true });
        record(&world, "zerops_manage", restart).await;
        let now = state(&world).await;
        assert!(!now.contains("being changed"), "{now}");
        world.sandbox.control().set_index_lag(std::time::Duration::from_mins(1));
        let deploy = json!({ "workingDir": "tests/projects/node", "targetService": "web", "wait": true });
        record(&world, "zerops_deploy", deploy).await;
        let now = state(&world).await;
        assert!(now.contains("runs code: api, web") && !now.contains("no code yet: web"), "{now}");
        let delete = json!({ "serviceHostname": "web", "confirm": true, "confirmHostname": "web", "wait": true });
        record(&world, "zerops_delete", delete).await;
        let list = record(&world, "zerops_discover", json!({})).await;
        assert!(list["services"].as_array().expect("services").iter().all(|one| one["hostname"] != "web"), "{list}");
        let gone = failure(&world, "zerops_manage", json!({ "action": "restart", "serviceHostname": "web" })).await;
        let said = format!("{} {}", gone["error"], gone["suggestion"]);
        assert!(gone["code"] == "SERVICE_NOT_FOUND" && said.matches("web").count() == 1, "{gone}");
    });
}

#[test]
fn the_timeline_and_a_restart_see_what_was_awaited() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let restart = json!({ "action": "restart", "serviceHostname": "api", "wait": true });
        record(&world, "zerops_manage", restart).await;
        let events = record(&world, "zerops_events", json!({ "serviceHostname": "api", "limit": 1 })).await;
        assert_eq!(events["events"][0]["status"], "FINISHED", "{events}");
        // The list still shows it restarting; it runs all the same.
        for value in ["a", "b", "c"] {
            let variables = [format!("REGION={value}")];
            let set =
                json!({ "action": "set", "project": true, "variables": variables, "wait": true, "restart": true });
            let set = record(&world, "zerops_env", set).await;
            assert!(set["restarted"].as_array().is_some_and(|names| names.contains(&json!("api"))), "{set}");
        }
    });
}

const FRESH: &str = "services:\n  - hostname: fresh\n    type: nodejs@22\n";

fn deploy(wait: bool) -> Value {
    json!({ "workingDir": "tests/projects/node", "targetService": "fresh", "setup": "web", "wait": wait })
}

#[test]
fn a_service_that_is_being_made_is_a_matter_of_time() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        record(&world, "zerops_import", json!({ "content": FRESH, "wait": false })).await;
        let events = json!([{ "tool": "zerops_events", "args": { "serviceHostname": "fresh" } }]);
        let early = failure(&world, "zerops_deploy", deploy(false)).await;
        assert_eq!((&early["code"], &early["retryable"]), (&json!("PREFLIGHT_FAILED"), &json!(true)), "{early}");
        let next = &early["next"][0];
        assert_eq!((&next["tool"], &next["args"]["wait"]), (&json!("zerops_deploy"), &json!(true)), "{early}");
        let restart = json!({ "action": "restart", "serviceHostname": "fresh" });
        let early = failure(&world, "zerops_manage", restart).await;
        assert_eq!((&early["apiCode"], &early["retryable"]), (&json!("serviceStackCreating"), &json!(true)), "{early}");
        assert_eq!(early["next"], events, "{early}");
        assert!(!early["suggestion"].as_str().expect("advice").contains("fields"), "{early}");
        let live = record(&world, "zerops_deploy", deploy(true)).await;
        assert_eq!(live["status"], "ACTIVE", "{live}");
    });
}
