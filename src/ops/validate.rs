//! Checking the YAML documents of a project without asking anybody.

use super::context::Context;
use super::support::types_and_schemas::Live;
use super::support::{document, schema_check};
use crate::domain::documents::{self, DocumentKind, Known, KnownService, import_yaml};
use crate::domain::failure::Fail;
use crate::domain::room::{Form, Room};
use crate::generated::errors::code;
use crate::generated::tools::zerops_validate::{Args, Error, SPEC};
use crate::generated::types::{DocumentType, FindingView, ValidateResult};

/// Everything that is wrong with a document.
///
/// # Errors
/// When there is no document, or nobody can tell which one it is; findings are the result.
pub async fn validate(cx: &Context, args: Args) -> Result<ValidateResult, Fail<Error>> {
    let text = document::text::<Error>(cx, args.content, args.file_path).await?;
    let kind = match args.r#type {
        Some(DocumentType::ZeropsYml) => DocumentKind::ZeropsYaml,
        Some(DocumentType::ImportYml) => DocumentKind::ImportYaml,
        None => documents::detect(&text).ok_or_else(|| {
            let message = "The text has neither `zerops` nor `services` at its top, so it may be either document.";
            Fail::new(code::InvalidParameter, message).field("type", "cannot be detected").suggest("Say `type`.")
        })?,
    };
    let live = Live::known(cx).await;
    let services = args.hostnames.into_iter().map(|hostname| KnownService { hostname: hostname.0, type_name: None });
    let services: Vec<_> = services.collect();
    let services = (!services.is_empty()).then_some(services);
    let known = Known { types: live.types.clone(), services, ..Known::default() };
    let report = documents::validate(kind, &text, &documents::Context { known, ..documents::Context::default() });
    let valid = report.is_valid();
    let (mut findings, omitted) = document::findings(&report, Room::of(&SPEC, Form::Nested));
    if valid {
        findings.extend(schema_check::check(kind, &text, &live, &report));
    }
    if kind == DocumentKind::ImportYaml {
        findings.extend(with_project(&text));
    }
    let r#type = match kind {
        DocumentKind::ZeropsYaml => DocumentType::ZeropsYml,
        DocumentKind::ImportYaml => DocumentType::ImportYml,
    };
    Ok(ValidateResult { valid, r#type: r#type.as_str().to_owned(), findings, omitted, checked_against: live.source })
}

/// What to know of an import that makes a project: other clients take it, zcp does not.
fn with_project(text: &str) -> Option<FindingView> {
    let project = import_yaml::parse(text)?.project?;
    let has_variables = project.vault.is_some() || project.env_variables.is_some() || project.env_secrets.is_some();
    let instead =
        if has_variables { "remove `project` and set its variables with `zerops_env`" } else { "remove `project`" };
    let (line, column) = schema_check::line_and_column(text, project.key.start);
    Some(FindingView {
        severity: "warning".to_owned(),
        code: documents::codes::PROJECT_INCLUDED.to_owned(),
        path: "project".to_owned(),
        line,
        column,
        message: "zerops_import refuses a document with `project`: it makes services in the project there is"
            .to_owned(),
        fix: Some(format!("{instead}, or make the new project with `zcli project project-import`")),
    })
}

#[cfg(test)]
mod tests {
    use super::with_project;

    #[test]
    fn the_variables_of_a_project_are_not_thrown_away_with_it() {
        let fix = |project: &str| {
            let text = format!("project: {project}\nservices: []\n");
            with_project(&text).and_then(|finding| finding.fix).expect("a fix")
        };
        assert!(fix("{name: shop, vault: {KEY: x}}").contains("set its variables with `zerops_env`"));
        assert!(!fix("{name: shop}").contains("variables"));
    }
}
