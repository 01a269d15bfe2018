//! What a record costs a model beside its text, in o200k tokens: some hosts hand over only one of the two.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::examples::TOOLS;

/// Tokens of a record for a hundred of its text, at most.
const MOST: usize = 115;
/// Tools whose records cost more, and how much: events are an object each, and commands of examples say a few words. The
/// list only gets shorter, and the numbers smaller.
const MORE: &[(&str, usize)] = &[("zerops_events", 131), ("zerops_exec", 148)];

/// A text and its record.
type Answer = (usize, usize);

fn tokens(text: &str) -> usize {
    tiktoken_rs::o200k_base_singleton().encode_ordinary(text).len()
}

/// What a snapshot shows of an answer; none of a failure.
fn answer(snapshot: &str) -> Option<Answer> {
    let (_, shown) = snapshot.split_once("\nresult\n")?;
    let shown = shown.trim_end();
    if let Some((text, record)) = shown.split_once("\n\nstructured ") {
        return Some((tokens(text), tokens(record)));
    }
    // JSON is both, and prose is the one field of its record.
    let both = serde_json::from_str::<Value>(shown).map_or_else(|_| shown.to_owned(), |record| record.to_string());
    Some((tokens(&both), tokens(&both)))
}

/// The longest answer of each tool that an example shows, which is the typical one: the others say that there is
/// nothing, or little of it.
fn longest() -> BTreeMap<&'static str, Answer> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let mut all: BTreeMap<&str, Answer> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("snapshots") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let Some((tool, _)) = name.split_once("__") else { continue };
        let Some(tool) = TOOLS.iter().find(|known| known.name == tool) else { continue };
        let text = std::fs::read_to_string(&path).expect("a snapshot");
        let Some(found) = answer(&text) else { continue };
        let longest = all.entry(tool.name).or_default();
        *longest = (*longest).max(found);
    }
    all
}

/// `cargo test records -- --nocapture` prints the table.
#[test]
#[expect(clippy::print_stdout, reason = "whoever changes a record wants to see what it costs")]
fn a_record_costs_little_more_than_its_text() {
    let mut table = format!("{:<20} {:>7} {:>7} {:>6}\n", "", "text", "record", "ratio");
    let mut over = Vec::new();
    for (tool, (text, record)) in longest() {
        let hundredths = record * 100 / text.max(1);
        let _ = writeln!(table, "{tool:<20} {text:>7} {record:>7} {:>3}.{:02}", hundredths / 100, hundredths % 100);
        let most = MORE.iter().find(|(name, _)| *name == tool).map_or(MOST, |(_, most)| *most);
        if hundredths > most {
            over.push(format!("{tool}: {record} tokens of record beside {text} of text"));
        }
    }
    assert!(over.is_empty(), "{}\n{table}", over.join("\n"));
    println!("{table}");
}
