//! `spec/tools/*.yaml`.

use serde_json::Value;

use super::{Example, TypeRef};
use crate::diagnostics::{At, Place};

/// How a tool runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Answers when it is done.
    Sync,
    /// Starts a process of the platform.
    Async,
}

/// How the text block of a result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Render {
    /// Compact JSON.
    Json,
    /// The record's `text` field.
    Text,
    /// Lines that the operation writes beside the record.
    Lines,
}

/// A tool.
#[derive(Debug)]
pub(crate) struct Tool {
    /// Index of its source file.
    pub(crate) file: usize,
    /// Its name, which is that of its file.
    pub(crate) name: At<String>,
    /// The name that it gives itself, empty where it gives none.
    pub(crate) declared: At<String>,
    /// The name a person reads.
    pub(crate) title: String,
    /// Its group.
    pub(crate) group: At<String>,
    /// What the model reads.
    pub(crate) summary: At<String>,
    /// What the site and the command line add.
    pub(crate) docs: String,
    /// All parameters, of all actions.
    pub(crate) params: Vec<Param>,
    /// Conditions between parameters.
    pub(crate) rules: Vec<Rule>,
    /// The record whose fields are parameters, so that arguments can be had as one.
    pub(crate) carries: Option<At<String>>,
    /// The actions; a tool without them has exactly one with an empty name.
    pub(crate) actions: Vec<Action>,
    /// The action of a call that names none.
    pub(crate) default_action: Option<At<String>>,
    /// Whether parameters, rules and actions could be read, so that arguments can be decoded.
    pub(crate) decodes: bool,
    /// The record of its result.
    pub(crate) output: At<String>,
    /// How its text is written.
    pub(crate) render: Render,
    /// The codes and groups as declared.
    pub(crate) errors: Vec<At<String>>,
    /// Whether they could be read.
    pub(crate) errors_known: bool,
    /// Where they stand, or where they should.
    pub(crate) errors_place: Place,
    /// Tokens its row of tools/list may cost.
    pub(crate) budget: usize,
    /// Bytes its result may have.
    pub(crate) budget_bytes: usize,
    /// Why what it destroys needs no `confirm`.
    pub(crate) unconfirmed: Option<At<String>>,
    /// Its examples.
    pub(crate) examples: Vec<Example>,
    /// Whether they could be read.
    pub(crate) examples_known: bool,
}

/// A parameter.
#[derive(Debug)]
pub(crate) struct Param {
    /// Its name.
    pub(crate) name: At<String>,
    /// Its type.
    pub(crate) kind: TypeRef,
    /// Whether every call needs it.
    pub(crate) required: bool,
    /// Whether it is taken and not published: another name for what is.
    pub(crate) unlisted: bool,
    /// What it is.
    pub(crate) doc: String,
    /// The unit of a number.
    pub(crate) unit: Option<String>,
    /// Bounds of a number.
    pub(crate) min: Option<f64>,
    /// See `min`.
    pub(crate) max: Option<f64>,
    /// The value when absent.
    pub(crate) default: Option<At<Value>>,
    /// The most elements of a list.
    pub(crate) max_items: usize,
    /// Whether a text alone is one element whatever is in it.
    pub(crate) line: bool,
}

/// A condition between parameters.
#[derive(Debug)]
pub(crate) enum Rule {
    /// At least one of these.
    AtLeastOne {
        /// The parameters.
        fields: Vec<At<String>>,
        /// The code of a violation.
        error: At<String>,
    },
    /// The first does not exceed the second.
    Ordered {
        /// The parameters, two.
        fields: Vec<At<String>>,
        /// The code of a violation.
        error: At<String>,
    },
}

/// An action, or the whole of a tool that has none.
#[derive(Debug)]
pub(crate) struct Action {
    /// Its value of `action`; empty for a tool without actions.
    pub(crate) name: At<String>,
    /// What it does, in a few words.
    pub(crate) doc: String,
    /// How it runs.
    pub(crate) kind: Kind,
    /// Whether `kind` could be read.
    pub(crate) kind_known: bool,
    /// The function behind it, `module::function`.
    pub(crate) op: At<String>,
    /// The operations it makes.
    pub(crate) calls: Vec<At<String>>,
    /// Whether it can destroy by a call that seldom does.
    pub(crate) destroys: bool,
    /// The parameters it takes besides the common ones.
    pub(crate) takes: Vec<At<String>>,
    /// Those of them it needs.
    pub(crate) needs: Vec<At<String>>,
}
