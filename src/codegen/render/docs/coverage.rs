//! How faithful the sandbox is.

use std::fmt::Write as _;

use super::super::super::model::{Basis, Spec};
use super::text::{cell, finished, header};

pub(super) fn page(spec: &Spec) -> String {
    let mut page = header("spec/sandbox.yaml", "coverage");
    page.push_str("# What the sandbox covers\n\nThe sandbox speaks the platform's REST API. What it does is known in one of three ways:\n\n");
    page.push_str(
        "- **observed**: the platform was seen doing it;\n- **derived**: it follows from how the platform's ",
    );
    page.push_str("clients work, or its manuals say it;\n- **guessed**: nobody has looked yet.\n\n");
    let total = |basis: Basis| spec.coverage.behaviours().filter(|one| one.basis == basis).count();
    page.push_str("| Basis | Entries |\n|---|---|\n");
    for (word, basis) in Basis::ALL {
        let _ = writeln!(page, "| {word} | {} |", total(basis));
    }
    page.push_str("\n## By area\n");
    for (title, behaviours) in &spec.coverage.areas {
        let _ = writeln!(page, "\n### {title}\n\n| Basis | What it does | Calls |\n|---|---|---|");
        for behaviour in behaviours {
            let word = Basis::ALL.iter().find(|(_, basis)| *basis == behaviour.basis).map_or("", |(word, _)| word);
            let calls: Vec<String> = behaviour.operations.iter().map(|name| link(spec, name)).collect();
            let what = cell(&behaviour.what);
            let _ = writeln!(page, "| <span class=\"basis {word}\">{word}</span> | {what} | {} |", calls.join(", "));
        }
    }
    page.push_str("\n## By call\n\nHow many entries name a call of zcp.\n\n");
    page.push_str("| Call | observed | derived | guessed |\n|---|---|---|---|\n");
    for operation in &spec.operations {
        let [observed, derived, guessed] = spec.coverage.counts(&operation.name);
        let _ = writeln!(page, "| {} | {observed} | {derived} | {guessed} |", link(spec, &operation.name));
    }
    page.push_str("\n## Calls for other clients\n\nThe sandbox answers them; zcp does not make them.\n\n");
    page.push_str("| Call | Meaning | observed | derived | guessed |\n|---|---|---|---|---|\n");
    for call in &spec.coverage.further {
        let [observed, derived, guessed] = spec.coverage.counts(&call.name);
        let (name, doc) = (&call.name.value, cell(&call.doc));
        let _ = writeln!(page, "| `{name}` | {doc} | {observed} | {derived} | {guessed} |");
    }
    finished(&page)
}

/// A call, with a link where the page of operations has it.
fn link(spec: &Spec, name: &str) -> String {
    if spec.effect(name).is_some() { format!("[`{name}`](operations.md#{name})") } else { format!("`{name}`") }
}
