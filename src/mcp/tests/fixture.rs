//! A small registry with a tool for every way a call can go, and servers over it.

use std::sync::Arc;
use std::time::Duration;

use rmcp::model::{CallToolRequestParams, CallToolResult};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::domain::call::{Arg, Template};
use crate::domain::clock::{BoxFuture, SystemClock};
use crate::domain::failure::failure_of;
use crate::domain::failure::{Detail, ErrorInfo, Failure, Question, Stake};
use crate::domain::hints::Hints;
use crate::domain::outcome::{Render, Success};
use crate::domain::params::{Action, Field, Kind, Params, Text};
use crate::domain::scope::Consent;
use crate::domain::tool::ToolSpec;
use crate::mcp::consent::SealKey;
use crate::mcp::offer::{Filter, Offer};
use crate::mcp::server::{Limits, Server};
use crate::mcp::stdio::{ExitReason, serve_io};
use crate::ops::context::{Base, Context};
use crate::ops::tool::Tool;
use crate::platform::connection::Connection;
use crate::platform::credentials::Source;
use crate::platform::settings::Settings;

/// Rings when the tool that writes has seen its cancellation.
pub(super) static WRITER_STOPPED: Notify = Notify::const_new();

pub(super) const READS: Hints = Hints { read_only: true, destructive: false, idempotent: true, open_world: true };
pub(super) const WRITES: Hints = Hints { read_only: false, destructive: false, idempotent: true, open_world: true };
pub(super) const DESTROYS: Hints = Hints { read_only: false, destructive: true, idempotent: false, open_world: true };

const NO_PARAMS: Params = Params { fields: &[], rules: &[], actions: &[], default_action: None };
const EMPTY: &str = r#"{"type":"object","properties":{},"additionalProperties":false}"#;
const ANY: &str = r#"{"type":"object"}"#;

const fn spec(name: &'static str, group: &'static str, hints: Hints) -> ToolSpec {
    ToolSpec {
        name,
        title: "A title",
        group,
        sets: &[],
        description: "What the model reads.",
        docs: "",
        input_schema: EMPTY,
        output_schema: ANY,
        hints,
        local: false,
        params: NO_PARAMS,
        errors: &[],
        calls: &[],
        budget_bytes: 16_384,
    }
}

static CONFIRM_REQUIRED: ErrorInfo = ErrorInfo {
    code: "CONFIRM_REQUIRED",
    meaning: "A deletion has to be confirmed.",
    cause: "",
    suggestion: "Confirm it.",
    retryable: false,
    next: Some(Template {
        tool: "t_service",
        args: &[("action", Arg::Text("delete")), ("serviceHostname", Arg::Text("api"))],
    }),
};

const HOSTNAME: Kind =
    Kind::Text(Text { min_length: 1, max_length: 40, pattern: None, rule: "a hostname", error: None });

const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false, missing: None, local: false }
}

static READ: ToolSpec =
    ToolSpec { calls: &["project.service.list"], sets: &["small"], ..spec("t_read", "look", READS) };
static PANIC: ToolSpec = spec("t_panic", "look", READS);
static HANG: ToolSpec = ToolSpec { calls: &["project.service.list"], ..spec("t_hang", "look", READS) };
static STEPS: ToolSpec = spec("t_steps", "look", READS);
static NEXT: ToolSpec = spec("t_next", "look", READS);
static TEXT: ToolSpec = spec("t_text", "look", READS);
static WAIT: ToolSpec = ToolSpec { sets: &["small"], ..spec("t_wait", "change", WRITES) };
static DELETE: ToolSpec = spec("t_delete", "change", DESTROYS);
static SERVICE: ToolSpec = ToolSpec {
    input_schema: r#"{"type":"object","properties":{
        "action":{"type":"string","enum":["status","start","delete"],
            "description":"status: how it stands. start: start it. delete: delete it."},
        "serviceHostname":{"type":"string"},"lines":{"type":"integer"},"confirm":{"type":"boolean"}},
        "required":["action","serviceHostname"],"additionalProperties":false}"#,
    params: Params {
        fields: &[
            Field { required: true, ..field("action", Kind::Enum(&["status", "start", "delete"])) },
            Field { required: true, ..field("serviceHostname", HOSTNAME) },
            field("lines", Kind::Integer { min: None, max: None }),
            field("confirm", Kind::Boolean),
        ],
        rules: &[],
        actions: &[
            Action { name: "status", fields: &["serviceHostname", "lines"], required: &[], hints: READS, local: false },
            Action { name: "start", fields: &["serviceHostname"], required: &[], hints: WRITES, local: false },
            Action {
                name: "delete",
                fields: &["serviceHostname", "confirm"],
                required: &[],
                hints: DESTROYS,
                local: false,
            },
        ],
        default_action: None,
    },
    ..spec("t_service", "services", DESTROYS)
};

pub(super) static TOOLS: &[Tool] = &[
    Tool { spec: &DELETE, call: |cx, _| delete(&cx) },
    Tool { spec: &HANG, call: |_, _| Box::pin(std::future::pending()) },
    Tool { spec: &NEXT, call: |_, _| next() },
    Tool { spec: &PANIC, call: |_, _| panic!("a secret of the operation") },
    Tool { spec: &READ, call: |_, arguments| read(arguments) },
    Tool { spec: &SERVICE, call: |_, arguments| service(arguments) },
    Tool { spec: &STEPS, call: |cx, _| Box::pin(steps(cx)) },
    Tool { spec: &TEXT, call: |_, _| Box::pin(async { Ok(record(json!({ "text": "line\nline" }), Render::Text)) }) },
    Tool { spec: &WAIT, call: |cx, _| Box::pin(wait(cx)) },
];

type Answer = BoxFuture<'static, Result<Success, Failure>>;

fn record(value: Value, render: Render) -> Success {
    Success { value, render }
}

fn read(arguments: Map<String, Value>) -> Answer {
    Box::pin(async {
        READ.decode::<Value>(arguments)?;
        Ok(record(json!({ "greeting": "hello" }), Render::Json))
    })
}

fn service(arguments: Map<String, Value>) -> Answer {
    Box::pin(async { Ok(record(SERVICE.decode::<Value>(arguments)?, Render::Json)) })
}

fn next() -> Answer {
    let next = json!([
        { "tool": "t_read", "args": {} },
        { "tool": "t_service", "args": { "action": "start", "serviceHostname": "api" } },
    ]);
    Box::pin(async move { Ok(record(json!({ "next": next }), Render::Json)) })
}

fn delete(cx: &Context) -> Answer {
    let question = match &cx.scope().consent {
        Consent::Accepted(stake) if *stake == Stake::new(["api"]) => {
            return Box::pin(async { Ok(record(json!({ "deleted": true }), Render::Json)) });
        }
        Consent::CanAsk | Consent::CannotAsk => Some(Question {
            text: "Delete api?".to_owned(),
            word: "api".to_owned(),
            deed: "delete it".to_owned(),
            stake: Stake::new(["api"]),
        }),
        _ => None,
    };
    let message = match &cx.scope().consent {
        Consent::Refused => "refused",
        Consent::Unanswered => "unanswered",
        Consent::Mistyped => "mistyped",
        Consent::Late => "late",
        Consent::HumanWithheld => "withheld",
        _ => "not confirmed",
    };
    let message = message.to_owned();
    let failure = Failure::new(&CONFIRM_REQUIRED, Detail { message, question, ..Detail::default() });
    Box::pin(async { Err(failure) })
}

async fn steps(cx: Context) -> Result<Success, Failure> {
    if let Some(progress) = &cx.scope().progress {
        for (step, done) in [("one", 1.0), ("two", 1.0), ("three", 3.0)] {
            progress.report(step.to_owned(), done, Some(3.0)).await;
        }
    }
    Ok(record(json!({ "steps": 3 }), Render::Json))
}

async fn wait(cx: Context) -> Result<Success, Failure> {
    if let Some(progress) = &cx.scope().progress {
        progress.report("waiting".to_owned(), 1.0, None).await;
    }
    cx.scope().cancel.cancelled().await;
    WRITER_STOPPED.notify_one();
    Ok(record(json!({ "stopped": true }), Render::Json))
}

/// Everything is offered.
pub(super) fn everything() -> Filter {
    Filter::default()
}

pub(super) fn server(filter: &Filter) -> Server {
    let base = Base { allow_production: true, ..Base::new(Arc::new(SystemClock)) };
    let limits = Limits {
        running: 4,
        progress_interval: Duration::ZERO,
        writer_grace: Duration::from_millis(200),
        answer: Duration::from_mins(5),
        end_grace: Duration::from_millis(100),
        deadline: Duration::from_millis(600),
    };
    let offer = Offer::new(TOOLS, filter).expect("the filter is valid");
    Server::with_limits(Context::new(base, connection()), offer, &SealKey::new([7; 32]), limits)
}

/// A server on one end of a stream; the other end, and what ends it.
pub(super) fn serve(filter: &Filter) -> (DuplexStream, JoinHandle<ExitReason>, CancellationToken) {
    let (ours, theirs) = tokio::io::duplex(64 * 1024);
    let (reader, writer) = tokio::io::split(theirs);
    let stop = CancellationToken::new();
    let serving = tokio::spawn(serve_io(server(filter), reader, writer, stop.clone()));
    (ours, serving, stop)
}

pub(super) fn call(tool: &'static str, arguments: Value) -> CallToolRequestParams {
    let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
    CallToolRequestParams::new(tool).with_arguments(arguments)
}

/// The text block of a result.
pub(super) fn text(result: &CallToolResult) -> &str {
    assert_eq!(result.content.len(), 1);
    &result.content[0].as_text().expect("a text block").text
}

/// The failure in a result.
pub(super) fn failure(result: &CallToolResult) -> Value {
    assert_eq!(result.is_error, Some(true));
    assert_eq!(result.structured_content, None);
    failure_of(text(result)).expect("a failure is JSON")
}

/// A client that speaks in bytes.
pub(super) struct Wire {
    lines: Lines<BufReader<ReadHalf<DuplexStream>>>,
    writer: Option<WriteHalf<DuplexStream>>,
    serving: JoinHandle<ExitReason>,
    pub(super) stop: CancellationToken,
}

impl Wire {
    /// A connection on which nothing was said.
    pub(super) fn silent(filter: &Filter) -> Self {
        let (ours, serving, stop) = serve(filter);
        let (reader, writer) = tokio::io::split(ours);
        Self { lines: BufReader::new(reader).lines(), writer: Some(writer), serving, stop }
    }

    /// A connection after `initialize`.
    pub(super) async fn open(filter: &Filter) -> Self {
        let mut wire = Self::silent(filter);
        wire.request(json!(0), "initialize", initialize("2025-11-25")).await;
        assert_eq!(wire.answer().await["id"], 0);
        wire.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await;
        wire
    }

    pub(super) async fn bytes(&mut self, bytes: &[u8]) {
        self.writer.as_mut().expect("open").write_all(bytes).await.expect("the server reads");
    }

    pub(super) async fn send(&mut self, message: &Value) {
        self.bytes(format!("{message}\n").as_bytes()).await;
    }

    pub(super) async fn request(&mut self, id: Value, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).await;
    }

    pub(super) async fn call(&mut self, id: i64, tool: &str) {
        self.request(json!(id), "tools/call", json!({ "name": tool, "arguments": {} })).await;
    }

    /// The next line.
    pub(super) async fn answer(&mut self) -> Value {
        let line = self.lines.next_line().await.expect("readable").expect("a line");
        serde_json::from_str(&line).expect("a line is JSON")
    }

    /// Every line that is left.
    pub(super) async fn rest(&mut self) -> Vec<Value> {
        let mut rest = Vec::new();
        while let Some(line) = self.lines.next_line().await.expect("readable") {
            rest.push(serde_json::from_str(&line).expect("a line is JSON"));
        }
        rest
    }

    /// Ends the input.
    pub(super) async fn end(&mut self) {
        self.writer.take().expect("open").shutdown().await.expect("the end can be sent");
    }

    pub(super) async fn reason(self) -> ExitReason {
        self.serving.await.expect("serving does not panic")
    }
}

/// Parameters of `initialize`.
pub(super) fn initialize(version: &str) -> Value {
    json!({ "protocolVersion": version, "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } })
}

/// A connection that nothing here uses.
fn connection() -> Connection {
    let source = Source::Fixed { token: None, host: String::new(), project: None };
    Connection::new(source, Settings::default(), Arc::new(SystemClock))
}
