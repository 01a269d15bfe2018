//! Imports: what is planned goes by the services as they are, what is said fits.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::{Value, json};
use zcp::sandbox::faults::{Fault, FaultKind};

use crate::harness::answer::json_of;
use crate::harness::world::{Setting, World, block_on};

async fn call(world: &World, tool: &str, arguments: Value) -> (Value, usize) {
    let result = world.call(tool, arguments.as_object().cloned().expect("an object")).await;
    let bytes = serde_json::to_string(&result).expect("JSON").len();
    (json_of(&result), bytes)
}

#[test]
fn what_the_list_does_not_show_yet_is_not_replaced_unasked() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        world.sandbox.control().set_index_lag(Duration::from_mins(5));
        let make = json!({ "content": "services: [{ hostname: late, type: nodejs@22 }]", "wait": true });
        let (made, _) = call(&world, "zerops_import", make).await;
        assert_eq!(made["services"][0]["plan"], "create", "{made}");
        let content = "services: [{ hostname: late, type: nodejs@22, override: true }]";
        let (tried, _) = call(&world, "zerops_import", json!({ "content": content, "dryRun": true })).await;
        assert_eq!(tried["services"][0]["plan"], "keep", "{tried}");
        let (refused, _) = call(&world, "zerops_import", json!({ "content": content })).await;
        assert_eq!(refused["code"], "CONFIRM_REQUIRED", "{refused}");
    });
}

#[test]
fn what_is_gone_already_is_made_and_said_to_be() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        world.sandbox.control().set_index_lag(Duration::from_mins(5));
        let delete = json!({ "serviceHostname": "web", "confirm": true, "confirmHostname": "web", "wait": true });
        call(&world, "zerops_delete", delete).await;
        let make = json!({ "content": "services: [{ hostname: web, type: nodejs@22 }]", "wait": true });
        let (made, _) = call(&world, "zerops_import", make).await;
        assert_eq!(made["services"][0]["plan"], "create", "{made}");
    });
}

#[test]
fn a_look_that_fails_does_not_end_the_wait_for_a_hostname() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let control = world.sandbox.control();
        let delete = json!({ "serviceHostname": "web", "confirm": true, "confirmHostname": "web" });
        call(&world, "zerops_delete", delete).await;
        let status = FaultKind::Status { status: 500, code: None, message: None, meta: None, retry_after: None };
        for (nth, kind) in [(2, status), (3, FaultKind::Html { status: None })] {
            control.add_fault(Fault::new("service.byName", kind).nth(nth).times(1)).expect("an operation");
        }
        // The platform calls it active until its process begins; that it is leaving is known before.
        let make = json!({ "content": "services: [{ hostname: web, type: nodejs@22 }]", "wait": true });
        let (made, _) = call(&world, "zerops_import", make).await;
        assert_eq!(made["processes"][0]["status"], "FINISHED", "{made}");
    });
}

#[test]
fn many_services_fit_an_answer() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        for (count, dry_run) in [(200, true), (40, false)] {
            let mut content = "services:\n".to_owned();
            for number in 0..count {
                let _ = writeln!(content, "  - {{ hostname: service{number}withalongname, type: nodejs@22 }}");
            }
            let (answer, bytes) =
                call(&world, "zerops_import", json!({ "content": content, "dryRun": dry_run, "wait": true })).await;
            let listed = answer["services"].as_array().expect("services").len();
            assert!(bytes <= 16 * 1024 && listed >= 20, "{bytes} bytes, {listed} services");
            let note = answer["note"].as_str().expect("a note");
            assert!(note.starts_with("Not listed: ") && note.ends_with("lists all services."), "{note}");
        }
    });
}

#[test]
fn an_answer_without_services_is_no_import() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let body = |body: Value| FaultKind::Body { body };
        for answer in [json!({}), json!({ "serviceStacks": [] }), json!({ "serviceStacks": null })] {
            world
                .sandbox
                .control()
                .add_fault(Fault::new("service.import", body(answer)).times(1))
                .expect("an operation");
            let content = "services: [{ hostname: late, type: nodejs@22 }]";
            let (refused, _) = call(&world, "zerops_import", json!({ "content": content })).await;
            assert_eq!(refused["code"], "API_ERROR", "{refused}");
        }
        world
            .sandbox
            .control()
            .add_fault(Fault::new("project.service.list", body(json!({}))).times(0))
            .expect("an operation");
        let (refused, _) = call(&world, "zerops_discover", json!({})).await;
        assert_eq!(refused["code"], "API_ERROR", "{refused}");
    });
}

#[test]
fn its_own_service_is_known_by_its_id_whatever_a_variable_calls_it() {
    block_on(async {
        let setting = Setting {
            own_hostname: Some("web".to_owned()),
            own_variable: Some("api".to_owned()),
            ..Setting::default()
        };
        let world = World::start(&setting).await;
        let content = "services: [{ hostname: web, type: nodejs@22, override: true }]";
        let (refused, _) = call(&world, "zerops_import", json!({ "content": content, "confirm": true })).await;
        assert_eq!(refused["code"], "SERVICE_PROTECTED", "{refused}");
        let delete = |name: &str| json!({ "serviceHostname": name, "confirm": true, "confirmHostname": name });
        let (refused, _) = call(&world, "zerops_delete", delete("web")).await;
        assert_eq!(refused["code"], "SERVICE_PROTECTED", "{refused}");
        let (gone, _) = call(&world, "zerops_delete", delete("api")).await;
        assert_eq!(gone["changed"], true, "the name alone protects nothing: {gone}");
    });
}
