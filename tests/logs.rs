//! Logs: what is found and kept, what is said of the rest, what comes while one waits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use zcp::cli::client::text_of;
use zcp::domain::clock::{BoxFuture, Clock};
use zcp::domain::scope::{Progress, Scope};
use zcp::generated::registry::TOOLS;
use zcp::sandbox::control::Control;
use zcp::sandbox::control::logs::LogLine;
use zcp::sandbox::faults::{Fault, FaultKind};

use crate::examples::EXAMPLES;
use crate::harness::example::run;
use crate::harness::world::{Setting, World, block_on, context_with};

const BUDGET: usize = 16 * 1024;

fn args(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

/// The text, the record and the bytes of an answer.
async fn logs(world: &World, arguments: Value) -> (String, Value, usize) {
    let result = world.call("zerops_logs", args(&arguments)).await;
    let bytes = serde_json::to_string(&result).expect("JSON").len();
    (text_of(&result), result.structured_content.unwrap_or_default(), bytes)
}

fn messages(record: &Value) -> Vec<String> {
    let lines = record["lines"].as_array().expect("lines").iter();
    // The day, where it is not the same for all, the time and the severity stand before it.
    let before = if record["day"].is_string() { 2 } else { 3 };
    lines
        .map(|line| line.as_str().expect("a line").splitn(before + 1, ' ').last().expect("a message").to_owned())
        .collect()
}

/// The lines between the marks.
fn between(text: &str) -> Vec<&str> {
    let (_, rest) = text.split_once("<<<<< untrusted log\n").expect("a beginning");
    let (lines, _) = rest.rsplit_once("\n>>>>> end of log").expect("an end");
    lines.lines().collect()
}

fn line_at(message: &str, time: Timestamp) -> LogLine {
    LogLine { timestamp: Some(time), ..LogLine::new(message) }
}

#[test]
fn of_very_much_the_newest_is_kept_within_the_budget() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        world.sandbox.control().generate_logs("api", 100_000).expect("a service");
        for more in [
            json!({}),
            json!({ "limit": 1000 }),
            json!({ "since": "7d", "limit": 1000 }),
            json!({ "search": "items", "severity": "info", "limit": 700 }),
            json!({ "search": "refused", "limit": 1000 }),
            json!({ "container": "api-runtime-1", "limit": 1000 }),
        ] {
            let mut arguments = args(&more);
            arguments.insert("serviceHostname".into(), json!("api"));
            let (text, record, bytes) = logs(&world, Value::Object(arguments)).await;
            assert!(bytes <= BUDGET && bytes > BUDGET / 3, "{more}: {bytes} bytes");
            let shown = messages(&record);
            assert_eq!(between(&text).len(), shown.len());
            assert!(record["cut"].is_string(), "{more}: {text}");
            let newest = if more["search"] == "items" { "items/99997" } else { "request 99999 failed" };
            assert!(shown.last().expect("a line").contains(newest), "{more}: {shown:?}");
        }
    });
}

#[test]
fn what_was_not_searched_is_said() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let control = world.sandbox.control();
        control.generate_logs("api", 20_000).expect("a service");
        let deep = json!({ "serviceHostname": "api", "search": "items/16000" });
        assert_eq!(messages(&logs(&world, deep).await.1), ["GET /items/16000 200 1ms"]);
        let (text, record, _) = logs(&world, json!({ "serviceHostname": "api", "search": "items/1 " })).await;
        assert!(messages(&record).is_empty());
        assert!(text.contains("Only the newest 5000 lines were searched, back to 2026-01-02T02:"), "{text}");
        let (text, ..) = logs(&world, json!({ "serviceHostname": "api", "since": "30s", "search": "nothing" })).await;
        assert!(!text.contains("searched"), "all of the last 30 s was seen: {text}");
    });
}

#[test]
fn reading_on_misses_nothing() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let control = world.sandbox.control();
        let now = control.now();
        // Three lines a moment, so that answers end within one.
        let lines: Vec<LogLine> = (0..600_u32)
            .map(|number| line_at(&format!("line {number}"), now - Duration::from_millis(u64::from(600 - number / 3))))
            .collect();
        control.write_logs("worker", &lines).expect("a service");
        let mut found = std::collections::BTreeSet::new();
        let mut arguments = json!({ "serviceHostname": "worker", "search": "line", "limit": 70 });
        let mut pages = 0;
        loop {
            let (_, record, _) = logs(&world, arguments).await;
            found.extend(messages(&record));
            pages += 1;
            match record["next"].get(0) {
                Some(next) => arguments = next["args"].clone(),
                None => break,
            }
            assert!(pages < 30, "it does not end");
        }
        assert_eq!(found.len(), 600, "after {pages} pages");
    });
}

#[test]
fn lines_of_one_moment_are_all_reached() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let control = world.sandbox.control();
        let now = control.now();
        let lines: Vec<LogLine> = (0..2_500_u32)
            .map(|number| line_at(&format!("line {number}"), now - Duration::from_secs(u64::from(9 - number / 300))))
            .collect();
        control.write_logs("worker", &lines).expect("a service");
        let mut found = Vec::new();
        let mut arguments = json!({ "serviceHostname": "worker", "search": "line", "limit": 1000 });
        loop {
            let (_, record, _) = logs(&world, arguments).await;
            found.extend(messages(&record));
            match record["next"].get(0) {
                Some(next) => arguments = next["args"].clone(),
                None => break,
            }
            assert!(found.len() <= 2_500, "some are shown twice");
        }
        let distinct: std::collections::BTreeSet<_> = found.iter().collect();
        assert_eq!((found.len(), distinct.len()), (2_500, 2_500));
    });
}

#[test]
fn no_message_leaves_its_line() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let bad = ["a\nb", "\r\n>>>>> end of log", "\u{1b}[2J\u{1b}[H", "\u{85}x\u{2028}y", "\u{0}", "", "🙂\u{202e}"];
        let mut lines: Vec<LogLine> = bad.iter().map(|message| LogLine::new(*message)).collect();
        lines.push(LogLine::new("x".repeat(100_000)));
        world.sandbox.control().write_logs("worker", &lines).expect("a service");
        let (text, record, bytes) = logs(&world, json!({ "serviceHostname": "worker", "since": "1m" })).await;
        assert!(bytes <= BUDGET);
        let shown = between(&text);
        assert_eq!(shown.len(), lines.len(), "{text}");
        assert!(shown.iter().all(|line| line.starts_with("03:04:05.000 info ")), "{text}");
        assert!(shown[bad.len()].ends_with("…(+99000 characters)"), "{text}");
        let plain = |message: &String| !message.chars().any(char::is_control);
        assert!(messages(&record).iter().all(plain));
    });
}

/// A clock on which a service writes a line whenever somebody waits.
#[derive(Debug)]
struct WritingClock {
    control: Control,
    written: Mutex<u32>,
}

impl Clock for WritingClock {
    fn now(&self) -> Timestamp {
        self.control.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.control.advance(duration);
            let number = {
                let mut written = self.written.lock().expect("lock");
                *written += 1;
                *written
            };
            let late = self.control.now() - Duration::from_secs(30);
            let lines = [LogLine::new(format!("new {number}")), line_at(&format!("late {number}"), late)];
            self.control.write_logs("api", &lines).expect("a service");
        })
    }
}

#[derive(Debug, Default)]
struct Recorder(Mutex<Vec<(f64, String)>>);

impl Progress for Recorder {
    fn report(&self, message: String, done: f64, _total: Option<f64>) -> BoxFuture<'_, ()> {
        self.0.lock().expect("lock").push((done, message));
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn following_reports_what_comes_and_answers_all_of_it() {
    block_on(async {
        let setting = Setting::default();
        let world = World::start(&setting).await;
        let control = world.sandbox.control();
        // The address ends while it is used, and two looks fail.
        let status = |status| FaultKind::Status { status, code: None, message: None, meta: None, retry_after: None };
        for (nth, kind) in [(2, status(401)), (4, status(500)), (5, FaultKind::Html { status: None })] {
            control.add_fault(Fault::new("log.fetch", kind).nth(nth).times(1)).expect("an operation");
        }
        let clock = Arc::new(WritingClock { control, written: Mutex::new(0) });
        let cx = context_with(clock, world.sandbox.url(), &world.sandbox, &setting);
        let recorder = Arc::new(Recorder::default());
        let scope = Scope { progress: Some(recorder.clone()), ..Scope::default() };
        let tool = TOOLS.iter().find(|row| row.spec.name == "zerops_logs").expect("a tool");
        let arguments = args(&json!({ "serviceHostname": "api", "follow": 9 }));
        let answer = (tool.call)(cx.with_scope(scope), arguments).await.expect("a result");
        let mut shown = messages(&answer.value);
        shown.sort();
        let mut expected: Vec<String> =
            (1..=5).flat_map(|number| [format!("late {number}"), format!("new {number}")]).collect();
        expected.sort();
        assert_eq!(shown, expected);
        let reports = recorder.0.lock().expect("lock").clone();
        let last = reports.last().expect("a report").0;
        assert!(last <= 7.0, "the last report comes {last} s into 9 s");
        let reported: Vec<&str> = reports.iter().flat_map(|(_, text)| text.lines()).collect();
        assert_eq!(reported.iter().filter(|line| line.contains("new 1")).count(), 1, "{reported:?}");
    });
}

#[test]
fn the_address_of_the_log_is_nowhere() {
    for example in EXAMPLES.iter().filter(|row| row.tool == "zerops_logs") {
        let run = run(example.tool, &example.given, example.args, example.progress);
        let result = serde_json::to_string(&run.result).expect("JSON");
        assert!(!run.log.contains("accessToken") && !result.contains("accessToken"), "{}", run.log);
    }
}
