//! The spec after loading: plain data with places, no behaviour but look-ups.

use serde_json::{Map, Value};

use super::diagnostics::At;

/// The whole spec.
#[derive(Debug, Default)]
pub(crate) struct Spec {
    /// `spec/platform.yaml`
    pub(crate) operations: Vec<Operation>,
    /// `spec/platform.yaml`, what is no operation of the REST API.
    pub(crate) effects: Vec<EffectDef>,
    /// `spec/types.yaml`
    pub(crate) types: Types,
    /// `spec/errors.yaml`, the codes.
    pub(crate) errors: Vec<ErrorDef>,
    /// `spec/errors.yaml`, the groups.
    pub(crate) groups: Vec<ErrorGroup>,
    /// `spec/server.yaml`
    pub(crate) server: Server,
    /// `spec/catalog.yaml`
    pub(crate) catalog: Vec<CatalogSection>,
    /// `spec/tools/*.yaml`, by name.
    pub(crate) tools: Vec<Tool>,
}

/// What an operation does to the platform; the order is by severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// Changes nothing.
    Read,
    /// Changes something.
    Write,
    /// Removes something for good.
    Destroy,
}

/// A REST operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Its dotted name.
    pub(crate) name: At<String>,
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub(crate) method: String,
    /// The whole path with its prefix.
    pub(crate) path: String,
    /// What it does.
    pub(crate) effect: Effect,
    /// Whether twice is as once.
    pub(crate) idempotent: bool,
    /// One sentence.
    pub(crate) doc: String,
}

/// Something that a tool does and that is no operation of the REST API.
#[derive(Debug)]
pub(crate) struct EffectDef {
    /// Its dotted name.
    pub(crate) name: At<String>,
    /// What it does.
    pub(crate) effect: Effect,
    /// Whether twice is as once.
    pub(crate) idempotent: bool,
    /// One sentence.
    pub(crate) doc: String,
}

/// Shared types.
#[derive(Debug, Default)]
pub(crate) struct Types {
    /// Strings with a rule.
    pub(crate) scalars: Vec<Scalar>,
    /// Closed sets of strings.
    pub(crate) enums: Vec<EnumDef>,
    /// Records of results.
    pub(crate) records: Vec<Record>,
}

/// A string with a rule.
#[derive(Debug)]
pub(crate) struct Scalar {
    /// Its Rust and spec name.
    pub(crate) name: At<String>,
    /// What it is.
    pub(crate) doc: String,
    /// An anchored pattern.
    pub(crate) pattern: Option<String>,
    /// Bounds on the number of characters.
    pub(crate) min_length: usize,
    /// See `min_length`.
    pub(crate) max_length: usize,
    /// The rule in words.
    pub(crate) rule: String,
    /// The code of a violation.
    pub(crate) error: Option<At<String>>,
    /// The code of its absence where it is required.
    pub(crate) missing: Option<At<String>>,
}

/// A closed set of strings.
#[derive(Debug)]
pub(crate) struct EnumDef {
    /// Its Rust and spec name.
    pub(crate) name: At<String>,
    /// What it is.
    pub(crate) doc: String,
    /// The values with a doc each.
    pub(crate) values: Vec<(At<String>, String)>,
}

/// A record of results.
#[derive(Debug)]
pub(crate) struct Record {
    /// Its Rust and spec name.
    pub(crate) name: At<String>,
    /// What it is.
    pub(crate) doc: String,
    /// Its fields.
    pub(crate) fields: Vec<RecordField>,
}

/// A field of a record.
#[derive(Debug)]
pub(crate) struct RecordField {
    /// Its name on the wire.
    pub(crate) name: At<String>,
    /// Its type.
    pub(crate) kind: TypeRef,
    /// What it is, with its unit.
    pub(crate) doc: String,
    /// Whether it may be absent.
    pub(crate) optional: bool,
}

/// A reference to a type.
#[derive(Clone, Debug)]
pub(crate) enum TypeRef {
    /// `string`
    Text,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `boolean`
    Boolean,
    /// `call`: a suggested call.
    Call,
    /// `[T]`
    List(Box<TypeRef>),
    /// A scalar, enum or record of `types.yaml`.
    Named(At<String>),
}

/// A suggested call.
#[derive(Clone, Debug)]
pub(crate) struct CallDef {
    /// The tool.
    pub(crate) tool: At<String>,
    /// Its arguments.
    pub(crate) args: Map<String, Value>,
}

/// An error code.
#[derive(Debug)]
pub(crate) struct ErrorDef {
    /// The code.
    pub(crate) code: At<String>,
    /// What it says.
    pub(crate) meaning: String,
    /// What leads to it.
    pub(crate) cause: String,
    /// What to do.
    pub(crate) suggestion: String,
    /// Whether a retry can help.
    pub(crate) retryable: bool,
    /// The call to suggest.
    pub(crate) next: Option<CallDef>,
}

/// Codes that tools declare together.
#[derive(Debug)]
pub(crate) struct ErrorGroup {
    /// Its name.
    pub(crate) name: At<String>,
    /// What its codes have in common.
    pub(crate) doc: String,
    /// Whether the server answers them itself, so that no tool declares them.
    pub(crate) server: bool,
    /// Its codes, each with the recipe that provokes it.
    pub(crate) codes: Vec<GroupCode>,
}

/// A code of a group.
#[derive(Debug)]
pub(crate) struct GroupCode {
    /// The code.
    pub(crate) code: At<String>,
    /// Provokes the code from the first successful example of any tool.
    pub(crate) recipe: Option<Recipe>,
}

/// How to provoke a code from an example that works.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recipe {
    /// What to change about the surroundings.
    pub(crate) given: Given,
    /// Arguments to set; null takes one away.
    pub(crate) args: Map<String, Value>,
}

/// `spec/server.yaml`
#[derive(Debug, Default)]
pub(crate) struct Server {
    /// Tool groups with a doc each.
    pub(crate) groups: Vec<(At<String>, String)>,
    /// Operations that any call may make to find its project.
    pub(crate) ambient: Vec<At<String>>,
    /// The doc of the `wait` parameter of asynchronous tools.
    pub(crate) wait_doc: String,
    /// `(number of tools, tokens)`: that many tools together stay under that many tokens.
    pub(crate) totals: Vec<(usize, usize)>,
}

/// A section of the type catalog.
#[derive(Debug)]
pub(crate) struct CatalogSection {
    /// Its title.
    pub(crate) title: String,
    /// Lines of `type: versions`.
    pub(crate) families: Vec<CatalogFamily>,
}

/// A family of service types.
#[derive(Debug)]
pub(crate) struct CatalogFamily {
    /// Its name as in `type`, before the `@`.
    pub(crate) name: At<String>,
    /// The name a person reads.
    pub(crate) title: String,
    /// The platform's category.
    pub(crate) category: String,
    /// Versions, newest first; empty for a type without one.
    pub(crate) versions: Vec<At<String>>,
    /// What else is worth knowing in a few words.
    pub(crate) note: Option<String>,
}

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
    /// Its name.
    pub(crate) name: At<String>,
    /// The name a person reads.
    pub(crate) title: String,
    /// Its group.
    pub(crate) group: At<String>,
    /// What the model reads.
    pub(crate) summary: At<String>,
    /// What the site adds.
    pub(crate) docs: String,
    /// All parameters, of all actions.
    pub(crate) params: Vec<Param>,
    /// Conditions between parameters.
    pub(crate) rules: Vec<Rule>,
    /// The actions; a tool without them has exactly one with an empty name.
    pub(crate) actions: Vec<Action>,
    /// The record of its result.
    pub(crate) output: At<String>,
    /// How its text is written.
    pub(crate) render: Render,
    /// The codes and groups as declared.
    pub(crate) errors: Vec<At<String>>,
    /// Tokens its row of tools/list may cost.
    pub(crate) budget: usize,
    /// Bytes its result may have.
    pub(crate) budget_bytes: usize,
    /// Why what it destroys needs no `confirm`.
    pub(crate) unconfirmed: Option<At<String>>,
    /// Its examples.
    pub(crate) examples: Vec<Example>,
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
    /// What it is.
    pub(crate) doc: String,
    /// The unit of a number.
    pub(crate) unit: Option<String>,
    /// Bounds of a number.
    pub(crate) min: Option<f64>,
    /// See `min`.
    pub(crate) max: Option<f64>,
    /// The value when absent.
    pub(crate) default: Option<Value>,
    /// The most elements of a list.
    pub(crate) max_items: usize,
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
    /// The function behind it, `module::function`.
    pub(crate) op: At<String>,
    /// The operations it makes.
    pub(crate) calls: Vec<At<String>>,
    /// The parameters it takes besides the common ones.
    pub(crate) takes: Vec<At<String>>,
    /// Those of them it needs.
    pub(crate) needs: Vec<At<String>>,
}

/// An example, which is executed.
#[derive(Debug)]
pub(crate) struct Example {
    /// What it shows.
    pub(crate) title: At<String>,
    /// The surroundings.
    pub(crate) given: Given,
    /// The arguments.
    pub(crate) args: Map<String, Value>,
    /// Where the arguments stand.
    pub(crate) args_place: super::diagnostics::Place,
    /// Whether the client asks for progress.
    pub(crate) progress: bool,
    /// The code it expects.
    pub(crate) error: Option<At<String>>,
}

/// The surroundings of an example.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// The seed of the sandbox.
    pub(crate) seed: Option<String>,
    /// The token: `valid`, `none`, `invalid`, `expired`, `read-only`, `no-project`, `two-projects`.
    pub(crate) token: Option<String>,
    /// Control steps, each one JSON object.
    pub(crate) control: Vec<Value>,
    /// Faults, each one JSON object.
    pub(crate) faults: Vec<Value>,
    /// Settings of zcp: `callTimeoutMs`, `ownHostname`.
    pub(crate) settings: Map<String, Value>,
    /// What the human answers: `accept` or `refuse`; the client cannot ask when absent.
    pub(crate) human: Option<String>,
}

impl Spec {
    /// The tool of this name.
    pub(crate) fn tool(&self, name: &str) -> Option<&Tool> {
        self.tools.iter().find(|tool| *tool.name == name)
    }

    /// The error of this code.
    pub(crate) fn error(&self, code: &str) -> Option<&ErrorDef> {
        self.errors.iter().find(|error| *error.code == code)
    }

    /// The group of this name.
    pub(crate) fn group(&self, name: &str) -> Option<&ErrorGroup> {
        self.groups.iter().find(|group| *group.name == name)
    }

    /// The operation of this name.
    pub(crate) fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| *operation.name == name)
    }

    /// What a call does and whether twice is as once; none for a name that nothing has.
    pub(crate) fn effect(&self, name: &str) -> Option<(Effect, bool)> {
        let operation = self.operation(name).map(|operation| (operation.effect, operation.idempotent));
        let effect = || self.effects.iter().find(|effect| *effect.name == name);
        operation.or_else(|| effect().map(|effect| (effect.effect, effect.idempotent)))
    }

    /// Every code a tool declares, groups unfolded, in the order of declaration.
    pub(crate) fn codes_of<'a>(&'a self, tool: &'a Tool) -> Vec<&'a str> {
        let mut codes: Vec<&str> = Vec::new();
        for declared in &tool.errors {
            match self.group(declared) {
                Some(group) => codes.extend(group.codes.iter().map(|code| code.code.as_str())),
                None => codes.push(declared.as_str()),
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        codes.retain(|code| seen.insert(*code));
        codes
    }

    /// The groups a tool declares.
    pub(crate) fn groups_of<'a>(&'a self, tool: &'a Tool) -> Vec<&'a ErrorGroup> {
        tool.errors.iter().filter_map(|declared| self.group(declared)).collect()
    }
}

impl Tool {
    /// Whether it has an `action` parameter.
    pub(crate) fn has_actions(&self) -> bool {
        self.actions.iter().any(|action| !action.name.is_empty())
    }

    /// Whether any action is asynchronous.
    pub(crate) fn is_async(&self) -> bool {
        self.actions.iter().any(|action| action.kind == Kind::Async)
    }

    /// The parameters that an action takes: the common ones, its own, and `wait` if it is async.
    pub(crate) fn params_of<'a>(&'a self, action: &'a Action) -> Vec<&'a Param> {
        let special = |name: &str| self.actions.iter().any(|other| other.takes.iter().any(|taken| **taken == *name));
        self.params
            .iter()
            .filter(|param| match param.name.as_str() {
                "action" => false,
                "wait" => action.kind == Kind::Async,
                name => !special(name) || action.takes.iter().any(|taken| **taken == *name),
            })
            .collect()
    }
}

impl Types {
    /// The scalar of this name.
    pub(crate) fn scalar(&self, name: &str) -> Option<&Scalar> {
        self.scalars.iter().find(|scalar| *scalar.name == name)
    }

    /// The enum of this name.
    pub(crate) fn enumeration(&self, name: &str) -> Option<&EnumDef> {
        self.enums.iter().find(|def| *def.name == name)
    }

    /// The record of this name.
    pub(crate) fn record(&self, name: &str) -> Option<&Record> {
        self.records.iter().find(|record| *record.name == name)
    }

    /// All names.
    pub(crate) fn names(&self) -> Vec<&str> {
        let scalars = self.scalars.iter().map(|scalar| scalar.name.as_str());
        let enums = self.enums.iter().map(|def| def.name.as_str());
        scalars.chain(enums).chain(self.records.iter().map(|record| record.name.as_str())).collect()
    }
}
