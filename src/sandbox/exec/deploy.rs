//! A version on its way: built, prepared, started beside the one before it, and put in its place.

use std::fs::DirEntry;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::build::stage::{Build, blocking, run_all};
use super::container::{Container, HOME, Plan};
use super::engine::Engine;
use super::instance::Instance;
use super::launch::VERSIONS;
use super::output::{ERROR, Sink, say};
use super::snapshot::{self, Snapshot};
use crate::domain::ids::{AppVersionId, ServiceId};
use crate::sandbox::folder::remove;
use crate::sandbox::logs::lines::Place;
use crate::sandbox::pipeline::archive::Listing;
use crate::sandbox::pipeline::job::Job;
use crate::sandbox::pipeline::report::Report;
use crate::sandbox::pipeline::simulated::WITHOUT_A_WORD;

/// How long a version that is no longer active may go on with the requests it has. Guessed.
const DRAIN: Duration = Duration::from_secs(5);

impl Engine {
    /// Does the work on a version.
    pub(super) async fn deploy(self: &Arc<Self>, job: &Job, report: &Report) {
        let result = match &job.git {
            Some(source) => match self.fetch(job, source, report).await {
                Ok(job) => self.stages(&job, report).await,
                Err(reason) => Err(failed_build(job, report, reason)),
            },
            None => self.stages(job, report).await,
        };
        if let Err(reason) = result {
            self.clean_up(job);
            // Of work that was cancelled nobody hears.
            report.failed(&reason);
        }
    }

    fn clean_up(&self, job: &Job) {
        let version = self.version_folder(&job.service, &job.version);
        let build = self.place("builds", job.version.as_str());
        if job.is_new() {
            drop(tokio::task::spawn_blocking(move || {
                remove(&version).ok();
                remove(&build).ok();
            }));
        }
    }

    async fn stages(self: &Arc<Self>, job: &Job, report: &Report) -> Result<(), String> {
        if job.is_new() {
            let made = self.make(job, report).await;
            made.map_err(|reason| failed_build(job, report, reason))?;
            if job.builds {
                say(&lines(report, Place::Build), super::output::INFORMATIONAL, "BUILD FINISHED");
                report.stage_done();
            }
            self.prepare(job, report).await?;
        }
        self.activate(job, report).await
    }

    async fn make(&self, job: &Job, report: &Report) -> Result<(), String> {
        if let Some(archive) = job.archive.clone().filter(|_| job.folders_first) {
            let cancel = job.cancel.clone();
            if !blocking(move || Ok(Listing::read(archive.path(), &cancel)?.is_in_order())).await? {
                return Err(WITHOUT_A_WORD.to_owned());
            }
        }
        let version = self.version_folder(&job.service, &job.version);
        let shared = self.shared().ok_or("the sandbox has stopped")?;
        let (environment, project) = {
            let world = shared.world();
            let project = world.data.service(&job.service).map(|service| service.project.clone());
            (snapshot::build(&world, &job.service, &job.version, &job.setup), project)
        };
        let project = project.ok_or("the service is gone")?;
        let isolation = self.isolation(&project).await;
        let isolation = isolation.map_err(|error| format!("the network of the project did not start: {error}"))?;
        let deployed_as_it_is = crate::domain::documents::zerops_yaml::Setup::default();
        let build = Build {
            setup: if job.builds { &job.setup } else { &deployed_as_it_is },
            archive: job.archive.as_ref().map(|archive| archive.path()),
            folder: self.place("builds", job.version.as_str()),
            cache: self.place("cache", job.service.as_str()),
            hostname: format!("build{}", job.hostname),
            www: version.join("www"),
            prepare: version.join("home"),
            environment,
            isolation,
            cancel: job.cancel.clone(),
            sink: lines(report, if job.builds { Place::Build } else { Place::Runtime }),
        };
        build.run().await
    }

    /// Runs the commands that prepare the runtime, which fail in a stage of their own.
    async fn prepare(&self, job: &Job, report: &Report) -> Result<(), String> {
        let run = job.setup.run.as_deref();
        let Some(commands) = run.and_then(|run| run.prepare_commands.as_ref()).filter(|list| !list.is_empty()) else {
            // WAITING_TO_DEPLOY is over at once.
            report.stage_done();
            return Ok(());
        };
        let sink = lines(report, Place::Prepare);
        let snapshot = self.snapshot(job)?;
        let isolation = self.isolation(&snapshot.project).await.map_err(|error| error.to_string())?;
        let plan = Plan {
            hostname: format!("prepare{}", job.hostname),
            inside: false,
            folder: self.place("builds", &format!("{}-prepare", job.version)),
            places: vec![(self.version_folder(&job.service, &job.version).join("home"), HOME.to_owned())],
            ports: Vec::new(),
        };
        let container = Container::start(&isolation, &plan).await.map_err(|error| error.to_string())?;
        let result = run_all(&container, HOME, Some(commands), &snapshot.environment, &job.cancel, &sink).await;
        container.end().await;
        let folder = plan.folder;
        blocking(move || Ok(remove(&folder).ok())).await.ok();
        if let Err(reason) = &result {
            say(&sink, ERROR, format!("run.prepareCommands: {reason}"));
            say(&sink, ERROR, "PREPARE RUNTIME FAILED");
            return result.map_err(|reason| format!("run.prepareCommands: {reason}"));
        }
        report.stage_done();
        report.stage_done();
        Ok(())
    }

    fn snapshot(&self, job: &Job) -> Result<Snapshot, String> {
        let shared = self.shared().ok_or("the sandbox has stopped")?;
        let found = Snapshot::take(&shared.world(), &job.service, Some(&job.version));
        found.ok_or_else(|| "the service is gone".to_owned())
    }

    /// Why a version must not take the place of the active one: that was pushed later. One that was
    /// active before may.
    fn overtaken(&self, job: &Job) -> Option<String> {
        let shared = self.shared().filter(|_| job.is_new())?;
        let world = shared.world();
        let active = world.data.service(&job.service)?.active_version.as_ref()?;
        let (own, active) = (world.data.app_version(&job.version)?, world.data.app_version(active)?);
        (own.sequence < active.sequence).then(|| {
            let (own, active) = (own.sequence, active.sequence);
            format!("version {own} is not deployed: version {active}, which was pushed later, is active already")
        })
    }

    /// Removes the files of versions that the state no longer knows.
    fn drop_versions(&self, service: &ServiceId) {
        let Some(shared) = self.shared() else { return };
        let folder = self.place(VERSIONS, service.as_str());
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let gone: Vec<PathBuf> = {
            let world = shared.world();
            let known = |entry: &DirEntry| {
                let name = AppVersionId::new(entry.file_name().to_string_lossy());
                world.data.app_version(&name).is_some()
            };
            entries.filter(|entry| !known(entry)).map(|entry| entry.path()).collect()
        };
        drop(tokio::task::spawn_blocking(move || gone.iter().for_each(|path| drop(remove(path)))));
    }

    /// Starts the version; when it is ready it takes the place of the one before it.
    async fn activate(self: &Arc<Self>, job: &Job, report: &Report) -> Result<(), String> {
        let _turn = self.turn(&job.service).await;
        if job.cancel.is_cancelled() {
            return Err("cancelled".to_owned());
        }
        if let Some(reason) = self.overtaken(job) {
            say(&lines(report, Place::Runtime), ERROR, reason.clone());
            return Err(reason);
        }
        let snapshot = self.snapshot(job)?;
        let deploy = job.setup.deploy.as_deref();
        let shutdown = deploy.and_then(|deploy| deploy.temporary_shutdown.as_ref()).is_some_and(|flag| flag.value);
        let (project, service, hostname) = (&snapshot.project, &snapshot.service, &snapshot.hostname);
        if shutdown && let Some(before) = self.replace(project, service, hostname, None).await {
            before.end().await;
        }
        let launched = self.launch(&snapshot, &job.cancel).await;
        let launched = match launched {
            Ok(instance) if job.cancel.is_cancelled() => {
                instance.end().await;
                Err("cancelled".to_owned())
            }
            other => other,
        };
        let instance = match launched {
            Ok(instance) => instance,
            Err(reason) => {
                if shutdown {
                    self.bring_back(service).await;
                }
                return Err(reason);
            }
        };
        let before = self.replace(project, service, hostname, Some(instance)).await;
        report.active();
        self.drop_versions(&job.service);
        if let Some(before) = before {
            tokio::spawn(retire(before));
        }
        Ok(())
    }
}

/// Ends a container whose place is taken, after the requests that it still has.
pub(super) async fn retire(instance: Arc<Instance>) {
    let deadline = Instant::now() + DRAIN;
    while Arc::strong_count(&instance.requests) > 1 && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    instance.end().await;
}

/// Says in the log of a version why it could not be made.
fn failed_build(job: &Job, report: &Report, reason: String) -> String {
    if reason == WITHOUT_A_WORD {
        return reason;
    }
    let sink = lines(report, if job.builds { Place::Build } else { Place::Runtime });
    say(&sink, ERROR, reason.clone());
    say(&sink, ERROR, if job.builds { "BUILD FAILED" } else { "DEPLOY FAILED" });
    reason
}

/// Where the lines of a version go.
pub(super) fn lines(report: &Report, place: Place) -> Sink {
    let report = report.clone();
    Arc::new(move |texts| {
        for (severity, text) in texts {
            report.line(place, severity, &text);
        }
    })
}
