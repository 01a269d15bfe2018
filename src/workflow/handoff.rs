//! The report with which work leaves zcp: what was proven, what production needs, and how it is released. It is
//! written for a human or a release pipeline; zcp itself releases nothing.

use std::fmt::Write as _;

use super::envelope::commit_of;
use super::notebook::{Proof, Verdict};

/// All that the report says.
#[derive(Clone, Debug, Default)]
pub struct Release {
    /// The name of the project.
    pub project: String,
    /// The units.
    pub units: Vec<Part>,
    /// The managed services: hostname and type.
    pub managed: Vec<(String, String)>,
    /// What is being worked on.
    pub open: Option<String>,
    /// What the setups of zerops.yaml run at every start, by setup.
    pub commands: Vec<(String, Vec<String>)>,
}

/// A unit of the report.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The service that shows it: the stage, or the only one.
    pub hostname: String,
    /// Its type.
    pub type_name: String,
    /// Its public addresses.
    pub urls: Vec<String>,
    /// The version that runs: its id, its name, and who made it.
    pub version: Option<(String, Option<String>, String)>,
    /// The setup that it was made with, where its name says so.
    pub setup: Option<String>,
    /// What was handed over before: when, and what that version was called.
    pub before: Option<(String, String)>,
    /// What keeps it besides, such as that its dev service is ahead.
    pub standing: Option<&'static str>,
    /// What was found out about that version.
    pub proof: Option<Proof>,
    /// Where its code is pushed to, with the branch.
    pub remote: Option<(String, Option<String>)>,
    /// The names of the variables that somebody set.
    pub variables: Vec<String>,
}

impl Part {
    /// Why it is not ready, if it is not.
    #[must_use]
    pub fn blocker(&self) -> Option<&'static str> {
        match (&self.version, self.proof.as_ref().map(|proof| proof.verdict)) {
            (None, _) => Some("nothing is deployed"),
            (_, None) => Some("the version that runs was never verified"),
            (_, Some(Verdict::Failed)) => Some("the version that runs was verified and does not work"),
            (_, Some(Verdict::Unreached)) => Some("the version that runs could not be reached when it was verified"),
            (_, Some(Verdict::Passed)) => self.standing,
        }
    }
}

/// The report in Markdown. What is not ready comes first.
#[must_use]
pub fn markdown(release: &Release) -> String {
    let mut text = format!("# Release of {}\n", release.project);
    let (ready, blocked): (Vec<&Part>, Vec<&Part>) = release.units.iter().partition(|part| part.blocker().is_none());
    if !blocked.is_empty() {
        text.push_str("\n## Not ready\n\n");
        for part in &blocked {
            let _ = writeln!(text, "- `{}`: {}.", part.hostname, part.blocker().unwrap_or_default());
        }
    }
    if let Some(intent) = &release.open {
        let _ = writeln!(text, "\nWork is open and not closed: {intent}");
    }
    if release.units.is_empty() {
        text.push_str("\nNo unit was adopted, so there is nothing to hand over.\n");
    }
    for part in blocked.into_iter().chain(ready) {
        unit(&mut text, part);
    }
    if !release.managed.is_empty() {
        text.push_str(
            "\n## Managed services\n\nProduction has its own, with its own data and credentials; here they are:\n\n",
        );
        for (hostname, kind) in &release.managed {
            let _ = writeln!(text, "- `{hostname}`: {kind}");
        }
    }
    if !release.commands.is_empty() {
        text.push_str("\n## What a start runs\n\n");
        for (setup, commands) in &release.commands {
            for command in commands {
                let _ = writeln!(text, "- setup `{setup}`: `{}`", command.replace('`', "'"));
            }
        }
    }
    text.push_str(
        "\n## How it is released\n\nBy one of these, with a token of the production project that is kept in the release's own secret store and given to no agent:\n\n\
         1. CI deploys the merged commit or a tag to the production project.\n\
         2. A release pipeline runs `zcli push` with a production-scoped `ZEROPS_TOKEN`.\n\
         3. A human runs `zcli push` against the production project.\n\nA proof here is evidence for the release, not its approval.\n",
    );
    text
}

fn unit(text: &mut String, part: &Part) {
    let _ = writeln!(text, "\n## {}\n\n- Type: {}", part.hostname, part.type_name);
    if let Some((id, name, source)) = &part.version {
        let name = name.as_ref().map_or_else(|| id.clone(), |name| format!("`{name}` ({id})"));
        let _ = writeln!(text, "- Version: {name}, made by {source}");
    }
    if let Some(setup) = &part.setup {
        let _ = writeln!(text, "- Setup: `{setup}`");
    }
    if let Some((at, name)) = &part.before {
        let now = part.version.as_ref().and_then(|(id, name, _)| name.as_deref().or(Some(id))).unwrap_or_default();
        let _ = writeln!(text, "- {}", since(at, name, now));
    }
    for url in &part.urls {
        let _ = writeln!(text, "- Address: {url}");
    }
    if let Some(proof) = &part.proof {
        let _ = writeln!(text, "- Verified {}: {}", proof.at, proof.checks.join(", "));
    }
    if let Some((url, branch)) = &part.remote {
        let branch = branch.as_ref().map(|branch| format!(", branch {branch}")).unwrap_or_default();
        let _ = writeln!(text, "- Code: {url}{branch}");
    }
    if !part.variables.is_empty() {
        let _ =
            writeln!(text, "- Variables that production sets for itself (names only): {}", part.variables.join(", "));
    }
}

/// What came after the hand-over before. Between two commits git says it best.
fn since(at: &str, before: &str, now: &str) -> String {
    match (commit_of(before), commit_of(now)) {
        _ if before == now => format!("Nothing was deployed since the hand-over of {at}"),
        (Some(before), Some(now)) => format!("Since the hand-over of {at}: `git log {before}..{now}`"),
        _ => format!("Handed over before, {at}: {before}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(hostname: &str, verdict: Option<Verdict>) -> Part {
        let at = jiff::Timestamp::UNIX_EPOCH;
        let proof = verdict.map(|verdict| Proof {
            version: "v1".to_owned(),
            at,
            verdict,
            checks: vec!["http /: pass".to_owned()],
        });
        let version = Some(("v1".to_owned(), Some("0a1b2c3d".to_owned()), "CLI".to_owned()));
        Part { hostname: hostname.to_owned(), version, proof, ..Part::default() }
    }

    #[test]
    fn what_is_not_ready_comes_first() {
        let units = vec![
            part("web", Some(Verdict::Passed)),
            part("api", None),
            Part { hostname: "new".to_owned(), ..Part::default() },
        ];
        let text = markdown(&Release { project: "shop".to_owned(), units, ..Release::default() });
        let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
        assert!(at("## Not ready") < at("## api") && at("## api") < at("## new") && at("## new") < at("## web"));
        assert!(text.contains("`api`: the version that runs was never verified."));
        assert!(text.contains("`new`: nothing is deployed.") && !text.contains("`web`:"));
        assert!(text.contains("given to no agent"));
        let behind = Part { standing: Some("its dev service is ahead"), ..part("web", Some(Verdict::Passed)) };
        let text = markdown(&Release { units: vec![behind], open: Some("a login".to_owned()), ..Release::default() });
        assert!(text.contains("`web`: its dev service is ahead.") && text.contains("not closed: a login"), "{text}");
    }

    #[test]
    fn what_came_since_the_hand_over_before_is_said() {
        for (before, now, says) in [
            ("0a1b2c3d prod", "0a1b2c3e prod", "`git log 0a1b2c3d..0a1b2c3e`"),
            ("0a1b2c3d prod", "0a1b2c3d prod", "Nothing was deployed"),
            ("v1", "0a1b2c3d prod", "Handed over before"),
        ] {
            assert!(since("2026", before, now).contains(says), "{before} {now}");
        }
    }
}
