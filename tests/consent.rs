//! Who may destroy anything: three deeds, two eras of the protocol, and everything that a client can bring
//! back for an answer. In every case the agent has confirmed by its arguments, which is worth nothing where
//! a human can be asked.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf};
use tokio_util::sync::CancellationToken;
use zcp::generated::registry::TOOLS;
use zcp::mcp::consent::SealKey;
use zcp::mcp::offer::{Filter, Offer};
use zcp::mcp::server::Server;
use zcp::mcp::stdio;

use crate::harness::answer::{failure_in_text, json_of};
use crate::harness::world::{Setting, World, block_on, context};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
    Delete,
    Import,
    Cancel,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Era {
    /// The server asks by a request of its own.
    Asking,
    /// The question is a result, and the answer comes with another call.
    Returning,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Answer {
    Accept,
    Decline,
    Cancel,
    Dismissed,
    Ticked,
    Mistyped,
    Unknown,
    Empty,
    Null,
    Error,
    Timeout,
    Replay,
    Altered,
    OtherService,
    OtherArguments,
}

use Answer as A;

const DEEDS: [Deed; 3] = [Deed::Delete, Deed::Import, Deed::Cancel];
const ERAS: [Era; 2] = [Era::Asking, Era::Returning];

/// What the call comes to: how often the deed is done, and the code of the last answer; none is a success.
const TABLE: &[(Answer, usize, Option<&str>)] = &[
    (A::Accept, 1, None),
    (A::Decline, 0, Some("CONFIRM_REFUSED")),
    (A::Cancel, 0, Some("CONFIRM_UNANSWERED")),
    (A::Dismissed, 0, Some("CONFIRM_UNANSWERED")),
    (A::Ticked, 0, Some("CONFIRM_UNANSWERED")),
    (A::Mistyped, 0, Some("CONFIRM_UNANSWERED")),
    (A::Unknown, 0, Some("CONFIRM_UNANSWERED")),
    (A::Empty, 0, Some("CONFIRM_UNANSWERED")),
    (A::Null, 0, Some("CONFIRM_UNANSWERED")),
    (A::Error, 0, Some("CONFIRM_UNANSWERED")),
    (A::Timeout, 0, Some("CONFIRM_UNANSWERED")),
    (A::Replay, 1, Some("void")),
    (A::Altered, 0, Some("void")),
    (A::OtherService, 0, Some("CONFIRM_UNANSWERED")),
    (A::OtherArguments, 0, Some("void")),
];

fn yes() -> Value {
    json!({ "action": "accept", "content": { "confirm": "worker" } })
}

/// What the client brings, where it is a word to the question that was asked.
fn word(answer: Answer) -> Value {
    match answer {
        A::Decline => json!({ "action": "decline" }),
        A::Cancel => json!({ "action": "cancel" }),
        // Some clients send the form along that was closed.
        A::Dismissed => json!({ "action": "cancel", "content": { "confirm": "worker" } }),
        A::Ticked => json!({ "action": "accept", "content": { "confirm": true } }),
        A::Mistyped => json!({ "action": "accept", "content": { "confirm": "yes" } }),
        A::Unknown => json!({ "action": "agree", "content": { "confirm": "worker" } }),
        A::Empty => json!({}),
        A::Null => Value::Null,
        _ => yes(),
    }
}

/// A sandbox, a client without a human for what surrounds a deed, and one with a human, byte by byte.
struct Case {
    world: World,
    era: Era,
    lines: Lines<BufReader<ReadHalf<DuplexStream>>>,
    writer: WriteHalf<DuplexStream>,
    next: i64,
}

impl Case {
    async fn start(era: Era, patience: Duration) -> Self {
        let setting = Setting::default();
        let world = World::start(&setting).await;
        let offer = Offer::new(TOOLS, &Filter::default()).expect("everything is offered");
        let cx = context(&world.sandbox, &setting);
        let server = Server::with_time_to_answer(cx, offer, &SealKey::new([7; 32]), patience);
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        let (reader, writer) = tokio::io::split(theirs);
        tokio::spawn(stdio::serve_io(server, reader, writer, CancellationToken::new()));
        let (reader, writer) = tokio::io::split(ours);
        let mut case = Self { world, era, lines: BufReader::new(reader).lines(), writer, next: 100 };
        if era == Era::Asking {
            let info = json!({ "name": "test", "version": "1" });
            let opening =
                json!({ "protocolVersion": "2025-11-25", "capabilities": { "elicitation": {} }, "clientInfo": info });
            case.send(&json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": opening })).await;
            case.line().await;
            case.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await;
        }
        case
    }

    async fn send(&mut self, message: &Value) {
        self.writer.write_all(format!("{message}\n").as_bytes()).await.expect("the server reads");
    }

    async fn line(&mut self) -> Value {
        let line = self.lines.next_line().await.expect("readable").expect("a line");
        serde_json::from_str(&line).expect("JSON")
    }

    /// Calls a tool, with what else belongs to the parameters.
    async fn call(&mut self, (tool, arguments): &(&str, Value), more: Value) {
        let mut params = json!({ "name": tool, "arguments": arguments });
        if self.era == Era::Returning {
            params["_meta"] = json!({
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": { "elicitation": {} },
                "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
            });
        }
        params.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        self.next += 1;
        let message = json!({ "jsonrpc": "2.0", "id": self.next, "method": "tools/call", "params": params });
        self.send(&message).await;
    }

    /// The question that a call leads to, and what an answer has to name.
    async fn asked(&mut self) -> Question {
        let line = self.line().await;
        match self.era {
            Era::Asking => {
                assert_eq!(line["method"], "elicitation/create", "{line}");
                Question { text: line["params"]["message"].clone(), key: line["id"].clone() }
            }
            Era::Returning => {
                let result = &line["result"];
                let text = result["inputRequests"]["confirm"]["params"]["message"].clone();
                assert!(text.is_string(), "{line}");
                Question { text, key: result["requestState"].clone() }
            }
        }
    }

    /// Brings an answer: to the question itself, or with the call made again.
    async fn answer(&mut self, call: &(&str, Value), key: &Value, answer: &Value) {
        match self.era {
            Era::Asking => self.send(&json!({ "jsonrpc": "2.0", "id": key, "result": answer })).await,
            Era::Returning => {
                let more = json!({ "requestState": key, "inputResponses": { "confirm": answer } });
                self.call(call, more).await;
            }
        }
    }

    /// What the call came to: the code of a failure, `void` for an error of the protocol, none for success.
    async fn outcome(&mut self) -> Option<String> {
        loop {
            let line = self.line().await;
            if line["method"] == "notifications/cancelled" {
                continue;
            }
            if line.get("error").is_some() {
                return Some("void".to_owned());
            }
            if line["result"]["isError"] != true {
                assert!(line["result"]["content"].is_array(), "{line}");
                return None;
            }
            let text = line["result"]["content"][0]["text"].as_str().expect("a text");
            let failure = failure_in_text(text);
            return failure["code"].as_str().map(str::to_owned);
        }
    }

    fn done(&self, deed: Deed) -> usize {
        let name = match deed {
            Deed::Delete => "service.delete",
            Deed::Import => "service.import",
            Deed::Cancel => "process.cancel",
        };
        self.world.sandbox.control().requests().iter().filter(|request| request.name == Some(name)).count()
    }

    /// A call that does the deed, if the human lets it, on one of two services.
    fn deed(&self, deed: Deed, hostname: &str) -> (&'static str, Value) {
        match deed {
            Deed::Delete => {
                ("zerops_delete", json!({ "serviceHostname": hostname, "confirm": true, "confirmHostname": hostname }))
            }
            Deed::Import => {
                let content = format!(
                    "services: [{{ hostname: {hostname}, type: nodejs@22, override: true, startWithoutCode: true }}]"
                );
                ("zerops_import", json!({ "content": content, "confirm": true }))
            }
            Deed::Cancel => {
                let process = self.world.sandbox.control().start_process(hostname, "stack.build").expect("a build");
                ("zerops_process", json!({ "action": "cancel", "processId": process, "confirm": true }))
            }
        }
    }

    async fn elsewhere(&self, tool: &str, arguments: Value) {
        let result = self.world.call(tool, arguments.as_object().cloned().expect("an object")).await;
        assert_ne!(result.is_error, Some(true), "{result:?}");
    }

    /// Puts another service in the place of the one that was asked about; a build that was asked about ends,
    /// and another one begins.
    async fn replace(&self, deed: Deed) {
        if deed == Deed::Cancel {
            self.world.sandbox.control().advance(Duration::from_mins(5));
            self.world.sandbox.control().start_process("worker", "stack.build").expect("a build");
            return;
        }
        let delete = json!({ "serviceHostname": "worker", "confirm": true, "confirmHostname": "worker", "wait": true });
        // After a deed that was done it is gone already, or going.
        self.world.call("zerops_delete", delete.as_object().cloned().expect("an object")).await;
        let content = "services: [{ hostname: worker, type: nodejs@22, startWithoutCode: true }]";
        self.elsewhere("zerops_import", json!({ "content": content, "wait": true })).await;
        self.world.sandbox.control().clear_requests();
    }
}

struct Question {
    text: Value,
    key: Value,
}

/// Goes through one cell of the table: how often the deed was done, and what the last answer was.
async fn cell(deed: Deed, era: Era, answer: Answer) -> (usize, Option<String>) {
    let patience = if answer == A::Timeout { Duration::ZERO } else { Duration::from_mins(5) };
    let mut case = Case::start(era, patience).await;
    let call = case.deed(deed, "worker");
    case.call(&call, json!({})).await;
    let question = case.asked().await;
    assert!(question.text.as_str().is_some_and(|text| text.contains("`worker`") || text.contains("over worker")));
    assert_eq!(case.done(deed), 0, "nothing is done before the answer");
    match (answer, era) {
        (A::Error, Era::Asking) => {
            let error = json!({ "code": -32603, "message": "no window" });
            case.send(&json!({ "jsonrpc": "2.0", "id": question.key, "error": error })).await;
        }
        (A::Error, Era::Returning) => {
            let error = json!({ "error": { "code": -32603, "message": "no window" } });
            case.answer(&call, &question.key, &error).await;
        }
        // There the server waits no longer than its patience by itself.
        (A::Timeout, Era::Asking) => {}
        (A::Replay, _) => {
            case.answer(&call, &question.key, &yes()).await;
            assert_eq!(case.outcome().await, None);
            match era {
                Era::Asking => {
                    case.replace(deed).await;
                    let again = if deed == Deed::Cancel { case.deed(deed, "worker") } else { call.clone() };
                    case.call(&again, json!({})).await;
                    let second = case.asked().await;
                    case.answer(&call, &question.key, &yes()).await;
                    case.answer(&call, &second.key, &word(A::Decline)).await;
                    assert_eq!(case.outcome().await.as_deref(), Some("CONFIRM_REFUSED"));
                    // What was done before was forgotten with the service.
                    let done = case.done(deed) + usize::from(deed != Deed::Cancel);
                    return (done, Some("void".to_owned()));
                }
                Era::Returning => case.answer(&call, &question.key, &yes()).await,
            }
        }
        (A::Altered, Era::Asking) => {
            let other = json!(question.key.as_i64().map_or(-1, |id| id + 1000));
            case.answer(&call, &other, &yes()).await;
            case.answer(&call, &question.key, &word(A::Decline)).await;
            assert_eq!(case.outcome().await.as_deref(), Some("CONFIRM_REFUSED"));
            return (case.done(deed), Some("void".to_owned()));
        }
        (A::Altered, Era::Returning) => {
            let mut state = question.key.as_str().expect("a state").to_owned();
            let last = if state.ends_with('A') { "B" } else { "A" };
            state.replace_range(state.len() - 1.., last);
            case.answer(&call, &json!(state), &yes()).await;
        }
        (A::OtherService, _) => {
            case.replace(deed).await;
            case.answer(&call, &question.key, &yes()).await;
        }
        (A::OtherArguments, Era::Asking) => {
            let other = case.deed(deed, "api");
            case.call(&other, json!({})).await;
            let second = case.asked().await;
            assert_ne!(second.key, question.key);
            // A yes to one question is none to the other.
            case.answer(&other, &question.key, &word(A::Decline)).await;
            assert_eq!(case.outcome().await.as_deref(), Some("CONFIRM_REFUSED"));
            assert_eq!(case.done(deed), 0);
            case.answer(&other, &second.key, &word(A::Decline)).await;
            assert_eq!(case.outcome().await.as_deref(), Some("CONFIRM_REFUSED"));
            return (case.done(deed), Some("void".to_owned()));
        }
        (A::OtherArguments, Era::Returning) => {
            let other = case.deed(deed, "api");
            case.answer(&other, &question.key, &yes()).await;
        }
        _ => case.answer(&call, &question.key, &word(answer)).await,
    }
    let outcome = case.outcome().await;
    (case.done(deed), outcome)
}

/// What a client may ask its human about before the call: all that deletes, and all that does what somebody else wrote.
#[test]
fn what_may_delete_says_so_to_clients() {
    let may: Vec<&str> =
        TOOLS.iter().map(|tool| tool.spec).filter(|spec| spec.hints.destructive).map(|spec| spec.name).collect();
    let wanted = [
        "zerops_backup",
        "zerops_browse",
        "zerops_delete",
        "zerops_dev_server",
        "zerops_env",
        "zerops_exec",
        "zerops_import",
    ];
    assert_eq!(may, wanted);
    // A look at a page, a server or its log is none of it.
    for (tool, action) in [("zerops_browse", "open"), ("zerops_dev_server", "status"), ("zerops_dev_server", "logs")] {
        let spec = TOOLS.iter().map(|tool| tool.spec).find(|spec| spec.name == tool).expect("a tool");
        assert!(spec.params.action(action).is_some_and(|action| action.hints.read_only), "{tool} {action}");
    }
}

#[test]
fn only_an_explicit_yes_to_what_is_there_now_destroys() {
    let mut wrong = Vec::new();
    for deed in DEEDS {
        for era in ERAS {
            for (answer, times, code) in TABLE {
                // A build that has ended cannot be cancelled any more, whatever was agreed to.
                let code = match (deed, answer) {
                    (Deed::Cancel, A::OtherService) => Some("PROCESS_ALREADY_TERMINAL"),
                    _ => *code,
                };
                let (done, outcome) = block_on(cell(deed, era, *answer));
                if (done, outcome.as_deref()) != (*times, code) {
                    wrong.push(format!(
                        "{deed:?} {era:?} {answer:?}: done {done} times, {outcome:?}; wanted {times}, {code:?}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn where_nobody_can_be_asked_the_arguments_decide() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        for (arguments, code) in [
            (json!({ "serviceHostname": "worker" }), Some("CONFIRM_REQUIRED")),
            (json!({ "serviceHostname": "worker", "confirm": true }), Some("CONFIRM_REQUIRED")),
            (
                json!({ "serviceHostname": "worker", "confirm": "TRUE ", "confirmHostname": "worker" }),
                Some("INVALID_PARAMETER"),
            ),
            (json!({ "serviceHostname": "worker", "confirm": "true", "confirmHostname": "worker" }), None),
        ] {
            let result = world.call("zerops_delete", arguments.as_object().cloned().expect("an object")).await;
            let answer = json_of(&result);
            assert_eq!(answer["code"].as_str(), code, "{arguments} {answer}");
        }
    });
}
