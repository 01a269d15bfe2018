//! The report with which work leaves zcp: what was proven, what production needs, and how it is released. It is
//! written for a human or a release pipeline; zcp itself releases nothing.

use std::fmt::Write as _;

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
            (_, Some(Verdict::Passed)) => None,
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
        let name = name.as_ref().map(|name| format!(" `{name}`")).unwrap_or_default();
        let _ = writeln!(text, "- Version:{name} ({id}), made by {source}");
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
    }
}
