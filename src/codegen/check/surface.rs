//! The surface of the tools against that of the last release.

use super::super::diagnostics::{Diagnostic, Place, Report};
use super::super::model::{Released, Spec};
use super::super::surface::{Change, Impact, compare, of};

/// The file that lists what is meant to break.
const BREAKING: &str = "spec/breaking.yaml";

pub(super) fn check(spec: &Spec, report: &Report) {
    let Some(released) = &spec.released else {
        for listed in &spec.breaking {
            report.fault(&listed.spot.place, "nothing breaks before there is a release", "leave it out");
        }
        return;
    };
    let changes = compare(&released.tools, &of(spec));
    let breaking: Vec<&Change> = changes.iter().filter(|change| change.impact == Impact::Breaking).collect();
    for change in &breaking {
        let spot = change.spot.to_string();
        if spec.breaking.iter().any(|listed| listed.spot.value == spot) {
            continue;
        }
        let label = format!("a call that {} took may be refused", released.version);
        let help = format!("if it must be, say why in {BREAKING}:\n  {spot}: <the reason>");
        report.add(Diagnostic::new(&place(spec, released, change), change.text.as_str(), label).help(help));
    }
    let spots: Vec<String> = breaking.iter().map(|change| change.spot.to_string()).collect();
    for listed in spec.breaking.iter().filter(|listed| !spots.contains(&listed.spot.value)) {
        let message = format!("nothing at `{}` breaks a call that {} took", listed.spot.value, released.version);
        let known: Vec<&str> = spots.iter().map(String::as_str).collect();
        match crate::domain::nearest::nearest(&listed.spot.value, known.iter().copied()) {
            Some(near) => report.fault(&listed.spot.place, message, format!("did you mean `{near}`?")),
            None => report.fault(&listed.spot.place, message, "leave it out"),
        }
    }
}

/// Where a change stands: at the parameter, the action or the tool as they are now, or at the tool as it was.
fn place(spec: &Spec, released: &Released, change: &Change) -> Place {
    let spot = &change.spot;
    let Some(tool) = spec.tool(&spot.tool) else {
        let name = released.names.iter().find(|name| name.value == spot.tool);
        return name.map_or(Place { file: 0, span: 0..0 }, |name| name.place.clone());
    };
    let action = tool.actions.iter().find(|action| Some(&action.name.value) == spot.action.as_ref());
    let param = tool.spec_params().find(|param| Some(&param.name.value) == spot.param.as_ref());
    let name = action.map(|action| &action.name).or(param.map(|param| &param.name)).unwrap_or(&tool.name);
    name.place.clone()
}
