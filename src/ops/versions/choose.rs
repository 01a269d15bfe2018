//! Which version a rollback is to.

use super::kept::Kept;
use crate::domain::status::VersionStatus;
use crate::workflow::checks;
use crate::workflow::notebook::Verdict;

/// The word for the newest earlier version that is good.
pub(super) const PREVIOUS: &str = "previous";
/// Fewer characters are no beginning of an id.
const BEGINNING: usize = 4;

/// What a call means by its version.
#[derive(Debug)]
pub(super) enum Choice<'a> {
    /// This one. For `previous` the newer ones that were passed over, the newest first.
    One(&'a Kept, Vec<&'a Kept>),
    /// No version is called so.
    Unknown,
    /// Several are.
    Several(Vec<&'a Kept>),
    /// Nothing was live before what serves.
    NothingEarlier,
    /// The newest version never was live, so what serves is what served before it.
    NeverLive(&'a Kept),
    /// All that were live before failed when they were looked at last.
    AllFailed,
}

/// The version that is meant. The versions come the newest first.
pub(super) fn choose<'a>(kept: &'a [Kept], wanted: &str) -> Choice<'a> {
    if wanted == PREVIOUS {
        return previous(kept);
    }
    let is_whole = |one: &&Kept| one.id() == wanted || one.name.as_deref() == Some(wanted);
    let begins =
        |one: &&Kept| one.id().starts_with(wanted) || one.name.as_ref().is_some_and(|it| it.starts_with(wanted));
    let mut found: Vec<&Kept> = kept.iter().filter(is_whole).collect();
    if found.is_empty() && wanted.chars().count() >= BEGINNING {
        found = kept.iter().filter(begins).collect();
    }
    match found[..] {
        [] => Choice::Unknown,
        [one] => Choice::One(one, Vec::new()),
        _ => Choice::Several(found),
    }
}

/// The newest proven one of those that were live before what serves; where none is proven the newest whose
/// last look did not fail. What holds no code is none.
fn previous(kept: &[Kept]) -> Choice<'_> {
    let serves = kept.iter().position(|one| one.status() == VersionStatus::Active);
    let newest = kept.iter().find(|one| one.status() != VersionStatus::Cancelled);
    if let Some(newest) = newest.filter(|newest| newest.status().is_failed())
        && serves.is_some_and(|place| !does_not_answer(&kept[place]))
    {
        return Choice::NeverLive(newest);
    }
    let earlier: Vec<&Kept> = kept[serves.map_or(0, |place| place + 1)..]
        .iter()
        .filter(|one| one.status() == VersionStatus::Backup && !one.version.is_empty())
        .collect();
    if earlier.is_empty() {
        return Choice::NothingEarlier;
    }
    let proven = earlier.iter().position(|one| one.verdict() == Some(Verdict::Passed));
    let good = proven.or_else(|| earlier.iter().position(|one| one.verdict() != Some(Verdict::Failed)));
    match good {
        Some(place) => Choice::One(earlier[place], earlier[..place].to_vec()),
        None => Choice::AllFailed,
    }
}

/// Whether the last look found that a version does not work, by more than what stands in its log: what another version
/// wrote may have been taken for its own.
fn does_not_answer(one: &Kept) -> bool {
    let Some(proof) = one.proof.as_ref().filter(|proof| proof.verdict == Verdict::Failed) else { return false };
    let answers = proof.checks.iter().any(|line| checks::is_of(line, "http") && checks::is_passed(line));
    let is_ill = |line: &String| !checks::is_passed(line) && !checks::is_of(line, "logs");
    !answers || proof.checks.iter().any(is_ill)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::workflow::notebook::Proof;

    fn kept(id: &str, status: &str, verdict: Option<Verdict>) -> Kept {
        let source = if id.starts_with("empty") { "NONE" } else { "CLI" };
        let version = serde_json::from_value(json!({ "id": id, "status": status, "source": source })).expect("one");
        let at = "2026-01-02T03:04:05Z".parse().expect("a moment");
        let proof = verdict.map(|verdict| Proof { version: id.to_owned(), at, verdict, checks: Vec::new() });
        Kept { version, name: Some(format!("c0ffee{id} prod")), proof }
    }

    fn chosen(kept: &[Kept], wanted: &str) -> String {
        match choose(kept, wanted) {
            Choice::One(one, over) => [one].into_iter().chain(over).map(Kept::id).collect::<Vec<_>>().join(" over "),
            other => format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
        }
    }

    #[test]
    fn previous_is_the_newest_earlier_one_that_was_live_and_is_good() {
        let (passed, failed, unreached) = (Some(Verdict::Passed), Some(Verdict::Failed), Some(Verdict::Unreached));
        let live = |proof| kept("live", "ACTIVE", proof);
        let back = |id: &str, proof| kept(id, "BACKUP", proof);
        for (versions, expected) in [
            (vec![], "NothingEarlier"),
            (vec![live(None)], "NothingEarlier"),
            (vec![live(None), kept("broken", "DEPLOY_FAILED", None)], "NothingEarlier"),
            (vec![live(None), back("empty", None)], "NothingEarlier"),
            (vec![live(None), back("b", None), back("a", None)], "b"),
            (vec![live(failed), kept("broken", "BUILD_FAILED", None), back("a", None)], "a"),
            // What failed before it was live has changed nothing, unless what serves is no good either.
            (vec![kept("broken", "DEPLOY_FAILED", None), live(passed), back("a", passed)], "NeverLive"),
            (
                vec![kept("no", "CANCELLED", None), kept("b", "BUILD_FAILED", None), live(None), back("a", None)],
                "NeverLive",
            ),
            (vec![kept("broken", "DEPLOY_FAILED", None), live(failed), back("a", passed)], "a"),
            (vec![kept("no", "CANCELLED", None), live(passed), back("a", passed)], "a"),
            (vec![kept("broken", "DEPLOY_FAILED", None), back("a", passed)], "a"),
            // What is newer than what serves is not earlier: a second rollback goes on backwards.
            (vec![back("c", passed), live(None), back("a", None)], "a"),
            (vec![live(None), back("b", None), back("a", passed)], "a over b"),
            (vec![live(None), back("b", failed), back("a", None)], "a over b"),
            (vec![live(None), back("b", failed), back("a", unreached)], "a over b"),
            (vec![live(None), back("b", failed), back("a", failed)], "AllFailed"),
            (vec![back("b", None), back("a", None)], "b"),
        ] {
            let ids: Vec<&str> = versions.iter().map(Kept::id).collect();
            assert_eq!(chosen(&versions, PREVIOUS), expected, "{ids:?}");
        }
    }

    #[test]
    fn what_answers_is_not_rolled_back_for_its_log() {
        for (checks, expected) in [
            (&["running: pass", "logs: fail", "http /: pass", "text \"ok\": pass"][..], "NeverLive"),
            (&["logs: fail", "http /: fail"], "a"),
            (&["logs: fail", "http /: pass", "text \"ok\": fail"], "a"),
            // Nobody asked it.
            (&["running: pass", "logs: fail"], "a"),
        ] {
            let mut live = kept("live", "ACTIVE", Some(Verdict::Failed));
            live.proof.as_mut().expect("a proof").checks = checks.iter().map(|check| (*check).to_owned()).collect();
            let versions = [kept("broken", "DEPLOY_FAILED", None), live, kept("a", "BACKUP", Some(Verdict::Passed))];
            assert_eq!(chosen(&versions, PREVIOUS), expected, "{checks:?}");
        }
    }

    #[test]
    fn a_version_is_named_by_its_id_its_beginning_or_its_name() {
        let versions = [kept("live", "ACTIVE", None), kept("abcd1", "BACKUP", None), kept("abcd2", "BACKUP", None)];
        for (wanted, expected) in [
            ("abcd1", "abcd1"),
            ("abcd", "Several"),
            ("abc", "Unknown"),
            ("c0ffeeabcd2", "abcd2"),
            ("c0ffeeabcd2 prod", "abcd2"),
            ("live", "live"),
            ("nothing", "Unknown"),
        ] {
            assert_eq!(chosen(&versions, wanted), expected, "{wanted}");
        }
    }
}
