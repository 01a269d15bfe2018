//! Which tools and actions this server offers, decided once at the start from the registry and the
//! filters of the command line, and which of them a caller may use.
//!
//! `groups` and `tools` add up: a tool is selected when its group or its name is. Then
//! `exclude_tools` takes away, then `remote`, then `read_only`, then what the caller is granted.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use rmcp::model::{JsonObject, MetaObject, Tool as Listed, ToolAnnotations};

use super::narrow::{combined_hints, narrow_schema, without_local};
use crate::domain::call::NextCall;
use crate::domain::hints::Hints;
use crate::domain::nearest::nearest;
use crate::domain::params::Action;
use crate::domain::tool::ToolSpec;
use crate::ops::tool::Tool;

/// What the names of all tools begin with.
const PREFIX: &str = "zerops_";
/// What a conversation begins with. Claude Code shows a model the names of all other tools, and what they take once it
/// asks for them.
const UPFRONT: [&str; 3] = ["zerops_context", "zerops_discover", "zerops_deploy"];

/// What a server is asked to offer. The default is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only what changes nothing.
    pub read_only: bool,
    /// Only the tools of these groups, and those in `tools`. Empty: no such limit.
    pub groups: Vec<String>,
    /// Only these tools, and those of `groups`. Empty: no such limit.
    pub tools: Vec<String>,
    /// Not these tools.
    pub exclude_tools: Vec<String>,
    /// Only what leaves the computer of the server alone: its callers are elsewhere.
    pub remote: bool,
}

/// What a caller may use of what a server offers. The default is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// Of which groups it may use what changes nothing, beside those that it may use whole.
    pub reads: Reach,
    /// Which groups it may use whole.
    pub writes: Reach,
}

/// Some groups of tools.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// All that there are.
    #[default]
    All,
    /// These.
    Groups(Vec<String>),
}

impl Reach {
    /// No group at all.
    #[must_use]
    pub const fn nothing() -> Self {
        Self::Groups(Vec::new())
    }

    fn named(&self) -> &[String] {
        match self {
            Self::All => &[],
            Self::Groups(groups) => groups,
        }
    }

    fn has(&self, spec: &ToolSpec) -> bool {
        match self {
            Self::All => true,
            Self::Groups(groups) => spec.is_in(groups),
        }
    }
}

/// Why an offer cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferError {
    /// A filter names something that does not exist.
    Unknown {
        /// The command line option, such as `--groups`.
        option: &'static str,
        /// The value that is unknown.
        value: String,
        /// Every value that exists.
        valid: Vec<&'static str>,
        /// The value that was probably meant.
        nearest: Option<&'static str>,
    },
    /// A published schema is not a JSON object.
    Schema {
        /// The tool it belongs to.
        tool: &'static str,
    },
}

impl fmt::Display for OfferError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { option, value, valid, nearest } => {
                write!(f, "{option}: `{value}` does not exist. Valid: {}.", valid.join(", "))?;
                match nearest {
                    Some(nearest) => write!(f, " Did you mean `{nearest}`?"),
                    None => Ok(()),
                }
            }
            Self::Schema { tool } => write!(f, "a published schema of {tool} is not a JSON object"),
        }
    }
}

impl std::error::Error for OfferError {}

/// Why an existing tool or action is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// It changes something and the server was started with `--read-only`.
    Writes,
    /// `--groups`, `--tools` or `--exclude-tools` left it out.
    Filtered,
    /// It touches the computer of the server, whose callers are elsewhere.
    Local,
    /// The token of the caller is not good for it.
    NotGranted,
}

/// What is known about a name that a client wants to call.
#[derive(Clone, Copy, Debug)]
pub enum Lookup {
    /// It can be called.
    Offered(&'static Tool),
    /// It exists and cannot be called here.
    Withheld(&'static Tool, Withheld),
    /// No such tool exists.
    Unknown,
}

/// The tools of a server. Cloning it is cheap enough to be done once per server.
#[derive(Clone, Debug)]
pub struct Offer {
    rows: Vec<Row>,
    listed: Vec<Listed>,
}

/// A tool of the registry and what became of it.
#[derive(Clone, Debug)]
struct Row {
    tool: &'static Tool,
    withheld: Option<Withheld>,
    /// The actions, and why one cannot be called; empty for a tool without actions.
    actions: Vec<(&'static Action, Option<Withheld>)>,
    /// Whether parameters that name something of the computer of the server can be given.
    takes_local: bool,
}

impl Offer {
    /// Applies a filter to the registry and builds what `tools/list` answers.
    ///
    /// # Errors
    /// When the filter names a group or a tool that does not exist.
    pub fn new(tools: &'static [Tool], filter: &Filter) -> Result<Self, OfferError> {
        let names: Vec<&str> = tools.iter().map(|tool| tool.spec.name).collect();
        let groups = names_of_groups(tools);
        check("--groups", &filter.groups, &groups)?;
        check("--tools", &filter.tools, &names)?;
        check("--exclude-tools", &filter.exclude_tools, &names)?;

        Self::of(tools.iter().map(|tool| Row::new(tool, filter)).collect())
    }

    /// What is left of it for a caller.
    ///
    /// # Errors
    /// When the caller is granted a group that does not exist.
    pub fn for_caller(&self, grant: &Grant) -> Result<Self, OfferError> {
        let groups: Vec<&str> = self.rows.iter().flat_map(|row| row.tool.spec.groups()).collect();
        for reach in [&grant.reads, &grant.writes] {
            check("groups", reach.named(), &groups)?;
        }
        Self::of(self.rows.iter().cloned().map(|row| row.granted(grant)).collect())
    }

    fn of(rows: Vec<Row>) -> Result<Self, OfferError> {
        let listed = rows.iter().filter(|row| row.withheld.is_none()).map(Row::listed).collect::<Result<_, _>>()?;
        Ok(Self { rows, listed })
    }

    /// The offered tools as `tools/list` shows them, in the order of the registry.
    #[must_use]
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// What an offered tool may do: the gravest over its offered actions.
    #[must_use]
    pub fn hints(&self, tool: &str) -> Option<Hints> {
        let row = self.rows.iter().find(|row| row.tool.spec.name == tool && row.withheld.is_none())?;
        Some(row.hints(&row.kept()))
    }

    /// What is known about a tool, and about the action that the arguments mean.
    #[must_use]
    pub fn lookup(&self, tool: &str, arguments: &JsonObject) -> Lookup {
        let Some(row) = self.rows.iter().find(|row| row.tool.spec.name == tool) else {
            return Lookup::Unknown;
        };
        if let Some(withheld) = row.withheld {
            return Lookup::Withheld(row.tool, withheld);
        }
        let action = row.tool.spec.action_of(arguments);
        let action = action.and_then(|name| row.actions.iter().find(|(action, _)| action.name == name));
        if let Some(withheld) = action.and_then(|(_, withheld)| *withheld) {
            return Lookup::Withheld(row.tool, withheld);
        }
        let is_local = |name: &String| row.tool.spec.params.field(name).is_some_and(|field| field.local);
        if !row.takes_local && arguments.keys().any(is_local) {
            return Lookup::Withheld(row.tool, Withheld::Local);
        }
        Lookup::Offered(row.tool)
    }

    /// Whether a suggested call can be made on this server.
    #[must_use]
    pub fn offers(&self, call: &NextCall) -> bool {
        self.takes(&call.tool, &call.args)
    }

    /// Whether a call of a tool with these arguments can be made on this server.
    #[must_use]
    pub fn takes(&self, tool: &str, arguments: &JsonObject) -> bool {
        matches!(self.lookup(tool, arguments), Lookup::Offered(_))
    }

    /// The offered tool nearest to an unknown name. What all names begin with does not say which one is meant.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let bare = |name| str::strip_prefix(name, PREFIX).unwrap_or(name);
        let near = nearest(bare(name), self.listed.iter().map(|tool| bare(&tool.name)))?;
        self.listed.iter().map(|tool| &*tool.name).find(|name| bare(name) == near)
    }
}

/// Every name that selects tools by their group, each once and in alphabetical order.
#[must_use]
pub fn names_of_groups(tools: &[Tool]) -> Vec<&'static str> {
    let mut names: Vec<&str> = tools.iter().flat_map(|tool| tool.spec.groups()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl Row {
    fn new(tool: &'static Tool, filter: &Filter) -> Self {
        let spec = tool.spec;
        let has = |values: &[String], word: &str| values.iter().any(|value| value == word);
        let everything = filter.groups.is_empty() && filter.tools.is_empty();
        let selected = everything || spec.is_in(&filter.groups) || has(&filter.tools, spec.name);
        let why = |hints: Hints, local: bool| match () {
            () if filter.remote && local => Some(Withheld::Local),
            () if filter.read_only && !hints.read_only => Some(Withheld::Writes),
            () => None,
        };
        let actions: Vec<_> =
            spec.params.actions.iter().map(|action| (action, why(action.hints, action.local))).collect();
        let withheld = if !selected || has(&filter.exclude_tools, spec.name) {
            Some(Withheld::Filtered)
        } else {
            of_all(&actions, || why(spec.hints, spec.local))
        };
        Self { tool, withheld, actions, takes_local: !filter.remote }
    }

    fn granted(mut self, grant: &Grant) -> Self {
        let spec = self.tool.spec;
        let whole = grant.writes.has(spec);
        let reads = whole || grant.reads.has(spec);
        let why = |hints: Hints| (!(whole || (reads && hints.read_only))).then_some(Withheld::NotGranted);
        for (action, withheld) in &mut self.actions {
            *withheld = withheld.or_else(|| why(action.hints));
        }
        self.withheld = self.withheld.or_else(|| of_all(&self.actions, || why(spec.hints)));
        self
    }

    /// The actions that can be called.
    fn kept(&self) -> Vec<&'static Action> {
        self.actions.iter().filter(|(_, withheld)| withheld.is_none()).map(|(action, _)| *action).collect()
    }

    fn hints(&self, kept: &[&'static Action]) -> Hints {
        if kept.len() < self.actions.len() { combined_hints(kept) } else { self.tool.spec.hints }
    }

    fn listed(&self) -> Result<Listed, OfferError> {
        let spec = self.tool.spec;
        let mut input = schema(spec, spec.input_schema)?;
        let mut description = Cow::Borrowed(spec.description);
        let kept = self.kept();
        let hints = self.hints(&kept);
        if kept.len() < self.actions.len() {
            narrow_schema(&mut input, spec.params.actions, &kept);
            // What the description says of the others is not to be had here.
            let names: Vec<&str> = kept.iter().map(|action| action.name).collect();
            description = format!("{description} Here only: {}.", names.join(", ")).into();
        }
        if !self.takes_local {
            without_local(&mut input, spec.params.fields);
        }
        let listed = Listed::new(spec.name, description, Arc::new(input))
            .with_title(spec.title)
            .with_raw_output_schema(Arc::new(schema(spec, spec.output_schema)?))
            .with_annotations(annotations(hints));
        if !UPFRONT.contains(&spec.name) {
            return Ok(listed);
        }
        let meta = JsonObject::from_iter([("anthropic/alwaysLoad".to_owned(), true.into())]);
        Ok(listed.with_meta(MetaObject(meta)))
    }
}

/// Why a tool is withheld: because each of its actions is, or for a reason of its own where it has none.
fn of_all(actions: &[(&'static Action, Option<Withheld>)], own: impl Fn() -> Option<Withheld>) -> Option<Withheld> {
    match actions.split_first() {
        None => own(),
        Some(((_, first), rest)) => first.filter(|_| rest.iter().all(|(_, withheld)| withheld.is_some())),
    }
}

fn annotations(hints: Hints) -> ToolAnnotations {
    ToolAnnotations::new()
        .read_only(hints.read_only)
        .destructive(hints.destructive)
        .idempotent(hints.idempotent)
        .open_world(hints.open_world)
}

fn schema(spec: &'static ToolSpec, text: &str) -> Result<JsonObject, OfferError> {
    serde_json::from_str(text).map_err(|_| OfferError::Schema { tool: spec.name })
}

fn check(option: &'static str, values: &[String], valid: &[&'static str]) -> Result<(), OfferError> {
    match values.iter().find(|value| !valid.contains(&value.as_str())) {
        None => Ok(()),
        Some(value) => Err(OfferError::Unknown {
            option,
            value: value.clone(),
            valid: valid.to_vec(),
            nearest: nearest(value, valid.iter().copied()),
        }),
    }
}
