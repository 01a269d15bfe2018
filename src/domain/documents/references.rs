//! References to variables in the values of variables: `${key}`, `${hostname_key}`.

use crate::domain::hostname;
use std::ops::Range;

/// A reference in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// What stands between the braces.
    pub name: &'a str,
    /// Where the whole of it stands in the text, as byte offsets.
    pub span: Range<usize>,
    /// Whether the platform takes it for a reference at all.
    pub form: Form,
}

/// What the text between the braces is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A name.
    Name,
    /// A name and a default as a shell has it, which the platform does not know.
    ShellDefault,
    /// Nothing.
    Empty,
    /// Anything else: some other template.
    Other,
    /// The brace is never closed.
    Unclosed,
}

impl<'a> Reference<'a> {
    /// The hostname and the variable, when this has the form of a reference to another service.
    /// A variable of the service itself may look the same.
    #[must_use]
    pub fn of_service(&self) -> Option<(&'a str, &'a str)> {
        let (hostname, variable) = self.name.split_once('_')?;
        let good = hostname::is_spelled(hostname);
        (self.form == Form::Name && good && !variable.is_empty()).then_some((hostname, variable))
    }
}

/// Every reference of a text, in order.
#[must_use]
pub fn parse(text: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("${").map(|offset| at + offset) {
        let inside = start + 2;
        let Some(end) = text[inside..].find('}').map(|offset| inside + offset) else {
            found.push(Reference { name: "", span: start..text.len(), form: Form::Unclosed });
            break;
        };
        let name = &text[inside..end];
        found.push(Reference { name, span: start..end + 1, form: form(name) });
        at = end + 1;
    }
    found
}

/// A text in which something else stands for each reference. What is never closed stays as it is.
pub fn replaced<'a>(text: &'a str, mut write: impl FnMut(&'a str, &mut String)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    for reference in parse(text).into_iter().filter(|reference| reference.form != Form::Unclosed) {
        out.push_str(&text[rest..reference.span.start]);
        write(reference.name, &mut out);
        rest = reference.span.end;
    }
    out.push_str(&text[rest..]);
    out
}

fn form(name: &str) -> Form {
    if name.is_empty() {
        return Form::Empty;
    }
    let is_name =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_name(name) {
        return Form::Name;
    }
    let before = name.find([':', '-', '=', '?', '+']).map(|at| &name[..at]);
    if before.is_some_and(is_name) { Form::ShellDefault } else { Form::Other }
}

#[cfg(test)]
mod tests {
    use super::{Form, parse, replaced};

    #[test]
    fn references_are_found_where_they_are() {
        let text = "postgresql://${db_user}:${db_password}@x/${}${A:-b}${{ x }}${open";
        let found = parse(text);
        let forms: Vec<Form> = found.iter().map(|reference| reference.form).collect();
        assert_eq!(forms, [Form::Name, Form::Name, Form::Empty, Form::ShellDefault, Form::Other, Form::Unclosed]);
        assert_eq!(&text[found[1].span.clone()], "${db_password}");
        assert_eq!(found[0].of_service(), Some(("db", "user")));
    }

    #[test]
    fn what_stands_for_a_reference_is_put_in() {
        let put = |text| replaced(text, |name, out| out.extend(["<", name, ">"]));
        assert_eq!(put("a ${b}${ c }$d ${} ${open"), "a <b>< c >$d <> ${open");
        assert_eq!(put(""), "");
    }

    #[test]
    fn a_name_with_capitals_before_the_underscore_is_no_service() {
        for text in ["${API_URL}", "${RUNTIME_key}", "${key}", "${_a}", "${db_}", "${9a_b}"] {
            assert_eq!(parse(text)[0].of_service(), None, "{text}");
        }
    }
}
