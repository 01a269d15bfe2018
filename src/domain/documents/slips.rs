//! Slips of indentation, which a parser sees a line later and as something else.

use super::words::is_field_like;
use crate::domain::yaml::{FaultKind, SyntaxError};

/// What a fault at the colon of a field means: the line goes on with the value above, since it stands deeper than its
/// neighbours, or since what stands above is no field. Nothing of the text is repeated.
pub(super) fn of(text: &str, error: &SyntaxError) -> Option<(String, String)> {
    if error.kind != FaultKind::Colon {
        return None;
    }
    let start = text.get(..error.span.start)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next()?;
    if error.span.start != start + field_end(line)? {
        return None;
    }
    let mut above = text[..start].lines().enumerate().collect::<Vec<_>>().into_iter().rev();
    let (index, above) = above.find(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))?;
    let number = index + 1;
    let message = format!("this line continues the value in line {number}");
    let fix = if field_end(above).is_some() {
        format!("indent it like the field in line {number}, or quote a value that goes on")
    } else {
        format!("write `key: value` in line {number}, with a space after the colon")
    };
    Some((message, fix))
}

/// Where the colon of a field stands that begins a line, the dashes of lists before it.
fn field_end(line: &str) -> Option<usize> {
    let mut rest = line.trim_start();
    while let Some(inside) = rest.strip_prefix("- ") {
        rest = inside.trim_start();
    }
    let (key, value) = rest.split_once(':')?;
    let is_field = is_field_like(key) && (value.is_empty() || value.starts_with([' ', '\r']));
    is_field.then(|| line.len() - rest.len() + key.len())
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::domain::yaml::parse;

    fn said(text: &str) -> Option<String> {
        of(text, &parse(text).expect_err("a fault")).map(|(message, fix)| format!("{message}: {fix}"))
    }

    #[test]
    fn a_line_that_continues_another_is_known() {
        let deeper = said("services:\n  - hostname: app\n    type: a\n\n     mode: b\n").expect("a slip");
        assert_eq!(
            deeper,
            "this line continues the value in line 3: indent it like the field in line 3, or quote a value that goes on"
        );
        let joined = said("services:\n  - hostname:app\n    type: a\n").expect("a slip");
        assert!(joined.contains("write `key: value` in line 2"), "{joined}");
        assert_eq!(said("a: b: c\n"), None);
    }
}
