//! A pure model of the platform, of an agent that follows the first step, and of what comes of it.

use jiff::Timestamp;
use serde_json::Value;
use zcp::domain::call::NextCall;
use zcp::domain::ids::AppVersionId;
use zcp::domain::situation::Situation;
use zcp::domain::status::{ServiceStatus, VersionStatus};
use zcp::workflow::envelope::{Envelope, Folder, Proof, Pushed, Service, Stage, Unit, Verdict, Version};

use super::dice::{Dice, moment};

/// The model: a state, a clock and luck.
pub(super) struct Model {
    pub(super) envelope: Envelope,
    pub(super) dice: Dice,
    pub(super) minute: usize,
}

impl Model {
    /// Makes a call. Every call is one that the model knows.
    pub(super) fn make(&mut self, call: &NextCall, about: Option<&str>) {
        self.minute += 1;
        let text = |name: &str| call.args.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let service = text("serviceHostname");
        match (call.tool.as_str(), text("action").as_str()) {
            ("zerops_deploy", _) if text("strategy") == "git-push" => self.push(&text("targetService")),
            ("zerops_deploy", _) => self.deploy(&text("targetService")),
            ("zerops_verify", _) => self.verify(&service),
            ("zerops_versions", "rollback") => self.rollback(&service, &text("version")),
            ("zerops_manage", "start" | "restart") => {
                let service = self.service(&service);
                (service.status, service.variables.are_old) = (ServiceStatus::Active, false);
            }
            ("zerops_manage", "stop") => self.service(&service).status = ServiceStatus::Stopped,
            ("zerops_status" | "zerops_process" | "zerops_events", _) => self.pass(about.expect("a service")),
            // A guide answers with a file; who checks the document has written it.
            ("zerops_logs" | "zerops_dev_server", _) | ("zerops_workflow", "") => {}
            // Who is asked for a document writes it.
            ("zerops_validate", _) => self.write(about.expect("a service")),
            ("zerops_discover", _) => self.plan(),
            ("zerops_workflow", "start") => self.bootstrap(),
            ("zerops_workflow", "provision") => self.envelope.bootstrap = None,
            ("zerops_workflow", "build-integration") => self.unit(&service).integrates = true,
            ("zerops_workflow", "close") => self.envelope.work = None,
            (tool, action) => panic!("the model does not know {tool} {action}"),
        }
    }

    fn service(&mut self, hostname: &str) -> &mut Service {
        self.envelope.services.get_mut(hostname).expect("a service of the project")
    }

    fn now(&self) -> Timestamp {
        moment(200 + self.minute)
    }

    fn deploy(&mut self, target: &str) {
        let failed = [VersionStatus::BuildFailed, VersionStatus::PreparingRuntimeFailed, VersionStatus::DeployFailed];
        let status = if self.dice.once_in(2) { failed[self.dice.roll(3)].clone() } else { VersionStatus::Active };
        let (id, created) = (AppVersionId::new(format!("{:022}", self.minute)), Some(self.now()));
        let service = self.service(target);
        if status == VersionStatus::Active {
            for version in service.versions.iter_mut().filter(|version| version.status == VersionStatus::Active) {
                version.status = VersionStatus::Backup;
            }
            (service.status, service.variables.are_old) = (ServiceStatus::Active, false);
        }
        let source = "CLI".to_owned();
        service
            .versions
            .insert(0, Version { id, status, name: None, source, was_built: true, created, live_since: created });
        service.versions.truncate(10);
    }

    fn rollback(&mut self, hostname: &str, id: &str) {
        let now = self.now();
        let versions = &mut self.service(hostname).versions;
        let target = versions.iter().position(|version| version.id.as_str() == id).expect("a kept version");
        assert_eq!(versions[target].status, VersionStatus::Backup);
        for version in versions.iter_mut().filter(|version| version.status == VersionStatus::Active) {
            version.status = VersionStatus::Backup;
        }
        (versions[target].status, versions[target].live_since) = (VersionStatus::Active, Some(now));
    }

    /// A push is built at once, or later, or never.
    fn push(&mut self, target: &str) {
        let (commit, at) = (format!("{:08x}", 0xbeef_0000 + self.minute), self.now());
        self.unit(target).pushed = Some(Pushed { commit, at, is_late: false });
        if self.dice.once_in(2) {
            self.built(target);
        }
    }

    /// A version comes of what was pushed.
    fn built(&mut self, target: &str) {
        let commit = self.unit(target).pushed.as_ref().expect("a push").commit.clone();
        self.minute += 1;
        self.deploy(target);
        let newest = &mut self.service(target).versions[0];
        (newest.source, newest.name) = ("GITHUB".to_owned(), Some(commit));
    }

    fn unit(&mut self, hostname: &str) -> &mut Unit {
        let of = |(name, unit): &(&String, &mut Unit)| *name == hostname || unit.stage.as_deref() == Some(hostname);
        self.envelope.units.iter_mut().find(of).expect("a unit").1
    }

    fn verify(&mut self, hostname: &str) {
        let verdict = match self.dice.roll(6) {
            0..3 => Verdict::Failed,
            3 => Verdict::Unreached,
            _ => Verdict::Passed,
        };
        let at = self.now();
        let version = self.service(hostname).serving().expect("a version that serves").id.clone();
        let proofs = self.unit(hostname).proofs.entry(hostname.to_owned()).or_default();
        proofs.push(Proof { version, at, verdict, checks: Vec::new() });
        // The notebook keeps five.
        proofs.drain(..proofs.len().saturating_sub(5));
    }

    /// Time passes: what went on has ended.
    fn pass(&mut self, hostname: &str) {
        let decision = zcp::workflow::decide::decide(&self.envelope);
        if decision.steps[0].case.situation == Situation::AwaitingBuild {
            if self.dice.once_in(2) {
                self.built(hostname);
            } else {
                self.unit(hostname).pushed.as_mut().expect("a push").is_late = true;
            }
            return;
        }
        let lives = self.dice.once_in(2);
        let service = self.service(hostname);
        service.doing = None;
        if service.status.is_going() {
            self.envelope.services.remove(hostname);
            let known = std::mem::take(&mut self.envelope.units);
            self.envelope.units = zcp::workflow::units::complete(&self.envelope.services, known);
            return;
        }
        if service.status.is_passing() {
            service.status = ServiceStatus::Active;
        }
        let end = if lives { VersionStatus::Active } else { VersionStatus::BuildFailed };
        let is_going = service.versions.first().is_some_and(|version| version.status.is_going());
        if is_going && lives {
            for version in service.versions.iter_mut().filter(|version| version.status == VersionStatus::Active) {
                version.status = VersionStatus::Backup;
            }
        }
        for version in service.versions.iter_mut().filter(|version| version.status.is_going()) {
            version.status = end.clone();
        }
    }

    fn write(&mut self, service: &str) {
        let here = self.envelope.folders.iter_mut().find(|folder| folder.path == ".");
        match here {
            Some(folder) => folder.setups.push(service.to_owned()),
            None => self.envelope.folders.insert(
                0,
                Folder {
                    path: ".".to_owned(),
                    file: "zerops.yaml".to_owned(),
                    setups: vec![service.to_owned()],
                    waits: Vec::new(),
                },
            ),
        }
    }

    fn plan(&mut self) {
        if let Some(bootstrap) = &mut self.envelope.bootstrap {
            bootstrap.stage = Stage::Planned;
        }
    }

    fn bootstrap(&mut self) {
        match &mut self.envelope.bootstrap {
            Some(bootstrap) if bootstrap.is_left => bootstrap.is_left = false,
            Some(bootstrap) => bootstrap.stage = Stage::Plan,
            None => {
                let mut made = super::dice::envelope(7);
                std::mem::swap(&mut self.envelope.services, &mut made.services);
                self.envelope.services.insert("api".to_owned(), super::laws::fresh());
                self.envelope.units =
                    zcp::workflow::units::complete(&self.envelope.services, std::collections::BTreeMap::new());
            }
        }
    }
}
