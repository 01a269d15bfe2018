use serde::Deserialize;
use serde_json::{Value, json};

use super::*;
use crate::platform::wire::{AppVersion, EnvEntry, ErrorEnvelope, LogItems, Page, Process, Service};

/// A value that is a secret, with characters that nobody sees around it.
const ODD: &str = "x\u{e0041}s3cr3t\u{200b}-val\u{202e}ue!\u{9b}";

fn read<T: DeserializeOwned>(body: &Value) -> Result<T, Unreadable> {
    let token = Token::new("abc123").expect("a token");
    let secrets = Secrets::default();
    secrets.learn(["s3cr3t-value!"]);
    Door { token: &token, other: None, secrets: &secrets }.read(body.to_string().as_bytes())
}

#[test]
fn texts_are_short_clean_and_without_secrets() {
    let token = Token::new("abc123").expect("a token");
    let secrets = Secrets::default();
    let door = Door { token: &token, other: None, secrets: &secrets };
    for read in [Door::words, Door::name] {
        assert_eq!(read(&door, "a\n\u{1b}[31mb\u{202e} abc123"), "a [31mb [token]");
        assert_eq!(read(&door, "abc\u{0}123"), "[token]");
        assert_eq!(read(&door, &"é".repeat(1000)).chars().count(), MOST + 1);
        let at_the_cut = format!("{} abc123", "x".repeat(MOST - 3));
        assert!(!read(&door, &at_the_cut).contains("abc"));
    }
}

#[test]
fn a_field_that_nobody_thought_of_is_cleaned_too() {
    #[derive(Deserialize)]
    struct New {
        plain: String,
        maybe: Option<String>,
        list: Vec<String>,
        map: std::collections::BTreeMap<String, Value>,
        nested: Option<Box<New>>,
    }
    let leaf = json!({ "plain": ODD, "maybe": ODD, "list": [ODD], "map": { ODD: [{ ODD: ODD }] }, "nested": null });
    let mut outer = leaf.clone();
    outer["nested"] = leaf;
    let new: New = read(&outer).expect("read");
    let nested = new.nested.expect("nested");
    for (text, list, map) in [(new.plain, new.list, new.map), (nested.plain, nested.list, nested.map)] {
        assert_eq!((text.as_str(), list), ("x[hidden]", vec!["x[hidden]".to_owned()]));
        assert_eq!(json!(map), json!({ "x[hidden]": [{ "x[hidden]": "x[hidden]" }] }));
    }
    assert_eq!(new.maybe.as_deref(), Some("x[hidden]"));
}

#[test]
fn a_value_that_is_asked_for_stays_as_it_is_and_its_name_does_not() {
    let entry: EnvEntry = read(&json!({ "key": ODD, "content": ODD, "type": ODD })).expect("read");
    assert_eq!((entry.key.as_str(), entry.content.as_str(), entry.kind.as_str()), ("x[hidden]", ODD, "x[hidden]"));
    let lines: LogItems = read(&json!({ "items": [{ "message": ODD, "hostname": ODD }] })).expect("read");
    let line = (lines.items[0].message.as_str(), lines.items[0].hostname.as_str());
    assert_eq!(line, ("xs3cr3t-value!\u{9b}", "x[hidden]"));
}

#[test]
fn odd_parts_and_times_are_read_as_before() {
    let service: Service = read(&json!({ "name": ODD, "mode": 7, "created": "2026-01-02T03:04:05.123456789Z",
        "ports": [{ "port": 1, "scheme": ODD }, "x"], "activeAppVersion": { "name": ODD } }))
    .expect("read");
    assert!(service.created.is_some() && service.mode.is_none());
    assert_eq!((service.ports.len(), service.ports[0].scheme.as_str()), (1, "x[hidden]"));
    assert_eq!(service.active_app_version.and_then(|version| version.name).as_deref(), Some("x[hidden]"));
    let process: Process = read(&json!({ "publicMeta": { "failReason": ODD }, "status": "DONE" })).expect("read");
    assert_eq!((process.fail_reason(), process.status.as_str()), (Some("x[hidden]"), "FINISHED"));
}

/// Five million objects in 15 MB would be gigabytes of records.
#[test]
fn an_answer_of_a_million_small_things_is_not_made() {
    fn refused<T: DeserializeOwned>(body: &str) -> bool {
        let token = Token::new("abc123").expect("a token");
        let secrets = Secrets::default();
        let answer = Door { token: &token, other: None, secrets: &secrets }.read::<T>(body.as_bytes());
        matches!(answer, Err(Unreadable::TooMany))
    }
    let objects = format!("[{}{{}}]", "{},".repeat(1_000_000));
    assert!(refused::<Page<Service>>(&format!("{{\"items\":{objects}}}")));
    assert!(refused::<Page<Process>>(&format!("{{\"items\":{objects}}}")));
    assert!(refused::<Page<AppVersion>>(&format!("{{\"items\":{objects}}}")));
    assert!(refused::<Page<Service>>(&format!("{{\"items\":[{{\"ports\":{objects}}}]}}")));
    assert!(refused::<ErrorEnvelope>(&format!("{{\"error\":{{\"meta\":{objects}}}}}")));
    let keys: String = (0..200_000).map(|n| format!("\"{n}\":0,")).collect();
    assert!(refused::<ErrorEnvelope>(&format!("{{\"error\":{{\"meta\":{{{keys}\"x\":0}}}}}}")));
    let few = format!("{{\"items\":[{}{{}}]}}", "{\"x\":[1,2,3]},".repeat(5_000));
    assert!(!refused::<Page<Service>>(&few));
}
