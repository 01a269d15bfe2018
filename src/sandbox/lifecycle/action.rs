//! What the platform can do, how long it takes and what it does to the service: one table.

use std::time::Duration;

use super::service::ServiceEvent;

/// Something the platform does in a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Create,
    Delete,
    Start,
    Stop,
    Restart,
    Reload,
    Scale,
    Build,
    /// Deploys a version without building it.
    Deploy,
    /// Deploys a version that was active before.
    DeployBackup,
    EnableSubdomain,
    DisableSubdomain,
    ConnectStorage,
    DisconnectStorage,
    DeleteProject,
    /// Replaces the variables of a service.
    EnvFile,
    /// Changes one variable of a service.
    Env,
    /// Changes variables of a project.
    ProjectEnv,
    /// Work of the platform on its own parts, which no user asked for.
    Internal,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ActionInfo {
    /// The name on the wire.
    pub(crate) name: &'static str,
    /// Milliseconds from the creation of the process until it runs.
    delay: u64,
    /// Seconds that it takes. What a version takes goes by its stages instead.
    lasts: u64,
    /// What the beginning does to the service.
    pub(crate) begins: Option<ServiceEvent>,
    /// What the end does to the service.
    pub(crate) ends: Option<ServiceEvent>,
}

impl ActionInfo {
    /// From the creation of the process until it runs.
    pub(crate) const fn delay(&self) -> Duration {
        Duration::from_millis(self.delay)
    }

    /// How long it takes once it runs.
    pub(crate) const fn lasts(&self) -> Duration {
        Duration::from_secs(self.lasts)
    }
}

const fn row(name: &'static str, delay: u64, lasts: u64) -> ActionInfo {
    ActionInfo { name, delay, lasts, begins: None, ends: None }
}

impl ActionInfo {
    const fn moves(self, begins: ServiceEvent, ends: ServiceEvent) -> Self {
        Self { begins: Some(begins), ends: Some(ends), ..self }
    }
}

impl Action {
    /// Every action.
    pub(crate) const ALL: &'static [Self] = &[
        Self::Create,
        Self::Delete,
        Self::Start,
        Self::Stop,
        Self::Restart,
        Self::Reload,
        Self::Scale,
        Self::Build,
        Self::Deploy,
        Self::DeployBackup,
        Self::EnableSubdomain,
        Self::DisableSubdomain,
        Self::ConnectStorage,
        Self::DisconnectStorage,
        Self::DeleteProject,
        Self::EnvFile,
        Self::Env,
        Self::ProjectEnv,
        Self::Internal,
    ];

    /// The facts of an action.
    ///
    /// Observed: the names but those below; about 4 s for a reload, 14 s for a restart; 4 to 7 s
    /// until a change of variables runs; the prefix `zL7Master.`.
    /// Derived: the names of the two storage actions, from a client's own stand-in.
    /// Guessed: the names `stack.reload`, `stack.deploy`, `project.delete` and `stack.updateUserData`, what follows
    /// the prefix, and every other duration.
    pub(crate) const fn info(self) -> ActionInfo {
        use ServiceEvent as Event;
        match self {
            Self::Create => ActionInfo { begins: Some(Event::CreateBegan), ..row("stack.create", 1000, 8) },
            Self::Delete => row("stack.delete", 500, 6).moves(Event::DeleteBegan, Event::Deleted),
            Self::Start => row("stack.start", 1000, 7).moves(Event::StartBegan, Event::Started),
            Self::Stop => row("stack.stop", 1000, 5).moves(Event::StopBegan, Event::Stopped),
            Self::Restart => row("stack.restart", 1000, 13).moves(Event::RestartBegan, Event::Restarted),
            Self::Reload => row("stack.reload", 1000, 3).moves(Event::ReloadBegan, Event::Reloaded),
            Self::Scale => row("stack.updateAutoscaling", 1000, 4),
            Self::Build => ActionInfo { ends: Some(Event::Deployed), ..row("stack.build", 1000, 20) },
            Self::Deploy => ActionInfo { ends: Some(Event::Deployed), ..row("stack.deploy", 1000, 9) },
            Self::DeployBackup => ActionInfo { ends: Some(Event::Deployed), ..row("stack.deploy.backup", 1000, 9) },
            Self::EnableSubdomain => row("stack.enableSubdomainAccess", 500, 2),
            Self::DisableSubdomain => row("stack.disableSubdomainAccess", 500, 2),
            Self::ConnectStorage => row("stack.sharedStorageConnect", 1000, 5),
            Self::DisconnectStorage => row("stack.sharedStorageDisconnect", 1000, 5),
            Self::DeleteProject => row("project.delete", 500, 15),
            Self::EnvFile => row("stack.userDataFile", 4000, 2),
            Self::Env => row("stack.updateUserData", 4000, 2),
            Self::ProjectEnv => row("stack.updateProjectEnvs", 4000, 2),
            Self::Internal => row("zL7Master.updateRouting", 200, 1),
        }
    }

    /// The action of this name on the wire.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.info().name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_found_by_its_own_name_and_takes_time() {
        for action in Action::ALL {
            assert_eq!(Action::named(action.info().name), Some(*action));
            assert!(!action.info().lasts().is_zero());
        }
    }
}
