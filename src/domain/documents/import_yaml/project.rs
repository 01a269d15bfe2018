//! The project that an import creates.

use super::super::read::record::{choice, record};
use super::super::spanned::Spanned;
use super::super::values::Variables;
use super::super::vault::Vault;

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
    /// Where a project runs.
    Location {
        /// Prague.
        EuCentral = "eu-central",
        /// New York.
        UsEast = "us-east-1",
        /// The west coast of the United States.
        UsWest = "us-west-1",
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
        optional vault: Vault = "vault",
        /// Deprecated: the old form of `vault`.
        optional env_variables: Variables = "envVariables",
        /// Deprecated: the old form of `vault` for sensitive variables.
        optional env_secrets: Variables = "envSecrets",
        /// Which services see the variables of a service: none, service, service@NAME.
        optional env_isolation: String = "envIsolation",
        /// From where containers can be reached by SSH.
        optional ssh_isolation: String = "sshIsolation",
        /// Whether the project's domain has the shared IPv4 address.
        optional shared_ipv4: bool = "sharedIpv4",
        /// Where the project runs.
        optional location: Location = "location",
    }
}
