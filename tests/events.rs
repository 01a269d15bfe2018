//! The timeline: whose events, how many, and in how many bytes.

use std::time::Duration;

use serde_json::{Value, json};
use zcp::cli::client::text_of;
use zcp::sandbox::control::population::Population;

use crate::deploy;
use crate::harness::world::{Setting, World, block_on};

async fn call(world: &World, tool: &str, arguments: Value) -> (Value, usize) {
    let result = world.call(tool, arguments.as_object().cloned().expect("an object")).await;
    let bytes = serde_json::to_string(&result).expect("JSON").len();
    assert_ne!(result.is_error, Some(true), "{}", text_of(&result));
    (result.structured_content.expect("a record"), bytes)
}

#[test]
fn a_large_project_is_answered_within_the_budgets() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        world.sandbox.control().populate(Population { services: 1000, events: 10_000, log_lines: 100_000 });
        for limit in [1, 50, 200] {
            let (record, bytes) = call(&world, "zerops_events", json!({ "limit": limit })).await;
            let events = record["events"].as_array().expect("events");
            assert!(bytes <= 16 * 1024 && !events.is_empty() && events.len() <= limit, "{bytes} bytes");
            assert!(record["cut"].is_string());
            let times: Vec<&str> = events.iter().filter_map(|event| event["time"].as_str()).collect();
            assert!(times.windows(2).all(|pair| pair[0] >= pair[1]), "newest first: {times:?}");
        }
        let (record, bytes) = call(&world, "zerops_discover", json!({ "limit": 100 })).await;
        assert!(bytes <= 16 * 1024 && record["total"].as_u64().expect("a total") > 1000);
        let set = json!({ "action": "set", "project": true, "variables": ["REGION=eu"] });
        let (record, bytes) = call(&world, "zerops_env", set).await;
        assert!(bytes <= 16 * 1024, "{bytes} bytes");
        assert!(record["note"].as_str().is_some_and(|note| note.contains("not listed")), "{record}");
    });
}

#[test]
fn what_is_over_is_not_told_as_going_on() {
    block_on(async {
        let folder = deploy::project();
        let world = World::start(&deploy::setting(folder.path())).await;
        call(&world, "zerops_deploy", json!({ "workingDir": ".", "targetService": "web", "wait": false })).await;
        world.sandbox.control().set_index_lag(Duration::from_mins(10));
        world.sandbox.control().advance(Duration::from_mins(5));
        let (record, _) = call(&world, "zerops_events", json!({})).await;
        let newest = &record["events"][0];
        assert_eq!((&newest["service"], &newest["status"]), (&json!("web"), &json!("ACTIVE")), "{record}");
    });
}

#[test]
fn lists_are_of_the_project_and_what_is_internal_is_hidden() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let (record, _) = call(&world, "zerops_events", json!({ "limit": 200 })).await;
        assert!(!record.to_string().contains("zL7Master") && !record.to_string().contains("updateRouting"));
        assert!(record.get("cut").is_none(), "{record}");
        let requests = world.sandbox.control().requests();
        let status = world.sandbox.control().status();
        let id = status["projects"][0]["id"].as_str().expect("a project");
        let of_project = format!("/project/{id}/process");
        assert!(requests.iter().any(|request| request.path.ends_with(&of_project)), "{requests:?}");
        let search = requests.iter().find(|request| request.path.ends_with("/app-version/search")).expect("a search");
        let conditions = search.body.as_ref().expect("a body")["search"].to_string();
        assert!(conditions.contains("projectId") && conditions.contains("clientId"), "{conditions}");
    });
}
