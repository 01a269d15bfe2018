//! Making versions of an application: the calls behind a deploy.

use serde::Serialize;

use super::error::{Error, ErrorKind};
use super::session::{Session, checked, json};
use super::upload::UploadAddress;
use super::wire::{CreatedVersion, Process, Service, Succeeded, Validated};
use crate::domain::ids::{AppVersionId, ServiceId};
use crate::generated::operations::Operation;

/// The API's word for a release that has to wait until variables of the service are there.
pub const VARIABLES_ARE_CHANGED: &str = "userDataSyncRunning";
/// The actions of the processes that change variables of a service or of the project.
const VARIABLES: [&str; 3] = ["stack.updateUserData", "stack.userDataFile", "stack.updateProjectEnvs"];

/// What a version is made with. What is absent goes as null; an empty text is refused.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipe<'a> {
    /// The text of zerops.yaml.
    pub zerops_yaml: Option<&'a str>,
    /// The setup of it.
    #[serde(rename = "zeropsYamlSetup")]
    pub setup: Option<&'a str>,
}

impl<'a> Recipe<'a> {
    /// A setup of a document.
    #[must_use]
    pub fn of(zerops_yaml: &'a str, setup: &'a str) -> Self {
        Self { zerops_yaml: Some(zerops_yaml), setup: Some(setup) }
    }
}

/// What is done with the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is built, then deployed.
    Build,
    /// It is deployed as it is.
    Deploy,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ValidationRequest<'a> {
    service_stack_name: &'a str,
    service_stack_type_id: &'a str,
    service_stack_type_version_name: &'a str,
    zerops_yaml: Option<&'a str>,
    operation: &'a str,
    zerops_yaml_setup: Option<&'a str>,
}

impl Session {
    /// Makes a version without an archive, and answers where that goes. The name is for people, such as
    /// that of a commit.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn create_app_version(
        &self,
        service: &ServiceId,
        name: Option<&str>,
    ) -> Result<(AppVersionId, UploadAddress), Error> {
        let operation = Operation::AppVersionCreate;
        let body = serde_json::json!({ "name": name });
        let created: CreatedVersion = self.run_with(operation, &[service.as_str()], &body).await?;
        let wrong = |what: &str| Error::of(operation.info(), ErrorKind::Api, what, true);
        if created.id.as_str().is_empty() {
            return Err(wrong("the API answered a version without an id"));
        }
        if created.service_stack_id != *service {
            return Err(wrong("the API answered a version of another service"));
        }
        let address = UploadAddress::parse(&created.upload_url)?;
        Ok((created.id, address))
    }

    /// Builds and deploys a version whose archive is there, or deploys it as it is. With an empty recipe a
    /// version that is `BACKUP` is made live again, with its code and its zerops.yaml; the platform refuses that
    /// of any other with `appVersionInvalidStatus`.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn release(&self, version: &AppVersionId, way: Way, recipe: Recipe<'_>) -> Result<Process, Error> {
        let operation = match way {
            Way::Build => Operation::AppVersionBuildAndDeploy,
            Way::Deploy => Operation::AppVersionDeploy,
        };
        let process = checked(operation, self.run_with(operation, &[version.as_str()], &json(&recipe)).await?)?;
        Ok(process)
    }

    /// A process that changes variables of a service or of the project and has not ended.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn changing_variables(&self, service: &ServiceId) -> Result<Option<Process>, Error> {
        self.unfinished(service, &VARIABLES).await
    }

    /// Deletes a version that was never released.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn delete_app_version(&self, version: &AppVersionId) -> Result<(), Error> {
        let operation = Operation::AppVersionDelete;
        let answer: Succeeded = self.run(operation, &[version.as_str()]).await?;
        if answer.success {
            return Ok(());
        }
        Err(Error::of(operation.info(), ErrorKind::Api, "the platform did not delete the version", true))
    }

    /// Asks the platform whether it would take a zerops.yaml for a service.
    ///
    /// # Errors
    /// `Api` with the platform's reasons when it would not; else as every call of the platform.
    pub async fn validate_zerops_yaml(&self, service: &Service, way: Way, recipe: Recipe<'_>) -> Result<(), Error> {
        let request = ValidationRequest {
            service_stack_name: &service.name,
            service_stack_type_id: &service.service_stack_type_id,
            service_stack_type_version_name: service.type_name(),
            zerops_yaml: recipe.zerops_yaml,
            operation: if way == Way::Build { "BUILD_AND_DEPLOY" } else { "DEPLOY" },
            zerops_yaml_setup: recipe.setup,
        };
        let operation = Operation::ZeropsYamlValidate;
        let answer: Validated = self.run_with(operation, &[], &json(&request)).await?;
        if answer.success {
            return Ok(());
        }
        Err(Error::of(operation.info(), ErrorKind::Api, "the platform does not take this zerops.yaml", false))
    }
}
