//! A project that looks like production is read and not written.

use serde_json::{Value, json};
use zcp::generated::registry::TOOLS;

use crate::examples::EXAMPLES;
use crate::harness::answer::json_of;
use crate::harness::world::{Setting, World, block_on};

async fn call(world: &World, tool: &str, arguments: &Value) -> Value {
    let result = world.call(tool, arguments.as_object().cloned().unwrap_or_default()).await;
    json_of(&result)
}

/// Whether a call changes something, as its tool says.
fn writes(tool: &str, arguments: &Value) -> bool {
    let spec = TOOLS.iter().find(|row| row.spec.name == tool).expect("a tool").spec;
    let arguments = arguments.as_object().cloned().unwrap_or_default();
    let action = spec.action_of(&arguments).and_then(|name| spec.params.action(name));
    !action.map_or(spec.hints, |action| action.hints).read_only
}

#[test]
fn every_tool_that_writes_is_refused_and_nothing_reaches_the_platform() {
    block_on(async {
        let setting = Setting { project: Some("shop-production"), ..Setting::default() };
        let world = World::start(&setting).await;
        let (mut refused, mut read) = (0, 0);
        for example in EXAMPLES.iter().filter(|example| example.error.is_none() && !example.args.contains("${")) {
            let arguments: Value = serde_json::from_str(example.args).expect("arguments");
            if !writes(example.tool, &arguments) {
                read += 1;
                continue;
            }
            let answer = call(&world, example.tool, &arguments).await;
            assert_eq!(answer["code"], "PRODUCTION_PROJECT", "{} {arguments}: {answer}", example.tool);
            assert_eq!(answer["retryable"], false);
            refused += 1;
        }
        assert!(refused > 30 && read > 30, "{refused} refused, {read} read");
        let wrote = world.sandbox.control().requests().into_iter().filter(|request| request.method != "GET");
        let wrote: Vec<String> = wrote.map(|request| request.path).filter(|path| !path.ends_with("/search")).collect();
        assert_eq!(wrote, Vec::<String>::new());
        let found = call(&world, "zerops_discover", &json!({})).await;
        assert!(found["services"].as_array().is_some_and(|services| !services.is_empty()), "{found}");
    });
}

#[test]
fn where_it_stands_names_the_boundary_and_suggests_nothing_that_writes() {
    block_on(async {
        let setting = Setting { project: Some("shop-production"), ..Setting::default() };
        let world = World::start(&setting).await;
        let calls = [
            ("zerops_workflow", json!({ "action": "status" })),
            ("zerops_workflow", json!({ "workflow": "deploy" })),
            ("zerops_workflow", json!({ "workflow": "debug" })),
            ("zerops_verify", json!({ "serviceHostname": "api" })),
            ("zerops_discover", json!({})),
        ];
        for (tool, arguments) in calls {
            let answer = call(&world, tool, &arguments).await;
            let steps = answer["steps"].as_array().into_iter().flatten();
            for next in steps.chain([&answer]).flat_map(|of| of["next"].as_array().into_iter().flatten()) {
                let tool = next["tool"].as_str().expect("a tool");
                assert!(!writes(tool, &next["args"]), "{tool} {arguments} suggests {next}");
            }
            if arguments["action"] == "status" {
                let now = answer["now"].as_str().expect("what to do");
                assert!(
                    now.starts_with("Leave this project as it is. The project looks like production (its name"),
                    "{now}"
                );
            }
        }
    });
}

#[test]
fn who_starts_it_can_allow_it() {
    block_on(async {
        let setting = Setting { project: Some("shop prod"), allow_production: true, ..Setting::default() };
        let world = World::start(&setting).await;
        let restart = json!({ "action": "restart", "serviceHostname": "api" });
        let answer = call(&world, "zerops_manage", &restart).await;
        assert_eq!(answer["service"], "api", "{answer}");
    });
}
