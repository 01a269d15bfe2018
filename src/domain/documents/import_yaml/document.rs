//! The document as a whole.

use super::super::document_kind::DocumentKind;
use super::super::path::Path;
use super::super::read::reader::Reader;
use super::super::read::record::{Field, Record, record};
use super::super::read::shape::Shape;
use super::super::read::sink::Sink;
use super::super::report::Severity;
use super::super::source;
use super::super::spanned::Spanned;
use super::{Project, Service, VerticalAutoscaling};
use crate::domain::yaml::Node;

record! {
    /// Services to create, and the project for them when it is new.
    ImportYaml {
        /// A new project; only when a project is imported.
        optional project: Project = "project",
        /// The services.
        optional services: Vec<Spanned<Service>> = "services",
    }
}

/// The fields of every record of the document.
pub(crate) const RECORDS: &[&[Field]] =
    &[ImportYaml::FIELDS, Project::FIELDS, Service::FIELDS, VerticalAutoscaling::FIELDS];

/// Reads the document leniently: what does not fit is left out. The validator says what that is.
#[must_use]
pub fn read(root: &Node) -> ImportYaml {
    let sink = Sink::default();
    let reader = Reader { sink: &sink, unknown: Severity::Error };
    ImportYaml::read(&reader, root, &Path::root()).unwrap_or_default()
}

/// The tree that [`parse`] reads: what zcp takes the document for, with its expressions as they are written.
#[must_use]
pub fn tree(text: &str) -> Option<Node> {
    source::parse(DocumentKind::ImportYaml, text).ok().map(|parsed| parsed.root)
}

/// Reads the text of a document leniently, expressions of the preprocessor included; none when it
/// is no YAML.
#[must_use]
pub fn parse(text: &str) -> Option<ImportYaml> {
    source::parse(DocumentKind::ImportYaml, text).ok().map(|parsed| read(&parsed.root))
}

impl ImportYaml {
    /// The services, in order.
    #[must_use]
    pub fn services(&self) -> &[Spanned<Service>] {
        self.services.as_ref().map_or(&[], |services| &services.value)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_document_with_expressions_is_read() {
        let source = "#yamlPreprocessor=on
services:
  - hostname: api
    type: 3.20
    priority: <@generateRandomInt(<1>, <5>)>
    envSecrets: { KEY: <@generateJWT(<a>, <{\"b\": 1}>)> }
";
        let document = super::parse(source).expect("YAML");
        let service = &document.services()[0];
        assert_eq!(service.kind.as_ref().map(|kind| kind.raw.as_str()), Some("3.20"));
        assert_eq!((service.priority.is_none(), service.unread.as_slice()), (true, ["priority"].as_slice()));
        let secret = &service.env_secrets.as_ref().expect("secrets")[0];
        assert_eq!(secret.value, "<@generateJWT(<a>, <{\"b\": 1}>)>");
        assert!(!format!("{document:?}").contains("generateJWT"));
        assert!(super::parse("services: [").is_none());
    }
}
