//! The table of guidance: one text for every case and no case without one, short, and with no placeholder
//! that nobody fills.

use super::super::diagnostics::{Diagnostic, Report};
use super::super::model::{SituationDef, SituationText, Spec};
use crate::domain::situation::{Case, PLACEHOLDERS, Situation, placeholders};

/// Characters of a text at most.
const LONGEST: usize = 600;
/// Characters of a title at most.
const LONGEST_TITLE: usize = 80;
/// Cases without a text that are named.
const NAMED: usize = 3;

pub(super) fn check(spec: &Spec, report: &Report) {
    if spec.situations.is_empty() || !spec.knows("spec/situations.yaml") {
        return;
    }
    for def in &spec.situations {
        for text in &def.texts {
            words(text, report);
            axes(def, text, report);
        }
        coverage(def, report);
    }
    let place = &spec.situations[0].situation.place;
    for situation in Situation::ALL {
        if !spec.situations.iter().any(|def| def.situation.value == *situation) {
            report.fault(place, format!("nothing is said of the situation `{situation}`"), "write it in this file");
        }
    }
}

fn words(text: &SituationText, report: &Report) {
    for (part, most) in [(&text.title, LONGEST_TITLE), (&text.text, LONGEST)] {
        let count = part.value.chars().count();
        if count > most {
            report.fault(&part.place, format!("{count} characters are said at once"), format!("{most} are enough"));
        }
        for name in placeholders(&part.value).filter(|name| !PLACEHOLDERS.contains(name)) {
            let known = PLACEHOLDERS.join(", ");
            report.fault(&part.place, format!("nobody fills `${{{name}}}`"), format!("known: {known}"));
        }
    }
}

fn axes(def: &SituationDef, text: &SituationText, report: &Report) {
    let of = def.situation.value.axes();
    for (axis, _) in text.when.iter().filter(|(axis, _)| !of.contains(axis)) {
        let message = format!("`{axis}` does not matter to `{}`", def.situation.value);
        let known: Vec<&str> = of.iter().map(|axis| axis.word()).collect();
        let label =
            if known.is_empty() { "nothing does".to_owned() } else { format!("what does: {}", known.join(", ")) };
        report.fault(&text.place, message, label);
    }
}

fn coverage(def: &SituationDef, report: &Report) {
    let mut without = Vec::new();
    for case in def.situation.value.cases() {
        let texts: Vec<&SituationText> = def.texts.iter().filter(|text| is_for(text, &case)).collect();
        match texts.as_slice() {
            [] => without.push(case.to_string()),
            [_] => {}
            [first, second, ..] => {
                let message = format!("two texts are for `{case}`");
                let fault = Diagnostic::new(&second.place, message, "this one, and");
                report.add(fault.related(&first.place, "this one"));
                return;
            }
        }
    }
    if !without.is_empty() {
        let shown = without.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
        let message = format!("{} cases of `{}` have no text", without.len(), def.situation.value);
        report.fault(&def.situation.place, message, format!("such as: {shown}"));
    }
}

fn is_for(text: &SituationText, case: &Case) -> bool {
    text.when.iter().all(|(axis, values)| case.values.iter().any(|(of, value)| of == axis && values.contains(value)))
}
