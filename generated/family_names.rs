//! The names of families that have several.
//! Source: spec/catalog.yaml. Written by build.rs (src/codegen/render/catalog.rs); edit the spec.

/// Other names of families, each with the one that it is known by.
pub static OTHER_NAMES: &[(&str, &str)] = &[
    ("golang", "go"),
    ("objectstorage", "object-storage"),
    ("sharedstorage", "shared-storage"),
];
