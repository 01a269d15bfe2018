//! Tasks (`io.modelcontextprotocol/tasks`): a call that the platform finishes later is answered by a handle, where the
//! client takes one, and the client asks how it stands until it is done.
//!
//! Nothing is kept here but the question whether to cancel (`cancelling`). A handle begins with the id of the platform's process; behind it is what the call had answered
//! so far, sealed for its caller, so that any replica can say how it stands and what the call comes to.

use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, CreateTaskResult, DetailedTask, ErrorCode, ErrorData,
    GetTaskResult, InputRequests, JsonObject, SealOptions, Task, TaskPayload, TaskStatus, UpdateTaskParams,
};
use rmcp::service::RequestContext;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::consent::is_modern;
use super::server::Server;
use super::{call, render};
use crate::domain::failure::{Detail, Failure};
use crate::domain::outcome::{Render, Success};
use crate::domain::params::Action;
use crate::domain::tool::ToolSpec;
use crate::generated::errors::{CONFIRM_REQUIRED, PROCESS_ALREADY_TERMINAL, PROCESS_FAILED, PROCESS_NOT_FOUND};
use crate::generated::registry::TOOLS;
use crate::ops::tool::Tool;

/// The parameter that says whether a call is awaited; only calls that the platform finishes later have it.
const WAIT: &str = "wait";
/// How long a handle is good.
const GOOD: Duration = Duration::from_hours(24);
/// How often a client may want to ask.
const POLL: Duration = Duration::from_secs(3);
/// The most bytes of a handle, which stands in a header of each request; what needs more is answered without one.
const MOST_BYTES: usize = 4096;
/// What ended and did not do what was asked.
const LOST: [&str; 3] = ["FAILED", "CANCELED", "CANCELLED"];

/// What a handle holds.
#[derive(Serialize, Deserialize)]
struct Begun {
    /// The tool that was called.
    tool: String,
    /// What it answered.
    record: JsonObject,
}

/// A process of the platform, as it is now.
struct Seen {
    record: Value,
    done: bool,
    next: Value,
}

/// Whether a call is answered by a task: the client takes one, and did not say that it goes on by itself.
pub(super) fn is_wanted(
    cx: &RequestContext<RoleServer>,
    spec: &ToolSpec,
    action: Option<&Action>,
    arguments: &JsonObject,
) -> bool {
    let goes_on = match arguments.get(WAIT) {
        Some(Value::Bool(waits)) => !waits,
        Some(Value::String(word)) => !word.trim().eq_ignore_ascii_case("true"),
        _ => false,
    };
    let is_async = spec.params.field(WAIT).is_some() && action.is_none_or(|action| action.fields.contains(&WAIT));
    is_async && !goes_on && is_modern(cx) && cx.client_capabilities().is_some_and(|can| can.supports_tasks())
}

/// The arguments of a call that is not awaited here.
pub(super) fn unawaited(mut arguments: JsonObject) -> JsonObject {
    arguments.insert(WAIT.to_owned(), Value::Bool(false));
    arguments
}

/// The task that a result goes on as; none where nothing goes on.
pub(super) fn begun(server: &Server, spec: &ToolSpec, result: &CallToolResult) -> Option<CreateTaskResult> {
    let Some(Value::Object(record)) = &result.structured_content else { return None };
    if result.is_error == Some(true) || !processes(record).any(|process| !is_over(process)) {
        return None;
    }
    let mut record = record.clone();
    // They are about what goes on, and there will be others.
    record.remove("next");
    let id = id_of(processes(&record).next()?)?.to_owned();
    let begun = Begun { tool: spec.name.to_owned(), record };
    let sealed = serde_json::to_vec(&begun).ok()?;
    let bound = bound(server);
    let options = SealOptions::new().associated_data(&bound).ttl(GOOD);
    let handle = format!("{id}.{}", server.questions().codec().seal_with(&sealed, &options));
    let task = task(server, handle, &begun.record);
    (task.task_id.len() <= MOST_BYTES).then(|| CreateTaskResult::new(task))
}

/// How a task stands, and what its call came to once it is done.
pub(super) async fn get(
    server: &Server,
    handle: &str,
    cx: &RequestContext<RoleServer>,
) -> Result<GetTaskResult, ErrorData> {
    let Begun { tool, mut record } = open(server, handle)?;
    let tool = tool_of(&tool).ok_or_else(unknown)?;
    let ids: Vec<String> = processes(&record).filter_map(id_of).map(str::to_owned).collect();
    let (mut seen, mut all_done) = (Vec::with_capacity(ids.len()), true);
    for id in ids {
        let one = look(server, cx, &id).await?;
        all_done &= one.done;
        seen.push(one);
        if !all_done {
            break;
        }
    }
    replace(&mut record, &seen);
    let mut task = task(server, handle.to_owned(), &record);
    if !all_done {
        let now = server.clock().now();
        let waiting = seen.iter().filter_map(|seen| server.cancelling().of(&whose(server, id_of(&seen.record)?), now));
        let questions: InputRequests = waiting.map(|waiting| (waiting.key, waiting.request)).collect();
        if !questions.is_empty() {
            let payload = TaskPayload::InputRequired { input_requests: questions };
            return Ok(GetTaskResult::new(DetailedTask::new(task, payload)));
        }
        let one = seen.last().map(|seen| described(&seen.record)).unwrap_or_default();
        task.status_message = Some(one);
        return Ok(GetTaskResult::new(DetailedTask::new(task, TaskPayload::Working)));
    }
    if let Some(lost) = seen.iter().find(|seen| status(&seen.record).is_some_and(|status| LOST.contains(&status))) {
        task.status_message = Some(described(&lost.record));
        if status(&lost.record) != Some("FAILED") {
            return Ok(GetTaskResult::new(DetailedTask::new(task, TaskPayload::Cancelled)));
        }
        let result = render::failure(tool.spec, server.offer(), &failed(lost));
        return completed(task, &result);
    }
    settle(server, cx, &mut record).await?;
    if let Some(next) = seen.into_iter().map(|seen| seen.next).find(|next| !next.is_null()) {
        record.insert("next".to_owned(), next);
    }
    let success = Success { value: Value::Object(record), render: Render::Json };
    completed(task, &render::success(tool.spec, server.offer(), success))
}

/// Asks the platform to stop what a task is about. Where that takes the word of a human, the task asks for it from now
/// on, and goes on meanwhile.
pub(super) async fn cancel(server: &Server, handle: &str, cx: &RequestContext<RoleServer>) -> Result<(), ErrorData> {
    let Begun { record, .. } = open(server, handle)?;
    for id in processes(&record).filter(|process| !is_over(process)).filter_map(id_of) {
        let refused = match call::call(server, cancel_of(id)?, cx).await? {
            CallToolResponse::Complete(result) if result.is_error != Some(true) => continue,
            CallToolResponse::Complete(result) => words(&result),
            CallToolResponse::InputRequired(asked) => {
                let now = server.clock().now();
                let until = now.checked_add(server.limits().answer).unwrap_or(now);
                if server.cancelling().keep(whose(server, id), asked, now, until) {
                    continue;
                }
                "too many questions wait for a human".to_owned()
            }
            _ => "it cannot be asked about here".to_owned(),
        };
        // What has ended need not be stopped.
        if refused.starts_with(PROCESS_ALREADY_TERMINAL.code) {
            continue;
        }
        let mut message = format!("The task goes on: {refused}");
        if refused.starts_with(CONFIRM_REQUIRED.code) {
            let call = json!({ "action": "cancel", "processId": id, "confirm": true });
            message.push_str(&format!(" Once the human agreed, call {} {call}", process_tool()?.spec.name));
        }
        return Err(ErrorData::invalid_request(message, None));
    }
    Ok(())
}

/// Takes answers to the questions of a task. What they come to is seen at the task: a refusal leaves it as it is.
pub(super) async fn update(
    server: &Server,
    request: &UpdateTaskParams,
    cx: &RequestContext<RoleServer>,
) -> Result<(), ErrorData> {
    let Begun { record, .. } = open(server, &request.task_id)?;
    for id in processes(&record).filter_map(id_of) {
        let (whose, now) = (whose(server, id), server.clock().now());
        let Some(waiting) = server.cancelling().of(&whose, now) else { continue };
        let Some(answer) = waiting.answer(&request.input_responses) else { continue };
        server.cancelling().forget(&whose, now);
        let mut call = cancel_of(id)?;
        (call.input_responses, call.request_state) = (Some(answer), Some(waiting.state));
        call::call(server, call, cx).await?;
    }
    Ok(())
}

/// The call that stops a process.
fn cancel_of(id: &str) -> Result<CallToolRequestParams, ErrorData> {
    let arguments = json!({ "action": "cancel", "processId": id }).as_object().cloned().unwrap_or_default();
    Ok(CallToolRequestParams::new(process_tool()?.spec.name).with_arguments(arguments))
}

/// A question about a process is its caller's alone.
fn whose(server: &Server, process: &str) -> (String, String) {
    (server.caller().name().to_owned(), process.to_owned())
}

/// A handle is its caller's alone.
fn bound(server: &Server) -> Vec<u8> {
    format!("tasks\0{}", server.caller().name()).into_bytes()
}

fn open(server: &Server, handle: &str) -> Result<Begun, ErrorData> {
    let (id, sealed) = handle.split_once('.').ok_or_else(unknown)?;
    let opened = server.questions().codec().open_with(sealed, &bound(server)).map_err(|_| unknown())?;
    let begun: Begun = serde_json::from_slice(&opened).map_err(|_| unknown())?;
    let is_its_own = processes(&begun.record).next().and_then(id_of) == Some(id);
    if is_its_own { Ok(begun) } else { Err(unknown()) }
}

fn unknown() -> ErrorData {
    ErrorData::invalid_params("`taskId` is none that this server gave to this caller in the last day", None)
}

fn tool_of(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.spec.name == name)
}

fn process_tool() -> Result<&'static Tool, ErrorData> {
    tool_of("zerops_process").ok_or_else(|| ErrorData::internal_error("this server looks at no processes", None))
}

/// The processes that a record names.
fn processes(record: &JsonObject) -> impl Iterator<Item = &Value> {
    let many = record.get("processes").and_then(Value::as_array).into_iter().flatten();
    record.get("process").into_iter().chain(many)
}

fn id_of(process: &Value) -> Option<&str> {
    process.get("id").and_then(Value::as_str)
}

fn status(process: &Value) -> Option<&str> {
    process.get("status").and_then(Value::as_str)
}

fn is_over(process: &Value) -> bool {
    status(process).is_some_and(|status| status == "FINISHED" || LOST.contains(&status))
}

fn described(process: &Value) -> String {
    let word = |name| process.get(name).and_then(Value::as_str).unwrap_or_default();
    let services = process.get("services").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let services: Vec<&str> = services.collect();
    let of = if services.is_empty() { String::new() } else { format!(" of {}", services.join(", ")) };
    format!("{}{of}: {}", word("action"), word("status"))
}

/// What is known of a task whatever comes of it.
fn task(server: &Server, handle: String, record: &JsonObject) -> Task {
    let moment = |name: &str| {
        processes(record).filter_map(|process| process.get(name).and_then(Value::as_str)).max().map(str::to_owned)
    };
    let created = moment("created").unwrap_or_else(|| server.clock().now().to_string());
    let changed = moment("finished").or_else(|| moment("started")).unwrap_or_else(|| created.clone());
    let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    Task::new(handle, TaskStatus::Working, created, changed)
        .with_ttl_ms(millis(GOOD))
        .with_poll_interval_ms(millis(POLL))
}

fn completed(task: Task, result: &CallToolResult) -> Result<GetTaskResult, ErrorData> {
    let Ok(Value::Object(result)) = serde_json::to_value(result) else {
        return Err(ErrorData::internal_error("the result could not be written as JSON", None));
    };
    Ok(GetTaskResult::new(DetailedTask::new(task, TaskPayload::Completed { result })))
}

/// Looks at a process.
async fn look(server: &Server, cx: &RequestContext<RoleServer>, id: &str) -> Result<Seen, ErrorData> {
    let arguments = json!({ "action": "status", "processId": id });
    let mut record = read(server, cx, process_tool()?, arguments).await?;
    let mut part = |name: &str| record.remove(name).unwrap_or(Value::Null);
    Ok(Seen { record: part("process"), done: part("done") == true, next: part("next") })
}

/// What a tool reads, whether its caller may call it or not: it is about what the caller began.
async fn read(
    server: &Server,
    cx: &RequestContext<RoleServer>,
    tool: &'static Tool,
    arguments: Value,
) -> Result<JsonObject, ErrorData> {
    let arguments = arguments.as_object().cloned().unwrap_or_default();
    let result = call::look(server, tool, arguments, cx).await;
    match result.structured_content {
        Some(Value::Object(record)) if result.is_error != Some(true) => Ok(record),
        _ => {
            let words = words(&result);
            Err(if words.starts_with(PROCESS_NOT_FOUND.code) { unknown() } else { later(&words) })
        }
    }
}

/// How it stands is not known now; the task goes on.
fn later(words: &str) -> ErrorData {
    ErrorData::new(ErrorCode::INTERNAL_ERROR, format!("The task goes on, but it could not be looked at: {words}"), None)
}

/// The first line of what a failure says: its code and what happened.
fn words(result: &CallToolResult) -> String {
    let text = result.content.first().and_then(|block| block.as_text());
    text.and_then(|text| text.text.lines().next()).unwrap_or_default().to_owned()
}

/// Puts what was seen into the record.
fn replace(record: &mut JsonObject, seen: &[Seen]) {
    let later = |process: &mut Value| {
        if let Some(seen) = seen.iter().find(|seen| id_of(&seen.record) == id_of(process)) {
            *process = seen.record.clone();
        }
    };
    if let Some(process) = record.get_mut("process") {
        later(process);
    }
    record.get_mut("processes").and_then(Value::as_array_mut).into_iter().flatten().for_each(later);
}

/// What else of a record has changed once its processes are done: a version is live, or is not.
async fn settle(server: &Server, cx: &RequestContext<RoleServer>, record: &mut JsonObject) -> Result<(), ErrorData> {
    let of = |record: &JsonObject, place: &str| {
        Value::Object(record.clone()).pointer(place).and_then(Value::as_str).map(str::to_owned)
    };
    let deployed = of(record, "/appVersionId");
    let Some(version) = deployed.clone().or_else(|| of(record, "/version/id")) else { return Ok(()) };
    let (Some(service), Some(tool)) = (of(record, "/service"), tool_of("zerops_versions")) else { return Ok(()) };
    let kept = read(server, cx, tool, json!({ "action": "list", "serviceHostname": service })).await?;
    let mut versions = kept.get("versions").and_then(Value::as_array).into_iter().flatten();
    let Some(found) = versions.find(|one| id_of(one) == Some(&version)) else {
        return Err(later("its version is not in the list of the service yet"));
    };
    let status = status(found).unwrap_or_default();
    record.insert("changed".to_owned(), Value::Bool(status == "ACTIVE"));
    match deployed {
        Some(_) => record.insert("status".to_owned(), status.into()),
        None => record.insert("version".to_owned(), found.clone()),
    };
    Ok(())
}

/// The failure that a process amounts to.
fn failed(seen: &Seen) -> Failure {
    let reason = seen.record.get("failReason").and_then(Value::as_str);
    let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
    let next = serde_json::from_value(seen.next.clone()).unwrap_or_default();
    let message = format!("{}{reason}", described(&seen.record));
    Failure::new(&PROCESS_FAILED, Detail { message, next, ..Detail::default() })
}
