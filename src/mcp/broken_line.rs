//! Lines that are no JSON, too long or not read for what is in them: what can be mended, and which request they were.
//!
//! A client waits for an answer under the id of its request, so an error without one leaves it
//! waiting. Nothing here is guessed: where the structure of a line ends, so does the search.

use rmcp::model::RequestId;
use serde_json::{Map, Value};

/// What a line was that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Remains {
    /// A request of this id.
    Request(RequestId),
    /// A response, which is never answered, and to what where it says that.
    Response(Option<RequestId>),
    /// A notification, which is never answered either.
    Notification,
    /// Nobody knows.
    Unknown,
}

/// The line with each escape of half a surrogate pair replaced by that of U+FFFD; none where there
/// is no such escape. Programs that cut text between the halves write these.
pub(super) fn mended(line: &[u8]) -> Option<Vec<u8>> {
    let unit = |at: usize| {
        let digits = line.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut mended: Option<Vec<u8>> = None;
    let mut at = 0;
    // A backslash stands nowhere but in texts.
    while let Some(found) = line.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += found;
        at += match (unit(at), unit(at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                mended.get_or_insert_with(|| line.to_vec())[at + 2..at + 6].copy_from_slice(b"fffd");
                6
            }
            _ => 2,
        };
    }
    mended
}

/// What a whole line was.
pub(super) fn remains(line: &[u8]) -> Remains {
    let mut seen = Seen::default();
    let _ = walk(line, &mut seen);
    match seen {
        Seen { is_response: true, id, .. } => Remains::Response(id.flatten()),
        Seen { id: Some(Some(id)), .. } => Remains::Request(id),
        Seen { id: None, has_method: true, is_whole: true, .. } => Remains::Notification,
        Seen { .. } => Remains::Unknown,
    }
}

/// What a line was of which only the beginning and the end are left.
pub(super) fn remains_of(head: &[u8], tail: &[u8]) -> Remains {
    match remains(head) {
        Remains::Unknown => id_at_end(tail).map_or(Remains::Unknown, Remains::Request),
        known => known,
    }
}

#[derive(Default)]
struct Seen {
    /// What stands as its id, if anything does; of one that comes twice nobody knows which is meant.
    #[expect(clippy::option_option, reason = "there may be no id, and one that is none")]
    id: Option<Option<RequestId>>,
    has_method: bool,
    is_response: bool,
    is_whole: bool,
}

/// Notes the members of an object as far as they can be told apart; what is in their values may be
/// broken.
fn walk(line: &[u8], seen: &mut Seen) -> Option<()> {
    let mut at = after(line, 0, b'{')?;
    loop {
        let begin = skip_blank(line, at);
        let end = end_of_text(line, begin)?;
        let key = &line[begin + 1..end - 1];
        at = skip_blank(line, after(line, end, b':')?);
        seen.is_response |= matches!(key, b"result" | b"error");
        seen.has_method |= key == b"method";
        let end = end_of_value(line, at)?;
        if key == b"id" {
            let id = serde_json::from_slice(&line[at..end]).ok();
            seen.id = Some(id.filter(|_| seen.id.is_none()));
        }
        seen.is_whole = after(line, end, b'}').is_some();
        at = after(line, end, b',')?;
    }
}

fn skip_blank(line: &[u8], at: usize) -> usize {
    let blank = line[at..].iter().take_while(|byte| byte.is_ascii_whitespace());
    at + blank.count()
}

/// The place after a byte that comes next.
fn after(line: &[u8], at: usize, byte: u8) -> Option<usize> {
    let at = skip_blank(line, at);
    (*line.get(at)? == byte).then_some(at + 1)
}

fn end_of_text(line: &[u8], begin: usize) -> Option<usize> {
    let mut at = after(line, begin, b'"')?;
    loop {
        match line.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn end_of_value(line: &[u8], begin: usize) -> Option<usize> {
    let (mut at, mut depth) = (begin, 0_usize);
    loop {
        match line.get(at)? {
            b'"' => at = end_of_text(line, at)?,
            b'{' | b'[' => (at, depth) = (at + 1, depth + 1),
            b'}' | b']' => (at, depth) = (at + 1, depth.checked_sub(1)?),
            _ if depth > 0 => {
                at += 1;
                continue;
            }
            _ => {
                let rest = &line[at..];
                return Some(at + rest.iter().position(|byte| b",]} \t\r".contains(byte))?);
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

/// The id among the last members of an object: what follows it ends exactly with that object.
fn id_at_end(tail: &[u8]) -> Option<RequestId> {
    const KEY: &[u8] = b"\"id\"";
    let mut places = tail.windows(KEY.len()).enumerate().rev().filter(|(_, window)| *window == KEY);
    places.find_map(|(at, _)| {
        let before = tail[..at].trim_ascii_end().last()?;
        let members: Map<String, Value> = serde_json::from_slice(&[b"{", &tail[at..]].concat()).ok()?;
        let is_request = *before == b',' && !members.contains_key("result") && !members.contains_key("error");
        serde_json::from_value(members.get("id")?.clone()).ok().filter(|_| is_request)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(id: i64) -> Remains {
        Remains::Request(RequestId::Number(id))
    }

    #[test]
    fn half_a_surrogate_pair_is_mended_and_nothing_else() {
        let mend = |text: &str| mended(text.as_bytes()).map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
        assert_eq!(mend(r#""a \ud83d""#).as_deref(), Some(r#""a \ufffd""#));
        assert_eq!(mend(r#""\uDE00\ud83d\ude00\ud83d\u0041""#).as_deref(), Some(r#""\ufffd\ud83d\ude00\ufffd\u0041""#));
        for whole in [r#""\ud83d\ude00""#, r#""\\ud83d""#, r#""\u00e9\"#, r"\", "", r"\ud8"] {
            assert_eq!(mend(whole), None, "{whole}");
        }
    }

    #[test]
    fn the_id_of_a_broken_request_is_that_of_its_own_object() {
        for (line, expected) in [
            (r#"{"jsonrpc":"2.0","id":1,"meth"#, request(1)),
            (r#" { "params" : {"id": 9, "x": "\q}\"{"} , "id" : 2 } "#, request(2)),
            (r#"{"params":[{"id":9},nul],"x":1e,"id":3}"#, request(3)),
            (r#"{"params":{"id":9},"method":"x"#, Remains::Unknown),
            (r#"{"params":{"x":1,"id":9}"#, Remains::Unknown),
            (r#"{"id":12"#, Remains::Unknown),
            (r#"{"id":{"a":1},"x"#, Remains::Unknown),
            (r#"{"id":5,"result":{"x"#, Remains::Response(Some(RequestId::Number(5)))),
            (r#"{"result":{"x"#, Remains::Response(None)),
            (r#"{"method":"x","params":{"id":1}}"#, Remains::Notification),
            (r#"{"id":1,"id":2,"method":"x"}"#, Remains::Unknown),
            (r#"{"id":null,"method":"x"}"#, Remains::Unknown),
            (r#"[{"id":1},x]"#, Remains::Unknown),
            ("hello", Remains::Unknown),
            ("", Remains::Unknown),
        ] {
            assert_eq!(remains(line.as_bytes()), expected, "{line}");
        }
    }

    #[test]
    fn the_id_may_stand_at_the_end_of_a_line_of_which_the_middle_is_gone() {
        let head = br#"{"method":"tools/call","params":{"id":9,"x":"yy"#;
        let of = |tail: &str| remains_of(head, tail.as_bytes());
        assert_eq!(of("yy\"},\"jsonrpc\":\"2.0\",\"id\":4}\n"), request(4));
        assert_eq!(of(r#"yy"}, "id": 4, "jsonrpc": "2.0"}"#), request(4));
        for tail in [r#"yy","id":4}}"#, r#"yy\"id\":4}"#, r#"yy"},"id":4,"result":{}}"#, r#""id":4}"#, "yy"] {
            assert_eq!(of(tail), Remains::Unknown, "{tail}");
        }
        assert_eq!(remains_of(br#"{"id":1,"method":"x","params":{"y":"y"#, br#"","id":4}"#), request(1));
        assert_eq!(remains_of(br#"{"result":{"y":"y"#, br#""},"id":4}"#), Remains::Response(None));
    }
}
