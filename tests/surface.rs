//! The surface of the tools against the last release, with differences of every kind made up.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use zcp_codegen::drive;
use zcp_codegen::marked::splice;
use zcp_codegen::surface::changelog::release;
use zcp_codegen::surface::of::recorded;
use zcp_codegen::surface::version::follows;
use zcp_codegen::surface::{self, Impact, compare};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A tool with actions and one without.
fn old() -> Value {
    json!({
        "disk": {
            "params": {
                "action": { "type": "string", "enum": ["get", "set", "drop"] },
                "mode": { "type": "string", "enum": ["A", "B"], "default": "A" },
                "size": { "type": "integer", "minimum": 1, "maximum": 8 },
                "name": { "type": "string", "pattern": "^[a-z]+$" },
                "path": { "type": "string", "minLength": 1, "maxLength": 10 },
                "keys": { "type": "array", "items": { "type": "string", "maxLength": 9 }, "maxItems": 5 },
                "free": { "type": "string" }
            },
            "required": ["action"],
            "actions": {
                "get": { "takes": ["name", "mode"], "needs": [] },
                "set": { "takes": ["name", "size"], "needs": ["size"] },
                "drop": { "takes": ["name"], "needs": ["name"] }
            }
        },
        "scale": {
            "params": { "least": { "type": "number" }, "most": { "type": "number" }, "to": { "type": "string" } },
            "required": ["to"],
            "rules": [{ "atLeastOne": ["least", "most"] }]
        }
    })
}

/// The old surface with some values replaced; null takes one away.
fn with(edits: &[(&str, Value)]) -> Value {
    let mut new = old();
    for (pointer, value) in edits {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        let parent = new.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object");
        if value.is_null() {
            parent.shift_remove(key);
        } else {
            parent.insert(key.to_owned(), value.clone());
        }
    }
    new
}

fn map(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

/// Every difference as `mark place: text`.
fn changes(edits: &[(&str, Value)]) -> Vec<String> {
    let line = |change: surface::Change| {
        let mark = match change.impact {
            Impact::Breaking => '!',
            Impact::Added => '+',
            Impact::Compatible => '~',
        };
        format!("{mark} {}: {}", change.spot, change.text)
    };
    compare(&map(&old()), &map(&with(edits))).into_iter().map(line).collect()
}

#[test]
fn nothing_differs_from_itself() {
    assert_eq!(changes(&[]), Vec::<String>::new());
}

#[test]
fn what_may_refuse_an_old_call_breaks() {
    let enumeration = |values: &[&str]| json!({ "type": "string", "enum": values, "default": "A" });
    for (edit, wanted) in [
        (("/scale", Value::Null), "! scale: the tool `scale` is gone"),
        (("/disk/actions/drop", Value::Null), "! disk/drop: the action `drop` of `disk` is gone"),
        (("/scale/params/most", Value::Null), "! scale.most: `scale` no longer takes `most`"),
        (("/disk/params/mode", enumeration(&["A"])), "! disk.mode=B: `mode` of `disk` no longer takes `B`"),
        (("/disk/params/free", enumeration(&["A"])), "! disk.free: `free` of `disk` is one of A"),
        (("/scale/required", json!(["to", "most"])), "! scale.most: `scale` needs `most`"),
        (("/disk/params/size/minimum", json!(2)), "! disk.size: `size` of `disk`: at least 2, no longer 1"),
        (("/disk/params/size/maximum", json!(4)), "! disk.size: `size` of `disk`: at most 4, no longer 8"),
        (("/scale/params/least/minimum", json!(0)), "! scale.least: `least` of `scale`: at least 0"),
        (
            ("/disk/params/path/maxLength", json!(9)),
            "! disk.path: `path` of `disk`: characters, at most 9, no longer 10",
        ),
        (("/disk/params/keys/maxItems", json!(4)), "! disk.keys: `keys` of `disk`: elements, at most 4, no longer 5"),
        (
            ("/disk/params/keys/items/maxLength", json!(8)),
            "! disk.keys: `keys` of `disk`: characters, at most 8, no longer 9",
        ),
        (("/disk/params/name/pattern", json!("^a+$")), "! disk.name: `name` of `disk` must be of the form ^a+$"),
        (("/disk/params/free/pattern", json!("^a+$")), "! disk.free: `free` of `disk` must be of the form ^a+$"),
        (
            ("/disk/params/size/type", json!("string")),
            "! disk.size: `size` of `disk` is of type string, no longer integer",
        ),
        (
            ("/scale/params/most/type", json!("integer")),
            "! scale.most: `most` of `scale` is of type integer, no longer number",
        ),
        (("/disk/actions/get/takes", json!(["name"])), "! disk/get.mode: `get` of `disk` no longer takes `mode`"),
        (("/disk/actions/get/needs", json!(["name"])), "! disk/get.name: `get` of `disk` needs `name`"),
        (("/scale/rules", json!([{ "atLeastOne": ["least"] }])), "! scale: `scale` needs one of `least`"),
    ] {
        let found = changes(std::slice::from_ref(&edit));
        assert!(found.iter().any(|line| line.starts_with(wanted)), "{edit:?}: {found:#?}");
    }
    let ordered = json!([{ "atLeastOne": ["least", "most"] }, { "ordered": ["least", "most"] }]);
    assert_eq!(changes(&[("/scale/rules", ordered)]), ["! scale: `scale` wants `least`, `most` in ascending order"]);
    let needed = [("/scale/params/new", json!({ "type": "string" })), ("/scale/required", json!(["to", "new"]))];
    assert_eq!(changes(&needed), ["! scale.new: `scale` needs the new `new`"]);
}

#[test]
fn what_takes_every_old_call_does_not_break() {
    for (edit, wanted) in [
        (("/more", json!({ "params": {} })), "+ more: the tool `more`"),
        (("/disk/actions/more", json!({ "takes": [], "needs": [] })), "+ disk/more: the action `more` of `disk`"),
        (("/scale/params/more", json!({ "type": "string" })), "+ scale.more: `more` of `scale`"),
        (("/disk/params/mode/enum", json!(["A", "B", "C"])), "+ disk.mode=C: `C` for `mode` of `disk`"),
        (("/disk/actions/get/takes", json!(["name", "mode", "path"])), "+ disk/get.path: `path` for `get` of `disk`"),
        (("/disk/params/mode/enum", Value::Null), "~ disk.mode: `mode` of `disk` takes any text"),
        (
            ("/disk/params/mode/default", json!("B")),
            "~ disk.mode: the default of `mode` of `disk` is \"B\", no longer \"A\"",
        ),
        (("/disk/params/size/minimum", Value::Null), "~ disk.size: `size` of `disk`: no longer at least 1"),
        (("/disk/params/size/maximum", json!(9)), "~ disk.size: `size` of `disk`: at most 9, no longer 8"),
        (
            ("/disk/params/size/type", json!("number")),
            "~ disk.size: `size` of `disk` is of type number, no longer integer",
        ),
        (("/disk/params/name/pattern", Value::Null), "~ disk.name: `name` of `disk` takes any text"),
        (("/scale/required", Value::Null), "~ scale.to: `scale` no longer needs `to`"),
        (("/disk/actions/set/needs", json!([])), "~ disk/set.size: `set` of `disk` no longer needs `size`"),
    ] {
        assert_eq!(changes(std::slice::from_ref(&edit)), [wanted], "{edit:?}");
    }
    let wider = [
        ("/scale/params/more", json!({ "type": "number" })),
        ("/scale/rules", json!([{ "atLeastOne": ["least", "most", "more"] }, { "ordered": ["most", "more"] }])),
    ];
    assert_eq!(changes(&wider), ["+ scale.more: `more` of `scale`"]);
}

#[test]
fn what_concerns_the_whole_tool_is_said_once() {
    let gone = [
        ("/disk/params/name", Value::Null),
        ("/disk/actions/get/takes", json!(["mode"])),
        ("/disk/actions/set/takes", json!(["size"])),
        ("/disk/actions/drop", json!({ "takes": [], "needs": [] })),
    ];
    assert_eq!(changes(&gone), ["! disk.name: `disk` no longer takes `name`"]);
    let enumeration = ("/disk/params/action/enum", json!(["get", "set"]));
    assert_eq!(changes(&[enumeration, ("/disk/actions/drop", Value::Null)]).len(), 1);
}

#[test]
fn a_version_says_when_it_breaks() {
    for (before, after, breaks, fine) in [
        ("0.1.0", "0.1.1", false, true),
        ("0.1.0", "0.1.1", true, false),
        ("0.1.0", "0.2.0", true, true),
        ("1.2.3", "1.3.0", true, false),
        ("1.2.3", "2.0.0", true, true),
        ("0.9.9", "1.0.0", true, true),
        ("0.2.0", "0.2.0", false, false),
        ("0.2.0", "0.1.9", false, false),
        ("0.2.0", "0.3", false, false),
    ] {
        assert_eq!(follows(before, after, breaks).is_ok(), fine, "{before} {after} {breaks}");
    }
}

const CHANGELOG: &str = "\
# Changelog

## [Unreleased]

### Added

- Something.

### Tools

<!-- tools: written by the build from spec/ -->
- Added: `more` of `scale`.
<!-- /tools -->

## [0.1.0] - 2000-01-01

- The first.
";

#[test]
fn the_changelog_moves_on_with_a_release() {
    let moved = release(CHANGELOG, "0.2.0", "2000-02-02").expect("it has the marks");
    assert_eq!(
        moved,
        "\
# Changelog

## [Unreleased]

### Tools

<!-- tools: written by the build from spec/ -->
- No tool differs from 0.2.0.
<!-- /tools -->

## [0.2.0] - 2000-02-02

### Added

- Something.

### Tools

- Added: `more` of `scale`.

## [0.1.0] - 2000-01-01

- The first.
"
    );
    assert!(release(&moved, "0.2.0", "2000-02-02").is_err());
    assert!(release("# Changelog\n", "0.2.0", "2000-02-02").is_err());
    assert!(splice("# Changelog\n", "- x\n").is_err());
    assert_eq!(splice(CHANGELOG, "- Added: `more` of `scale`.\n").as_deref(), Ok(CHANGELOG));
}

/// The small spec of the bad ones, with a parameter of its past and what is said about it.
fn broken(listed: &str) -> Result<String, String> {
    let base = Path::new(ROOT).join("tests/bad_spec/base");
    let mut files = drive::spec_files(&base).expect("the spec");
    let sources = drive::op_sources(&base.join("ops")).expect("the ops");
    let now = drive::checked(&files, &sources).unwrap_or_else(|message| panic!("{message}"));
    let mut tools = surface::of(&now);
    tools["zerops_list"]["params"]["page"] = json!({ "type": "integer" });
    files.insert("spec/released.json".to_owned(), recorded("1.0.0", Some("2000-01-01"), &tools));
    files.insert("spec/breaking.yaml".to_owned(), format!("breaking:\n{listed}"));
    drive::checked(&files, &sources).map(|spec| surface::section(&spec))
}

#[test]
fn what_breaks_fails_until_it_is_listed() {
    let message = broken("").expect_err("it breaks");
    assert!(message.contains("zerops_list.page: <the reason>"), "{message}");
    let section = broken("  zerops_list.page: Nobody turned one.\n").expect("it is listed");
    assert_eq!(section, "- **Breaking**: `zerops_list` no longer takes `page`. Nobody turned one.\n");
    let message = broken("  zerops_list.pag: Nobody turned one.\n").expect_err("it is misspelt");
    assert!(message.contains("did you mean `zerops_list.page`?"), "{message}");
    let both = "  zerops_list.page: Nobody turned one.\n  zerops_list: Nothing.\n";
    let message = broken(both).expect_err("one is too many");
    assert!(message.contains("nothing at `zerops_list` breaks a call"), "{message}");
    assert!(broken("  zerops_list.page:\n").is_err(), "a reason is needed");
}

#[test]
fn the_release_on_record_is_complete() {
    let spec = spec();
    let released = spec.released.as_ref().expect("spec/released.json");
    assert!(!released.version.is_empty() && !released.tools.is_empty());
    let recorded = recorded(&released.version, released.date.as_deref(), &released.tools);
    assert_eq!(fs::read_to_string(Path::new(ROOT).join("spec/released.json")).expect("text"), recorded);
}

fn spec() -> zcp_codegen::model::Spec {
    let files = drive::spec_files(Path::new(ROOT)).expect("the spec");
    let sources = drive::op_sources(&Path::new(ROOT).join("src/ops")).expect("the ops");
    drive::checked(&files, &sources).unwrap_or_else(|message| panic!("{message}"))
}
