//! The words in which the platform says how things stand. They are open sets: a word that zcp does not
//! know is kept as it came, and no predicate is true of it, so it counts as something that goes on.
//!
//! Spellings: the statuses of zerops-go 1.0.21 (2026-07-03) and what the platform answered between
//! August and October 2026. The API spells one word differently in versions (`CANCELLED`) and in
//! processes (`CANCELED`); both are read everywhere.

use std::fmt;

/// An open set: known words, and any other as it came.
macro_rules! words {
    ($(#[$doc:meta])+ $name:ident { $($(#[$variant_doc:meta])+ $variant:ident = $word:literal $(| $also:literal)*,)+ }) => {
        $(#[$doc])+
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$variant_doc])+ $variant,)+
            /// A word that zcp does not know.
            Other(String),
        }

        impl $name {
            /// Every word that is known.
            pub const KNOWN: &[Self] = &[$(Self::$variant),+];

            /// Reads a word of the platform.
            #[must_use]
            pub fn of(word: &str) -> Self {
                match word {
                    $($word $(| $also)* => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }

            /// The word.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// How a service stands.
    ServiceStatus {
        /// Asked for; it has no variables yet.
        New = "NEW" | "SERVICE_NEW",
        /// Being made.
        Creating = "CREATING" | "SERVICE_CREATING",
        /// A runtime that waits for its first deploy.
        ReadyToDeploy = "READY_TO_DEPLOY" | "SERVICE_READY_TO_DEPLOY",
        /// It runs.
        Active = "ACTIVE" | "SERVICE_ACTIVE",
        /// On its way up.
        Starting = "STARTING" | "SERVICE_STARTING",
        /// On its way down.
        Stopping = "STOPPING" | "SERVICE_STOPPING",
        /// It stands still until somebody starts it.
        Stopped = "STOPPED" | "SERVICE_STOPPED",
        /// Down and up again.
        Restarting = "RESTARTING" | "SERVICE_RESTARTING",
        /// Its program reads its configuration again.
        Reloading = "RELOADING" | "SERVICE_RELOADING",
        /// Its resources change.
        Scaling = "SCALING" | "SERVICE_SCALING",
        /// A version is put in the place of another; about two minutes around a deploy.
        Upgrading = "UPGRADING" | "SERVICE_UPGRADING",
        /// The platform mends it.
        Repairing = "REPAIRING" | "SERVICE_REPAIRING",
        /// The platform could not mend it.
        RepairFailed = "REPAIR_FAILED" | "SERVICE_REPAIR_FAILED",
        /// It moves to another computer.
        MovingContainer = "MOVING_CONTAINER" | "SERVICE_MOVING_CONTAINER",
        /// What was last done to it failed.
        ActionFailed = "ACTION_FAILED" | "SERVICE_ACTION_FAILED",
        /// A container of it failed.
        ContainerFailed = "CONTAINER_FAILED" | "SERVICE_CONTAINER_FAILED",
        /// It failed.
        Failed = "FAILED" | "SERVICE_FAILED",
        /// Being deleted.
        Deleting = "DELETING" | "SERVICE_DELETING",
        /// Gone.
        Deleted = "DELETED" | "SERVICE_DELETED",
    }
}

impl ServiceStatus {
    /// Whether it will be there by itself.
    #[must_use]
    pub fn is_being_made(&self) -> bool {
        matches!(self, Self::New | Self::Creating)
    }

    /// Whether it is as good as gone.
    #[must_use]
    pub fn is_going(&self) -> bool {
        matches!(self, Self::Deleting | Self::Deleted)
    }

    /// Whether something of it failed.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        matches!(self, Self::Failed | Self::ActionFailed | Self::ContainerFailed | Self::RepairFailed)
    }

    /// Whether nothing is being done to it and nothing of it failed.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        matches!(self, Self::Active | Self::ReadyToDeploy | Self::Stopped)
    }

    /// Whether something is being done to it that ends by itself. A word that zcp does not know counts.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        !self.is_at_rest() && !self.is_broken() && *self != Self::Deleted
    }

    /// Whether a program of it may run and answer.
    #[must_use]
    pub fn may_run(&self) -> bool {
        !self.is_being_made()
            && !self.is_going()
            && !matches!(self, Self::ReadyToDeploy | Self::Stopping | Self::Stopped)
    }
}

words! {
    /// How a process stands.
    ProcessStatus {
        /// It waits for its turn.
        Pending = "PENDING",
        /// It goes on.
        Running = "RUNNING",
        /// What it did is taken back.
        Rollbacking = "ROLLBACKING",
        /// It is being cancelled.
        Canceling = "CANCELING" | "CANCELLING",
        /// It did what it was to do.
        Finished = "FINISHED" | "DONE",
        /// It did not.
        Failed = "FAILED",
        /// Somebody cancelled it.
        Canceled = "CANCELED" | "CANCELLED",
    }
}

impl ProcessStatus {
    /// Whether nothing more will happen.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Finished | Self::Failed | Self::Canceled)
    }

    /// Whether it ended without having done what it was to do.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::Failed | Self::Canceled)
    }
}

words! {
    /// How a version of an application stands.
    VersionStatus {
        /// Its archive is awaited.
        Uploading = "UPLOADING",
        /// Its builder is awaited.
        WaitingToBuild = "WAITING_TO_BUILD",
        /// It is built.
        Building = "BUILDING",
        /// Its zerops.yaml was refused.
        BuildValidationFailed = "BUILD_VALIDATION_FAILED",
        /// Its build failed.
        BuildFailed = "BUILD_FAILED",
        /// The image that it runs on is made.
        PreparingRuntime = "PREPARING_RUNTIME",
        /// That image could not be made.
        PreparingRuntimeFailed = "PREPARING_RUNTIME_FAILED",
        /// Built; its turn is awaited.
        WaitingToDeploy = "WAITING_TO_DEPLOY",
        /// It is started.
        Deploying = "DEPLOYING",
        /// It did not come up; the version before it goes on serving.
        DeployFailed = "DEPLOY_FAILED",
        /// It serves.
        Active = "ACTIVE",
        /// It served once and can be made to serve again.
        Backup = "BACKUP",
        /// Somebody cancelled it.
        Cancelled = "CANCELLED" | "CANCELED",
    }
}

impl VersionStatus {
    /// Whether it failed on its way.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(
            self,
            Self::BuildValidationFailed | Self::BuildFailed | Self::PreparingRuntimeFailed | Self::DeployFailed
        )
    }

    /// Whether it serves or served.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Active | Self::Backup)
    }

    /// Whether it is on its way. A word that zcp does not know counts.
    #[must_use]
    pub fn is_going(&self) -> bool {
        !self.is_failed() && !self.is_live() && *self != Self::Cancelled
    }

    /// Whether it was built before it failed: what failed is the container that it was to run in.
    #[must_use]
    pub fn failed_at_start(&self) -> bool {
        *self == Self::DeployFailed
    }
}

words! {
    /// What a service is to the platform.
    Category {
        /// A runtime: it runs the user's code.
        User = "USER",
        /// A database, a cache, a queue, a search.
        Standard = "STANDARD",
        /// Files that services share.
        SharedStorage = "SHARED_STORAGE",
        /// Files of one service.
        LocalStorage = "LOCAL_STORAGE",
        /// Objects behind an S3 API.
        ObjectStorage = "OBJECT_STORAGE",
        /// The core of the project.
        Core = "CORE",
        /// A builder.
        Build = "BUILD",
        /// Machinery.
        Internal = "INTERNAL",
        /// What makes images to run on.
        PrepareRuntime = "PREPARE_RUNTIME",
        /// The balancer.
        HttpBalancer = "HTTP_L7_BALANCER",
    }
}

impl Category {
    /// Whether it runs the user's code.
    #[must_use]
    pub fn is_runtime(&self) -> bool {
        *self == Self::User
    }

    /// What a service in an import can be: none where the platform runs it for itself, and a managed service where
    /// the word is not known.
    #[must_use]
    pub fn of_import(&self) -> Option<Self> {
        match self {
            machinery if machinery.is_machinery() => None,
            Self::Other(_) => Some(Self::Standard),
            known => Some(known.clone()),
        }
    }

    /// What a service in an import is, in words.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::User => "a runtime",
            Self::SharedStorage => "a shared storage",
            Self::LocalStorage => "a local storage",
            Self::ObjectStorage => "an object storage",
            _ => "a managed service",
        }
    }

    /// Whether it holds files or objects.
    #[must_use]
    pub fn is_storage(&self) -> bool {
        matches!(self, Self::SharedStorage | Self::LocalStorage | Self::ObjectStorage)
    }

    /// Whether the platform runs it for itself.
    #[must_use]
    pub fn is_machinery(&self) -> bool {
        matches!(self, Self::Core | Self::Build | Self::Internal | Self::PrepareRuntime | Self::HttpBalancer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a word of the table below means this.
    fn marks(status: &ServiceStatus) -> String {
        let mark = |is: bool, letter: char| if is { letter } else { '-' };
        [
            mark(status.is_being_made(), 'm'),
            mark(status.is_going(), 'g'),
            mark(status.is_broken(), 'b'),
            mark(status.is_at_rest(), 'r'),
            mark(status.is_passing(), 'p'),
            mark(status.may_run(), 'x'),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn services_are_spelt_and_understood_so() {
        let table = [
            ("NEW", "m---p-"),
            ("CREATING", "m---p-"),
            ("READY_TO_DEPLOY", "---r--"),
            ("ACTIVE", "---r-x"),
            ("STARTING", "----px"),
            ("STOPPING", "----p-"),
            ("STOPPED", "---r--"),
            ("RESTARTING", "----px"),
            ("RELOADING", "----px"),
            ("SCALING", "----px"),
            ("UPGRADING", "----px"),
            ("REPAIRING", "----px"),
            ("REPAIR_FAILED", "--b--x"),
            ("MOVING_CONTAINER", "----px"),
            ("ACTION_FAILED", "--b--x"),
            ("CONTAINER_FAILED", "--b--x"),
            ("FAILED", "--b--x"),
            ("DELETING", "-g--p-"),
            ("DELETED", "-g----"),
        ];
        assert_eq!(ServiceStatus::KNOWN.len(), table.len());
        for (status, (word, meaning)) in ServiceStatus::KNOWN.iter().zip(table) {
            assert_eq!((status.as_str(), marks(status).as_str()), (word, meaning));
            assert_eq!(ServiceStatus::of(word), *status);
            assert_eq!(ServiceStatus::of(&format!("SERVICE_{word}")), *status, "the older spelling of {word}");
        }
        assert_eq!(marks(&ServiceStatus::of("HIBERNATING")), "----px", "an unknown word goes on");
    }

    #[test]
    fn processes_are_spelt_and_understood_so() {
        let table = [
            ("PENDING", false, false),
            ("RUNNING", false, false),
            ("ROLLBACKING", false, false),
            ("CANCELING", false, false),
            ("FINISHED", true, false),
            ("FAILED", true, true),
            ("CANCELED", true, true),
        ];
        assert_eq!(ProcessStatus::KNOWN.len(), table.len());
        for (status, (word, over, lost)) in ProcessStatus::KNOWN.iter().zip(table) {
            assert_eq!((status.as_str(), status.is_over(), status.is_lost()), (word, over, lost));
            assert_eq!(ProcessStatus::of(word), *status);
        }
        for (also, status) in [("DONE", ProcessStatus::Finished), ("CANCELLED", ProcessStatus::Canceled)] {
            assert_eq!(ProcessStatus::of(also), status);
        }
        assert!(!ProcessStatus::of("NEVER_HEARD_OF").is_over());
    }

    #[test]
    fn versions_are_spelt_and_understood_so() {
        let table = [
            ("UPLOADING", 'g'),
            ("WAITING_TO_BUILD", 'g'),
            ("BUILDING", 'g'),
            ("BUILD_VALIDATION_FAILED", 'f'),
            ("BUILD_FAILED", 'f'),
            ("PREPARING_RUNTIME", 'g'),
            ("PREPARING_RUNTIME_FAILED", 'f'),
            ("WAITING_TO_DEPLOY", 'g'),
            ("DEPLOYING", 'g'),
            ("DEPLOY_FAILED", 'f'),
            ("ACTIVE", 'l'),
            ("BACKUP", 'l'),
            ("CANCELLED", 'c'),
        ];
        assert_eq!(VersionStatus::KNOWN.len(), table.len());
        let kind = |status: &VersionStatus| match (status.is_going(), status.is_failed(), status.is_live()) {
            (true, false, false) => 'g',
            (false, true, false) => 'f',
            (false, false, true) => 'l',
            _ => 'c',
        };
        for (status, (word, wanted)) in VersionStatus::KNOWN.iter().zip(table) {
            assert_eq!((status.as_str(), kind(status)), (word, wanted));
            assert_eq!(VersionStatus::of(word), *status);
        }
        assert_eq!(VersionStatus::of("CANCELED"), VersionStatus::Cancelled);
        assert_eq!(kind(&VersionStatus::of("NEVER_HEARD_OF")), 'g');
    }

    #[test]
    fn categories_are_spelt_and_understood_so() {
        let table = [
            ("USER", 'r'),
            ("STANDARD", '-'),
            ("SHARED_STORAGE", 's'),
            ("LOCAL_STORAGE", 's'),
            ("OBJECT_STORAGE", 's'),
            ("CORE", 'm'),
            ("BUILD", 'm'),
            ("INTERNAL", 'm'),
            ("PREPARE_RUNTIME", 'm'),
            ("HTTP_L7_BALANCER", 'm'),
        ];
        assert_eq!(Category::KNOWN.len(), table.len());
        for (category, (word, wanted)) in Category::KNOWN.iter().zip(table) {
            let kind = match (category.is_runtime(), category.is_storage(), category.is_machinery()) {
                (true, false, false) => 'r',
                (false, true, false) => 's',
                (false, false, true) => 'm',
                _ => '-',
            };
            assert_eq!((category.as_str(), kind), (word, wanted));
            assert_eq!(Category::of(word), *category);
        }
    }
}
