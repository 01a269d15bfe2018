//! Nothing with `override` reaches an existing service unasked, however the document spells it.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use zcp::sandbox::platform_date::PlatformDate;

use crate::harness::world::{Setting, World};

/// The runtimes of the seed.
const RUNTIMES: [&str; 3] = ["api", "web", "worker"];

/// A hostname, and whether it is one of an existing runtime once the document is expanded.
fn hostname() -> impl Strategy<Value = (String, bool)> {
    let existing = prop::sample::select(RUNTIMES.to_vec()).prop_flat_map(|name| {
        let (head, tail) = name.split_at(1);
        let spellings = vec![
            name.to_owned(),
            format!("\"{name}\""),
            format!("'{name}'"),
            format!("!!str {name}"),
            format!("\"\\x{:02x}{tail}\"", head.as_bytes()[0]),
            format!("<@pickRandom(<{name}>)>"),
            format!("{head}<@pickRandom(<{tail}>)>"),
            format!("<@setVar(h, <{name}>)>"),
            format!("\"<@pickRandom(<{}>)|lower>\"", name.to_uppercase()),
            format!("&h {name}"),
        ];
        prop::sample::select(spellings).prop_map(|name| (name, true))
    });
    let new = prop::sample::select(vec!["fresh", "other", "third"]).prop_map(|name| (name.to_owned(), false));
    prop_oneof![3 => existing, 1 => new]
}

/// Lines of a service that may say `override`, and whether some reader takes them for it.
fn replaces() -> impl Strategy<Value = (&'static str, bool)> {
    prop::sample::select(vec![
        ("override: true", true),
        ("override: yes", true),
        ("override: on", true),
        ("override: True", true),
        ("override: \"true\"", true),
        ("override: !!bool true", true),
        ("override: !!bool \"true\"", true),
        ("\"override\": true", true),
        ("\"over\\x72ide\": true", true),
        ("? override\n    : true", true),
        ("override: <@pickRandom(<true>)>", true),
        ("<@pickRandom(<override>)>: true", true),
        ("<<: {override: true}", true),
        ("<<: [{priority: 1}, {override: true}]", true),
        ("override: false\n    override: true", true),
        ("priority: <@pickRandom(<1\n    override: true>)>", true),
        ("priority: 1 # <@pickRandom(<x\n    override: true>)>", true),
        ("priority: 1 #\u{2028}    override: true", true),
        ("priority: 1 # <@getVar(kPrivate)>\n    override: true", true),
        ("envSecrets: {A: <@x(<1}\n    override: true\n    envSecrets: {B: x>)>}", true),
        ("envSecrets: {A: &<@pickRandom(<b>)> api}\n    override: true", true),
        ("Override: true", true),
        ("override: false", false),
        ("override:", false),
        ("priority: 2", false),
    ])
}

fn document() -> impl Strategy<Value = (String, bool)> {
    let service = (hostname(), replaces(), any::<bool>(), any::<bool>());
    let switch = prop::sample::select(vec![
        "#yamlPreprocessor=on",
        "# zeropsPreprocessor = on",
        "#yaml Pre processor=on",
        "#YAMLPREPROCESSOR=on",
        "#yamlPreprocessor=off",
        "# nothing",
    ]);
    (prop::collection::vec(service, 1..4), switch).prop_map(|(services, switch)| {
        let mut text = format!("{switch}\nservices:\n");
        let mut reaches = false;
        for ((hostname, exists), (line, replaces), empty, flow) in services {
            reaches |= exists && replaces;
            let empty = if empty { ("\n    startWithoutCode: true", ", startWithoutCode: true") } else { ("", "") };
            if flow && !line.contains(['\n', '#', '?']) {
                text.push_str(&format!("  - {{hostname: {hostname}, type: nodejs@22, {line}{}}}\n", empty.1));
            } else {
                text.push_str(&format!("  - hostname: {hostname}\n    type: nodejs@22\n    {line}{}\n", empty.0));
            }
        }
        (text, reaches)
    })
}

/// Documents that are one thing to a reader who hides expressions, and another to one who expands them or reads
/// them as they stand; each replaces `api` for the latter.
const TWO_FACED: [&str; 10] = [
    "#yamlPreprocessor=on\nservices: [{hostname: \"\\x61pi\", type: nodejs@22, override: true, envSecrets: {A: <@pickRandom(<[>)>}}]\n",
    "#yamlPreprocessor=on\nservices: [{hostname: \"\\x61pi\", type: nodejs@22, override: true}]\n",
    "#yaml Pre processor=on\nservices: [{hostname: \"\\api\", type: nodejs@22, override: true, startWithoutCode: true}]\n",
    "services:\n  - hostname: fresh\n    type: static\n    envSecrets:\n      A: <@x(<1\n  - hostname: api\n    type: nodejs@22\n    \
     override: true\n    startWithoutCode: true\n    envSecrets:\n      B: x>)>\n",
    "#yamlPreprocessor=off\nservices:\n  - hostname: fresh\n    type: static\n    envSecrets:\n      A: <@x(<1\n  - hostname: api\n    \
     type: nodejs@22\n    override: true\n    startWithoutCode: true\n    envSecrets:\n      B: x>)>\n",
    "#yamlPreprocessor=on\nservices: [{hostname: fresh, type: static, envSecrets: {A: b<c |lower>#, B: '\n   }}, {hostname: api, type: \
     nodejs@22, override: true, startWithoutCode: true, envSecrets: {C: x}}] # '}}]\n",
    "#yaml Pre processor=on\nservices: [{hostname: fresh, type: static, envSecrets: {A: <@pickRandom(<b}}, {hostname: api, type: nodejs@22, \
     override: true, startWithoutCode: true, envSecrets: {C: d>)>}}]\n",
    "#yamlPreprocessor=on\nservices:\n  - envSecrets:\n      X: &<@pickRandom(<b>)> fresh\n      Y: &c api\n    hostname: \
     *<@pickRandom(<c>)>\n    type: nodejs@22\n    override: true\n    startWithoutCode: true\n",
    "#yamlPreprocessor=on\nservices:\n  - envSecrets:\n      X: !<@pickRandom(<b>)> fresh\n    hostname: fresh # <@pickRandom(<a>)>\n    \
     type: nodejs@22\n    override: true\n",
    "#yamlPreprocessor=on\nservices: [{hostname: fresh, type: nodejs@22, envSecrets: {K: <@generateRSA2048Key(<k>)>}, zeropsYaml: {zerops: \
     [{setup: fresh, build: {base: nodejs@22, deployFiles: [., # <@getVar(kPrivate)>]}, run: {base: nodejs@22, start: x}}]}}, {hostname: api, \
     type: nodejs@22, override: true, startWithoutCode: true}, {hostname: third, type: static, envSecrets: {Z: '\n  ]}, run: {base: \
     nodejs@22, start: x}}]}} ] # '}}]\n",
];

#[tokio::test]
async fn a_document_with_two_faces_replaces_nothing_unasked() {
    let setting = Setting { platform: PlatformDate::May2026, human: Some(Some(false)), ..Setting::default() };
    let world = World::start(&setting).await;
    let control = world.sandbox.control();
    let before = control.status()["projects"][0]["services"]["api"].clone();
    assert!(before.is_object() || before.is_string(), "{before}");
    for text in TWO_FACED {
        let arguments = json!({ "content": text, "confirm": true, "wait": false });
        world.call("zerops_import", arguments.as_object().cloned().expect("an object")).await;
        assert!(!control.requests().iter().any(|request| request.name == Some("service.import")), "sent:\n{text}");
        assert_eq!(control.status()["projects"][0]["services"]["api"], before, "changed by\n{text}");
    }
}

/// `PROPTEST_CASES` sets another number.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1000)
}

#[test]
fn no_document_with_an_override_reaches_an_existing_runtime_unasked() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    // There an override that went through would show: the service is made again.
    let setting = Setting { platform: PlatformDate::May2026, human: Some(Some(false)), ..Setting::default() };
    let world = runtime.block_on(World::start(&setting));
    let control = world.sandbox.control();
    let states = || control.status()["projects"][0]["services"].clone();
    let before = states();
    let (asked, sent) = (Cell::new(0), Cell::new(0));
    let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&document(), |(text, reaches)| {
        control.reset();
        world.questions.lock().expect("a lock").clear();
        let arguments = json!({ "content": text, "confirm": true, "wait": false });
        let arguments = arguments.as_object().cloned().expect("an object");
        runtime.block_on(world.call("zerops_import", arguments));
        let arrived = control.requests().iter().any(|request| request.name == Some("service.import"));
        prop_assert!(!(arrived && reaches), "it was sent, and the human had refused:\n{}", text);
        let now = states();
        for (name, state) in before.as_object().into_iter().flatten() {
            prop_assert_eq!(Some(state), now.get(name), "{} changed by\n{}", name, text);
        }
        asked.set(asked.get() + usize::from(!world.questions.lock().expect("a lock").is_empty()));
        sent.set(sent.get() + usize::from(arrived));
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    let (asked, sent) = (asked.get(), sent.get());
    assert!(asked > 0 && sent > 0, "asked {asked} times, sent {sent} times: nothing was shown");
    assert!(before.as_object().is_some_and(|all| RUNTIMES.iter().all(|name| all.get(*name) != Some(&Value::Null))));
}
