//! Answers from the documents that are part of the program. It needs neither network nor token.

use super::context::Context;
use crate::domain::failure::Fail;
use crate::domain::outcome::Lines;
use crate::generated::tools::zerops_knowledge::{Args, Error};
use crate::generated::types::{KnowledgeDetail, KnowledgeResult, PassageView};
use crate::knowledge::search::{Found, Hit, search};
use crate::knowledge::{excerpt, suggestions};

/// Characters of a passage that is answered whole.
const WHOLE: usize = 4_000;
/// Characters of what stands around a match.
const AROUND: usize = 280;
/// Bytes that the passages may take in an answer, which carries each of them twice.
const BYTES: usize = 46_000;

/// The passages that answer a question.
///
/// # Errors
/// None.
#[expect(clippy::unused_async, reason = "every op has the same form")]
pub async fn knowledge(_cx: &Context, args: Args) -> Result<Lines<KnowledgeResult>, Fail<Error>> {
    let limit = usize::try_from(args.limit).unwrap_or(1);
    let found = search(&args.query.0, args.topic.map(|topic| topic.as_str()), limit);
    let is_full = args.detail == KnowledgeDetail::Full;
    let mut room = BYTES;
    let mut passages = Vec::new();
    for (at, hit) in found.hits.iter().enumerate() {
        let passage = view(hit, &found, is_full || at == 0);
        let bytes = 2 * serde_json::to_string(&passage).map_or(0, |json| json.len());
        if bytes > room {
            break;
        }
        room -= bytes;
        passages.push(passage);
    }
    let suggestions = suggestions::instead(&args.query.0, &found);
    let text = text(&passages, &suggestions, is_full);
    Ok(Lines { record: KnowledgeResult { passages, suggestions }, text })
}

fn view(hit: &Hit, found: &Found, whole: bool) -> PassageView {
    let passage = hit.passage;
    let text = if whole {
        excerpt::beginning(&passage.markdown(), WHOLE)
    } else {
        excerpt::around(passage.body, &found.stems, AROUND)
    };
    PassageView {
        title: passage.document().title.to_owned(),
        heading: passage.heading.to_owned(),
        uri: passage.uri(),
        text,
        // Two digits tell the passages apart.
        score: (f64::from(hit.score) * 100.0).round() / 100.0,
    }
}

/// The answer as a page: whole passages, then a list of the others, then what to ask instead.
fn text(passages: &[PassageView], suggestions: &[String], is_full: bool) -> String {
    let mut parts = Vec::new();
    let whole = if is_full { passages.len() } else { passages.len().min(1) };
    let (whole, others) = passages.split_at(whole);
    if passages.is_empty() {
        parts.push("No passage has any of these words.".to_owned());
    } else if !suggestions.is_empty() {
        parts.push("No passage answers this well; these come nearest.".to_owned());
    }
    parts.extend(whole.iter().map(|passage| format!("[{}] {}\n\n{}", passage.title, passage.uri, passage.text)));
    if !others.is_empty() {
        let line = |passage: &PassageView| {
            let heading = if passage.heading.is_empty() { &passage.title } else { &passage.heading };
            format!("- {heading} ({})\n  {}", passage.uri, passage.text)
        };
        parts.push(format!("More:\n{}", others.iter().map(line).collect::<Vec<_>>().join("\n")));
    }
    if !suggestions.is_empty() {
        parts.push(format!("Try: {}", suggestions.join(" | ")));
    }
    parts.join("\n\n")
}
