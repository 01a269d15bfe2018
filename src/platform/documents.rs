//! Imports, and the platform's own list of what an import may contain.

use serde_json::Value;

use super::error::Error;
use super::reasons;
use super::session::Session;
use super::wire::marks::Applied;
use super::wire::{ErrorBody, ImportAnswer, ImportRequest, Page, SearchRequest, ServiceType};
use crate::domain::documents::DocumentKind;
use crate::domain::documents::published::Published;
use crate::domain::failure::FieldReason;
use crate::generated::operations::Operation;

/// More types than the platform has.
const MOST_TYPES: u64 = 500;

impl Session {
    /// Makes the services of an import document, which is sent byte for byte.
    ///
    /// # Errors
    /// As every call of the platform. A service that is refused is part of the answer.
    pub async fn import_services(&self, yaml: &str) -> Result<ImportAnswer, Error> {
        let request = ImportRequest { yaml: yaml.to_owned(), recipe_source: None, recipe_source_url: None };
        let body = serde_json::to_value(&request).unwrap_or_default();
        let answer: ImportAnswer =
            self.run_with(Operation::ServiceImport, &[self.project_id().as_str()], &body).await?;
        Ok(answer)
    }

    /// The JSON schema of one of the two documents, as the platform has it now. One that would take long to apply is
    /// refused.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn schema(&self, kind: DocumentKind) -> Result<Published, Error> {
        let operation = match kind {
            DocumentKind::ZeropsYaml => Operation::SchemaZeropsYaml,
            DocumentKind::ImportYaml => Operation::SchemaImportYaml,
        };
        let schema: Applied = self.run_with(operation, &[], &Value::Null).await?;
        Ok(schema.0)
    }

    /// The service types that the platform has now.
    ///
    /// # Errors
    /// As every call of the platform.
    pub async fn service_types(&self) -> Result<Vec<ServiceType>, Error> {
        let request = SearchRequest { limit: Some(MOST_TYPES), ..SearchRequest::default() };
        let body = serde_json::to_value(&request).unwrap_or_default();
        let page: Page<ServiceType> = self.run_with(Operation::CatalogSearch, &[], &body).await?;
        Ok(page.items)
    }
}

/// Why the platform refused one service of an import: its code, then the reasons field by field.
#[must_use]
pub fn refusal(hostname: &str, error: &ErrorBody) -> Vec<FieldReason> {
    let mut all = vec![FieldReason {
        field: hostname.to_owned(),
        reasons: vec![error.message.clone()],
        code: Some(error.code.clone()).filter(|code| !code.is_empty()),
    }];
    all.extend(reasons::read(&error.meta));
    all
}
