//! The parameters of a tool as data. Codegen writes these tables from `spec/tools/*.yaml`; the
//! decoder reads them, and so does the server when it narrows a tool to what may be offered.

use super::hints::Hints;

/// All that a tool's arguments may be.
#[derive(Debug)]
pub struct Params {
    /// The parameters in the order of the spec.
    pub fields: &'static [Field],
    /// Conditions between parameters.
    pub rules: &'static [Rule],
    /// The actions, empty for a tool without an `action` parameter.
    pub actions: &'static [Action],
    /// The action of a call that names none; nothing where each call has to name one.
    pub default_action: Option<&'static str>,
}

/// One parameter.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Kind,
    /// Whether every call must have it.
    pub required: bool,
    /// The error code of its absence, `INVALID_PARAMETER` when none is named.
    pub missing: Option<&'static str>,
    /// Whether it names something of the computer that zcp runs on.
    pub local: bool,
}

/// What a value may be.
#[derive(Debug)]
pub enum Kind {
    /// true or false.
    Boolean,
    /// A whole number within bounds.
    Integer {
        /// The smallest value.
        min: Option<i64>,
        /// The largest value.
        max: Option<i64>,
    },
    /// A number within bounds.
    Number {
        /// The smallest value.
        min: Option<f64>,
        /// The largest value.
        max: Option<f64>,
    },
    /// A string.
    Text(Text),
    /// One of a closed set of strings.
    Enum(&'static [&'static str]),
    /// A list.
    List {
        /// What each element may be.
        item: &'static Kind,
        /// The largest number of elements.
        max: usize,
        /// Whether a text alone is one element whatever is in it, such as a line for a shell.
        line: bool,
    },
    /// A closed object. It stands in a list alone, and none of its fields is a list or another object.
    Record(&'static [Field]),
}

/// The constraints of a string.
#[derive(Debug)]
pub struct Text {
    /// The smallest number of characters.
    pub min_length: usize,
    /// The largest number of characters.
    pub max_length: usize,
    /// An anchored regular expression, the same in the published schema.
    pub pattern: Option<&'static str>,
    /// The rule in words, for the message.
    pub rule: &'static str,
    /// The error code of a violation, `INVALID_PARAMETER` when none is named.
    pub error: Option<&'static str>,
}

/// A condition between parameters. The published schema cannot say it without top-level
/// combinators, which clients do not understand.
#[derive(Debug)]
pub enum Rule {
    /// At least one of these must be given.
    AtLeastOne {
        /// The parameters.
        fields: &'static [&'static str],
        /// The code of a violation.
        error: &'static str,
    },
    /// If both are given, the first must not exceed the second.
    Ordered {
        /// The lower one.
        low: &'static str,
        /// The upper one.
        high: &'static str,
        /// The code of a violation.
        error: &'static str,
    },
}

/// One action of a tool.
#[derive(Debug)]
pub struct Action {
    /// Its value of the `action` parameter.
    pub name: &'static str,
    /// The parameters it takes.
    pub fields: &'static [&'static str],
    /// Those of them it cannot do without.
    pub required: &'static [&'static str],
    /// What it may do to the platform.
    pub hints: Hints,
    /// Whether it touches the computer that zcp runs on: its disk, or programs there.
    pub local: bool,
}

impl Params {
    /// The parameter of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The action of this name.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<&'static Action> {
        self.actions.iter().find(|action| action.name == name)
    }
}
