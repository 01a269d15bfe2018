//! What is said in every situation.

use std::fmt::Write as _;

use super::super::super::model::Spec;
use super::text::{finished, header};

pub(super) fn page(spec: &Spec) -> String {
    let mut page = header("spec/situations.yaml", "situations");
    page.push_str(
        "# Situations\n\nWhat `zerops_workflow` with `action: status` finds a project or a service in, and what it ",
    );
    page.push_str(
        "says then. The next calls of other results come from the same decision. `${…}` stands for a fact.\n",
    );
    for def in &spec.situations {
        let _ = writeln!(page, "\n## {}\n\n{}\n", def.situation.value, def.doc);
        for text in &def.texts {
            let when: Vec<String> =
                text.when.iter().map(|(axis, values)| format!("{axis} {}", values.join(" or "))).collect();
            let when = if when.is_empty() { String::new() } else { format!(" ({})", when.join(", ")) };
            let _ = writeln!(page, "- **{}**{when}  ", text.title.value);
            let _ = writeln!(page, "  {}", text.text.value.trim().replace('\n', "\n  "));
        }
    }
    finished(&page)
}
