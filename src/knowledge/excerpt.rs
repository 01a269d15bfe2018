//! Parts of a passage that can stand alone: they end between characters and never within a block of
//! code.

use super::search::Sought;
use super::words::{self, Word};

/// The mark of what was left out.
const LEFT_OUT: &str = "\u{2026}";

/// The beginning of a text, of at most so many characters. It ends after a line; a block of code
/// that does not fit is left out.
#[must_use]
pub fn beginning(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut count = LEFT_OUT.chars().count() + 1;
    for block in blocks(text) {
        let fits = |part: &str, count: usize| count + part.chars().count() <= most;
        if fits(block.text, count) {
            count += block.text.chars().count();
            kept.push_str(block.text);
            continue;
        }
        if !block.is_code {
            let end = block.text.char_indices().map(|(at, _)| at).nth(most.saturating_sub(count)).unwrap_or(0);
            let part = block.text.get(..end).unwrap_or_default();
            kept.push_str(part.rsplit_once([' ', '\n']).map_or(part, |(before, _)| before));
        }
        break;
    }
    format!("{}\n{LEFT_OUT}", kept.trim_end())
}

/// What stands around the words that are sought, as one line of at most about so many characters.
#[must_use]
pub fn around(text: &str, sought: &Sought, most: usize) -> String {
    let lines = blocks(text).into_iter().filter(|block| !block.is_code).flat_map(|block| block.text.lines());
    let lines = lines.map(str::trim).filter(|line| !line.is_empty() && !is_rule(line));
    let mut best: Option<(f32, usize, &str)> = None;
    for line in lines {
        let (worth, at) = worth(line, sought);
        if best.is_none_or(|(other, ..)| worth > other) {
            best = Some((worth, at, line));
        }
    }
    let Some((_, at, line)) = best else { return String::new() };
    window(line, at, most)
}

/// The part of a line around a byte of it, with marks where something is left out.
fn window(line: &str, at: usize, most: usize) -> String {
    let count = line.chars().count();
    if count <= most {
        return line.to_owned();
    }
    let before = line.get(..line.floor_char_boundary(at)).unwrap_or_default().chars().count();
    let first = before.saturating_sub(most / 3).min(count - most);
    let part: String = line.chars().skip(first).take(most).collect();
    let is_cut = first + most < count;
    // Words that were cut through are left out.
    let part = if first > 0 { part.split_once(' ').map_or(part.as_str(), |(_, rest)| rest) } else { &part };
    let part = if is_cut { part.rsplit_once(' ').map_or(part, |(rest, _)| rest) } else { part };
    let [left, right] = [first > 0, is_cut].map(|left_out| if left_out { LEFT_OUT } else { "" });
    format!("{left}{part}{right}")
}

/// What a line is worth, and where the first word of it that is sought stands.
fn worth(line: &str, sought: &Sought) -> (f32, usize) {
    let mut found: Vec<(&str, f32)> = Vec::new();
    let mut first = None;
    let lower = line.to_lowercase();
    words::split(line, |word| {
        let (Word::Whole(text) | Word::Joined(text) | Word::Part(text)) = word;
        if let Some((stem, weight)) = sought.find(text) {
            first = first.or_else(|| lower.find(text));
            if found.iter().all(|(other, _)| *other != stem) {
                found.push((stem, weight));
            }
        }
    });
    (found.iter().map(|(_, weight)| weight).sum(), first.unwrap_or(0))
}

/// The line between the head of a table and its rows.
fn is_rule(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// A paragraph with the blank lines behind it, or a block of code.
struct Block<'a> {
    text: &'a str,
    is_code: bool,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut fence: Option<&str> = None;
    let mut add = |from: usize, to: usize, is_code: bool| {
        if from < to {
            blocks.push(Block { text: &text[from..to], is_code });
        }
    };
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let marks = trimmed.len() - trimmed.trim_start_matches('`').len();
        let end = at + line.len();
        match fence {
            Some(open) if trimmed == open => {
                add(start, end, true);
                (fence, start) = (None, end);
            }
            None if marks >= 3 => {
                add(start, at, false);
                (fence, start) = (trimmed.get(..marks), at);
            }
            None if trimmed.is_empty() => {
                add(start, end, false);
                start = end;
            }
            _ => {}
        }
        at = end;
    }
    add(start, text.len(), fence.is_some());
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_never_ends_within_code_or_a_character() {
        let text = "Intro that says ünïcode things.\n\n```yaml\nzerops:\n  - setup: api\n```\n\nThe end of it.\n";
        for most in 0..text.chars().count() + 2 {
            let part = beginning(text, most);
            assert_eq!(part.matches("```").count() % 2, 0, "{part}");
            assert!(part.chars().count() <= most.max(2), "{most}: {part}");
        }
        assert_eq!(beginning("short", 10), "short");
        assert_eq!(beginning("one two three", 10), "one two\n\u{2026}");
    }

    #[test]
    fn a_window_is_around_its_place() {
        let line = "ä".repeat(50) + " needle " + &"ö".repeat(50);
        let at = line.find("needle").expect("it is there");
        let part = window(&line, at, 30);
        assert!(part.contains("needle"), "{part}");
        assert!(part.chars().count() <= 32, "{part}");
        assert_eq!(window("all of it", 4, 30), "all of it");
    }
}
