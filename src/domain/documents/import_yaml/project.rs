//! The project that an import creates.

use super::super::read::record::{choice, record};
use super::super::spanned::Spanned;
use super::super::values::Variables;

choice! {
    /// What a project's own services are made of.
    CorePackage {
        /// One container.
        Light = "LIGHT",
        /// Several containers.
        Serious = "SERIOUS",
    }
}

choice! {
    /// Which variables of other services a service sees.
    Isolation {
        /// Those that it refers to.
        Service = "service",
        /// All of them.
        None = "none",
    }
}

choice! {
    /// Where a project runs.
    Location {
        /// Prague.
        EuCentral = "eu-central",
        /// New York.
        UsEast = "us-east-1",
    }
}

record! {
    /// A new project.
    Project {
        /// The name; several projects may have the same.
        required name: String = "name",
        /// A description of at most 255 characters.
        optional description: String = "description",
        /// What the project's own services are made of.
        optional core_package: CorePackage = "corePackage",
        /// Labels.
        optional tags: Vec<Spanned<String>> = "tags",
        /// Variables that every service sees.
        optional env_variables: Variables = "envVariables",
        /// Which variables of other services a service sees.
        optional env_isolation: Isolation = "envIsolation",
        /// From where containers can be reached by SSH.
        optional ssh_isolation: String = "sshIsolation",
        /// Whether the project's domain has the shared IPv4 address.
        optional shared_ipv4: bool = "sharedIpv4",
        /// Where the project runs.
        optional location: Location = "location",
    }
}
