//! A service to create.

use std::borrow::Cow;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::super::path::Path;
use super::super::read::reader::Reader;
use super::super::read::record::{choice, record};
use super::super::read::shape::Shape;
use super::super::report::Severity;
use super::super::spanned::Spanned;
use super::super::values::{Scalars, SecretText, Variables};
use super::super::vault::Vault;
use super::super::zerops_yaml::ZeropsYaml;
use super::super::zerops_yaml::build::Os;
use super::VerticalAutoscaling;
use crate::domain::yaml::Node;

choice! {
    /// Whether a managed service runs in several containers.
    Mode {
        /// In several.
        Ha = "HA",
        /// In one.
        NonHa = "NON_HA",
    }
}

choice! {
    /// What everybody may do with the objects of a storage.
    Policy {
        /// Nothing.
        Private = "private",
        /// List and read.
        PublicRead = "public-read",
        /// Read, without a list.
        PublicObjectsRead = "public-objects-read",
        /// Write.
        PublicWrite = "public-write",
        /// Everything.
        PublicReadWrite = "public-read-write",
        /// What `objectStorageRawPolicy` says.
        Custom = "custom",
    }
}

record! {
    /// A service to create.
    Service {
        /// The name, unique in the project: lower-case letters and digits, at most 25.
        required hostname: String = "hostname",
        /// The type and version, such as `ubuntu/nodejs@22` or `postgresql:single@18`.
        required kind: String = "type",
        /// Deprecated: the type says it, as in `postgresql:single@18`.
        optional mode: Mode = "mode",
        /// A set of scaling limits and settings of the type.
        optional profile: String = "profile",
        /// Settings that replace those of the profile.
        optional profile_overrides: Scalars = "profileOverrides",
        /// Its own variables, each with a flag that keeps it from readers.
        optional vault: Vault = "vault",
        /// Deprecated: the old form of `vault` for sensitive variables.
        optional env_secrets: Variables = "envSecrets",
        /// Deprecated: the old form of `vault`.
        optional env_variables: Variables = "envVariables",
        /// Sensitive variables, one `KEY=value` per line.
        optional dot_env_secrets: SecretText = "dotEnvSecrets",
        /// Variables that are not sensitive, one `KEY=value` per line.
        optional dot_env_variables: SecretText = "dotEnvVariables",
        /// The size of an object storage in GB.
        optional object_storage_size: f64 = "objectStorageSize",
        /// What everybody may do with the objects of a storage.
        optional object_storage_policy: Policy = "objectStoragePolicy",
        /// The same as a policy document in JSON.
        optional object_storage_raw_policy: String = "objectStorageRawPolicy",
        /// Whether the CDN serves the objects of a storage.
        optional enable_cdn: bool = "enableCdn",
        /// A public repository that is built and deployed once.
        optional build_from_git: String = "buildFromGit",
        /// Whether containers run before the first deploy.
        optional start_without_code: bool = "startWithoutCode",
        /// Deprecated: the type says it, as in `ubuntu/nodejs@22`.
        optional os: Os = "os",
        /// Whether the service gets an address under zerops.app.
        optional enable_subdomain_access: bool = "enableSubdomainAccess",
        /// Services of a higher priority are created earlier.
        optional priority: i64 = "priority",
        /// The limits between which one container scales.
        optional vertical_autoscaling: VerticalAutoscaling = "verticalAutoscaling",
        /// The fewest containers.
        optional min_containers: i64 = "minContainers",
        /// The most containers.
        optional max_containers: i64 = "maxContainers",
        /// Retired with shared storages: `run.volume` and `zsc shared-storage mount` came in its place.
        optional mount: Vec<Spanned<String>> = "mount",
        /// Deprecated: `run.siteConfigPath` of zerops.yaml has the configuration of a web server.
        optional nginx_config: String = "nginxConfig",
        /// The setup of zerops.yaml, by default the one named like the service.
        optional zerops_setup: String = "zeropsSetup",
        /// A zerops.yaml instead of the one in the repository.
        optional zerops_yaml: InlineZeropsYaml = "zeropsYaml",
        /// Which services see its variables; replaces what the project says.
        optional env_isolation: String = "envIsolation",
        /// From where its containers can be reached by SSH.
        optional ssh_isolation: String = "sshIsolation",
        /// Whether the document may name a service that exists.
        optional replaces: bool = "override",
    }
}

/// A zerops.yaml inside an import.yaml.
#[derive(Clone, Debug, Default)]
pub struct InlineZeropsYaml(pub ZeropsYaml);

impl Deref for InlineZeropsYaml {
    type Target = ZeropsYaml;

    fn deref(&self) -> &ZeropsYaml {
        &self.0
    }
}

impl Shape for InlineZeropsYaml {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        let reader = Reader { unknown: Severity::Warning, ..*reader };
        ZeropsYaml::read(&reader, node, path).map(Self)
    }
}

impl JsonSchema for InlineZeropsYaml {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "InlineZeropsYaml".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<ZeropsYaml>()
    }
}

impl Service {
    /// The hostname, when it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.hostname.as_ref().map(|name| name.as_str())
    }
}
