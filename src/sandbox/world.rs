//! The state of a sandbox with its clock, its ids and its search index. Everything here is
//! synchronous; the server puts a lock around it.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::backups::Backups;
use super::ids::IdSource;
use super::import;
use super::lifecycle::action::Action;
use super::lifecycle::app_version::{self, AppVersionEvent};
use super::lifecycle::engine;
use super::logs::access::LogAccess;
use super::logs::store::LogStore;
use super::model::data::Data;
use super::model::process::Failure;
use super::model::project::{Project, SUBDOMAIN_DOMAIN};
use super::model::service::Service;
use super::model::shelf::Shelf;
use super::options::{ClockMode, Options};
use super::pipeline::job::{Job, Task};
use super::platform_date::PlatformDate;
use super::tokens::TokenKind;
use super::uploads::store::Uploads;
use super::usage::Samples;
use super::{catalog, lifecycle};
use crate::domain::ids::{ClientId, ProjectId, ServiceId};

/// Where reproducible time starts: 2026-01-02T03:04:05Z.
const EPOCH_SECONDS: i64 = 1_767_323_045;
/// The last moment that control moves a clock to: the start of the year 9000. What is due later
/// than now is still a time that can be written down.
const LATEST_SECONDS: i64 = 221_845_392_000;
/// How long before the start the seeds were applied.
const SEED_AGE: Duration = Duration::from_hours(1);
/// Observed: a search lags by seconds. Guessed: how many.
const REAL_INDEX_LAG: Duration = Duration::from_secs(1);
/// Derived: how long after a deploy its ports stay unknown; clients retry for about that long.
const REAL_PORT_LAG: Duration = Duration::from_millis(500);
/// How many earlier states the search index keeps at most.
const MAX_SNAPSHOTS: usize = 256;

/// The whole sandbox but its connections.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) data: Data,
    pub(crate) ids: IdSource,
    /// For what must not shift the ids of what clients ask for.
    pub(crate) side_ids: IdSource,
    pub(crate) failing: Vec<(Option<Action>, Failure)>,
    pub(crate) started: Timestamp,
    pub(crate) logs: LogStore,
    pub(crate) log_access: LogAccess,
    pub(crate) uploads: Uploads,
    /// What was measured of services that run.
    pub(crate) usage: Samples,
    /// The backups of its services.
    pub(crate) backups: Backups,
    /// What was taken up and nobody works on yet.
    pub(crate) jobs: Vec<Job>,
    /// What is to be done with containers and nobody does yet.
    pub(crate) tasks: Vec<Task>,
    /// Which state of the platform this is.
    pub(crate) platform: PlatformDate,
    /// The domain of the public addresses.
    domain: String,
    /// Whether a worker reports how versions do, instead of the clock.
    pub(crate) executes: bool,
    /// Ends with the state: work on what is forgotten is in vain.
    pub(crate) lifetime: CancellationToken,
    _ended: DropGuard,
    now: Timestamp,
    mode: ClockMode,
    /// How far control has moved the real clock.
    offset: Duration,
    index_lag: Duration,
    port_lag: Duration,
    snapshots: VecDeque<(Timestamp, Data)>,
}

impl World {
    /// A world with the seeds applied and every process of theirs over.
    ///
    /// # Errors
    /// A seed that the import refuses.
    pub(crate) fn new(options: &Options) -> io::Result<Self> {
        let fixed = options.deterministic && options.clock != ClockMode::Real;
        let started = if fixed { Timestamp::from_second(EPOCH_SECONDS).ok() } else { None };
        let started = started.unwrap_or_else(Timestamp::now);
        let mut ids = IdSource::new(options.deterministic);
        let data = Data {
            platform: options.platform,
            client: ClientId::new(ids.next()),
            user: ids.next(),
            projects: Vec::new(),
            services: Shelf::default(),
            processes: Shelf::default(),
            app_versions: Shelf::default(),
            gone: Vec::new(),
        };
        let real = options.clock == ClockMode::Real;
        let lifetime = CancellationToken::new();
        let lag = if real { REAL_INDEX_LAG } else { Duration::ZERO };
        let mut world = Self {
            data,
            ids,
            side_ids: IdSource::aside(options.deterministic),
            failing: Vec::new(),
            started,
            logs: LogStore::default(),
            log_access: LogAccess::default(),
            uploads: Uploads::default(),
            backups: Backups::default(),
            usage: Samples::default(),
            jobs: Vec::new(),
            tasks: Vec::new(),
            executes: false,
            platform: options.platform,
            domain: options.domain.clone().unwrap_or_else(|| SUBDOMAIN_DOMAIN.to_owned()),
            _ended: lifetime.clone().drop_guard(),
            lifetime,
            now: started - SEED_AGE,
            mode: ClockMode::Manual,
            offset: Duration::ZERO,
            index_lag: Duration::ZERO,
            port_lag: Duration::ZERO,
            snapshots: VecDeque::new(),
        };
        world.seed(options)?;
        world.advance_to(started);
        world.mode = options.clock;
        // What the seeds hold was there before anything ran.
        world.executes = options.execute;
        world.port_lag = if real { REAL_PORT_LAG } else { Duration::ZERO };
        world.set_index_lag(options.index_lag.unwrap_or(lag));
        Ok(world)
    }

    fn seed(&mut self, options: &Options) -> io::Result<()> {
        for (index, seed) in options.seeds.iter().enumerate() {
            import::apply::seed(self, seed, readers(index)).map_err(|error| {
                let text = format!("seed of project {}: {error}", seed.project);
                io::Error::new(io::ErrorKind::InvalidInput, text)
            })?;
        }
        for (index, name) in ["demo", "second"].iter().enumerate().skip(options.seeds.len()) {
            self.add_project(name, readers(index));
        }
        Ok(())
    }

    /// A new project with the services the platform makes for itself.
    ///
    /// Derived: every project has a core; clients hide it.
    pub(crate) fn add_project(&mut self, name: &str, readers: Vec<TokenKind>) -> ProjectId {
        let id = ProjectId::new(self.ids.next());
        self.data.projects.push(Project {
            id: id.clone(),
            name: name.to_owned(),
            description: None,
            mode: "LIGHT".to_owned(),
            tags: Vec::new(),
            shared_ip: true,
            deleting: false,
            created: self.now,
            last_update: self.now,
            prefix: self.ids.prefix(),
            domain: self.domain.clone(),
            env: Vec::new(),
            sequence: 0,
            readers,
        });
        let core = self.new_service(&id, "core", catalog::core(), catalog::Mode::NonHa);
        let core = Service { status: lifecycle::service::ServiceStatus::Active, ..core };
        self.data.services.push(core);
        id
    }

    /// A service that is not part of the data yet.
    pub(crate) fn new_service(
        &mut self,
        project: &ProjectId,
        hostname: &str,
        kind: catalog::TypeInfo,
        mode: catalog::Mode,
    ) -> Service {
        let id = ServiceId::new(self.ids.next());
        self.service(id, project, hostname, kind, mode)
    }

    /// The same with an id that is given.
    pub(crate) fn service(
        &self,
        id: ServiceId,
        project: &ProjectId,
        hostname: &str,
        kind: catalog::TypeInfo,
        mode: catalog::Mode,
    ) -> Service {
        let profile = catalog::profiles(self.platform, &kind).1.map(str::to_owned);
        Service {
            id,
            project: project.clone(),
            hostname: hostname.to_owned(),
            kind,
            mode,
            status: lifecycle::service::ServiceStatus::New,
            created: self.now,
            last_update: self.now,
            custom_scaling: crate::domain::scaling::Scaling::default(),
            profile,
            cpu_mode_changed: None,
            ports: Vec::new(),
            subdomain_access: false,
            start_without_code: false,
            env: Vec::new(),
            runtime_env: Vec::new(),
            booted: None,
            active_version: None,
            storages: Vec::new(),
        }
    }

    /// The present moment of the sandbox.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// So much later; on a clock that jumps to whatever is due, the present.
    pub(crate) fn later(&self, by: Duration) -> Timestamp {
        if self.mode == ClockMode::Instant { self.now } else { self.now.saturating_add(by).unwrap_or(Timestamp::MAX) }
    }

    /// How long after a deploy the ports of a service stay unknown to the balancer.
    pub(crate) fn port_lag(&self) -> Duration {
        self.port_lag
    }

    /// Brings the state up to the present; every call begins with it.
    pub(crate) fn settle(&mut self) {
        match self.mode {
            ClockMode::Manual => self.advance_to(self.now),
            ClockMode::Real => self.advance_to(self.real_now()),
            ClockMode::Instant => {
                while let Some(due) = engine::next_due(&self.data) {
                    self.advance_to(due.max(self.now));
                }
            }
        }
        self.expire();
    }

    /// Cancels the versions that nobody uploads; until then they stand in nobody's way.
    ///
    /// Guessed: that they are cancelled, and when.
    fn expire(&mut self) {
        // Observed: today they stay until somebody deletes them.
        if !self.platform.is_former() {
            return;
        }
        for id in self.uploads.expired(self.now) {
            let now = self.now;
            if let Some(version) = self.data.app_version_mut(&id)
                && let Ok(status) = app_version::next(version.status, AppVersionEvent::Cancel)
            {
                version.status = status;
                version.last_update = now;
            }
        }
    }

    /// What a real clock shows with what control has added.
    fn real_now(&self) -> Timestamp {
        Timestamp::now().checked_add(self.offset).unwrap_or(Timestamp::MAX)
    }

    /// Moves time and says whether it did; a real clock runs ahead by that much from then on. A
    /// moment that is too far changes nothing.
    pub(crate) fn advance(&mut self, by: Duration) -> bool {
        self.settle();
        let target = self.now.checked_add(by).ok().filter(|target| target.as_second() <= LATEST_SECONDS);
        let Some(target) = target else { return false };
        if self.mode == ClockMode::Real {
            let Some(offset) = self.offset.checked_add(by) else { return false };
            self.offset = offset;
        }
        self.advance_to(target);
        true
    }

    /// Applies what is due up to a moment, in order, and stands there.
    fn advance_to(&mut self, target: Timestamp) {
        while let Some(due) = engine::next_due(&self.data).filter(|due| *due <= target) {
            self.now = self.now.max(due);
            engine::step(self, due);
            self.record();
        }
        self.now = self.now.max(target);
    }

    /// Notes the present state for the search index; called after every change.
    pub(crate) fn record(&mut self) {
        if self.index_lag.is_zero() {
            return;
        }
        // Of changes at one moment the last state counts, but not over what came before them.
        if self.snapshots.len() > 1 {
            self.snapshots.pop_back_if(|(time, _)| *time == self.now);
        }
        self.snapshots.push_back((self.now, self.data.clone()));
        let horizon = self.now.checked_sub(self.index_lag).unwrap_or(self.now);
        // The newest state that is old enough is the one searches see, so it stays.
        while self.snapshots.len() > 1 && (self.snapshots[1].0 <= horizon || self.snapshots.len() > MAX_SNAPSHOTS) {
            self.snapshots.pop_front();
        }
    }

    /// Sets how long searches lag. What is there now is seen by searches at once.
    pub(crate) fn set_index_lag(&mut self, lag: Duration) {
        self.index_lag = lag;
        self.index_now();
    }

    /// Lets searches see what is there now.
    pub(crate) fn index_now(&mut self) {
        self.snapshots.clear();
        if !self.index_lag.is_zero() {
            self.snapshots.push_back((self.now, self.data.clone()));
        }
    }

    /// The state as searches see it.
    pub(crate) fn indexed(&self) -> &Data {
        let horizon = self.now.checked_sub(self.index_lag).unwrap_or(self.now);
        let seen = self.snapshots.iter().rev().find(|(time, _)| *time <= horizon);
        let seen = seen.or_else(|| self.snapshots.front());
        seen.map_or(&self.data, |(_, data)| data)
    }
}

/// Who reaches the project of this number.
fn readers(index: usize) -> Vec<TokenKind> {
    TokenKind::ALL.iter().copied().filter(|kind| kind.role(index).is_some()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::seeds::{NAMES, Seed};

    #[test]
    fn a_seed_with_a_project_names_it_and_sets_its_variables() {
        let yaml = "project: {name: shop, envVariables: {STAGE: production}}\nservices: []\n";
        let first = |seed: Seed| {
            let world = World::new(&Options::deterministic(ClockMode::Manual).seed(seed)).expect("a world");
            let project = &world.data.projects[0];
            (project.name.clone(), project.env.iter().map(|entry| entry.content.clone()).collect::<Vec<_>>())
        };
        let variables = vec!["production".to_owned()];
        assert_eq!(first(Seed::new("demo", yaml)), ("shop".to_owned(), variables.clone()));
        assert_eq!(first(Seed::new("demo", yaml).named("mine")), ("mine".to_owned(), variables));
    }

    use super::*;

    #[test]
    fn every_seed_is_applied_and_nothing_is_left_to_do() {
        for (name, platform) in NAMES.iter().flat_map(|name| PlatformDate::ALL.map(|platform| (name, platform))) {
            let options = Options::deterministic(ClockMode::Manual).seed(Seed::builtin(name).expect("seed"));
            let world = World::new(&options.platform(platform)).expect("world");
            assert_eq!(world.now().to_string(), "2026-01-02T03:04:05Z");
            assert!(world.data.processes.iter().all(|process| process.status.is_over()), "{name}");
            assert!(world.data.services.iter().all(|service| !service.status.wire().ends_with("ING")), "{name}");
        }
    }

    #[test]
    fn a_reproducible_world_is_the_same_twice() {
        let options = Options::deterministic(ClockMode::Instant).seed(Seed::builtin("ha").expect("seed"));
        let print = || format!("{:?}", World::new(&options).expect("world").data);
        assert_eq!(print(), print());
    }

    #[test]
    fn control_moves_a_real_clock_ahead_and_it_stays_there() {
        let mut world = World::new(&Options::new()).expect("world");
        assert!(world.advance(Duration::from_hours(1)));
        world.settle();
        assert!(world.now() >= world.started + Duration::from_hours(1));
    }

    #[test]
    fn no_clock_moves_out_of_what_a_time_can_be() {
        for mode in [ClockMode::Real, ClockMode::Instant, ClockMode::Manual] {
            let mut world = World::new(&Options::deterministic(mode)).expect("world");
            assert!(world.advance(Duration::from_secs(100_000_000_000)));
            let before = world.now();
            for by in [Duration::from_mins(5_000_000_000), Duration::from_millis(u64::MAX), Duration::MAX] {
                assert!(!world.advance(by), "{mode:?}");
            }
            world.settle();
            assert!(world.now() >= before && world.now() < before + Duration::from_hours(1), "{mode:?}");
        }
    }
}
