//! A platform that fails in every way it can: each failure gets its typed error, and the next call
//! is answered.

use std::time::Duration;

use serde_json::{Map, Value, json};
use zcp::cli::client::text_of;
use zcp::sandbox::faults::{Fault, FaultKind};

use crate::harness::answer::failure_in;
use crate::harness::world::{Setting, World, block_on};

/// Whether a failure says that a retry can help.
const AGAIN: bool = true;
const NOT_AGAIN: bool = false;

fn status(status: u16) -> FaultKind {
    FaultKind::Status { status, code: None, message: None, meta: None, retry_after: None }
}

fn arguments(json: &Value) -> Map<String, Value> {
    json.as_object().cloned().expect("an object")
}

/// An error code, and whether a retry can help.
type Answer = (&'static str, bool);

/// Every kind of failure, what a read answers to it and what a write answers.
fn table() -> Vec<(&'static str, FaultKind, Answer, Answer)> {
    vec![
        ("500", status(500), ("API_ERROR", AGAIN), ("API_ERROR", NOT_AGAIN)),
        ("400", status(400), ("API_ERROR", NOT_AGAIN), ("API_ERROR", NOT_AGAIN)),
        ("403", status(403), ("PERMISSION_DENIED", NOT_AGAIN), ("PERMISSION_DENIED", NOT_AGAIN)),
        ("401", status(401), ("AUTH_INVALID_TOKEN", NOT_AGAIN), ("AUTH_INVALID_TOKEN", NOT_AGAIN)),
        ("a web page", FaultKind::Html { status: None }, ("API_ERROR", NOT_AGAIN), ("API_ERROR", NOT_AGAIN)),
        ("a web page with 502", FaultKind::Html { status: Some(502) }, ("API_ERROR", AGAIN), ("API_ERROR", NOT_AGAIN)),
        ("a reset", FaultKind::Reset, ("NETWORK_ERROR", AGAIN), ("NETWORK_ERROR", NOT_AGAIN)),
        ("silence", FaultKind::Silence, ("API_TIMEOUT", AGAIN), ("API_TIMEOUT", NOT_AGAIN)),
        ("a cut answer", FaultKind::Truncated, ("NETWORK_ERROR", AGAIN), ("NETWORK_ERROR", NOT_AGAIN)),
        ("wrong types", FaultKind::WrongTypes, ("API_ERROR", NOT_AGAIN), ("API_ERROR", NOT_AGAIN)),
        (
            "a redirect elsewhere",
            FaultKind::Redirect { location: "http://203.0.113.7/steal".to_owned() },
            ("API_ERROR", NOT_AGAIN),
            ("API_ERROR", NOT_AGAIN),
        ),
        ("an endless body", FaultKind::Endless, ("API_ERROR", NOT_AGAIN), ("API_ERROR", NOT_AGAIN)),
        ("a drip", FaultKind::Drip, ("API_TIMEOUT", AGAIN), ("API_TIMEOUT", NOT_AGAIN)),
    ]
}

async fn failure(world: &World, tool: &str, args: &Map<String, Value>) -> Value {
    let result = world.call(tool, args.clone()).await;
    let text = text_of(&result);
    assert!(!text.contains("sandbox-valid-token"), "the token is never shown");
    failure_in(&result)
}

#[test]
fn a_project_that_is_gone_is_looked_for_again() {
    block_on(async {
        let world = World::start(&Setting { seed: "empty", ..Setting::default() }).await;
        let control = world.sandbox.control();
        let code = Some("projectNotFound".to_owned());
        let gone = FaultKind::Status { status: 400, code, message: None, meta: None, retry_after: None };
        control.add_fault(Fault::new("project.get", gone).times(1)).expect("an operation");
        let args = arguments(&json!({ "action": "restart", "serviceHostname": "api" }));
        let lost = failure(&world, "zerops_manage", &args).await;
        assert_eq!((&lost["code"], &lost["apiCode"]), (&json!("API_ERROR"), &json!("projectNotFound")), "{lost}");
        assert!(lost["error"].as_str().is_some_and(|text| text.contains("the next call")), "{lost}");
        assert_eq!(failure(&world, "zerops_manage", &args).await["code"], "SERVICE_NOT_FOUND");
        let asked = control.requests().iter().filter(|request| request.name == Some("user.info")).count();
        assert_eq!(asked, 2);
    });
}

#[test]
fn every_failure_of_a_read_has_its_code_and_the_server_lives_on() {
    block_on(async {
        let setting = Setting { call_timeout: Duration::from_millis(400), ..Setting::default() };
        let world = World::start(&setting).await;
        let args = arguments(&json!({ "serviceHostname": "api" }));
        for (name, kind, expected, _) in table() {
            world.sandbox.control().add_fault(Fault::new("service.byName", kind).times(0)).expect("an operation");
            let failure = failure(&world, "zerops_discover", &args).await;
            let (code, retryable) = (failure["code"].as_str().expect("a code"), failure["retryable"] == true);
            assert_eq!((code, retryable), expected, "{name}: {failure}");
            world.sandbox.control().clear_faults();
            let healthy = world.call("zerops_discover", args.clone()).await;
            assert_ne!(healthy.is_error, Some(true), "after {name}: {}", text_of(&healthy));
        }
    });
}

#[test]
fn a_failed_write_is_made_once_and_says_what_may_have_happened() {
    block_on(async {
        let setting = Setting { call_timeout: Duration::from_millis(400), ..Setting::default() };
        let world = World::start(&setting).await;
        let args = arguments(&json!({ "action": "restart", "serviceHostname": "api" }));
        for (name, kind, _, expected) in table() {
            let control = world.sandbox.control();
            control.add_fault(Fault::new("service.restart", kind).times(0)).expect("an operation");
            control.clear_requests();
            let failure = failure(&world, "zerops_manage", &args).await;
            let (code, retryable) = (failure["code"].as_str().expect("a code"), failure["retryable"] == true);
            assert_eq!((code, retryable), expected, "{name}: {failure}");
            let writes = control.requests().iter().filter(|request| request.path.ends_with("/restart")).count();
            assert_eq!(writes, 1, "{name} is not repeated");
            control.clear_faults();
        }
    });
}

#[test]
fn reads_recover_from_what_passes() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let args = arguments(&json!({ "serviceHostname": "api" }));
        let limited =
            FaultKind::Status { status: 429, code: None, message: None, meta: None, retry_after: Some("1".to_owned()) };
        for (name, kind) in [("503", status(503)), ("429", limited), ("a reset", FaultKind::Reset)] {
            world.sandbox.control().add_fault(Fault::new("service.byName", kind).times(2)).expect("an operation");
            let result = world.call("zerops_discover", args.clone()).await;
            assert_ne!(result.is_error, Some(true), "{name}: {}", text_of(&result));
        }
    });
}

#[test]
fn the_reasons_of_the_api_are_passed_on() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let args = arguments(&json!({ "serviceHostname": "api", "minRam": 1 }));
        for (meta, expected) in [
            (
                json!([{ "code": "x", "error": "Invalid", "metadata": { "api.minRam": ["too small", "odd"] } }]),
                json!([{ "field": "api.minRam", "reasons": ["too small", "odd"], "code": "x" }]),
            ),
            (
                json!([{ "parameter": "minRam", "message": "field is required" }]),
                json!([{ "field": "minRam", "reasons": ["field is required"] }]),
            ),
            (json!({ "name": "app" }), json!([{ "field": "name", "reasons": ["app"] }])),
        ] {
            let kind = FaultKind::Status {
                status: 400,
                code: Some("invalidUserInput".to_owned()),
                message: Some("No.".to_owned()),
                meta: Some(meta.clone()),
                retry_after: None,
            };
            let fault = Fault::new("service.autoscaling.put", kind);
            world.sandbox.control().add_fault(fault).expect("an operation");
            let failure = failure(&world, "zerops_scale", &args).await;
            assert_eq!(failure["apiCode"], "invalidUserInput");
            assert_eq!(failure["fields"], expected, "{meta}");
        }
    });
}

#[test]
fn a_repaired_token_heals_a_running_server() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let args = arguments(&json!({}));
        let fault = Fault::new("user.info", status(401));
        world.sandbox.control().add_fault(fault).expect("an operation");
        let failure = failure(&world, "zerops_discover", &args).await;
        assert_eq!(failure["code"], "AUTH_INVALID_TOKEN");
        let healed = world.call("zerops_discover", args).await;
        assert_ne!(healed.is_error, Some(true), "{}", text_of(&healed));
    });
}
