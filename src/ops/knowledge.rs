//! Answers from the documents that are part of the program. It needs neither network nor token.

use super::context::Context;
use crate::domain::failure::Fail;
use crate::domain::outcome::Lines;
use crate::domain::room::{Form, Room};
use crate::generated::tools::zerops_knowledge::{Args, Error, SPEC};
use crate::generated::types::{KnowledgeDetail, KnowledgeResult, KnowledgeTopic, PassageView};
use crate::knowledge::documents::{SCHEME, by_uri};
use crate::knowledge::passages::{self, Passage};
use crate::knowledge::search::{Found, Hit, search};
use crate::knowledge::{excerpt, suggestions};

/// Characters of a passage that is answered whole, with what follows it.
const WHOLE: usize = 4_000;
/// Characters of a document that was asked for by its address.
const DOCUMENT: usize = 12_000;
/// Characters of what stands around a match.
const AROUND: usize = 280;
/// Passages that are looked through for others of the same document.
const LOOKED_THROUGH: usize = 24;

/// The passages that answer a question.
///
/// # Errors
/// None.
#[expect(clippy::unused_async, reason = "every op has the same form")]
pub async fn knowledge(_cx: &Context, args: Args) -> Result<Lines<KnowledgeResult>, Fail<Error>> {
    if let Some(passage) = addressed(args.query.0.trim()) {
        let passages = vec![passage];
        let text = text(&passages, &[], true);
        return Ok(Lines { record: KnowledgeResult { passages, suggestions: Vec::new() }, text });
    }
    let limit = usize::try_from(args.limit).unwrap_or(1);
    let is_full = args.detail == KnowledgeDetail::Full;
    let asked = if is_full { LOOKED_THROUGH.max(limit) } else { limit };
    let found = search(&args.query.0, args.topic.map(KnowledgeTopic::as_str), asked);
    let passages = if is_full { full(&found, limit) } else { best(&found) };
    let suggestions = suggestions::instead(&args.query.0, &found);
    let text = text(&passages, &suggestions, is_full);
    Ok(Lines { record: KnowledgeResult { passages, suggestions }, text })
}

/// What a question names that is no question but an address, as results have them: a document, or one
/// passage of it. The scheme may be left out.
fn addressed(query: &str) -> Option<PassageView> {
    let path = query.strip_prefix(SCHEME).unwrap_or(query);
    let uri = format!("{SCHEME}{path}");
    let document = by_uri(&uri).filter(|document| path.contains('/') || document.path == path)?;
    let passage = passages::all().iter().find(|passage| !passage.heading.is_empty() && passage.uri() == uri);
    let (heading, uri, text) = match passage {
        Some(passage) => (passage.heading, uri, passage.markdown()),
        None => ("", document.uri(), document.markdown()),
    };
    Some(PassageView {
        title: document.title.to_owned(),
        heading: heading.to_owned(),
        uri,
        text: excerpt::beginning(&text, DOCUMENT),
    })
}

/// The best passage whole, of the next ones what stands around the match.
fn best(found: &Found) -> Vec<PassageView> {
    let text = |at: usize, passage: &Passage| match at {
        0 => excerpt::beginning(&passage.markdown(), WHOLE),
        _ => excerpt::around(passage.body, &found.stems, AROUND),
    };
    found.hits.iter().enumerate().map(|(at, hit)| view(hit, text(at, hit.passage))).collect()
}

/// The best passage of each document whole, and below it the others of that document that answer
/// too: what is read together stands together, and no document takes every place. The room goes
/// to one passage of each first.
fn full(found: &Found, limit: usize) -> Vec<PassageView> {
    let mut groups: Vec<(&Hit, Vec<&Hit>)> = Vec::new();
    for hit in &found.hits {
        let is_of = |(first, _): &&mut (&Hit, Vec<&Hit>)| first.passage.document == hit.passage.document;
        match groups.iter_mut().find(is_of) {
            Some((_, others)) => others.push(hit),
            None => groups.push((hit, Vec::new())),
        }
    }
    groups.truncate(limit);
    let mut room = Room::of(&SPEC, Form::Twice);
    let mut views: Vec<PassageView> = Vec::new();
    for (hit, _) in &groups {
        let view = view(hit, excerpt::beginning(&hit.passage.markdown(), WHOLE));
        if !room.take(&view) {
            break;
        }
        views.push(view);
    }
    for (view, (_, others)) in views.iter_mut().zip(&groups) {
        let mut characters = view.text.chars().count();
        for other in others {
            let more = format!("\n\n{}", other.passage.markdown());
            let count = more.chars().count();
            if characters + count <= WHOLE && room.take(&more) {
                characters += count;
                view.text.push_str(&more);
            }
        }
    }
    views
}

fn view(hit: &Hit, text: String) -> PassageView {
    let passage = hit.passage;
    PassageView {
        title: passage.document().title.to_owned(),
        heading: passage.heading.to_owned(),
        uri: passage.uri(),
        text,
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
