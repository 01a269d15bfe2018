//! Every operation of every tool against every way in which it can fail. What is expected stands in
//! one table, by what the operation is to the call; what differs from the table is listed below it.

use serde_json::Value;
use zcp::cli::client::text_of;
use zcp::domain::operation::Effect;
use zcp::generated::operations::Operation;
use zcp::sandbox::faults::{Fault, FaultKind};

use crate::examples::{AMBIENT, EXAMPLES, RECIPES};
use crate::harness::actions::{calls_of, is_of_action};
use crate::harness::answer::failure_in;
use crate::harness::example::{Given, LOCAL_EFFECTS, run, run_against};

/// The outcome is that of the call without the fault.
const FINE: &str = "as without";

/// Fault, then what is answered when it hits an ambient call, a read, a write, a poll, or a read
/// that something built in can stand in for.
const TABLE: &[(&str, [&str; 5])] = &[
    ("401", ["AUTH_INVALID_TOKEN", "AUTH_INVALID_TOKEN", "AUTH_INVALID_TOKEN", "AUTH_INVALID_TOKEN", FINE]),
    ("403", ["AUTH_API_ERROR", "PERMISSION_DENIED", "PERMISSION_DENIED", "PERMISSION_DENIED", FINE]),
    ("404", ["AUTH_API_ERROR", "API_ERROR", "API_ERROR", FINE, FINE]),
    ("429 with Retry-After", [FINE, FINE, FINE, FINE, FINE]),
    ("500", ["AUTH_API_ERROR", "API_ERROR", "API_ERROR", FINE, FINE]),
    ("503 twice", [FINE, FINE, "API_ERROR", FINE, FINE]),
    ("reset", [FINE, FINE, "NETWORK_ERROR", FINE, FINE]),
    ("silence", ["API_TIMEOUT", "API_TIMEOUT", "API_TIMEOUT", FINE, FINE]),
    ("html", ["AUTH_API_ERROR", "API_ERROR", "API_ERROR", FINE, FINE]),
    ("html with 404", ["AUTH_API_ERROR", "API_ERROR", "API_ERROR", FINE, FINE]),
    ("truncated", [FINE, FINE, "NETWORK_ERROR", FINE, FINE]),
    ("wrong types", ["AUTH_API_ERROR", "API_ERROR", "API_ERROR", FINE, FINE]),
    ("redirect", ["AUTH_API_ERROR", "API_ERROR", "API_ERROR", FINE, FINE]),
    ("endless", ["AUTH_API_ERROR", "API_ERROR", "API_ERROR", FINE, FINE]),
];

/// Operations whose answer something built in can replace.
const STAND_IN: &[&str] = &["catalog.search", "schema.zeropsYaml", "schema.importYaml"];

/// What the platform has no part in and so cannot fail at.
const NOT_OF_THE_PLATFORM: &[&str] = &["files.write", "http.probe", "tcp.probe"];

/// Tool, with an action where it is that one's alone, operation, fault (`*` is any) and the answer where it is not the
/// table's.
const EXCEPTIONS: &[(&str, &str, &str, &str)] = &[
    // Nothing was sent that could be a bad token, and there is one thing to say of a catalogue that is not read.
    ("*", "recipes.read", "429 with Retry-After", FINE),
    ("*", "recipes.read", "503 twice", FINE),
    ("*", "recipes.read", "reset", FINE),
    ("*", "recipes.read", "truncated", FINE),
    ("zerops_recipes", "recipes.read", "*", "RECIPES_UNAVAILABLE"),
    // Without the catalogue the other ways are left.
    ("zerops_workflow start", "recipes.read", "*", FINE),
    // What a recipe needs and the project has not keeps it from being made.
    ("zerops_workflow", "project.env.create", "429 with Retry-After", FINE),
    ("zerops_workflow", "project.env.create", "401", "AUTH_INVALID_TOKEN"),
    ("zerops_workflow", "project.env.create", "403", "PERMISSION_DENIED"),
    ("zerops_workflow", "project.env.create", "*", "PROVISION_FAILED"),
    // A hostname that no service has can be used.
    ("zerops_import", "service.byName", "404", FINE),
    ("*", "service.byName", "404", "SERVICE_NOT_FOUND"),
    // Only the status counts. An archive that did not arrive is one thing, whatever came in between.
    ("zerops_deploy", "upload.put", "truncated", FINE),
    ("zerops_deploy", "upload.put", "wrong types", FINE),
    ("zerops_deploy", "upload.put", "*", "UPLOAD_FAILED"),
    // What took effect all the same is found by its version.
    ("zerops_deploy", "appVersion.buildAndDeploy", "truncated", FINE),
    ("zerops_deploy", "appVersion.buildAndDeploy", "wrong types", FINE),
    ("zerops_deploy", "appVersion.deploy", "truncated", FINE),
    ("zerops_deploy", "appVersion.deploy", "wrong types", FINE),
    // What was deployed is live, whatever else is asked afterwards.
    ("zerops_deploy", "service.get", "*", FINE),
    // What the index said of a version stands where nothing newer is told.
    ("zerops_events", "appVersion.get", "*", FINE),
    // What only decides the next step is left out where it cannot be had.
    ("zerops_deploy", "service.appVersion.list", "*", FINE),
    ("zerops_discover", "service.appVersion.list", "*", FINE),
    ("zerops_discover", "project.process.list", "*", FINE),
    ("zerops_import", "service.appVersion.list", "*", FINE),
    ("zerops_import", "project.process.list", "*", FINE),
    ("zerops_process", "service.appVersion.list", "*", FINE),
    ("zerops_process", "project.process.list", "*", FINE),
    ("zerops_process", "project.service.list", "*", FINE),
    ("zerops_workflow provision", "service.appVersion.list", "*", FINE),
    ("zerops_workflow provision", "project.process.list", "*", FINE),
    ("zerops_workflow reset", "service.appVersion.list", "*", FINE),
    ("zerops_workflow reset", "project.process.list", "*", FINE),
    ("zerops_verify", "service.appVersion.list", "*", FINE),
    ("zerops_verify", "project.process.list", "*", FINE),
    ("zerops_verify", "project.service.list", "*", FINE),
    // A version that is gone owns no variable.
    ("zerops_workflow", "appVersion.get", "404", FINE),
    // What may not search is known by its own record.
    ("*", "project.search", "401", FINE),
    ("*", "project.search", "403", FINE),
    // A version that is gone owns no variable.
    ("zerops_env", "appVersion.get", "404", FINE),
    // The switch is over; how it stands, and the address, are looked at besides.
    ("zerops_subdomain", "service.get", "*", FINE),
    ("zerops_subdomain", "project.get", "*", FINE),
    // What changes variables is waited for where it can be seen.
    ("zerops_deploy", "project.process.list", "*", FINE),
    // The limit was reached already, and then the build goes on.
    ("zerops_deploy", "process.cancel", "*", FINE),
    // What was brought back is looked at besides; what cannot be seen is said.
    ("zerops_versions", "service.get", "*", FINE),
    ("zerops_versions", "project.get", "*", FINE),
    ("zerops_versions", "appVersion.get", "*", FINE),
    // Only the search says names.
    ("zerops_versions", "appVersion.search", "*", FINE),
    ("zerops_status", "appVersion.search", "*", FINE),
    // What took effect all the same is found by its version.
    ("zerops_versions", "appVersion.deploy", "truncated", FINE),
    ("zerops_versions", "appVersion.deploy", "wrong types", FINE),
    // What it costs is said besides.
    ("zerops_usage", "usage.cost", "*", FINE),
    // What came and is no whole backup is one thing, whatever came in between.
    ("zerops_backup", "backup.fetch", "*", "DOWNLOAD_FAILED"),
    // The list of a service without a backup has nothing whose type could be wrong.
    ("zerops_backup create", "service.backup.list", "wrong types", FINE),
    // A backup that is not seen at once is looked for again.
    ("zerops_delete", "service.backup.list", "*", FINE),
    // What goes on beside a deploy, and references that lead nowhere, are said besides.
    ("zerops_verify", "appVersion.get", "*", FINE),
    // Who uses a service is said besides.
    ("zerops_delete", "service.env.list", "*", FINE),
    ("zerops_delete", "project.service.list", "*", FINE),
    ("zerops_import", "service.env.list", "*", FINE),
    // A secret that cannot be read cannot be hidden, and keeps nobody from the lines.
    ("zerops_deploy", "service.env.list", "*", FINE),
    ("zerops_logs", "service.env.list", "*", FINE),
    ("zerops_logs", "project.service.list", "*", FINE),
    ("zerops_verify", "service.env.list", "*", FINE),
    // The address of the log is asked for again; what it says of the token is nothing.
    ("*", "log.fetch", "401", FINE),
    ("*", "log.fetch", "403", FINE),
    ("zerops_logs", "appVersion.get", "404", "INVALID_PARAMETER"),
    // A log that cannot be read is a check that was skipped.
    ("zerops_verify", "project.log", "*", FINE),
    ("zerops_verify", "log.fetch", "*", FINE),
    ("zerops_process", "process.get", "404", "PROCESS_NOT_FOUND"),
    ("zerops_status", "process.get", "404", "PROCESS_NOT_FOUND"),
    ("zerops_process", "process.cancel", "404", "PROCESS_NOT_FOUND"),
];

fn fault(name: &str, operation: &str) -> Fault {
    let status = |status, retry_after: Option<&str>| FaultKind::Status {
        status,
        code: None,
        message: None,
        meta: None,
        retry_after: retry_after.map(str::to_owned),
    };
    let (kind, times) = match name {
        "401" => (status(401, None), 1),
        "403" => (status(403, None), 1),
        "404" => (status(404, None), 1),
        "429 with Retry-After" => (status(429, Some("1")), 1),
        "500" => (status(500, None), 1),
        "503 twice" => (status(503, None), 2),
        "reset" => (FaultKind::Reset, 1),
        "silence" => (FaultKind::Silence, 1),
        "html" => (FaultKind::Html { status: None }, 1),
        "html with 404" => (FaultKind::Html { status: Some(404) }, 1),
        "truncated" => (FaultKind::Truncated, 1),
        "wrong types" => (FaultKind::WrongTypes, 1),
        "redirect" => (FaultKind::Redirect { location: "http://203.0.113.7/".to_owned() }, 1),
        "endless" => (FaultKind::Endless, 1),
        other => panic!("no fault is called {other}"),
    };
    Fault::new(operation, kind).times(times)
}

/// A call that makes an operation, and what it answers when nothing fails.
struct Case {
    tool: &'static str,
    operation: &'static str,
    given: &'static Given,
    args: &'static str,
    progress: bool,
    usual: String,
}

impl Case {
    /// The tool with its action.
    fn action(&self) -> String {
        let args: Value = serde_json::from_str(self.args).expect("arguments");
        format!("{} {}", self.tool, args["action"].as_str().unwrap_or_default())
    }
}

fn outcome(result: &rmcp::model::CallToolResult) -> String {
    if result.is_error != Some(true) {
        return "a result".to_owned();
    }
    let failure = failure_in(result);
    failure["code"].as_str().expect("a code").to_owned()
}

/// For each of these operations, one example or recipe of the action that makes it.
fn cases(tool: &'static str, action: &str, mut missing: Vec<&'static str>) -> Vec<Case> {
    let mut cases = Vec::new();
    let examples = EXAMPLES.iter().filter(|row| row.tool == tool && row.given.faults == "[]");
    let examples = examples.map(|row| (&row.given, row.args, row.progress));
    let recipes = RECIPES.iter().filter(|row| row.tool == tool && row.code == "SERVICE_NOT_FOUND");
    let recipes = recipes.map(|row| (&row.given, row.args, false));
    for (given, args, progress) in examples.chain(recipes).filter(|(_, args, _)| is_of_action(tool, action, args)) {
        if missing.is_empty() {
            break;
        }
        let run = run(tool, given, args, progress);
        let usual = outcome(&run.result);
        missing.retain(|operation| {
            let makes = run.calls.contains(operation);
            if makes {
                cases.push(Case { tool, operation, given, args, progress, usual: usual.clone() });
            }
            !makes
        });
    }
    cases
}

fn column(case: &Case) -> usize {
    let effect = Operation::ALL.iter().find(|op| op.info().name == case.operation).map(|op| op.info().effect);
    let awaited = case.operation == "process.get" && !matches!(case.tool, "zerops_process" | "zerops_status");
    let deploys = case.tool == "zerops_deploy";
    let followed = deploys && case.operation == "appVersion.get";
    let besides = deploys && matches!(case.operation, "project.get" | "project.log" | "log.fetch");
    match effect {
        _ if STAND_IN.contains(&case.operation) => 4,
        _ if AMBIENT.contains(&case.operation) && case.operation != "project.get" => 0,
        _ if besides => 4,
        _ if awaited || followed => 3,
        Some(Effect::Read) | None => 1,
        Some(Effect::Write | Effect::Destroy) => 2,
    }
}

/// Every operation of an action of a tool meets every fault.
pub(crate) fn every_fault(tool: &'static str, action: &str) {
    let mut operations = calls_of(tool, action).to_vec();
    operations.retain(|operation| !NOT_OF_THE_PLATFORM.contains(operation) && !LOCAL_EFFECTS.contains(operation));
    let cases = cases(tool, action, operations.clone());
    meet_every_fault(&cases);
    assert!(!cases.is_empty() || operations.is_empty(), "no example of {tool} {action} makes {operations:?}");
}

#[test]
fn what_every_call_may_make_meets_every_fault() {
    let cases = cases("zerops_discover", "", vec!["user.info", "project.search"]);
    assert_eq!(cases.len(), 2, "one for each operation");
    meet_every_fault(&cases);
}

fn meet_every_fault(cases: &[Case]) {
    let mut wrong = Vec::new();
    for case in cases {
        let action = case.action();
        for (name, answers) in TABLE {
            let exception = EXCEPTIONS.iter().find(|(tool, operation, fault, _)| {
                (*tool == "*" || *tool == case.tool || *tool == action)
                    && *operation == case.operation
                    && (*fault == "*" || fault == name)
            });
            let expected = exception.map_or(answers[column(case)], |(.., code)| code);
            let expected = if expected == FINE { case.usual.as_str() } else { expected };
            let run = run_against(case.tool, case.given, case.args, case.progress, Some(fault(name, case.operation)));
            let text = text_of(&run.result);
            assert!(!text.contains("sandbox-valid-token"), "the token is shown: {text}");
            let got = outcome(&run.result);
            if got != expected {
                wrong.push(format!("{} {} {name}: {got}, expected {expected}\n  {text}", case.tool, case.operation));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len() * TABLE.len(), wrong.join("\n"));
}
