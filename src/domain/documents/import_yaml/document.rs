//! The document as a whole.

use super::super::path::Path;
use super::super::read::reader::Reader;
use super::super::read::record::{Field, Record, record};
use super::super::read::shape::Shape;
use super::super::read::sink::Sink;
use super::super::report::Severity;
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

impl ImportYaml {
    /// The services, in order.
    #[must_use]
    pub fn services(&self) -> &[Spanned<Service>] {
        self.services.as_ref().map_or(&[], |services| &services.value)
    }
}
