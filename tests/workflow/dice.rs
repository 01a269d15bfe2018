//! States of a project, the same in every run.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use zcp::domain::ids::{AppVersionId, ProcessId};
use zcp::domain::status::{Category, ServiceStatus, VersionStatus};
use zcp::workflow::envelope::{
    Bootstrap, Close, Doing, Envelope, Folder, Proof, Push, Pushed, Service, Stage, Unit, Variables, Verdict, Version,
    Work,
};
use zcp::workflow::units;

const HOSTNAMES: &[&str] =
    &["api", "appdev", "appstage", "cache", "db", "storage", "webdev", "webstage", "worker", "workerdev", "zcp"];

/// Numbers that are the same in every run.
#[derive(Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        dice.roll(2);
        dice
    }

    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % sides as u64).expect("few sides")
    }

    pub(super) fn once_in(&mut self, count: usize) -> bool {
        self.roll(count) == 0
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }
}

/// The moment that everything is counted from.
pub(super) fn moment(minutes: usize) -> Timestamp {
    let start: Timestamp = "2026-01-02T03:00:00Z".parse().expect("a time");
    start + SignedDuration::from_mins(i64::try_from(minutes).expect("few"))
}

fn version(dice: &mut Dice, minute: usize, status: VersionStatus) -> Version {
    let name = match dice.roll(4) {
        0 => None,
        1 => Some(format!("0a1b2c{:02x} dev", dice.roll(4))),
        2 => Some(format!("0a1b2c{:02x}-dirty prod", dice.roll(4))),
        _ => Some("a release".to_owned()),
    };
    Version {
        id: AppVersionId::new(format!("{minute:011}{:011}", dice.roll(1_000_000))),
        status,
        name,
        source: (*dice.pick(&["CLI", "CLI", "GUI", "GITHUB", "GITLAB"])).to_owned(),
        was_built: !dice.once_in(4),
        created: (!dice.once_in(20)).then(|| moment(minute)),
        live_since: None,
    }
}

/// Versions as the platform keeps them: one serves at most, and what served before it is a backup.
fn versions(dice: &mut Dice) -> Vec<Version> {
    let going: Vec<VersionStatus> = VersionStatus::KNOWN.iter().filter(|one| !one.is_live()).cloned().collect();
    let mut serves = false;
    let count = dice.roll(7);
    let mut versions = Vec::new();
    for age in 0..count {
        let status = match dice.roll(3) {
            0 if age > 0 || dice.once_in(2) => dice.pick(&going).clone(),
            _ if serves => VersionStatus::Backup,
            _ => {
                serves = true;
                VersionStatus::Active
            }
        };
        // Only the newest one is on its way.
        let status = if age > 0 && status.is_going() { VersionStatus::BuildFailed } else { status };
        let minute = 100 - age * 10 - dice.roll(5);
        versions.push(version(dice, minute, status));
    }
    // One that was taken back, for one that serves again.
    if let [newest, before, ..] = versions.as_mut_slice()
        && (&newest.status, &before.status) == (&VersionStatus::Active, &VersionStatus::Backup)
        && dice.once_in(4)
    {
        std::mem::swap(&mut newest.status, &mut before.status);
        before.live_since = Some(moment(100 + dice.roll(20)));
    }
    // One that was emptied.
    if versions.first().is_some_and(|newest| newest.status == VersionStatus::Active) && dice.once_in(12) {
        versions.remove(0);
    }
    versions
}

/// Some change of variables, which it runs without or with.
fn variables(dice: &mut Dice) -> Variables {
    let changed = dice.once_in(6).then(|| moment(60 + dice.roll(60)));
    Variables { changed, are_old: changed.is_some() && dice.once_in(2) }
}

fn service(dice: &mut Dice, hostname: &str) -> Service {
    let category = match hostname {
        "db" | "cache" => Category::Standard,
        "storage" => Category::ObjectStorage,
        _ => Category::User,
    };
    let runs = category.is_runtime();
    let status = match dice.roll(5) {
        0 => dice.pick(ServiceStatus::KNOWN).clone(),
        1 if dice.once_in(4) => ServiceStatus::Other("HIBERNATING".to_owned()),
        _ => ServiceStatus::Active,
    };
    let doing = dice.once_in(8).then(|| Doing {
        process: ProcessId::new("a".repeat(22)),
        action: (*dice.pick(&["build", "restart", "scale"])).to_owned(),
    });
    Service {
        type_name: if runs { "ubuntu/nodejs@22" } else { "postgresql:single@18" }.to_owned(),
        category,
        status,
        is_workspace: hostname == "zcp",
        doing,
        versions: if runs { versions(dice) } else { Vec::new() },
        speaks_http: dice.once_in(2),
        is_public: dice.once_in(2),
        variables: if runs { variables(dice) } else { Variables::default() },
    }
}

fn proofs(dice: &mut Dice, service: &Service) -> Vec<Proof> {
    let verdicts = [Verdict::Passed, Verdict::Passed, Verdict::Failed, Verdict::Unreached];
    let count = dice.roll(6);
    let of = |dice: &mut Dice| {
        let verdict = *dice.pick(&verdicts);
        let backups = service.versions.iter().filter(|version| version.status == VersionStatus::Backup);
        let backup = backups.clone().next().filter(|_| dice.once_in(3));
        let version = backup.or(service.serving().filter(|_| !dice.once_in(4))).map(|version| version.id.clone());
        let at = moment(50 + dice.roll(100));
        Some(Proof { version: version?, at, verdict, checks: vec!["http / answered 500".to_owned()] })
    };
    let mut proofs: Vec<Proof> = (0..count).filter_map(|_| of(dice)).collect();
    if dice.once_in(6) {
        // One version after the other, the last of them what serves.
        let last = proofs.len().saturating_sub(1);
        for (number, proof) in proofs.iter_mut().enumerate() {
            proof.verdict = Verdict::Failed;
            let serving = service.serving().filter(|_| number == last).map(|version| version.id.clone());
            proof.version = serving.unwrap_or_else(|| AppVersionId::new(format!("{number:022}")));
        }
    }
    proofs
}

fn folders(dice: &mut Dice) -> Vec<Folder> {
    let some: &[&[&str]] = &[&["dev", "prod"], &["api"], &["appdev", "appstage"], &["one", "two"], &["dev"]];
    let mut folders: Vec<Folder> = Vec::new();
    for path in [".", "api", "app", "web", "appdev"] {
        if dice.once_in(4) {
            let setups = dice.pick(some).iter().map(|setup| (*setup).to_owned()).collect();
            // A setup for development that only waits, in one of the places.
            let waits = if path == "." { vec!["dev".to_owned()] } else { Vec::new() };
            folders.push(Folder { path: path.to_owned(), file: "zerops.yaml".to_owned(), setups, waits });
        }
    }
    folders
}

fn bootstrap(dice: &mut Dice) -> Bootstrap {
    let stages = [
        Stage::Route,
        Stage::Plan,
        Stage::Findings("`db` is taken".to_owned()),
        Stage::Planned,
        Stage::Making,
        Stage::Failed("`db` was not made".to_owned()),
    ];
    Bootstrap {
        id: "0a1b".to_owned(),
        intent: "a shop".to_owned(),
        stage: dice.pick(&stages).clone(),
        planned: vec!["appdev".to_owned(), "db".to_owned()],
        is_left: dice.once_in(4),
    }
}

/// A state of a project.
pub(super) fn envelope(seed: u64) -> Envelope {
    let mut dice = Dice::new(seed);
    let dice = &mut dice;
    let often = 1 + dice.roll(4);
    let mut services = BTreeMap::new();
    for hostname in HOSTNAMES {
        if dice.once_in(often + 1) {
            services.insert((*hostname).to_owned(), service(dice, hostname));
        }
    }
    let mut known: BTreeMap<String, Unit> = BTreeMap::new();
    for hostname in HOSTNAMES.iter().filter(|_| often > 1) {
        if dice.once_in(4) {
            let stage = dice.once_in(3).then(|| (*dice.pick(HOSTNAMES)).to_owned());
            known.insert((*hostname).to_owned(), Unit { stage, is_adopted: dice.once_in(2), ..Unit::default() });
        }
    }
    let mut units = units::complete(&services, known);
    for (name, unit) in &mut units {
        unit.close = *dice.pick(&[None, Some(Close::Auto), Some(Close::Auto), Some(Close::Push), Some(Close::Manual)]);
        let url = "https://github.com/acme/app".to_owned();
        unit.integrates = !dice.once_in(3);
        unit.pushed = (!dice.once_in(4)).then(|| Pushed {
            commit: format!("0a1b2c{:02x}", dice.roll(4)),
            at: moment(70 + dice.roll(60)),
            is_late: dice.once_in(2),
        });
        let configured = Push::Configured { url };
        unit.push = dice.pick(&[Push::Unconfigured, configured.clone(), configured, Push::Broken]).clone();
        let of_unit: Vec<String> = std::iter::once(name.clone()).chain(unit.stage.clone()).collect();
        unit.proofs = of_unit.into_iter().map(|one| (one.clone(), proofs(dice, &services[&one]))).collect();
    }
    let scope: Vec<String> = units
        .iter()
        .flat_map(|(name, unit)| std::iter::once(name.clone()).chain(unit.stage.clone()))
        .filter(|_| !dice.once_in(3))
        .collect();
    // Work on what is gone by now.
    let scope = if !units.is_empty() && dice.once_in(20) { vec!["former".to_owned()] } else { scope };
    let work = (dice.once_in(2) && !scope.is_empty()).then(|| Work {
        intent: "add a login".to_owned(),
        baseline: BTreeMap::new(),
        began: moment(50 + dice.roll(60)),
        is_left: dice.once_in(3),
        scope,
    });
    Envelope {
        project: "demo".to_owned(),
        production: dice.once_in(50).then(|| "the project is called `shop-production`".to_owned()),
        gone: if dice.once_in(10) { vec!["former".to_owned()] } else { Vec::new() },
        bootstrap: dice.once_in(8).then(|| bootstrap(dice)),
        folders: folders(dice),
        reaches_containers: dice.once_in(3),
        notes: Vec::new(),
        most_attempts: 5,
        services,
        units,
        work,
    }
}
