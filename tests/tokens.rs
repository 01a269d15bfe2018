//! What a token leads to: one project, found by a search or by what the token itself is granted.

use serde_json::{Value, json};
use zcp::sandbox::faults::{Fault, FaultKind};
use zcp::sandbox::platform_date::PlatformDate;

use crate::harness::world::{Setting, World, block_on};

/// Calls a tool that reads and answers its record, or the code of its failure.
async fn discover(world: &World) -> Result<Value, String> {
    let answer = world.call("zerops_discover", serde_json::Map::new()).await;
    let text = serde_json::to_value(&answer.content).expect("JSON").to_string();
    answer.structured_content.ok_or(text)
}

fn refused() -> Fault {
    let kind = FaultKind::Status {
        status: 401,
        code: Some("notAuthorized".to_owned()),
        message: None,
        meta: None,
        retry_after: None,
    };
    Fault::new("project.search", kind)
}

#[test]
fn a_token_that_may_not_search_is_known_by_its_own_record() {
    for token in ["valid", "read-only", "sibling"] {
        block_on(async {
            let world = World::start(&Setting { token, ..Setting::default() }).await;
            world.sandbox.control().add_fault(refused()).expect("an operation");
            let record = discover(&world).await.expect("the project is found");
            assert_eq!(record["project"]["name"], "demo", "{token}: {record}");
            let asked = world.sandbox.control().requests();
            assert!(asked.iter().any(|request| request.path.contains("/integration-token/")), "{token}");
        });
    }
}

#[test]
fn of_several_projects_the_one_that_may_be_changed_is_meant() {
    block_on(async {
        let world = World::start(&Setting { token: "sibling", ..Setting::default() }).await;
        let record = discover(&world).await.expect("the project is found");
        assert_eq!(record["project"]["name"], "demo", "{record}");
        let stop = json!({ "action": "stop", "serviceHostname": "api" });
        let answer = world.call("zerops_manage", stop.as_object().cloned().expect("arguments")).await;
        assert_ne!(answer.is_error, Some(true), "{answer:?}");
    });
}

#[test]
fn a_token_without_a_record_keeps_the_known_words() {
    for (token, words) in [
        ("two-projects", "Token accesses 2 projects; use project-scoped token"),
        ("no-project", "Token has no project access"),
    ] {
        for platform in PlatformDate::ALL {
            block_on(async {
                let world = World::start(&Setting { platform, token, ..Setting::default() }).await;
                let said = discover(&world).await.expect_err("no project");
                assert!(said.contains(words), "{platform}: {said}");
            });
        }
    }
}

#[test]
fn a_refused_search_of_a_person_is_not_an_invalid_token() {
    block_on(async {
        let world = World::start(&Setting { platform: PlatformDate::May2026, ..Setting::default() }).await;
        world.sandbox.control().add_fault(refused()).expect("an operation");
        let said = discover(&world).await.expect_err("no project");
        assert!(said.contains("Token has no project access") && !said.contains("invalid or expired"), "{said}");
    });
}
