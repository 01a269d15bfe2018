//! All generated files.

use std::collections::BTreeMap;
use std::path::PathBuf;

use quote::quote;

use super::super::model::Spec;
use super::super::names::ident;
use super::super::surface;
use super::rust::rust;
use super::{
    catalog, docs, errors, failures, further, knowledge, operations, publish, registry, schemas, situations, tests,
    tool, types, variables, workflows,
};

/// What changed about the tools; `CHANGELOG.md` has it too.
pub(crate) const CHANGES: &str = "changes.md";
/// Every tool with what it does; `README.md` has it too.
pub(crate) const TOOLS: &str = "tools.md";

/// Renders everything below `generated/`.
pub(crate) fn render(spec: &Spec) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut add = |path: String, text: String| files.insert(PathBuf::from(path), text);
    add("mod.rs".into(), root());
    add("operations.rs".into(), operations::render(spec));
    add("further.rs".into(), further::render(spec));
    add("types.rs".into(), types::render(spec));
    add("errors.rs".into(), errors::render(spec));
    add("catalog.rs".into(), catalog::render(spec));
    add("family_names.rs".into(), catalog::names(spec));
    add("knowledge.rs".into(), knowledge::render(spec));
    add("workflows.rs".into(), workflows::render(spec));
    add("variables.rs".into(), variables::render(spec));
    add("situations.rs".into(), situations::render(spec));
    add("failures.rs".into(), failures::render(spec));
    add("docs/failures.md".into(), failures::page(spec));
    add("registry.rs".into(), registry::render(spec));
    add("tests.rs".into(), tests::render(spec));
    add("tools/mod.rs".into(), tool_modules(spec));
    for one in &spec.tools {
        add(format!("tools/{}.rs", one.name.value), tool::render(spec, one));
        add(format!("schemas/{}.input.json", one.name.value), pretty(&schemas::input(spec, one)));
        add(format!("schemas/{}.output.json", one.name.value), pretty(&schemas::output(spec, one)));
    }
    add(CHANGES.into(), surface::section(spec));
    add(TOOLS.into(), docs::tools(spec));
    if let Some(publication) = &spec.server.publication {
        add("server.json".into(), pretty(&publish::server(&spec.server, publication)));
        add("manifest.json".into(), pretty(&publish::manifest(spec, publication)));
    }
    for (path, text) in docs::render(spec) {
        add(format!("docs/{path}"), text);
    }
    files
}

fn root() -> String {
    let names = [
        "catalog",
        "errors",
        "failures",
        "family_names",
        "knowledge",
        "further",
        "operations",
        "registry",
        "situations",
        "tools",
        "types",
        "variables",
        "workflows",
    ];
    let items = names.map(|name| {
        let name = ident(name);
        quote!(pub mod #name;)
    });
    rust("Generated from `spec/` by build.rs. Do not edit: change the spec and build.", "spec/", "file", items)
}

fn tool_modules(spec: &Spec) -> String {
    let items = spec.tools.iter().map(|tool| {
        let name = ident(&tool.name);
        quote!(pub mod #name;)
    });
    let names = spec.tools.iter().map(|tool| ident(&tool.name));
    let each = quote! {
        /// Hands the names of all tools to a macro.
        #[doc(hidden)]
        #[macro_export]
        macro_rules! each_tool {
            ($then:ident) => {
                $then! { #(#names)* }
            };
        }
        pub use each_tool;
    };
    rust("One module a tool: arguments, error codes and tables.", "spec/tools/*.yaml", "file", items.chain([each]))
}

fn pretty(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
