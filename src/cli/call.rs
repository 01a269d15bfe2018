//! One tool call through a real client and a real server, printed for a person or a script.

use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use rmcp::model::CallToolResult;
use rmcp::service::ServiceError;
use serde_json::{Map, Value};

use super::answer::Form;
use super::args::CallArgs;
use super::arguments::{self, Parsed};
use super::build_log::BuildLog;
use super::client::{Client, Handler};
use super::command_line::call_help;
use super::people::Called;
use super::problem::Problem;
use super::progress::{Display, Mode};
use super::words::{self, Word};
use super::{answer, follow_log, human, out, output, page, setup, terminal};
use crate::domain::tool::ToolSpec;
use crate::mcp::server::Server;
use crate::process::runtime;

/// `zcp call TOOL`.
pub(super) fn call(args: &CallArgs) -> Result<ExitCode, Problem> {
    let Some(name) = &args.tool else {
        output::line(call_help().trim_end())?;
        return Ok(ExitCode::SUCCESS);
    };
    let Some(word) = words::find(name) else {
        let near = words::meant(name).map(|spec| format!(" Did you mean `{}`?", spec.name)).unwrap_or_default();
        let name: String = name.chars().take(64).collect();
        return Err(Problem::Usage(format!("no tool is called `{name}`.{near}\n\n`zcp tools` lists the tools.")));
    };
    carry_out(&word, args, Form::Agent)
}

/// Calls the tool of a word. What a person reads is laid out in this form.
pub(super) fn carry_out(word: &Word, args: &CallArgs, form: Form) -> Result<ExitCode, Problem> {
    let spec = word.spec;
    let parsed = arguments::parse(word, &args.arguments, read_input)
        .map_err(|problem| Problem::Usage(format!("{problem}\n\n`zcp tools {}` shows its parameters.", spec.name)))?;
    if args.help || parsed.help {
        output::line(&page::page(word, false, terminal::width()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let Parsed { mut arguments, follow, out, .. } = parsed;
    let mut offer = args.offer.clone();
    offer.read_only |= parsed.read_only;
    let seed = parsed.sandbox.as_deref().or(args.sandbox.as_deref());
    let is_json = args.json || parsed.json;
    if !is_json {
        exists(spec, &arguments)?;
    }
    let folder = confine(spec, &mut arguments);
    let form = if is_json { Form::Json } else { form };
    let server = setup::server_in(folder.as_deref(), &offer, seed)?;
    let called = Called { spec, arguments: &arguments };
    if follow {
        return runtime::run(follow_log::follow(server, called, form))?;
    }
    let name = if form == Form::People { word.text } else { spec.name };
    let display = Display::new(Mode::suitable(args.quiet || parsed.quiet, is_json), name);
    match runtime::run(make(server, called, &display))?? {
        Ended::Answered(result) => match (&out, &result.structured_content) {
            (Some(out), Some(record)) => out::write(record, out).map(|()| ExitCode::SUCCESS),
            _ => answer::show(called, &result, form),
        },
        Ended::Stopped(signal, answer) => {
            if let Some(result) = &answer {
                answer::show(called, result, form)?;
            }
            // What a sandbox of this process has begun ends with it.
            let goes_on = answer.is_none() && seed.is_none() && !spec.hints.read_only;
            let rest = if goes_on { ". What the platform has begun goes on; `zcp events` shows it" } else { "" };
            Err(Problem::Stopped(signal, format!("the call was interrupted{rest}")))
        }
    }
}

/// One call in this process, whose record is the answer.
///
/// # Errors
/// When it cannot be made, and what the tool failed with.
pub(super) fn record(tool: &str, arguments: &Map<String, Value>) -> Result<Value, Problem> {
    let Some(word) = words::find(tool) else { return Err(Problem::Failed(format!("no tool is called `{tool}`"))) };
    let server = setup::server(&super::offer_args::OfferArgs::default(), None)?;
    let called = Called { spec: word.spec, arguments };
    let display = Display::new(Mode::suitable(false, false), word.text);
    match runtime::run(make(server, called, &display))?? {
        Ended::Answered(result) if result.is_error == Some(true) => {
            answer::show(called, &result, Form::People)?;
            Err(Problem::Told)
        }
        Ended::Answered(result) => Ok(result.structured_content.unwrap_or_default()),
        Ended::Stopped(signal, _) => Err(Problem::Stopped(signal, "the call was interrupted".to_owned())),
    }
}

/// Whether the document that was typed is there. The server says it too, and does not repeat what it was given.
fn exists(spec: &ToolSpec, arguments: &Map<String, Value>) -> Result<(), Problem> {
    let file = arguments.get("filePath").and_then(Value::as_str);
    match file.filter(|_| matches!(spec.name, "zerops_import" | "zerops_validate")) {
        Some(file) if !Path::new(file).exists() => Err(Problem::Failed(format!("{file} does not exist"))),
        _ => Ok(()),
    }
}

/// A path of this person may lead anywhere, unlike one of an agent: the folder that arguments are confined to
/// is then that of the path, which is left as its name. None where every path is below the current folder.
fn confine(spec: &ToolSpec, arguments: &mut Map<String, Value>) -> Option<PathBuf> {
    let (name, is_folder) = match spec.name {
        "zerops_deploy" if !arguments.contains_key("sourceService") => ("workingDir", true),
        "zerops_import" | "zerops_validate" => ("filePath", false),
        _ => return None,
    };
    let path = Path::new(arguments.get(name)?.as_str()?).to_owned();
    let leads_out = path.is_absolute() || path.components().any(|part| part == Component::ParentDir);
    if !leads_out {
        return None;
    }
    let (folder, rest) = if is_folder {
        (path.canonicalize().ok()?, ".".to_owned())
    } else {
        (path.parent()?.canonicalize().ok()?, path.file_name()?.to_str()?.to_owned())
    };
    arguments.insert(name.to_owned(), Value::String(rest));
    Some(folder)
}

/// How a call ended.
enum Ended {
    /// With an answer.
    Answered(CallToolResult),
    /// Early, by this signal; with what the server said of the work that it left.
    Stopped(&'static str, Option<CallToolResult>),
}

fn read_input() -> Result<String, String> {
    let mut text = String::new();
    match std::io::stdin().read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(error) => Err(format!("standard input cannot be read: {error}")),
    }
}

/// Makes the call. The client asks for progress, so that a change is awaited.
async fn make(server: Server, called: Called<'_>, display: &Arc<Display>) -> Result<Ended, Problem> {
    let signal = runtime::signal()?;
    let handler = Handler::new(display.aside(human::at_terminal()), display.reports());
    let client = Client::in_process(server, handler).await.map_err(Problem::Failed)?;
    let mut log = BuildLog::of(called, display);
    let called = {
        let mut call = std::pin::pin!(client.call(called.spec.name, called.arguments.clone()));
        tokio::select! {
            called = &mut call => called.map(Ended::Answered),
            signal = signal => {
                // The server says what became of the call; a second signal does not wait for that.
                let again = runtime::signal()?;
                client.interrupt();
                tokio::select! {
                    called = call => Ok(Ended::Stopped(signal, called.ok())),
                    _ = again => return Ok(Ended::Stopped(signal, None)),
                }
            }
            never = display.show_name() => match never {},
            never = BuildLog::stream(&mut log, &client, display) => match never {},
        }
    };
    let called = match called {
        Ok(Ended::Answered(result)) if BuildLog::rest(&mut log, &client, display).await => {
            Ok(Ended::Answered(answer::without_log(result)))
        }
        called => called,
    };
    display.close();
    client.close().await;
    called.map_err(|error| match error {
        // The request itself was refused: there is no such tool.
        ServiceError::McpError(error) => Problem::Usage(format!("{}\n\n`zcp tools` lists the tools.", error.message)),
        other => Problem::Failed(format!("the call was not answered: {other}")),
    })
}
