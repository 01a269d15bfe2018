//! The laws of the conductor, each over many states of a project.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use zcp::domain::call::NextCall;
use zcp::domain::situation::Situation;
use zcp::domain::status::{Category, ServiceStatus};
use zcp::generated::registry::TOOLS;
use zcp::generated::situations::TABLE;
use zcp::workflow::compose::{Guidance, compose, row, words};
use zcp::workflow::decide::{Decision, Phase, decide};
use zcp::workflow::envelope::{Envelope, Folder, Service, Unit, Variables};

use super::dice::{Dice, envelope};
use super::model::Model;

/// States that are looked at for each law.
const STATES: u64 = 10_000;
/// Steps after which following the first one must have ended, for each service.
const STEPS_EACH: usize = 80;

fn every() -> impl Iterator<Item = (u64, Envelope, Decision)> {
    (1..=STATES).map(|seed| {
        let envelope = envelope(seed);
        let decision = decide(&envelope);
        (seed, envelope, decision)
    })
}

/// A runtime that was never deployed.
pub(super) fn fresh() -> Service {
    Service {
        type_name: "ubuntu/nodejs@22".to_owned(),
        category: Category::User,
        status: ServiceStatus::ReadyToDeploy,
        is_workspace: false,
        doing: None,
        versions: Vec::new(),
        speaks_http: true,
        is_public: false,
        variables: Variables::default(),
    }
}

/// `web` alone, with its code in the working folder.
pub(super) fn web_alone(service: Service, unit: Unit) -> Envelope {
    let folder = Folder {
        path: ".".to_owned(),
        file: "zerops.yaml".to_owned(),
        setups: vec!["web".to_owned()],
        waits: Vec::new(),
    };
    Envelope {
        services: [("web".to_owned(), service)].into(),
        units: [("web".to_owned(), unit)].into(),
        folders: vec![folder],
        most_attempts: 5,
        ..Envelope::default()
    }
}

#[test]
fn equal_states_give_equal_answers() {
    for seed in 1..=STATES {
        let (one, other) = (envelope(seed), envelope(seed));
        let (first, second) = (decide(&one), decide(&other));
        assert_eq!(format!("{:?}", compose(&one, &first)), format!("{:?}", compose(&other, &second)), "{seed}");
    }
}

#[test]
fn every_state_has_a_situation_a_text_and_a_next_step_and_every_text_is_reached() {
    let mut reached = BTreeSet::new();
    for (seed, envelope, decision) in every() {
        assert_eq!(decision.standings.len(), envelope.services.len() + envelope.gone.len(), "{seed}");
        assert!(!decision.steps.is_empty(), "{seed} has no step");
        for step in decision.steps.iter().chain(decision.standings.values()) {
            let row = row(step).unwrap_or_else(|| panic!("{seed}: nothing is said of {}", step.case));
            reached.insert(std::ptr::from_ref(row) as usize);
            let (title, text) = words(step);
            assert!(!title.contains("${") && !text.contains("${"), "{seed} {}: {title} {text}", step.case);
            assert!(!text.is_empty() && !text.contains("``"), "{seed} {}: {text}", step.case);
        }
    }
    let missed: Vec<String> = TABLE
        .iter()
        .filter(|row| !reached.contains(&(std::ptr::from_ref(*row) as usize)))
        .map(|row| format!("{} {:?}", row.situation, row.when))
        .collect();
    assert!(missed.is_empty(), "nothing leads to {missed:?}");
}

#[test]
fn only_these_wait_for_somebody() {
    // A human decides, or who knows where the code is.
    let asking = [
        Situation::DeployFailed,
        Situation::RolledBack,
        Situation::Promote,
        Situation::ToDeploy,
        Situation::Production,
        Situation::ProvisionFailed,
        Situation::Stop,
        Situation::Unreachable,
        Situation::PushNeedsSetup,
        Situation::PushBroken,
        Situation::AwaitingBuild,
        Situation::ManualHandover,
        Situation::AllProven,
    ];
    for (seed, _, decision) in every() {
        for step in &decision.steps {
            assert!(!step.asks() || asking.contains(&step.case.situation), "{seed}: {} has no call", step.case);
        }
    }
}

#[test]
fn nothing_that_is_suggested_changes_production() {
    let mut looked = 0;
    for (seed, envelope, decision) in every().filter(|(_, envelope, _)| envelope.production.is_some()) {
        looked += 1;
        assert_eq!(decision.steps[0].case.situation, Situation::Production, "{seed}");
        let calls = decision.steps.iter().chain(decision.standings.values()).flat_map(|step| step.calls.clone());
        for call in calls.chain(compose(&envelope, &decision).next) {
            let spec = TOOLS.iter().find(|row| row.spec.name == call.tool).expect("a tool").spec;
            let action = spec.action_of(&call.args).and_then(|name| spec.params.action(name));
            let hints = action.map_or(spec.hints, |action| action.hints);
            assert!(hints.read_only, "{seed}: {} {}", call.tool, json!(call.args));
        }
    }
    assert!(looked > 100, "{looked}");
}

/// What is wrong with a call.
fn fault(call: &NextCall) -> Option<String> {
    let Some(row) = TOOLS.iter().find(|row| row.spec.name == call.tool) else { return Some("no such tool".to_owned()) };
    zcp::domain::decode::decode(&row.spec.params, call.args.clone()).err().map(|faults| format!("{faults:?}"))
}

#[test]
fn every_suggested_call_is_taken() {
    let mut checked = BTreeSet::new();
    for (seed, envelope, decision) in every() {
        let calls = decision.steps.iter().chain(decision.standings.values()).flat_map(|step| step.calls.clone());
        for call in calls.chain(compose(&envelope, &decision).next) {
            if checked.insert(json!(call).to_string())
                && let Some(fault) = fault(&call)
            {
                panic!("{seed}: {} {}: {fault}", call.tool, json!(call.args));
            }
        }
    }
    assert!(checked.len() > 100, "{} calls", checked.len());
}

#[test]
fn following_the_first_step_ends() {
    let (mut longest, mut closed, mut asked) = (0, 0, 0);
    for seed in 1..=STATES {
        let mut model = Model { envelope: envelope(seed), dice: Dice::new(seed + STATES), minute: 0 };
        let most = STEPS_EACH * (model.envelope.services.len() + 2);
        let mut steps = 0;
        loop {
            let decision = decide(&model.envelope);
            let first = &decision.steps[0];
            if first.asks() {
                asked += 1;
                break;
            }
            let closes = first.case.situation == Situation::AllProven;
            for call in &first.calls {
                model.make(call, first.service.as_deref());
            }
            steps += 1;
            if closes {
                closed += 1;
                break;
            }
            assert!(steps < most, "{seed} does not end: {} {:?}", first.case, first.service);
        }
        longest = longest.max(steps);
    }
    assert!(closed > 100 && asked > 100, "{closed} closed, {asked} asked");
    assert!(longest < 1_000, "the longest way has {longest} steps");
}

#[test]
fn work_is_over_exactly_when_nothing_blocks_it() {
    for (seed, envelope, decision) in every() {
        let over = decision.phase == Phase::Closed;
        let open = envelope.work.is_some() && envelope.bootstrap.is_none();
        assert_eq!(over, open && decision.blockers.is_empty(), "{seed}");
        if over && envelope.production.is_none() {
            let managed = decision.steps.iter().all(|step| {
                step.case.situation == Situation::AllProven || is_managed(&envelope, step.service.as_deref())
            });
            assert!(managed, "{seed}: {:?}", decision.steps);
        }
    }
}

fn is_managed(envelope: &Envelope, service: Option<&str>) -> bool {
    service.and_then(|name| envelope.services.get(name)).is_some_and(|service| !service.category.is_runtime())
}

/// The bytes of an answer, twice: as text and as a record.
fn bytes(guidance: &Guidance) -> usize {
    let lines = guidance.steps.iter().chain(&guidance.services).chain(&guidance.blocked).chain([&guidance.head]);
    let calls = guidance.next.iter().map(|call| json!(call).to_string().len() + 10);
    2 * (lines.map(|line| line.len() + 4).sum::<usize>() + calls.sum::<usize>())
}

fn large(count: usize) -> Envelope {
    let mut envelope = (1..STATES).map(envelope).find(|one| one.work.is_some()).expect("work");
    envelope.services = (0..count).map(|number| (format!("service{number}dev"), fresh())).collect();
    envelope.units = zcp::workflow::units::complete(&envelope.services, BTreeMap::new());
    if let Some(work) = &mut envelope.work {
        work.scope = envelope.services.keys().cloned().collect();
    }
    (envelope.production, envelope.bootstrap) = (None, None);
    envelope
}

#[test]
fn an_answer_is_short_also_for_many_services() {
    for (count, most) in [(12, 6_000), (100, 12_000), (500, 12_000)] {
        let envelope = large(count);
        let guidance = compose(&envelope, &decide(&envelope));
        assert!(bytes(&guidance) <= most, "{count} services: {} bytes\n{guidance:#?}", bytes(&guidance));
    }
}
