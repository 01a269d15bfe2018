//! One operation of the platform's REST API as `spec/platform.yaml` declares it.

use std::fmt;

/// What an operation does to the platform. The order is by severity: the annotations of a tool
/// follow from the gravest effect among its calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Changes nothing.
    Read,
    /// Changes state that can be changed back.
    Write,
    /// Removes something for good.
    Destroy,
}

/// The HTTP method of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// DELETE
    Delete,
}

impl Method {
    /// The method as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a token must be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing: no token is needed.
    Public,
    /// Reading.
    Read,
    /// Changing.
    Write,
}

/// The declared facts of a call that only other clients make.
#[derive(Clone, Copy, Debug)]
pub struct FurtherInfo {
    /// Its name, such as `project.create`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path after the prefix of the API, or the whole of it.
    pub path: &'static str,
    /// What a token must be for.
    pub access: Access,
}

/// The declared facts of an operation; the generated `Operation` enum hands them out.
#[derive(Clone, Copy, Debug)]
pub struct OperationInfo {
    /// The name that specs use, such as `service.get`.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path after the host, with `{parameters}`.
    pub path: &'static str,
    /// What it does to the platform.
    pub effect: Effect,
    /// Whether doing it twice leaves the same state as doing it once.
    pub idempotent: bool,
}

impl OperationInfo {
    /// Fills the path parameters in order, percent-encoding each.
    ///
    /// # Panics
    /// Never: a missing argument leaves its placeholder, which the API answers with an error.
    #[must_use]
    pub fn path_with(&self, arguments: &[&str]) -> String {
        let mut path = String::with_capacity(self.path.len() + 24 * arguments.len());
        let mut rest = self.path;
        let mut arguments = arguments.iter();
        while let Some((before, after)) = rest.split_once('{') {
            path.push_str(before);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            match arguments.next() {
                Some(argument) => push_encoded(&mut path, argument),
                None => {
                    path.push('{');
                    path.push_str(name);
                    path.push('}');
                }
            }
            rest = tail;
        }
        path.push_str(rest);
        path
    }
}

fn push_encoded(path: &mut String, argument: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in argument.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            path.push(char::from(byte));
        } else {
            path.push('%');
            path.push(char::from(HEX[usize::from(byte >> 4)]));
            path.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY_NAME: OperationInfo = OperationInfo {
        name: "service.byName",
        method: Method::Get,
        path: "/service-stack-by-name/{projectId}/{name}",
        effect: Effect::Read,
        idempotent: true,
    };

    #[test]
    fn path_arguments_cannot_leave_their_segment() {
        assert_eq!(BY_NAME.path_with(&["p1", "../a b?c#d"]), "/service-stack-by-name/p1/%2E%2E%2Fa%20b%3Fc%23d");
        assert_eq!(BY_NAME.path_with(&["p1"]), "/service-stack-by-name/p1/{name}");
    }
}
