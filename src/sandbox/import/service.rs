//! One service of an import document.

use serde_json::Value;

use super::fields::{self, boolean, integer, invalid, mapping_keys, missing, number, pairs, text, texts};
use super::zerops_yaml;
use crate::domain::hostname::Hostname;
use crate::domain::scaling::{CpuMode, Form, LIMITS, Limit, Scaling, limit};
use crate::domain::status::Category;
use crate::domain::yaml::{Data, Node};
use crate::sandbox::catalog::{self, Mode, ModeRule, TypeInfo};
use crate::sandbox::env_file;
use crate::sandbox::model::app_version::GitSource;
use crate::sandbox::model::service::Port;
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::scaling::rules;
use crate::sandbox::wire::error::ApiError;

/// A service to make.
#[derive(Clone, Debug)]
pub(crate) struct ServicePart {
    pub(crate) hostname: String,
    pub(crate) kind: TypeInfo,
    pub(crate) mode: Mode,
    pub(crate) priority: i64,
    pub(crate) scaling: Scaling,
    pub(crate) profile: Option<String>,
    /// What is set on it: key, content and whether that is sensitive.
    pub(crate) variables: Vec<(String, String, bool)>,
    pub(crate) start_without_code: bool,
    pub(crate) build: Option<BuildPart>,
    pub(crate) replaces: bool,
    pub(crate) mounts: Vec<String>,
    /// GB of an object storage.
    pub(crate) storage_size: Option<i64>,
}

/// A build from a repository.
#[derive(Clone, Debug)]
pub(crate) struct BuildPart {
    pub(crate) source: GitSource,
    pub(crate) ports: Vec<Port>,
    /// What the configuration sets at run time.
    pub(crate) env: Vec<(String, String)>,
}

/// Every field; `envVariables` and `ports` are read and dropped.
const KNOWN: &[&str] = &[
    "hostname",
    "type",
    "mode",
    "profile",
    "profileOverrides",
    "envSecrets",
    "vault",
    "dotEnvSecrets",
    "dotEnvVariables",
    "envVariables",
    "objectStorageSize",
    "objectStoragePolicy",
    "objectStorageRawPolicy",
    "enableCdn",
    "buildFromGit",
    "startWithoutCode",
    "os",
    "enableSubdomainAccess",
    "priority",
    "verticalAutoscaling",
    "minContainers",
    "maxContainers",
    "mount",
    "nginxConfig",
    "zeropsSetup",
    "zeropsYaml",
    "envIsolation",
    "sshIsolation",
    "override",
    "ports",
];

/// Those that came in August 2026. Guessed: before, they are refused as every other unknown field is here.
const LATER: &[&str] = &["vault", "dotEnvVariables"];

/// The policies of an object storage.
const POLICIES: &[&str] =
    &["private", "public-read", "public-objects-read", "public-write", "public-read-write", "custom"];

/// Reads a service.
///
/// Observed: the codes for hostname, type and mode; that service-level `envVariables` is dropped
/// without a word; that `enableSubdomainAccess` alone does not switch the subdomain on.
pub(crate) fn read(node: &Node, platform: PlatformDate) -> Result<ServicePart, ApiError> {
    let Data::Mapping(_) = &node.data else {
        return Err(invalid("services", &format!("expected a mapping, {} given", node.describe())));
    };
    let hostname = hostname(node)?;
    for key in mapping_keys(node) {
        if !KNOWN.contains(&key) || (platform.is_former() && LATER.contains(&key)) {
            return Err(invalid(&format!("{hostname}.{key}"), "unknown field"));
        }
    }
    let at = |name: &str| format!("{hostname}.{name}");
    let given = node.get("type").ok_or_else(|| missing(&at("type")))?;
    let given = text(&at("type"), given)?;
    let kind = catalog::find(platform, given).ok_or_else(|| {
        ApiError::new("serviceStackTypeNotFound", "Service stack type not found.")
            .reason("serviceStackTypeVersion", given)
    })?;
    let mode = mode(&at("mode"), node, &kind, platform)?;
    let kind = kind.in_mode(platform, mode);
    let scaling = scaling(&hostname, node)?;
    let field = |limit: &Limit| at(&limit_name(limit));
    rules::check(&kind, mode, &Scaling::default(), &scaling, &field)?;
    let flag = |name: &str| node.get(name).map_or(Ok(false), |value| boolean(&at(name), value));
    flag("enableSubdomainAccess")?;
    flag("enableCdn")?;
    if node.get("zeropsSetup").is_some()
        && ["buildFromGit", "zeropsYaml"].iter().all(|name| node.get(name).is_none())
        && !platform.is_former()
    {
        return Err(invalid(&at("buildFromGit"), "parameter is required for use of pipelineConfig"));
    }
    Ok(ServicePart {
        mode,
        scaling,
        profile: profile(node, &kind, platform)?,
        priority: node.get("priority").map_or(Ok(0), |value| integer(&at("priority"), value))?,
        variables: variables(&hostname, node)?,
        start_without_code: flag("startWithoutCode")?,
        build: build(&hostname, node, &kind)?,
        replaces: flag("override")?,
        mounts: node.get("mount").map_or(Ok(Vec::new()), |value| texts(&at("mount"), value))?,
        storage_size: storage_size(&hostname, node, &kind, platform)?,
        hostname,
        kind,
    })
}

/// Observed: the pattern; `metadata` is null.
fn hostname(node: &Node) -> Result<String, ApiError> {
    let given = node.get("hostname").ok_or_else(|| missing("hostname"))?;
    let name = given.text().unwrap_or_default();
    check_hostname(name)?;
    Ok(name.to_owned())
}

/// Whether a service may have this name.
pub(crate) fn check_hostname(name: &str) -> Result<(), ApiError> {
    if Hostname::parse(name).is_some() {
        Ok(())
    } else {
        Err(ApiError::new("serviceStackNameInvalid", "Service stack name is invalid.").without_reasons())
    }
}

/// Observed: the three refusals; before, a managed service needed a mode (measured 2026-04). Guessed: today it is
/// `single` without one; a shared storage needs a mode like a database does; a
/// type that has no HA answers `haModeNotImplemented`; a variant and another mode contradict.
fn mode(at: &str, node: &Node, kind: &TypeInfo, platform: PlatformDate) -> Result<Mode, ApiError> {
    let given = match node.get("mode") {
        None => None,
        Some(_) if kind.family.mode == ModeRule::Forbidden => return Err(invalid(at, "mode not supported")),
        Some(value) => {
            let name = value.text().unwrap_or_default();
            let mode = Mode::from_wire(name);
            Some(mode.ok_or_else(|| invalid(at, &format!("Allowed values: [HA, NON_HA], {name} given.")))?)
        }
    };
    let mode = match (given, kind.variant) {
        (Some(given), Some(variant)) if given != variant => {
            return Err(invalid(at, "mode contradicts the type variant"));
        }
        (None, Some(mode)) | (Some(mode), _) => mode,
        (None, None)
            if platform.is_former() && matches!(kind.family.mode, ModeRule::Required | ModeRule::SingleOnly) =>
        {
            return Err(missing(at));
        }
        (None, None) => Mode::NonHa,
    };
    if mode == Mode::Ha && kind.family.mode == ModeRule::SingleOnly {
        return Err(ApiError::new("haModeNotImplemented", "HA mode is not implemented."));
    }
    Ok(mode)
}

/// The scaling profile that is asked for. Guessed: how one that the type does not have is refused.
fn profile(node: &Node, kind: &TypeInfo, platform: PlatformDate) -> Result<Option<String>, ApiError> {
    let Some(given) = node.get("profile").and_then(Node::text).filter(|_| !platform.is_former()) else {
        return Ok(None);
    };
    if catalog::profiles(platform, kind).0.contains(&given) {
        return Ok(Some(given.to_owned()));
    }
    Err(ApiError::new("autoscalingProfileNotFound", "Autoscaling profile not found.").reason("profile", given))
}

/// The variables of a text in the form of a `.env` file.
fn dot_env(hostname: &str, node: &Node, field: &str) -> Result<Vec<(String, String)>, ApiError> {
    let Some(value) = node.get(field) else { return Ok(Vec::new()) };
    let at = format!("{hostname}.{field}");
    env_file::parse(text(&at, value)?).map_err(|fault| invalid(&at, &fault.to_string()))
}

/// Observed: what stands under `envSecrets` is sensitive, and of the vault what is marked so.
fn variables(hostname: &str, node: &Node) -> Result<Vec<(String, String, bool)>, ApiError> {
    let at = format!("{hostname}.envSecrets");
    let mut secrets = node.get("envSecrets").map_or(Ok(Vec::new()), |value| pairs(&at, value))?;
    secrets.extend(dot_env(hostname, node, "dotEnvSecrets")?);
    let mut variables: Vec<(String, String, bool)> =
        secrets.into_iter().map(|(key, content)| (key, content, true)).collect();
    let plain = dot_env(hostname, node, "dotEnvVariables")?;
    variables.extend(plain.into_iter().map(|(key, content)| (key, content, false)));
    if let Some(value) = node.get("vault") {
        variables.extend(fields::vault(&format!("{hostname}.vault"), value)?);
    }
    for (key, ..) in &variables {
        let mut bytes = key.bytes();
        let good = bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !good {
            return Err(ApiError::new("userDataKeyInvalid", "User data key is invalid.").reason("key", key));
        }
    }
    Ok(variables)
}

/// Guessed: without an inline configuration nothing is known of the repository, so the build
/// opens the ports that the type has by itself.
fn build(hostname: &str, node: &Node, kind: &TypeInfo) -> Result<Option<BuildPart>, ApiError> {
    let Some(url) = node.get("buildFromGit") else { return Ok(None) };
    let url = text(&format!("{hostname}.buildFromGit"), url)?;
    if !kind.is_runtime() {
        return Err(invalid(&format!("{hostname}.buildFromGit"), "only runtimes can be built"));
    }
    let setup = match node.get("zeropsSetup") {
        Some(value) => text(&format!("{hostname}.zeropsSetup"), value)?,
        None => hostname,
    };
    let (ports, env) = match node.get("zeropsYaml") {
        Some(yaml) => zerops_yaml::run(&format!("{hostname}.zeropsYaml"), yaml, setup, kind)?,
        None => (zerops_yaml::default_ports(kind), Vec::new()),
    };
    let source = GitSource {
        url: url.to_owned(),
        setup: setup.to_owned(),
        zerops_yaml: node.get("zeropsYaml").map(zerops_yaml::source),
    };
    Ok(Some(BuildPart { source, ports, env }))
}

/// Derived: the range and the policies. Observed: it needs a size. Guessed, of the former platform:
/// one GB when none is given.
fn storage_size(hostname: &str, node: &Node, kind: &TypeInfo, platform: PlatformDate) -> Result<Option<i64>, ApiError> {
    let at = format!("{hostname}.objectStorageSize");
    let given = node.get("objectStorageSize").map(|value| integer(&at, value)).transpose()?;
    if let Some(policy) = node.get("objectStoragePolicy") {
        let name = policy.text().unwrap_or_default();
        if !POLICIES.contains(&name) {
            let reason = format!("Allowed values: [{}], {name} given.", POLICIES.join(", "));
            return Err(invalid(&format!("{hostname}.objectStoragePolicy"), &reason));
        }
    }
    if kind.family.category != Category::ObjectStorage {
        return if given.is_some() { Err(invalid(&at, "only object storage has a size")) } else { Ok(None) };
    }
    if given.is_none() && !platform.is_former() {
        return Err(missing(&at));
    }
    match given.unwrap_or(1) {
        size @ 1..=100 => Ok(Some(size)),
        _ => Err(invalid(&at, "must be between 1 and 100")),
    }
}

fn scaling(hostname: &str, node: &Node) -> Result<Scaling, ApiError> {
    let mut scaling = Scaling::default();
    for limit in LIMITS.iter().filter(|limit| limit.is_horizontal()) {
        if let Some(value) = node.get(limit.key) {
            set(&mut scaling, limit, &format!("{hostname}.{}", limit.key), value)?;
        }
    }
    let Some(vertical) = node.get("verticalAutoscaling") else { return Ok(scaling) };
    for (key, value) in vertical.entries() {
        let key = key.text().unwrap_or_default();
        let field = format!("{hostname}.verticalAutoscaling.{key}");
        // Of a virtual machine the least is the most.
        let meant: &[&str] = match key {
            "minVCpu" => &["minCpu"],
            "maxVCpu" => &["maxCpu"],
            "cpu" => &["minCpu", "maxCpu"],
            "ram" => &["minRam", "maxRam"],
            "disk" => &["minDisk", "maxDisk"],
            _ => &[key],
        };
        for key in meant {
            let limit = limit(key).filter(|limit| !limit.is_horizontal());
            let limit = limit.ok_or_else(|| fields::invalid(&field, "unknown field"))?;
            set(&mut scaling, limit, &field, value)?;
        }
    }
    Ok(scaling)
}

fn set(scaling: &mut Scaling, limit: &Limit, field: &str, node: &Node) -> Result<(), ApiError> {
    let value = match limit.form {
        Form::Count => Value::from(integer(field, node)?),
        Form::Amount => Value::from(number(field, node)?),
        Form::Switch => Value::from(boolean(field, node)?),
        Form::Mode => {
            let name = node.text().unwrap_or_default();
            if CpuMode::of(name).is_none() {
                return Err(invalid(field, &format!("Allowed values: [DEDICATED, SHARED], {name} given.")));
            }
            Value::from(name)
        }
    };
    scaling.set(limit, &value);
    Ok(())
}

/// The name of a limit in a document.
fn limit_name(limit: &Limit) -> String {
    if limit.is_horizontal() { limit.key.to_owned() } else { format!("verticalAutoscaling.{}", limit.key) }
}
