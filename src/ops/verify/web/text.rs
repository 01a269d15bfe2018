//! Looking for a text in a body.

use crate::ops::verify::Look;
use crate::ops::verify::exchange::{Answer, End, MOST_BYTES};
use crate::ops::verify::report::{Report, Verdict};

pub(super) const NAME: &str = "text";
pub(super) const PROVES: &str = "The body of that answer has the expected text.";

/// Characters of a body that are shown.
const EXCERPT: usize = 300;

/// Adds the check; what was answered is shown unless the check before it has shown it.
pub(super) fn check(look: &Look<'_>, report: &mut Report, answer: &Answer, expected: &str, show: bool) {
    let (verdict, detail) = searched(answer, expected);
    let shown = excerpt(look, answer).filter(|_| show && verdict != Verdict::Pass);
    let lines: Vec<String> = shown.into_iter().collect();
    report.add_with(NAME, verdict, PROVES, detail, &lines);
}

fn searched(answer: &Answer, expected: &str) -> (Verdict, String) {
    let body = String::from_utf8_lossy(&answer.body);
    if body.contains(expected) {
        return (Verdict::Pass, String::new());
    }
    if answer.content_type.contains("html") && decoded(&body).contains(expected) {
        return (Verdict::Pass, "It is written there with HTML entities.".to_owned());
    }
    let why = match answer.end {
        _ if answer.encoded => "The body is compressed and was not searched.".to_owned(),
        End::Longer => format!("It is not in the first {MOST_BYTES} bytes of the body; the rest was not read."),
        End::Late | End::Broken => format!("It is not in the {} bytes that came.", answer.body.len()),
        End::Whole if answer.body.is_empty() => "The body is empty.".to_owned(),
        End::Whole if is_binary(answer) => {
            format!("The body is binary, {} bytes, and does not have it.", answer.body.len())
        }
        End::Whole => format!("It is not in the body of {} bytes; case counts.", answer.body.len()),
    };
    (Verdict::Fail, why)
}

/// The beginning of a body that is text, without secrets: they are taken out before it is cut.
pub(super) fn excerpt(look: &Look<'_>, answer: &Answer) -> Option<String> {
    if answer.encoded || is_binary(answer) {
        return None;
    }
    let text: String = look.session.masked(&String::from_utf8_lossy(&answer.body)).chars().take(EXCERPT).collect();
    (!text.trim().is_empty()).then_some(text)
}

fn is_binary(answer: &Answer) -> bool {
    let head = &answer.body[..answer.body.len().min(1024)];
    // A character may be cut in two at the end of what is looked at.
    let text = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    !text || head.contains(&0)
}

/// The text with the entities that everyone uses, and those by number, as the characters they are.
fn decoded(html: &str) -> String {
    const NAMED: &[(&str, char)] =
        &[("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", ' ')];
    const LONGEST: usize = 10;
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].split_once(';').map(|(name, _)| name).filter(|name| name.len() <= LONGEST);
        let numbered = |name: &str| {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
            char::from_u32(hex.unwrap_or_else(|| number.parse()).ok()?)
        };
        let named = |name: &str| NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
        match name.and_then(|name| Some((name, named(name).or_else(|| numbered(name))?))) {
            Some((name, c)) => {
                text.push(c);
                rest = &rest[name.len() + 2..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_the_characters_they_stand_for() {
        for (html, text) in [
            ("Tom &amp; Jerry", "Tom & Jerry"),
            ("&lt;b&gt; &#39;x&#x27; &quot;&nbsp;", "<b> 'x' \" "),
            ("&unknown; & &; &#; &#xZZ; &#1114112; &", "&unknown; & &; &#; &#xZZ; &#1114112; &"),
            ("&amp;lt;", "&lt;"),
            ("é&é;&eacute;", "é&é;&eacute;"),
        ] {
            assert_eq!(decoded(html), text, "{html}");
        }
    }
}
