//! Making one service without a document.

use serde_json::Value;

use super::call::{Answer, Call};
use crate::domain::scaling::Scaling;
use crate::domain::service_type::TypeName;
use crate::sandbox::catalog::{self, Mode, TypeInfo, families, version_id};
use crate::sandbox::env_file;
use crate::sandbox::import::apply;
use crate::sandbox::import::service::{BuildPart, ServicePart, check_hostname};
use crate::sandbox::import::zerops_yaml;
use crate::sandbox::model::app_version::GitSource;
use crate::sandbox::model::variables::check_key;
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::scaling::{request, rules};
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::{process, service};

/// Makes a service; the answer is the service and the process that makes it.
///
/// Derived: the body, and that the literal `runtime` stands where the id of a type version goes.
/// Guessed: a type in full goes there too; a name that is taken is refused as an error of the call.
pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let project = call.project(0)?.id.clone();
    let platform = call.world.platform;
    let kind = kind(platform, call.argument(1))?;
    let hostname = call.required_text("name")?.to_owned();
    check_hostname(&hostname)?;
    let mode = match call.body["mode"].as_str() {
        None => kind.variant.unwrap_or(Mode::NonHa),
        Some(name) => Mode::from_wire(name).ok_or_else(|| ApiError::user_input("mode", "must be HA or NON_HA"))?,
    };
    let kind = kind.in_mode(platform, mode);
    let scaling = request::read(&call.body["customAutoscaling"])?;
    rules::check(&kind, mode, &Scaling::default(), &scaling, &request::field)?;
    let build = call.body["buildFromGit"].as_str().filter(|_| kind.is_runtime()).map(|url| BuildPart {
        source: GitSource {
            url: url.to_owned(),
            setup: call.body["zeropsSetup"].as_str().unwrap_or(&hostname).to_owned(),
            zerops_yaml: call.body["zeropsYaml"].as_str().map(str::to_owned),
        },
        ports: zerops_yaml::default_ports(&kind),
        env: Vec::new(),
    });
    let part = ServicePart {
        profile: None,
        hostname,
        mode,
        priority: 0,
        scaling,
        variables: variables(&call.body, call.world.platform)?,
        start_without_code: call.body["startWithoutCode"].as_bool().unwrap_or(false),
        build,
        replaces: false,
        mounts: Vec::new(),
        storage_size: None,
        kind,
    };
    let made = apply::make(call.world, &project, &part);
    if let Some(error) = made.error {
        return Err(error);
    }
    let data = &call.world.data;
    let found = data.service(&made.id).ok_or_else(ApiError::service_not_found)?;
    let mut answer = service::full(data, found, call.redacts());
    let process = made.processes.first().and_then(|id| data.process(id));
    answer["process"] = process.map_or(Value::Null, |found| process::full(data, found));
    Ok(answer)
}

fn kind(platform: PlatformDate, id: &str) -> Result<TypeInfo, ApiError> {
    let versions = || families(platform).iter().flat_map(|family| &family.versions);
    // Guessed: the id without a system goes too, as the type does.
    let bare = versions().map(|name| TypeName::parse(name).bare().to_string());
    let version = versions().cloned().chain(bare).find(|name| version_id(name) == id);
    let found = catalog::find(platform, version.as_deref().unwrap_or(id));
    found.ok_or_else(|| ApiError::new("serviceStackTypeVersionNotFound", "Service stack type version not found."))
}

/// Guessed: what does not say that it is sensitive is plain; formerly everything was.
fn variables(body: &Value, platform: PlatformDate) -> Result<Vec<(String, String, bool)>, ApiError> {
    let mut variables = Vec::new();
    let is_former = platform.is_former();
    for (index, item) in body["userData"].as_array().into_iter().flatten().enumerate() {
        let field = |name: &str| {
            let missing = || ApiError::user_input(&format!("userData.{index}.{name}"), "field is required");
            item[name].as_str().map(str::to_owned).ok_or_else(missing)
        };
        let sensitive = is_former || item["sensitive"].as_bool().unwrap_or(false);
        variables.push((field("key")?, field("content")?, sensitive));
    }
    if let Some(file) = body["userDataEnvFile"].as_str() {
        let parsed = env_file::parse(file).map_err(|fault| {
            ApiError::new("userDataInvalidEnvFile", "Invalid env file.").reason("userDataEnvFile", fault.to_string())
        })?;
        variables.extend(parsed.into_iter().map(|(key, content)| (key, content, is_former)));
    }
    for (key, ..) in &variables {
        check_key(key, platform, [].into_iter()).map_err(|fault| super::user_data::refusal(fault, key))?;
    }
    Ok(variables)
}
