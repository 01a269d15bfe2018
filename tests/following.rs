//! Following a process: what is reported and when, what ends it, what does not.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Map, Value, json};
use zcp::cli::client::text_of;
use zcp::domain::clock::BoxFuture;
use zcp::domain::scope::{Progress, Scope};
use zcp::generated::registry::TOOLS;
use zcp::sandbox::faults::{Fault, FaultKind};

use crate::harness::answer::{failure_in, json_of};
use crate::harness::world::{Setting, World, block_on, context};

fn restart() -> Map<String, Value> {
    json!({ "action": "restart", "serviceHostname": "api" }).as_object().cloned().expect("an object")
}

fn with_progress() -> Setting<'static> {
    Setting { progress: true, ..Setting::default() }
}

#[test]
fn transient_errors_do_not_end_it() {
    block_on(async {
        let world = World::start(&with_progress()).await;
        let control = world.sandbox.control();
        let status = |status| FaultKind::Status { status, code: None, message: None, meta: None, retry_after: None };
        for (nth, kind) in [(2, status(500)), (3, FaultKind::Html { status: None }), (4, status(503))] {
            control.add_fault(Fault::new("process.get", kind).nth(nth).times(1)).expect("an operation");
        }
        let result = world.call("zerops_manage", restart()).await;
        let record = result.structured_content.expect("a record");
        assert_eq!(record["process"]["status"], "FINISHED", "{record}");
    });
}

#[test]
fn one_answer_that_it_is_gone_does_not_end_it_and_a_second_one_does() {
    for (times, over) in [(1, false), (2, true)] {
        block_on(async {
            let world = World::start(&with_progress()).await;
            let code = Some("processNotFound".to_owned());
            let kind = FaultKind::Status { status: 404, code, message: None, meta: None, retry_after: None };
            let fault = Fault::new("process.get", kind).nth(2).times(times);
            world.sandbox.control().add_fault(fault).expect("an operation");
            let result = world.call("zerops_manage", restart()).await;
            let answer = json_of(&result);
            assert_eq!(result.is_error == Some(true), over, "{answer}");
            assert!(over || answer["process"]["status"] == "FINISHED", "{answer}");
        });
    }
}

#[test]
fn what_no_look_has_confirmed_is_said() {
    block_on(async {
        let world = World::start(&with_progress()).await;
        let fault = Fault::new("process.get", FaultKind::Reset).times(0);
        world.sandbox.control().add_fault(fault).expect("an operation");
        let result = world.call("zerops_manage", restart()).await;
        let record = result.structured_content.expect("a record");
        let note = record["process"]["note"].as_str().expect("a note");
        assert!(note.starts_with("Not confirmed: the last ") && note.contains("process.get"), "{record}");
        assert_eq!(
            (&record["process"]["status"], &record["next"][0]["tool"]),
            (&json!("PENDING"), &json!("zerops_status"))
        );
    });
}

#[test]
fn an_error_that_stays_says_that_the_change_was_accepted() {
    block_on(async {
        let world = World::start(&with_progress()).await;
        let kind = FaultKind::Status { status: 403, code: None, message: None, meta: None, retry_after: None };
        let fault = Fault::new("process.get", kind).nth(2).times(0);
        world.sandbox.control().add_fault(fault).expect("an operation");
        let result = world.call("zerops_manage", restart()).await;
        let failure = failure_in(&result);
        assert_eq!(failure["code"], "PERMISSION_DENIED");
        assert!(failure["error"].as_str().expect("a message").contains("was accepted"), "{failure}");
        assert_eq!(failure["next"][0]["tool"], "zerops_status");
    });
}

/// Keeps every report; the server's own throttle drops those that come in one moment of real time.
#[derive(Debug, Default)]
struct Recorder(Mutex<Vec<f64>>);

impl Progress for Recorder {
    fn report(&self, _message: String, done: f64, _total: Option<f64>) -> BoxFuture<'_, ()> {
        self.0.lock().expect("lock").push(done);
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn at_the_limit_the_answer_is_the_process_as_it_stands() {
    block_on(async {
        let setting = Setting { frozen: true, ..with_progress() };
        let world = World::start(&setting).await;
        let recorder = Arc::new(Recorder::default());
        let scope = Scope { progress: Some(recorder.clone()), ..Scope::default() };
        let cx = context(&world.sandbox, &setting).with_scope(scope);
        let manage = TOOLS.iter().find(|row| row.spec.name == "zerops_manage").expect("a tool");
        let record = (manage.call)(cx, restart()).await.expect("a result").value;
        assert_eq!(record["process"]["status"], "PENDING", "{record}");
        assert_eq!(record["next"][0]["tool"], "zerops_status");
        let seconds = recorder.0.lock().expect("lock").clone();
        let (first, last) = (seconds[0], seconds[seconds.len() - 1]);
        assert!(first <= 15.0 && (580.0..600.0).contains(&last), "from {first} to {last}");
        let gaps: Vec<f64> = seconds.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.iter().all(|gap| (15.0..=20.0).contains(gap)), "{gaps:?}");
    });
}

#[test]
fn it_polls_often_at_first_and_seldom_later() {
    block_on(async {
        let world = World::start(&Setting { frozen: true, ..with_progress() }).await;
        world.call("zerops_manage", restart()).await;
        let requests = world.sandbox.control().requests();
        let polls = requests.iter().filter(|request| request.path.contains("/process/")).count();
        // Every 2 s for 30 s, then every 5 s up to 10 minutes.
        assert_eq!(polls, 15 + 114);
    });
}

#[test]
fn wait_false_wins_over_a_progress_token() {
    block_on(async {
        let world = World::start(&with_progress()).await;
        let mut args = restart();
        args.insert("wait".into(), json!("false"));
        let result = world.call("zerops_manage", args).await;
        let record = result.structured_content.expect("a record");
        assert_eq!(record["process"]["status"], "PENDING");
        assert!(world.progress.lock().expect("lock").is_empty());
    });
}

#[test]
fn a_slow_call_does_not_delay_another() {
    block_on(async {
        let world = World::start(&Setting { call_timeout: Duration::from_secs(20), ..Setting::default() }).await;
        let fault = Fault::new("service.byName", FaultKind::Silence).times(1);
        world.sandbox.control().add_fault(fault).expect("an operation");
        let args = json!({ "serviceHostname": "api" }).as_object().cloned().expect("an object");
        let slow = world.call("zerops_discover", args);
        let quick = world.call("zerops_discover", Map::new());
        tokio::select! {
            biased;
            _ = slow => panic!("the slow call was answered first"),
            result = quick => assert_ne!(result.is_error, Some(true), "{}", text_of(&result)),
        }
    });
}
