//! `zcp tools`: what the server offers, as a table, a page or the JSON it publishes.

use std::fmt::Write as _;
use std::process::ExitCode;

use anstyle::Style;
use rmcp::model::Tool as Listed;

use super::args::ToolsArgs;
use super::output::{DIM, NAME, painted};
use super::problem::Problem;
use super::table::{Cell, Table};
use super::words::{self, Word};
use super::{output, page, setup, terminal};
use crate::generated::registry::TOOLS;
use crate::mcp::offer::Offer;

/// Lists the tools, or shows one.
pub(super) fn tools(args: &ToolsArgs) -> Result<ExitCode, Problem> {
    let offer = setup::offer(&args.offer, false)?;
    let text = match (&args.name, args.json) {
        (None, true) => json(&offer.listed())?,
        (None, false) => table(&offer),
        (Some(name), as_json) => {
            let word = word(name)?;
            match offer.listed().iter().find(|tool| tool.name == word.spec.name) {
                None => return Err(Problem::Usage(format!("`{name}` exists, but these options leave it out"))),
                Some(listed) if as_json => json(listed)?,
                Some(_) => page::page(&word, args.full, terminal::width()),
            }
        }
    };
    output::line(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn word(name: &str) -> Result<Word, Problem> {
    if let Some(word) = words::find(name) {
        return Ok(word);
    }
    let near = words::meant(name);
    let hint = near.map(|near| format!(" Did you mean `{}`?", near.name)).unwrap_or_default();
    Err(Problem::Usage(format!("no tool is called `{name}`.{hint}\n\n`zcp tools` lists them.")))
}

fn json(value: &impl serde::Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|error| Problem::Failed(format!("the list is no JSON: {error}")))
}

fn table(offer: &Offer) -> String {
    let spec = |listed: &Listed| TOOLS.iter().map(|tool| tool.spec).find(|spec| spec.name == listed.name);
    // What is left of a tool may do less than all of it.
    let row = |listed: &Listed| {
        let (spec, effect) = (spec(listed)?, page::effect(offer.hints(&listed.name)?));
        let about = listed.description.as_deref().unwrap_or_default();
        let cells = [(NAME, spec.name), (DIM, spec.group), (DIM, effect), (Style::new(), about)];
        Some(cells.map(|(style, text)| Cell::new(style, text)).to_vec())
    };
    let table = Table { header: Vec::new(), rows: offer.listed().iter().filter_map(row).collect() };
    // A terminal that is too narrow breaks the lines itself.
    let lines = table.lines(terminal::width()).or_else(|| table.lines(None)).unwrap_or_default();
    let mut text = lines.join("\n");
    let _ = write!(text, "\n\n{}", painted(DIM, "`zcp tools NAME` shows everything about a tool."));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_tool_is_answered_with_the_nearest() {
        for name in ["zerops_scal", "scal"] {
            let problem = word(name).expect_err("unknown");
            assert!(matches!(&problem, Problem::Usage(text) if text.contains("`zerops_scale`")), "{problem}");
        }
    }
}
