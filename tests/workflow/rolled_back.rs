//! What is said of a version that was taken back: not that nothing had been, and not to deploy it again as it is.

use zcp::domain::ids::AppVersionId;
use zcp::domain::situation::Situation;
use zcp::domain::status::{ServiceStatus, VersionStatus};
use zcp::workflow::compose::{compose, words};
use zcp::workflow::decide::{Decision, Phase, decide};
use zcp::workflow::envelope::{Close, Envelope, Proof, Service, Unit, Verdict, Version, Work};

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

fn look(version: &str, minute: usize, verdict: Verdict) -> Proof {
    Proof { version: AppVersionId::new(version), at: moment(minute), verdict, checks: vec!["http /".to_owned()] }
}

/// `web` that went from `good` to `bad` at minute 20 and back at minute 30.
fn web(work: Option<usize>, proofs: Vec<Proof>) -> Envelope {
    let versions = vec![version("bad", VersionStatus::Backup, 20, 21), version("good", VersionStatus::Active, 10, 30)];
    let service = Service { status: ServiceStatus::Active, versions, ..fresh() };
    let unit = Unit { close: Some(Close::Auto), proofs: [("web".to_owned(), proofs)].into(), ..Unit::default() };
    Envelope {
        work: work.map(|began| Work {
            intent: "add a page".to_owned(),
            scope: vec!["web".to_owned()],
            began: moment(began),
            baseline: [("web".to_owned(), AppVersionId::new("good"))].into(),
            is_left: false,
        }),
        ..web_alone(service, unit)
    }
}

fn situation(decision: &Decision) -> Situation {
    decision.standings["web"].case.situation
}

#[test]
fn what_was_taken_back_is_mended_before_it_is_deployed_again() {
    let before = vec![look("good", 11, Verdict::Passed), look("bad", 22, Verdict::Failed)];
    let envelope = web(Some(15), before.clone());
    let decision = decide(&envelope);
    assert_eq!(situation(&decision), Situation::Unproven, "the look was made before it was brought back");

    let after = [before, vec![look("good", 31, Verdict::Passed)]].concat();
    let decision = decide(&web(Some(15), after.clone()));
    assert_eq!((situation(&decision), decision.phase), (Situation::RolledBack, Phase::Develop));
    let (_, text) = words(&decision.steps[0]);
    assert!(text.contains("Version bad was live and was taken back (its last look failed)"), "{text}");
    assert!(text.contains("mend it before you deploy"), "{text}");

    // It was there before the work, so the work has brought nothing yet.
    let decision = decide(&web(Some(25), after.clone()));
    assert_eq!(situation(&decision), Situation::ToDeploy);

    // Without work what serves is said as it is, and not to be the newest.
    let envelope = web(None, after);
    let decision = decide(&envelope);
    assert_eq!((situation(&decision), decision.steps[0].case.situation), (Situation::Proven, Situation::AllProven));
    let guidance = compose(&envelope, &decision);
    assert!(guidance.steps[0].contains("web (back at good)") && !guidance.steps[0].contains("newest"), "{guidance:?}");
}

#[test]
fn a_look_that_fails_after_one_that_passed_is_repeated_before_anything_is_deployed() {
    let mut envelope = web(None, vec![look("good", 31, Verdict::Passed), look("good", 32, Verdict::Failed)]);
    assert_eq!(situation(&decide(&envelope)), Situation::Doubted);
    let unit = envelope.units.get_mut("web").expect("a unit");
    unit.proofs.get_mut("web").expect("looks").push(look("good", 33, Verdict::Failed));
    assert_eq!(situation(&decide(&envelope)), Situation::ProofFailed);
}

#[test]
fn a_look_before_a_change_of_variables_counts_no_more() {
    let mut envelope = web(None, vec![look("good", 31, Verdict::Passed)]);
    let service = envelope.services.get_mut("web").expect("a service");
    (service.variables.changed, service.variables.are_old) = (Some(moment(40)), true);
    let decision = decide(&envelope);
    assert_eq!(situation(&decision), Situation::OldVariables);
    let restart = "{\"action\":\"restart\",\"serviceHostname\":\"web\",\"wait\":true}";
    assert_eq!(serde_json::json!(decision.steps[0].calls[0].args).to_string(), restart);
    envelope.services.get_mut("web").expect("a service").variables.are_old = false;
    assert_eq!(situation(&decide(&envelope)), Situation::Unproven);
}
