//! What the decoder takes and how it refuses.

use serde_json::json;

use super::*;
use crate::hints::Hints;

const HOSTNAME: Text = Text { min_length: 1, max_length: 3, pattern: None, rule: "short", error: None };
static PARAMS: Params = Params {
    fields: &[Field {
        name: "names",
        kind: Kind::List { item: &Kind::Text(HOSTNAME), max: 100, line: false },
        required: true,
        missing: None,
        local: false,
    }],
    actions: &[],
    rules: &[],
    default_action: None,
};
const PLAIN: Field =
    Field { name: "hostname", kind: Kind::Text(HOSTNAME), required: true, missing: None, local: false };
const HA: Field = Field { name: "ha", kind: Kind::Boolean, required: false, missing: None, local: false };
static RECORDS: Params = Params {
    fields: &[
        Field {
            name: "services",
            kind: Kind::List { item: &Kind::Record(&[PLAIN, HA]), max: 3, line: false },
            required: false,
            missing: None,
            local: false,
        },
        Field { name: "action", kind: Kind::Enum(&["show", "plan"]), required: false, missing: None, local: false },
    ],
    actions: &[
        Action { name: "show", fields: &[], required: &[], hints: HINTS, local: false },
        Action { name: "plan", fields: &["services"], required: &["services"], hints: HINTS, local: false },
    ],
    rules: &[],
    default_action: Some("show"),
};
const HINTS: Hints = Hints { read_only: true, destructive: false, idempotent: true, open_world: false };

fn decoded(arguments: Value) -> Result<Value, Vec<String>> {
    let Value::Object(arguments) = arguments else { panic!("an object") };
    let decoded = decode(&RECORDS, arguments);
    decoded.map(Value::Object).map_err(|faults| faults.iter().map(Fault::to_string).collect())
}

#[test]
fn records_are_decoded_with_the_place_of_each_fault() {
    let plan = |services: Value| decoded(json!({ "action": "plan", "services": services }));
    let wanted = json!({ "action": "plan", "services": [{ "hostname": "api", "ha": true }] });
    for services in [
        json!([{ "hostname": "api", "ha": "true" }]),
        json!(r#"[{"hostname":"api","ha":true}]"#),
        json!([r#"{"hostname":"api","ha":true}"#]),
    ] {
        assert_eq!(plan(services), Ok(wanted.clone()));
    }
    let faults = plan(json!([{ "hostname": "long", "ah": 1 }, { "ha": "maybe" }, 7])).expect_err("wrong");
    assert_eq!(
        faults,
        [
            "`services[0].hostname` must be short",
            "`services[0].ah` is not a field (did you mean `ha`?)",
            "`services[1].ha` must be true or false, not a string",
            "`services[1].hostname` is required",
            "`services[2]` must be an object, not a number",
        ]
    );
    assert_eq!(plan(json!({ "hostname": "api", "ha": true })), Ok(wanted));
    let doubled = r#"[{"hostname":"api","hostname":"web"}]"#;
    let refused = "was not read: the key `hostname` comes twice in one object";
    assert_eq!(plan(json!(doubled)), Err(vec![format!("`services` {refused}")]));
    let one = doubled.trim_matches(['[', ']']);
    assert_eq!(plan(json!([one])), Err(vec![format!("`services[0]` {refused}")]));
    assert_eq!(plan(json!("api")), Err(vec!["`services` must be a list of objects, not a string".to_owned()]));
    assert_eq!(plan(json!(vec![json!({}); 4])), Err(vec!["`services` must have at most 3 elements".to_owned()]));
}

#[test]
fn a_list_comes_as_clients_send_it() {
    let names = |names: Value| {
        let Value::Object(call) = json!({ "names": names }) else { panic!("an object") };
        let decoded = decode(&PARAMS, call);
        decoded.map(|map| map["names"].clone()).map_err(|faults| faults[0].to_string())
    };
    for sent in [json!(["a"]), json!("a"), json!("[\"a\"]"), json!(" [\"a\"]")] {
        assert_eq!(names(sent), Ok(json!(["a"])));
    }
    for several in ["a,b", "a\nb", "[a", "{\"a\":1}"] {
        assert!(names(json!(several)).is_err_and(|fault| fault.contains("must be a list, not")), "{several}");
    }
    assert_eq!(names(json!(["a\tb", "a\nb"])), Ok(json!(["a\tb", "a\nb"])));
    for (sent, letter) in [("a\0b", "\\u{0}"), ("\u{1b}[", "\\u{1b}"), ("\u{9b}", "\\u{9b}")] {
        let fault = format!("`names[0]` must not contain the control character {letter}");
        assert_eq!(names(json!([sent])), Err(fault));
    }
}

#[test]
fn a_call_without_an_action_means_the_default_one() {
    assert_eq!(decoded(json!({})), Ok(json!({ "action": "show" })));
    assert_eq!(decoded(json!({ "action": null })), Ok(json!({ "action": "show" })));
    let faults = decoded(json!({ "services": [] })).expect_err("not of this action");
    assert_eq!(faults, ["`services` does not go with action=show, which takes nothing else"]);
    let faults = decoded(json!({ "action": "plam" })).expect_err("no action");
    assert_eq!(faults, ["`action` must be one of show, plan (did you mean `plan`?)"]);
}

#[test]
fn a_document_is_known_by_either_ending() {
    let told = |name: &str| {
        let mut faults = Vec::new();
        decode_enum("type", &["zerops.yml", "import.yml"], json!(name), &mut faults).ok_or(faults)
    };
    assert_eq!(told("zerops.yaml").expect("the other ending"), json!("zerops.yml"));
    assert_eq!(told("import.yml").expect("its own"), json!("import.yml"));
    assert!(told("other.yaml").is_err());
}

#[test]
fn a_bad_call_is_answered_briefly() {
    let strangers = (0..5_000).map(|n| (format!("stranger{n}"), Value::Null));
    let faults = decode(&PARAMS, strangers.collect()).expect_err("nothing fits");
    assert_eq!(faults.len(), MOST + 2);
    assert_eq!((faults[0].reason.as_str(), faults[0].valid.as_deref()), ("is not a parameter", Some("valid: names")));
    assert_eq!((faults[1].reason.as_str(), faults[1].valid.as_deref()), ("is not a parameter", None));
    assert_eq!(faults[MOST].reason, "and 4980 more names that are no parameters");
    assert_eq!(faults[MOST + 1].to_string(), "`names` is required");
    let Value::Object(call) = json!({ "names": vec![7; 100] }) else { panic!("an object") };
    let faults = decode(&PARAMS, call).expect_err("no strings");
    assert_eq!(faults.len(), MOST + 1);
    assert_eq!(faults[MOST].to_string(), "`names` was not read beyond its element 19");
}

#[test]
fn a_line_is_one_element_whatever_is_in_it() {
    let field = Field {
        name: "command",
        kind: Kind::List { item: &Kind::Text(LINE), max: 3, line: true },
        required: true,
        missing: None,
        local: false,
    };
    let params = Params { fields: Box::leak(Box::new([field])), rules: &[], actions: &[], default_action: None };
    let command = |value: Value| {
        let arguments = json!({ "command": value }).as_object().cloned().unwrap_or_default();
        decode(&params, arguments).map(|map| map["command"].clone()).map_err(|faults| faults[0].to_string())
    };
    for line in
        ["ls -la", "echo a, b", "[ -f x ] && cat x", "for a in 1 2\ndo echo $a\ndone", "{\"a\":1,\"a\":2}", "[1"]
    {
        assert_eq!(command(json!(line)), Ok(json!([line])), "{line}");
    }
    assert_eq!(command(json!("[\"ls\", \"-la\"]")), Ok(json!(["ls", "-la"])));
    assert_eq!(command(json!(["ls", "a,b"])), Ok(json!(["ls", "a,b"])));
    assert!(command(json!(7)).is_err());
}

const LINE: Text = Text { min_length: 0, max_length: 100, pattern: None, rule: "a text", error: None };
