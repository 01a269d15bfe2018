//! What is offered under which filter.

use serde_json::{Value, json};

use super::fixture::TOOLS;
use crate::mcp::offer::{Filter, Grant, Offer, OfferError, Reach};

fn names(filter: &Filter) -> Vec<String> {
    let offer = Offer::new(TOOLS, filter).expect("the filter is valid");
    offer.listed().iter().map(|tool| tool.name.to_string()).collect()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn everything_is_listed_in_the_order_of_the_registry() {
    let order: Vec<&str> = TOOLS.iter().map(|tool| tool.spec.name).collect();
    assert_eq!(names(&Filter::default()), order);
}

#[test]
fn groups_and_tools_add_up_and_exclusion_wins() {
    let filter = Filter {
        groups: words(&["change"]),
        tools: words(&["t_read", "t_service"]),
        exclude_tools: words(&["t_wait"]),
        ..Filter::default()
    };
    assert_eq!(names(&filter), ["t_delete", "t_read", "t_service"]);
}

#[test]
fn a_set_of_groups_is_named_like_a_group() {
    let small = Filter { groups: words(&["small"]), ..Filter::default() };
    assert_eq!(names(&small), ["t_read", "t_wait"]);
    let more = Filter { groups: words(&["small", "services"]), ..Filter::default() };
    assert_eq!(names(&more), ["t_read", "t_service", "t_wait"]);
    let offer = Offer::new(TOOLS, &Filter::default()).expect("no filter");
    let small = || Reach::Groups(words(&["small"]));
    for (reads, writes, expected) in [
        (small(), small(), &["t_read", "t_wait"][..]),
        (small(), Reach::nothing(), &["t_read"]),
        (Reach::All, small(), &["t_hang", "t_next", "t_panic", "t_read", "t_service", "t_steps", "t_text", "t_wait"]),
        (Reach::nothing(), Reach::nothing(), &[]),
    ] {
        let granted = offer.for_caller(&Grant { reads, writes }).expect("a set that exists");
        assert_eq!(granted.listed().iter().map(|tool| &*tool.name).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn read_only_leaves_out_what_writes_and_narrows_the_rest() {
    let filter = Filter { read_only: true, ..Filter::default() };
    let names = names(&filter);
    assert!(!names.contains(&"t_wait".to_owned()) && !names.contains(&"t_delete".to_owned()));
    let offer = Offer::new(TOOLS, &filter).expect("the filter is valid");
    let service = offer.listed().iter().find(|tool| tool.name == "t_service").expect("it still has an action");
    let properties = &service.input_schema["properties"];
    assert_eq!(properties["action"]["enum"], json!(["status"]));
    assert_eq!(properties["action"]["description"], "status: how it stands.");
    assert_eq!(service.description.as_deref(), Some("What the model reads. Here only: status."));
    assert!(offer.hints("t_service").is_some_and(|hints| hints.read_only) && offer.hints("t_wait").is_none());
    let kept: Vec<&str> = properties.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(kept, ["action", "serviceHostname", "lines"]);
    assert_eq!(service.input_schema["required"], json!(["action", "serviceHostname"]));
    assert_eq!(
        serde_json::to_value(&service.annotations).expect("JSON"),
        json!({ "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true, "openWorldHint": true })
    );
}

#[test]
fn without_read_only_the_schema_is_the_published_one() {
    let offer = Offer::new(TOOLS, &Filter::default()).expect("the filter is valid");
    for (tool, listed) in TOOLS.iter().zip(offer.listed()) {
        let published: Value = serde_json::from_str(tool.spec.input_schema).expect("JSON");
        assert_eq!(Value::Object((*listed.input_schema).clone()), published);
        assert!(listed.title.is_some() && listed.output_schema.is_some() && listed.annotations.is_some());
    }
}

#[test]
fn an_unknown_value_is_an_error_that_names_the_valid_ones_and_the_nearest() {
    let cases = [
        (Filter { groups: words(&["chnge"]), ..Filter::default() }, "--groups", Some("change")),
        (Filter { tools: words(&["t_read", "t_raed"]), ..Filter::default() }, "--tools", Some("t_read")),
        (Filter { exclude_tools: words(&["nothing_like_it"]), ..Filter::default() }, "--exclude-tools", None),
    ];
    for (filter, expected, near) in cases {
        let error = Offer::new(TOOLS, &filter).expect_err("the value is unknown");
        let OfferError::Unknown { option, nearest, .. } = &error else { panic!("{error}") };
        assert_eq!((*option, *nearest), (expected, near));
        assert!(error.to_string().starts_with(expected));
    }
}
