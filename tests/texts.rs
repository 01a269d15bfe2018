//! What the platform writes into its answers: nothing that nobody sees, no token and no value that was sent gets into a
//! result, a progress message, a question or the log, whichever string of whichever answer carries it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zcp::domain::unseen;
use zcp::sandbox::faults::{Fault, FaultKind};

use crate::examples::{EXAMPLES, TOOLS};
use crate::harness::canary;
use crate::harness::example::{Given, Run, run, run_against};

/// Characters that nobody sees, and a token among them.
const ODD: &str = "\u{e0041}\u{202e}\u{9b}2J\u{200b}\u{fe0f}\u{3164}sandbox-\u{200b}valid-token\u{2028}";
/// Values that are sent.
const VALUES: [&str; 3] = ["sk_live_4eC39HqLyjWDarjtT1zdp7dc", "pa'ss \"word\" <&> 9", "hunter2"];

fn assert_clean(what: &str, run: &Run) {
    let result = serde_json::to_value(&run.result).expect("JSON");
    let said = format!("{:?}", (&run.progress, &run.questions));
    let mut texts = Vec::new();
    leaves(&result, &mut texts);
    texts.extend(run.progress.iter().map(|(_, text)| text.clone()));
    texts.extend(run.questions.iter().cloned());
    texts.push(run.log.replace('\n', ""));
    for text in &texts {
        let odd = text.chars().find(|c| unseen::is_unseen(*c) && *c != '\n' && *c != '\t');
        assert!(odd.is_none(), "{what}: {odd:?} is in {text:?}");
    }
    canary::assert_absent(what, &said, &[]);
}

fn leaves(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| leaves(item, texts)),
        Value::Object(map) => {
            for (key, item) in map {
                texts.push(key.clone());
                leaves(item, texts);
            }
        }
        _ => {}
    }
}

/// One example of every action of a tool that makes an operation, for each operation, as few runs as possible.
fn walked(name: &str) -> Vec<(&'static Given, &'static str, Vec<&'static str>)> {
    let tool = TOOLS.iter().find(|tool| tool.name == name).expect("a tool");
    let mut walked = Vec::new();
    let mut left: BTreeSet<&'static str> = tool.actions.iter().flat_map(|(_, calls)| calls.iter().copied()).collect();
    let makes_some = !left.is_empty();
    // A value that is asked for by its name is shown as it is.
    let plain = |args: &str| !args.contains("reveal") && !args.contains("generate-dotenv");
    let examples = EXAMPLES.iter().filter(|row| row.tool == tool.name && row.given.faults == "[]");
    for row in examples.filter(|row| plain(row.args)) {
        if left.is_empty() {
            break;
        }
        let made: Vec<_> = run(tool.name, &row.given, row.args, true).calls.into_iter().collect();
        let made: Vec<_> = made.into_iter().filter(|operation| left.remove(operation)).collect();
        if !made.is_empty() {
            walked.push((&row.given, row.args, made));
        }
    }
    assert!(!makes_some || !walked.is_empty(), "no example of {name} makes an operation");
    walked
}

fn walk(tool: &str) {
    const BESIDES: [&str; 7] =
        ["backup.fetch", "files.write", "http.probe", "tcp.probe", "upload.put", "user.info", "project.search"];
    for (given, args, made) in walked(tool) {
        // At once in every answer, then in every string of one operation's.
        let mut faults = vec![Fault::new("*", texts(false)).times(0)];
        let single = made.iter().filter(|operation| !BESIDES.contains(operation) && !is_local(operation));
        faults.extend(single.map(|operation| Fault::new(*operation, texts(true)).times(0)));
        for fault in faults {
            let what = format!("{tool} {args} with {}", fault.operation);
            assert_clean(&what, &run_against(tool, given, args, true, Some(fault)));
        }
    }
}

/// No string of any answer brings what nobody sees: a test a tool.
macro_rules! walks {
    ($($tool:ident)+) => {
        $(
            #[test]
            fn $tool() {
                walk(stringify!($tool));
            }
        )+
    };
}

zcp::each_tool!(walks);

fn is_local(operation: &str) -> bool {
    crate::harness::example::LOCAL_EFFECTS.contains(&operation)
}

fn texts(everywhere: bool) -> FaultKind {
    FaultKind::Texts { text: ODD.to_owned(), everywhere }
}

/// Calls that send values, and the operation that carries them.
fn sending() -> Vec<(&'static str, String, &'static str)> {
    let mut calls = Vec::new();
    // Whichever comes first is what fails, and its error may quote the others.
    for first in 0..VALUES.len() {
        let order = (0..VALUES.len()).map(|index| VALUES[(first + index) % VALUES.len()]);
        let variables: Vec<String> = order.enumerate().map(|(index, value)| format!("NEW_{index}={value}")).collect();
        let of_service = json!({ "action": "set", "serviceHostname": "api", "variables": variables });
        let of_project = json!({ "action": "set", "project": true, "variables": variables });
        calls.push(("zerops_env", of_service.to_string(), "service.env.create"));
        calls.push(("zerops_env", of_project.to_string(), "project.env.create"));
    }
    let [token, hard, short] = VALUES.map(|value| value.replace('\'', "''"));
    let yaml = format!(
        "services:\n  - hostname: fresh\n    type: nodejs@22\n    envSecrets:\n      TOKEN: {token}\n      HARD: '{hard}'\n      \
         PW: {short}\n"
    );
    calls.push(("zerops_import", json!({ "content": yaml }).to_string(), "service.import"));
    calls
}

#[test]
fn what_was_sent_does_not_come_back_in_an_error_that_quotes_it() {
    let given =
        Given { seed: "node-postgres", token: "valid", control: "[]", faults: "[]", settings: "{}", human: None };
    for (tool, args, operation) in sending() {
        for status in [400, 403, 409, 422, 500] {
            let fault = Fault::new(operation, FaultKind::Quotes { status }).times(0);
            let what = format!("{args} {status}");
            let run = run_against(tool, &given, &args, true, Some(fault));
            assert!(run.calls.contains(operation), "{what}: {:?}", run.calls);
            assert_eq!(run.result.is_error, Some(true), "{what}: {:?}", run.result);
            assert_clean(&what, &run);
            let result = serde_json::to_string(&run.result).expect("JSON");
            assert!(result.contains("[hidden]"), "{what}: {result}");
            assert_unquoted(&what, &run);
        }
    }
}

/// A process says why it failed long after the call that sent the values.
#[test]
fn what_was_sent_does_not_come_back_in_the_reason_of_a_process() {
    for (tool, args, _) in sending() {
        for action in ["stack.create", "stack.updateUserData", "stack.updateProjectEnvs"] {
            let reason = format!("cannot use {}", VALUES.join(", "));
            let control = json!([{ "failNext": { "action": action, "reason": reason } }]).to_string();
            let control: &'static str = Box::leak(control.into_boxed_str());
            let given =
                Given { seed: "node-postgres", token: "valid", control, faults: "[]", settings: "{}", human: None };
            let args = args.replacen('{', "{\"wait\":true,", 1);
            let run = run(tool, &given, &args, true);
            assert_clean(tool, &run);
            assert_unquoted(tool, &run);
        }
    }
}

fn assert_unquoted(what: &str, run: &Run) {
    let result = serde_json::to_value(&run.result).expect("JSON");
    let mut texts = vec![run.log.clone(), format!("{:?}", (&run.progress, &run.questions))];
    leaves(&result, &mut texts);
    for text in texts {
        for part in ["sk_live_", "4eC39HqL", "1zdp7dc", "pa'ss", "hunter2"] {
            assert!(!text.contains(part), "{what}: {part} is in {text}");
        }
    }
}
