//! Runs the examples and recipes of the spec. The rows are generated.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jsonschema::Validator;
use rmcp::model::CallToolResult;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use zcp::cli::client::text_of;
use zcp::deploy::programs::{Mounts, Programs};
use zcp::domain::control::Step;
use zcp::generated::registry::TOOLS;
use zcp::sandbox::control::steps::Made;
use zcp::sandbox::faults::{Fault, FaultKind};
use zcp::sandbox::platform_date::PlatformDate;
use zcp::sandbox::requests::LoggedRequest;

use super::answer::failure_in;
use super::canary::{self, Log};
use super::databases;
use super::need::need;
use super::notebook;
use super::servers;
use super::snapshot;
use super::world::{Setting, World, block_on, context};

/// A tool as the tests need to know it.
pub(crate) struct Tool {
    /// Its name.
    pub(crate) name: &'static str,
    /// The tokens that its row of tools/list may cost.
    pub(crate) budget: usize,
    /// Its actions with the operations of each.
    pub(crate) actions: &'static [(&'static str, &'static [&'static str])],
    /// The schema of its result as serde and schemars see the generated record.
    pub(crate) output: fn() -> schemars::Schema,
}

/// The surroundings of a call; lists and maps are JSON.
pub(crate) struct Given {
    pub(crate) seed: &'static str,
    pub(crate) token: &'static str,
    pub(crate) control: &'static str,
    pub(crate) faults: &'static str,
    pub(crate) settings: &'static str,
    pub(crate) human: Option<&'static str>,
}

/// An example of the spec.
pub(crate) struct Example {
    pub(crate) snapshot: &'static str,
    pub(crate) tool: &'static str,
    pub(crate) title: &'static str,
    pub(crate) given: Given,
    pub(crate) args: &'static str,
    pub(crate) progress: bool,
    pub(crate) error: Option<&'static str>,
}

/// An error that comes in by a group, provoked.
pub(crate) struct Recipe {
    pub(crate) tool: &'static str,
    pub(crate) given: Given,
    pub(crate) args: &'static str,
    pub(crate) code: &'static str,
}

/// What a run showed.
pub(crate) struct Run {
    /// The arguments with names filled in.
    pub(crate) arguments: Map<String, Value>,
    /// The answer.
    pub(crate) result: CallToolResult,
    /// What was reported.
    pub(crate) progress: Vec<(f64, String)>,
    /// What the human was asked.
    pub(crate) questions: Vec<String>,
    /// The names of the operations that were made.
    pub(crate) calls: BTreeSet<&'static str>,
    /// What was logged, at the most talkative level.
    pub(crate) log: String,
}

/// Runs an example and compares the whole answer with its snapshot.
pub(crate) fn run_example(example: &Example) {
    if example.given.control.contains("\"database\"") && !need(databases::POSTGRESQL) {
        return;
    }
    let run = run(example.tool, &example.given, example.args, example.progress);
    check(example.tool, &run, example.error);
    let arguments = Value::Object(run.arguments.clone());
    let text = snapshot::render(example.tool, &arguments, &run.questions, &run.progress, &run.result);
    snapshot::assert(example.snapshot, &format!("{}\n\n{text}", example.title));
}

/// Runs a recipe and checks the code.
pub(crate) fn run_recipe(recipe: &Recipe) {
    let run = run(recipe.tool, &recipe.given, recipe.args, false);
    check(recipe.tool, &run, Some(recipe.code));
}

/// Runs a call in its surroundings.
pub(crate) fn run(tool: &str, given: &Given, args: &str, progress: bool) -> Run {
    run_against(tool, given, args, progress, None)
}

/// The projects that examples deploy.
const PROJECTS: &str = "tests/projects";

/// Runs a call in its surroundings with one fault more. A platform that stays silent is waited for
/// only briefly.
pub(crate) fn run_against(tool: &str, given: &Given, args: &str, progress: bool, fault: Option<Fault>) -> Run {
    const PATIENCE_MS: u64 = 20_000;
    const IMPATIENCE_MS: u64 = 400;
    let log = Log::default();
    let kept = log.keep();
    let state = tempfile::tempdir().expect("a folder");
    // What earlier calls did is not this one's.
    let mut earlier = 0;
    let mut run = block_on(async {
        let settings: Map<String, Value> = serde_json::from_str(given.settings).expect("settings");
        let silent = fault.as_ref().is_some_and(|fault| fault.kind == FaultKind::Silence);
        let usual = if silent { IMPATIENCE_MS } else { PATIENCE_MS };
        let millis = settings.get("callTimeoutMs").and_then(Value::as_u64).unwrap_or(usual);
        let own_folder = settings.get("temporaryFolder").and_then(Value::as_bool).unwrap_or(false);
        // zcli is given no repository that may run more, and this one is whatever it was checked out as.
        let apart = settings.contains_key("zcliProgram");
        let folder = (own_folder || apart).then(|| tempfile::tempdir().expect("a folder"));
        if let Some(folder) = folder.as_ref().filter(|_| apart) {
            copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(PROJECTS), &folder.path().join(PROJECTS));
        }
        let usual = Setting::default();
        let setting = Setting {
            seed: given.seed,
            platform: settings
                .get("platform")
                .and_then(Value::as_str)
                .map_or(usual.platform, |name| PlatformDate::named(name).expect("a state of the platform")),
            token: given.token,
            call_timeout: Duration::from_millis(millis),
            own_hostname: settings.get("ownHostname").and_then(Value::as_str).map(str::to_owned),
            require_human: settings.get("requireHuman").is_some_and(|required| required == true),
            human: given.human.map(|answer| match answer {
                "accept" => Some(true),
                "refuse" => Some(false),
                _ => None,
            }),
            progress,
            cache_folder: Some(state.path().to_owned()),
            state_folder: Some(state.path().join("notebook")),
            working_folder: folder
                .as_ref()
                .map_or_else(|| usual.working_folder.clone(), |folder| folder.path().to_owned()),
            programs: programs(&settings),
            ..usual
        };
        let written = |folder: &TempDir| folder.path().read_dir().expect("a folder").next().is_some();
        let world = World::start(&setting).await;
        let control = world.sandbox.control();
        let names = prepare(&world, given, &setting).await;
        let project = control.status()["projects"][0]["id"].as_str().unwrap_or_default().to_owned();
        let state = settings.get("notebook").and_then(Value::as_str);
        let folder_of_state = setting.state_folder.clone().unwrap_or_default();
        let held = state.and_then(|state| notebook::prepare(state, &folder_of_state, &project, control.now(), &names));
        if let Some(fault) = fault {
            control.add_fault(fault).expect("an operation");
        }
        earlier = log.text().len();
        world.probed.lock().expect("lock").clear();
        let was_empty = folder.as_ref().is_some_and(|folder| !written(folder));
        let arguments: Map<String, Value> = serde_json::from_str(args).expect("arguments");
        let arguments = filled(arguments, &names);
        let result = world.call(tool, arguments.clone()).await;
        drop(held);
        let mut calls: BTreeSet<&'static str> = control.requests().iter().filter_map(made).collect();
        if was_empty && folder.as_ref().is_some_and(written) {
            calls.insert("files.write");
        }
        calls.extend(world.probed.lock().expect("lock").iter());
        let progress = world.progress.lock().expect("lock").clone();
        let questions = world.questions.lock().expect("lock").clone();
        Run { arguments, result, progress, questions, calls, log: String::new() }
    });
    drop(kept);
    run.log = log.text();
    run.calls.extend(local_effects(&run.log[earlier..]));
    canary::assert_absent("the log", &run.log, &[]);
    for (file, text) in files(state.path()) {
        canary::assert_absent(&file, &text, &[]);
    }
    canary::assert_absent("the result", &serde_json::to_string(&run.result).expect("JSON"), &[]);
    canary::assert_absent("the notifications", &format!("{:?} {:?}", run.progress, run.questions), &[]);
    run
}

/// The files that zcp keeps between processes, with what is in them.
fn files(folder: &Path) -> Vec<(String, String)> {
    let entries = folder.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path());
    let read = |path: PathBuf| {
        if path.is_dir() {
            files(&path)
        } else {
            vec![(path.display().to_string(), fs::read_to_string(&path).expect("text"))]
        }
    };
    entries.flat_map(read).collect()
}

/// The programs that an example names instead of those of the system.
fn programs(settings: &Map<String, Value>) -> Programs {
    let named = |key: &str| settings.get(key).and_then(Value::as_str).map(PathBuf::from);
    let usual = Programs::default();
    Programs {
        ssh: named("sshProgram").unwrap_or(usual.ssh),
        ssh_config: named("sshConfig"),
        zcli: named("zcliProgram").unwrap_or(usual.zcli),
        // What pages look like in a real one is tested there.
        browser: Some(named("browserProgram").unwrap_or_else(super::browser::program)),
        git: named("gitProgram").map_or(usual.git, |path| Path::new(env!("CARGO_MANIFEST_DIR")).join(path)),
        mounts: Mounts {
            sshfs: named("sshfsProgram").unwrap_or(usual.mounts.sshfs),
            unmount: named("unmountProgram").unwrap_or(usual.mounts.unmount),
            probe: named("probeProgram").unwrap_or(usual.mounts.probe),
            table: named("mountTable").unwrap_or(usual.mounts.table),
            device: named("fuseDevice").unwrap_or(usual.mounts.device),
        },
        ..Programs::default()
    }
}

/// The effects of this computer that a run had, which nothing but the log tells of.
fn local_effects(log: &str) -> impl Iterator<Item = &'static str> {
    LOCAL_EFFECTS.iter().copied().filter(move |effect| log.contains(&format!("effect=\"{effect}\"")))
}

/// Effects that no request to the sandbox shows.
pub(crate) const LOCAL_EFFECTS: &[&str] = &[
    "browser.act",
    "browser.open",
    "database.read",
    "files.read",
    "git.push",
    "folder.look",
    "git.read",
    "mount.read",
    "mount.write",
    "notebook.append",
    "notebook.write",
    "ssh.command",
    "ssh.exec",
    "ssh.look",
    "ssh.probe",
    "ssh.read",
    "zcli.run",
];

/// The operation or effect that a request is.
fn made(request: &LoggedRequest) -> Option<&'static str> {
    const EFFECTS: &[&str] = &["backup.fetch", "log.fetch", "recipes.read", "upload.put"];
    match request.operation {
        Some(operation) => Some(operation.info().name),
        None => request.name.filter(|name| EFFECTS.contains(name)),
    }
}

/// Makes the steps and faults of an example; answers what they named.
pub(crate) async fn prepare(world: &World, given: &Given, setting: &Setting<'_>) -> BTreeMap<String, String> {
    let control = world.sandbox.control();
    let mut names = BTreeMap::new();
    let steps: Vec<Step> = serde_json::from_str(given.control).expect("control steps");
    for step in steps {
        let named = step.named().map(str::to_owned);
        match step {
            Step::Commit { name } => commit(&setting.working_folder, &name),
            Step::Call { tool, args } => call(world, &tool, args, setting).await,
            Step::Database { hostname } => {
                if let Some(address) = databases::shared_postgresql() {
                    setting.network.insert(&hostname, 5432, address);
                }
            }
            Step::Web(web) => {
                let address = servers::web(&web, &world.probed).await;
                match (&web.private, web.port) {
                    (Some(hostname), Some(port)) => setting.network.insert(hostname, port, address),
                    _ => control.set_subdomain_domain(&format!("localhost:{}", address.port())),
                }
            }
            Step::Tcp { hostname, port, answers } => {
                let address = servers::tcp(answers, &world.probed).await;
                setting.network.insert(&hostname, port, address);
            }
            step => {
                let id = match control.take(step).expect("a step of the sandbox") {
                    Made::Id(id) => Some(id),
                    Made::Process(id) => Some(id.to_string()),
                    _ => None,
                };
                names.extend(named.zip(id));
            }
        }
    }
    let faults: Vec<Value> = serde_json::from_str(given.faults).expect("faults");
    for fault in faults {
        control.add_fault(serde_json::from_value(fault).expect("a fault of the sandbox")).expect("an operation");
    }
    control.clear_requests();
    names
}

/// A folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let to = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("copied");
        }
    }
}

/// Makes a folder the work tree of a repository in which this commit is checked out, as far as zcp looks at it.
fn commit(folder: &Path, name: &str) {
    fs::create_dir_all(folder.join(".git/objects")).expect("a folder");
    fs::write(folder.join(".git/HEAD"), format!("{name}\n")).expect("written");
}

/// A call that was made before, over a connection of its own: the example starts with an empty
/// cache.
async fn call(world: &World, tool: &str, arguments: Map<String, Value>, setting: &Setting<'_>) {
    let tool = TOOLS.iter().find(|row| tool == row.spec.name).expect("a tool");
    let cx = context(&world.sandbox, setting);
    (tool.call)(cx, arguments).await.expect("an earlier call works");
}

pub(crate) fn filled(mut arguments: Map<String, Value>, names: &BTreeMap<String, String>) -> Map<String, Value> {
    for value in arguments.values_mut() {
        let name = value.as_str().and_then(|text| text.strip_prefix("${")).and_then(|text| text.strip_suffix('}'));
        if let Some(name) = name {
            *value = json!(names.get(name).unwrap_or_else(|| panic!("nothing is named `{name}`")));
        }
    }
    arguments
}

/// What every answer must be: the code that was expected, or a record that fits the schema; within
/// its budget; and its progress in order.
fn check(tool: &str, run: &Run, expected: Option<&str>) {
    let spec = TOOLS.iter().find(|row| row.spec.name == tool).expect("a tool").spec;
    let text = text_of(&run.result);
    let code = run.result.is_error.unwrap_or(false).then(|| {
        let failure = failure_in(&run.result);
        let code = failure["code"].as_str().expect("a code");
        assert!(text.starts_with(&format!("{code}: ")), "a failure begins with a line in words: {text}");
        assert!(run.result.structured_content.is_none(), "a failure has a text block only");
        for key in ["error", "suggestion"] {
            assert!(failure[key].as_str().is_some_and(|text| !text.is_empty()), "`{key}` of {text}");
        }
        assert!(failure["retryable"].is_boolean() && failure["next"].is_array(), "{text}");
        failure["code"].as_str().expect("a code").to_owned()
    });
    assert_eq!(code.as_deref(), expected, "{text}");
    if code.is_none() {
        let schema: Value = serde_json::from_str(spec.output_schema).expect("a schema");
        let record = run.result.structured_content.as_ref().expect("a result is structured");
        validator(&schema).validate(record).unwrap_or_else(|error| panic!("{error} in {record}"));
    }
    let bytes = serde_json::to_string(&run.result).expect("JSON").len();
    assert!(bytes <= spec.budget_bytes, "{bytes} bytes of at most {}", spec.budget_bytes);
    assert!(run.progress.windows(2).all(|pair| pair[0].0 < pair[1].0), "progress grows: {:?}", run.progress);
}

/// A validator of the schema dialect that the protocol names.
pub(crate) fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::new(schema).expect("a valid schema")
}
