//! The type of a planned service, written out in full.

use crate::domain::documents::types::{ServiceType, Types};
use crate::domain::service_type::{System, TypeName, Variant};

/// A type in full, or why it is none.
pub(super) fn resolve(types: &Types, text: &str, ha: Option<bool>) -> Result<(String, ServiceType), String> {
    let text = text.trim();
    let full = written_out(types, text, ha);
    let judged = types.judge(&full);
    match (judged.found, judged.remark) {
        (Some(found), None) => Ok((full, found)),
        (_, Some(remark)) => {
            let fix = remark.fix.map(|fix| format!(": {fix}")).unwrap_or_default();
            Err(format!("{}{fix}", remark.message))
        }
        (None, None) => Err("is no type".to_owned()),
    }
}

/// The name with what it leaves out: the newest version, the system, and the mode.
fn written_out(types: &Types, text: &str, ha: Option<bool>) -> String {
    let mut name = TypeName::parse(text);
    let Some(family) = types.family(&name) else { return text.to_owned() };
    let newest = family.versions.iter().copied().find(|version| version.starts_with(|c: char| c.is_ascii_digit()));
    if name.version.is_none() && !family.unversioned {
        name.version = newest;
    }
    if name.variant.is_none() && !family.modes.is_empty() {
        name.variant = Some(if ha == Some(true) { Variant::Ha } else { Variant::Single });
        if name.version.is_none() {
            name.version = newest;
        }
    }
    // A bare type of an import is Ubuntu, and a bare base of a deploy is Alpine: both are always said.
    if name.system.is_none() && !family.systems.is_empty() {
        let preferred = [System::Ubuntu, System::Alpine].into_iter().filter(|system| family.systems.contains(system));
        let with = |system| TypeName { system: Some(system), ..name }.to_string();
        let fits = |text: &String| types.judge(text).remark.is_none();
        return preferred.map(with).find(fits).unwrap_or_else(|| name.to_string());
    }
    name.to_string()
}
