//! The files of a spec and the order they are read in.

use std::collections::BTreeMap;

use super::super::diagnostics::{Place, Report};
use super::super::model::Spec;
use super::super::reader::Reader;
use super::{catalog, errors, platform, server, tools, types};
use crate::domain::yaml;

/// The text of every file by its path below the crate, such as `spec/types.yaml`.
pub(crate) type Files = BTreeMap<String, String>;

const TOOLS: &str = "spec/tools/";

/// Reads all files. What cannot be read is reported and left out.
pub(crate) fn load(files: &Files, report: &mut Report) -> Spec {
    let mut roots = Vec::new();
    for (path, text) in files {
        let file = report.add_source(path.clone(), text.clone());
        match yaml::parse(text) {
            Ok(root) => roots.push((path.as_str(), file, root)),
            Err(error) => {
                let place = Place { file, span: error.span };
                report.fault(&place, "this file is not YAML that can be read", error.message);
            }
        }
    }
    let mut spec = Spec::default();
    for (path, file, root) in &roots {
        let reader = Reader::new(report, *file);
        match *path {
            "spec/platform.yaml" => (spec.operations, spec.effects) = platform::load(reader, root),
            "spec/types.yaml" => spec.types = types::load(reader, root),
            "spec/errors.yaml" => (spec.errors, spec.groups) = errors::load(reader, root),
            "spec/server.yaml" => spec.server = server::load(reader, root),
            "spec/catalog.yaml" => spec.catalog = catalog::load(reader, root),
            path if path.starts_with(TOOLS) => {}
            _ => reader.fault(root, format!("`{path}` is not a file of the spec"), "nothing reads this"),
        }
    }
    for (path, file, root) in roots.iter().filter(|(path, ..)| path.starts_with(TOOLS)) {
        let reader = Reader::new(report, *file);
        if let Some(tool) = tools::load(reader, root, *file, path, &spec.server) {
            spec.tools.push(tool);
        }
    }
    spec.tools.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    spec
}
