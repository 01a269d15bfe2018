//! The import.yaml of a plan.
//!
//! A dev service starts without code and has one container, since several would have different files. A stage
//! and a single service wait for their first deploy. Databases come first. Nothing is public: that is
//! asked for after a deploy.

use std::fmt::Write as _;

use super::check::{Checked, Resolved, Role};
use crate::domain::documents::types::Types;
use crate::domain::service_type::TypeName;
use crate::domain::status::Category;

/// Databases are made before what uses them.
const FIRST: u8 = 10;
/// RAM in GB for installs and compilers of a dev service.
const DEV_RAM: u8 = 1;
/// GB of a new bucket.
const BUCKET: u8 = 2;

/// The document that makes what is missing; nothing where all of it is there.
#[must_use]
pub fn import_yaml(checked: &Checked, types: &Types) -> Option<String> {
    let mut text = "services:\n".to_owned();
    let mut any = false;
    for service in checked.to_make() {
        write_service(&mut text, service, types);
        any = true;
    }
    any.then_some(text)
}

fn write_service(text: &mut String, service: &Resolved, types: &Types) {
    let _ = writeln!(text, "  - hostname: {}\n    type: {}", service.hostname, service.type_name);
    match service.category {
        Category::ObjectStorage => {
            let _ = writeln!(text, "    objectStorageSize: {BUCKET}\n    objectStoragePolicy: private");
        }
        Category::User if service.role == Role::Dev => {
            let _ = writeln!(
                text,
                "    startWithoutCode: true\n    maxContainers: 1\n    verticalAutoscaling:\n      minRam: {DEV_RAM}"
            );
        }
        Category::User => {}
        _ => {
            // Without one an HA PostgreSQL holds dedicated cores; the first is the smallest.
            if let Some(profile) = profile(service, types) {
                let _ = writeln!(text, "    profile: {profile}");
            }
        }
    }
    if service.role == Role::Managed {
        let _ = writeln!(text, "    priority: {FIRST}");
    }
}

fn profile(service: &Resolved, types: &Types) -> Option<&'static str> {
    let name = TypeName::parse(&service.type_name);
    types.family(&name)?.limits(name.variant).profiles.first().copied()
}
