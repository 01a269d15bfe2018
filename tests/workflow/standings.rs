//! What is said of single states in which the wrong thing to do is near.

use zcp::domain::ids::AppVersionId;
use zcp::domain::situation::{Axis, Situation};
use zcp::domain::status::{Category, ServiceStatus, VersionStatus};
use zcp::workflow::compose::{compose, words};
use zcp::workflow::decide::{Step, decide};
use zcp::workflow::envelope::{Envelope, Proof, Service, Unit, Verdict, Version, Work};

use super::dice::moment;
use super::laws::{fresh, web_alone};

fn version(id: &str, status: VersionStatus, created: usize, live: usize) -> Version {
    Version {
        id: AppVersionId::new(id),
        status,
        name: Some(id.to_owned()),
        source: "CLI".to_owned(),
        was_built: true,
        created: Some(moment(created)),
        live_since: Some(moment(live)),
    }
}

fn look(version: &str, minute: usize, verdict: Verdict, checks: &[&str]) -> Proof {
    let checks = checks.iter().map(|check| (*check).to_owned()).collect();
    Proof { version: AppVersionId::new(version), at: moment(minute), verdict, checks }
}

fn web(versions: Vec<Version>, proofs: Vec<Proof>) -> Envelope {
    let service = Service { status: ServiceStatus::Active, versions, ..fresh() };
    let unit = Unit { proofs: [("web".to_owned(), proofs)].into(), ..Unit::default() };
    web_alone(service, unit)
}

fn standing(versions: Vec<Version>, proofs: Vec<Proof>) -> Step {
    decide(&web(versions, proofs)).standings["web"].clone()
}

fn tools(step: &Step) -> Vec<&str> {
    step.calls.iter().map(|call| call.tool.as_str()).collect()
}

#[test]
fn an_upload_that_nobody_may_end_is_not_waited_for_alone() {
    let step = standing(vec![version("new", VersionStatus::Uploading, 20, 20)], Vec::new());
    assert_eq!(step.case.values, [(Axis::Late, "yes")]);
    assert_eq!(tools(&step), ["zerops_events", "zerops_deploy"]);
    let (_, text) = words(&step);
    assert!(text.contains("deploy again") && !text.contains("Do not deploy again"), "{text}");
    let step = standing(vec![version("new", VersionStatus::Building, 20, 20)], Vec::new());
    assert_eq!((step.case.values.as_slice(), tools(&step)), (&[(Axis::Late, "no")][..], vec!["zerops_events"]));
}

#[test]
fn what_fails_whatever_is_asked_is_not_asked_again() {
    let live = || vec![version("good", VersionStatus::Active, 10, 11)];
    let after = |check: &str| {
        let passed = look("good", 12, Verdict::Passed, &["http /: pass"]);
        standing(live(), vec![passed, look("good", 13, Verdict::Failed, &["running: pass", check])])
    };
    assert_eq!(after("http /: fail").case.situation, Situation::Doubted);
    assert_eq!(after("text \"ok\": fail").case.situation, Situation::Doubted);
    for check in ["variables CACHE_HOST: fail", "logs: fail"] {
        assert_eq!(after(check).case.situation, Situation::ProofFailed, "{check}");
    }
}

#[test]
fn looking_again_at_a_version_is_no_new_attempt() {
    let looks = |versions: &[&str]| {
        let looks = versions.iter().enumerate();
        looks.map(|(at, id)| look(id, 20 + at, Verdict::Failed, &["http /: fail"])).collect::<Vec<_>>()
    };
    let live = |id: &str| vec![version(id, VersionStatus::Active, 10, 11)];
    let step = standing(live("a"), looks(&["a"; 6]));
    assert_eq!((step.case.situation, step.facts["attempts"].as_str()), (Situation::ProofFailed, "1"));
    let step = standing(live("e"), looks(&["a", "b", "c", "d", "e"]));
    assert_eq!(step.case.situation, Situation::Stop);
}

#[test]
fn what_was_emptied_can_be_brought_back() {
    let kept = vec![version("b", VersionStatus::Backup, 20, 21), version("a", VersionStatus::Backup, 10, 11)];
    let step = standing(kept, vec![look("a", 12, Verdict::Passed, &["http /: pass"])]);
    assert_eq!((step.case.situation, tools(&step)), (Situation::Emptied, vec!["zerops_versions", "zerops_deploy"]));
    assert_eq!(step.calls[0].args["version"], "a");
    assert_eq!(standing(Vec::new(), Vec::new()).case.situation, Situation::FirstDeploy);
}

#[test]
fn what_was_brought_back_after_a_failure_is_looked_at_first() {
    let versions =
        || vec![version("broken", VersionStatus::DeployFailed, 20, 20), version("old", VersionStatus::Active, 10, 30)];
    let before = look("old", 12, Verdict::Passed, &["http /: pass"]);
    assert_eq!(standing(versions(), vec![before.clone()]).case.situation, Situation::Unproven);
    let after = look("old", 31, Verdict::Passed, &["http /: pass"]);
    assert_eq!(standing(versions(), vec![before.clone(), after]).case.situation, Situation::DeployFailed);
    // What served all the time needs no look.
    let served =
        vec![version("broken", VersionStatus::DeployFailed, 20, 20), version("old", VersionStatus::Active, 10, 11)];
    assert_eq!(standing(served, vec![before]).case.situation, Situation::DeployFailed);
}

#[test]
fn work_on_what_is_gone_is_not_done() {
    let mut envelope = web(vec![version("a", VersionStatus::Active, 10, 11)], Vec::new());
    envelope.work = Some(Work {
        intent: "fix cache".to_owned(),
        scope: vec!["cache".to_owned()],
        began: moment(5),
        baseline: [].into(),
        is_left: false,
    });
    let guidance = compose(&envelope, &decide(&envelope));
    assert!(guidance.head.ends_with("on cache, which is gone"), "{}", guidance.head);
    assert!(guidance.steps[0].contains("which the project does not have any more"), "{:?}", guidance.steps);
    // A database that is there is not gone, though nothing is deployed to it.
    envelope.services.insert("cache".to_owned(), Service { category: Category::Standard, ..fresh() });
    let guidance = compose(&envelope, &decide(&envelope));
    assert!(!guidance.head.contains("gone") && !guidance.steps[0].contains("any more"), "{guidance:?}");
}
