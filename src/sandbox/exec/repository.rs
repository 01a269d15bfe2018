//! The repository that a version is built from: fetched into the folder of its build, by git in a
//! container like that of the build, which finds nobody's credentials there.
//!
//! Deliberately absent: branches other than the repository's own, submodules and private
//! repositories.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::build::stage::blocking;
use super::commands::{self, Environment, Stopped};
use super::container::{Container, HOME, Plan, SOURCE};
use super::deploy::lines;
use super::engine::Engine;
use super::output::{INFORMATIONAL, say};
use crate::files::Root;
use crate::programs;
use crate::sandbox::folder::remove;
use crate::sandbox::import::builds;
use crate::sandbox::import::service::BuildPart;
use crate::sandbox::lifecycle::service::ServiceStatus;
use crate::sandbox::logs::lines::Place;
use crate::sandbox::model::app_version::{AppVersion, GitSource};
use crate::sandbox::model::service::Service;
use crate::sandbox::pipeline::begin;
use crate::sandbox::pipeline::job::Job;
use crate::sandbox::pipeline::report::Report;
use crate::sandbox::seeds;
use crate::sandbox::world::World;
use crate::sandbox::zerops_yaml;

/// How long fetching may take. Guessed.
const LIMIT: Duration = Duration::from_mins(10);
/// A longer zerops.yaml is none.
const LONGEST: u64 = 1024 * 1024;
/// What git must not do: ask, use what the computer is configured to, run programs that an address
/// names.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_ASKPASS", "true"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_ALLOW_PROTOCOL", "http:https"),
];

impl Engine {
    /// Fetches the repository of a version. The answer is the job with the setup that is in it.
    ///
    /// # Errors
    /// Why not, in words.
    pub(super) async fn fetch(&self, job: &Job, source: &GitSource, report: &Report) -> Result<Job, String> {
        check(&source.url)?;
        if programs::find("git").is_none() {
            return Err("the program `git` is not on this computer, so no repository can be fetched".to_owned());
        }
        let sink = lines(report, Place::Build);
        say(&sink, INFORMATIONAL, format!("fetching the source from {}", source.url));
        let shared = self.shared().ok_or("the sandbox has stopped")?;
        let project = shared.world().data.service(&job.service).map(|service| service.project.clone());
        let isolation = self.isolation(&project.ok_or("the service is gone")?).await;
        let isolation = isolation.map_err(|error| format!("the network of the project did not start: {error}"))?;
        let folder = self.place("builds", job.version.as_str());
        let tree = folder.join("source");
        let plan = Plan {
            hostname: format!("build{}", job.hostname),
            inside: false,
            folder: folder.clone(),
            places: vec![(tree.clone(), SOURCE.to_owned()), (folder.join("home"), HOME.to_owned())],
            ports: Vec::new(),
        };
        let container = Container::start(&isolation, &plan).await;
        let container = container.map_err(|error| format!("the build container did not start: {error}"))?;
        let url = shlex::try_quote(&source.url).map_err(|error| format!("buildFromGit: {error}"))?;
        let script = format!("exec git clone --quiet --template= --depth 1 --no-tags --single-branch -- {url} .");
        let variables = ENVIRONMENT.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let environment = Environment(variables.collect());
        let bounds = (LIMIT, &job.cancel);
        let fetched = commands::run(&container, Path::new(SOURCE), &script, &environment, bounds, &sink).await;
        container.end().await;
        fetched.map_err(|stopped| match stopped {
            Stopped::Cancelled => "cancelled".to_owned(),
            stopped => format!("the repository {} was not fetched: git {stopped}", source.url),
        })?;
        let given = source.zerops_yaml.clone();
        let text = blocking(move || configuration(&tree, given)).await?;
        let setup = zerops_yaml::setup(&text, &source.setup, shared.world().platform);
        let setup = Arc::new(setup.map_err(|error| format!("zerops.yaml, setup {}: {error}", source.setup))?);
        begin::adopt(&mut shared.world(), &job.version, &setup);
        Ok(Job { setup, ..job.clone() })
    }
}

/// What was imported at the start as built from a repository is really built. What the built-in seeds
/// hold stays simulated: a sandbox comes up without the internet.
pub(super) fn begin_builds(world: &mut World) {
    let services: Vec<(Service, AppVersion)> = world
        .data
        .services
        .iter()
        .filter_map(|service| {
            Some((service.clone(), world.data.app_version(service.active_version.as_ref()?)?.clone()))
        })
        .collect();
    for (service, version) in services {
        let Some(source) = version.git.clone().filter(|source| !seeds::hold(&source.url)) else { continue };
        world.data.app_versions.retain(|other| other.id != version.id);
        if let Some(service) = world.data.service_mut(&service.id) {
            service.active_version = None;
            service.status = ServiceStatus::ReadyToDeploy;
        }
        let part = BuildPart { source, ports: version.ports, env: version.env };
        builds::begin_build(world, &service.project, &service.id, Some(&part), None);
    }
}

/// Observed: a suffix `.git` fails. Derived: it is a public repository. For those who try it out an
/// address of this computer will do.
fn check(url: &str) -> Result<(), String> {
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default();
    let here = scheme == "http" && matches!(host, "localhost" | "127.0.0.1");
    if (scheme != "https" && !here) || host.is_empty() || authority.contains('@') {
        return Err("buildFromGit: expected the https address of a public repository".to_owned());
    }
    if url.trim_end_matches('/').strip_suffix(".git").is_some() {
        return Err("buildFromGit: the address must not end in .git".to_owned());
    }
    Ok(())
}

/// The zerops.yaml of a tree unless another one is given; the tree then loses what git keeps for itself.
fn configuration(tree: &Path, given: Option<String>) -> Result<String, String> {
    remove(&tree.join(".git")).map_err(|error| error.to_string())?;
    if let Some(given) = given {
        return Ok(given);
    }
    let tree = Root::open(tree).map_err(|error| format!("the folder of the repository {error}"))?;
    for name in ["zerops.yaml", "zerops.yml"] {
        match tree.text(Path::new(name), LONGEST) {
            Ok(text) => return Ok(text),
            Err(error) if error.is_missing() => {}
            Err(error) => return Err(format!("{name} {error}")),
        }
    }
    Err("the repository has no zerops.yaml".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_public_repositories_are_fetched() {
        for url in ["https://github.com/org/repo", "http://127.0.0.1:8080/repo", "http://localhost/repo"] {
            assert!(check(url).is_ok(), "{url}");
        }
        for url in [
            "https://github.com/org/repo.git",
            "http://github.com/org/repo",
            "https://token@github.com/org/repo",
            "git@github.com:org/repo",
            "file:///etc",
            "ext::sh -c id",
            "--upload-pack=id",
            "https://",
            "",
        ] {
            assert!(check(url).is_err(), "{url}");
        }
    }
}
