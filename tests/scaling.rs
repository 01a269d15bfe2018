//! Changes of limits that come together: none is lost.

use serde_json::{Value, json};

use crate::harness::answer::json_of;
use crate::harness::world::{Setting, World, block_on};

async fn call(world: &World, tool: &str, arguments: Value) -> Value {
    let result = world.call(tool, arguments.as_object().cloned().expect("an object")).await;
    json_of(&result)
}

async fn limits(world: &World) -> (f64, f64) {
    let record = call(world, "zerops_discover", json!({ "serviceHostname": "api" })).await;
    let text = record.to_string();
    let value = |name: &str| {
        let from = text.find(&format!("\"{name}\":")).unwrap_or_else(|| panic!("no {name} in {text}")) + name.len() + 3;
        let number: String = text[from..].chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        number.parse::<f64>().expect("a number")
    };
    (value("minRam"), value("minCpu"))
}

#[test]
fn of_changes_in_a_row_none_is_lost() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        for (arguments, waits) in [(json!({ "minRam": 2 }), false), (json!({ "minCpu": 3 }), true)] {
            let mut arguments = arguments;
            arguments["serviceHostname"] = json!("api");
            arguments["wait"] = json!(waits);
            let record = call(&world, "zerops_scale", arguments).await;
            assert_eq!(record["changed"], true, "{record}");
        }
        assert_eq!(limits(&world).await, (2.0, 3.0));
    });
}

#[test]
fn of_changes_side_by_side_none_is_lost() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let change = |limit: &str, value: u8| {
            let arguments = json!({ "serviceHostname": "api", "wait": true, limit: value });
            call(&world, "zerops_scale", arguments)
        };
        let (ram, cores) = tokio::join!(change("minRam", 2), change("minCpu", 3));
        assert_eq!((&ram["changed"], &cores["changed"]), (&json!(true), &json!(true)), "{ram} {cores}");
        assert_eq!(limits(&world).await, (2.0, 3.0));
    });
}
