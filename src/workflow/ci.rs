//! What a repository needs so that a push of it is deployed: a workflow file, or the steps for a webhook.
//!
//! The token of such a job is one of its own, for this project. What zcp works with is never suggested.

use crate::domain::zcli::{NO_LOGS, TERMINAL, TOKEN, VERSION};
use crate::generated::types::{CiVariant, FileView};

/// The setup that is deployed where nobody names another.
pub const SETUP: &str = "prod";
/// The branch where nobody names another.
pub const BRANCH: &str = "main";
/// actions/checkout v4.2.2, by its commit: a tag can be moved.
const CHECKOUT: &str = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2";

/// What is deployed from a repository, and where to.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The hostname of the service.
    pub service: &'a str,
    /// Its id.
    pub service_id: &'a str,
    /// The setup of zerops.yaml.
    pub setup: &'a str,
    /// The branch whose pushes are deployed.
    pub branch: &'a str,
}

/// The file for the repository.
#[must_use]
pub fn file(job: &Job<'_>, variant: CiVariant) -> FileView {
    let (path, text) = match variant {
        CiVariant::Github => (".github/workflows/zerops.yml", github(job)),
        CiVariant::Gitlab => (".gitlab-ci.yml", gitlab(job)),
    };
    FileView { path: Some(path.to_owned()), of: Some(job.service.to_owned()), text: Some(text), note: None }
}

fn github(job: &Job<'_>) -> String {
    let Job { service, service_id, setup, branch } = job;
    let (mode, none) = TERMINAL;
    format!(
        "name: Deploy {service}
on:
  push:
    branches: ['{branch}']
permissions:
  contents: read
concurrency:
  group: zerops-{service}
jobs:
  deploy:
    runs-on: ubuntu-24.04
    steps:
      - uses: {CHECKOUT}
        with:
          persist-credentials: false
      - run: npm install --global @zerops/zcli@{VERSION}
      - run: zcli push --service-id {service_id} --setup {setup} --version-name \"$GITHUB_SHA\" {NO_LOGS}
        env:
          {TOKEN}: ${{{{ secrets.{TOKEN} }}}}
          {mode}: {none}
"
    )
}

fn gitlab(job: &Job<'_>) -> String {
    let Job { service, service_id, setup, branch } = job;
    let (mode, none) = TERMINAL;
    format!(
        "deploy-{service}:
  image: node:22-bookworm-slim
  rules:
    - if: $CI_COMMIT_BRANCH == \"{branch}\"
  resource_group: zerops-{service}
  variables:
    {mode}: {none}
  script:
    - apt-get update && apt-get install -y --no-install-recommends ca-certificates git
    - npm install --global @zerops/zcli@{VERSION}
    - zcli push --service-id {service_id} --setup {setup} --version-name \"$CI_COMMIT_SHA\" {NO_LOGS}
"
    )
}

/// What to create beside the file, by name.
#[must_use]
pub fn secrets(job: &Job<'_>, variant: CiVariant) -> Vec<String> {
    let place = match variant {
        CiVariant::Github => "the repository: Settings, Secrets and variables, Actions",
        CiVariant::Gitlab => "the repository: Settings, CI/CD, Variables; masked and protected",
    };
    vec![
        format!(
            "A human creates the secret {TOKEN} in {place}. It is a new Zerops token for this project alone, and not the one that zcp uses."
        ),
        format!("Commit the file and push to {}; the version of {} shows that it works.", job.branch, job.service),
    ]
}

/// Where to click for a webhook.
#[must_use]
pub fn webhook(job: &Job<'_>, variant: CiVariant) -> Vec<String> {
    let host = match variant {
        CiVariant::Github => "GitHub",
        CiVariant::Gitlab => "GitLab",
    };
    let Job { service, service_id, setup, branch } = job;
    vec![
        format!(
            "A human opens https://app.zerops.io/service-stack/{service_id}/dashboard, the service {service}: Pipelines & CI/CD settings, Connect with a {host} repository."
        ),
        format!(
            "Authorise, choose the repository, the trigger push to branch {branch} and the setup {setup}. Zerops makes the webhook itself."
        ),
        format!(
            "Push to {branch}; the version of {service} shows that it works. `[skip ci]` in the message of a commit leaves it out."
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOB: Job<'_> =
        Job { service: "appstage", service_id: "AAAAAAAAAAAAAAAAAAAAAA", setup: "prod", branch: "main" };

    #[test]
    fn files_are_yaml_with_pinned_actions_and_no_token() {
        for variant in [CiVariant::Github, CiVariant::Gitlab] {
            let file = file(&JOB, variant);
            let text = file.text.expect("a text");
            let parsed: serde_json::Value = serde_saphyr::from_str(&text).expect("YAML");
            assert!(parsed.is_object(), "{text}");
            for line in text.lines().filter(|line| line.contains("uses:")) {
                let (_, reference) = line.split_once('@').expect("a version");
                let commit = reference.split(' ').next().unwrap_or_default();
                assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
            }
            assert!(text.contains(JOB.service_id) && text.contains("--setup prod") && !text.contains(":latest"));
            assert!(!text.contains("login") && !text.contains("ZCP_API_KEY"), "{text}");
            assert!(secrets(&JOB, variant)[0].contains("not the one that zcp uses"));
            assert_eq!(webhook(&JOB, variant).len(), 3);
        }
        let github = file(&JOB, CiVariant::Github).text.expect("a text");
        assert!(github.contains("${{ secrets.ZEROPS_TOKEN }}"));
    }
}
