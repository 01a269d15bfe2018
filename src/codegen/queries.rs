//! Look-ups in the model.

use serde_json::{Map, Value};

use super::diagnostics::Place;
use super::model::{
    Action, ArgPlaces, Effect, EnumDef, ErrorDef, ErrorGroup, Kind, Operation, Param, Record, Scalar, Spec, Tool,
    TypeRef, Types,
};
use crate::domain::decode::Fault;
use crate::domain::params::Params;

impl Spec {
    /// Whether everything that a file or the files of a folder declare is known.
    pub(crate) fn knows(&self, path: &str) -> bool {
        !self.unread.iter().any(|unread| unread.starts_with(path))
    }

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

    /// Whether an action touches the computer that zcp runs on.
    pub(crate) fn is_local(&self, action: &Action) -> bool {
        action.calls.iter().any(|call| self.effects.iter().any(|effect| effect.local && *effect.name == **call))
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

    /// Whether a record is a parameter of some tool. Such a one is decoded and never made from nothing.
    pub(crate) fn is_argument(&self, record: &Record) -> bool {
        let is_it = |kind: &TypeRef| matches!(kind, TypeRef::Named(name) if name.value == record.name.value);
        let params = self.tools.iter().flat_map(|tool| &tool.params);
        params.into_iter().any(|param| matches!(&param.kind, TypeRef::List(item) if is_it(item)))
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

    /// The parameters that the spec writes, without those that codegen adds.
    pub(crate) fn spec_params(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|param| !matches!(param.name.as_str(), "action" | "wait"))
    }

    /// The action that arguments name, or the one they mean by naming none.
    pub(crate) fn action_of<'a>(&'a self, args: &'a Map<String, Value>) -> Option<&'a str> {
        let named = args.get("action").and_then(Value::as_str);
        named.or_else(|| {
            self.default_action.as_ref().filter(|_| !args.contains_key("action")).map(|action| action.as_str())
        })
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

impl ArgPlaces {
    /// Where a fault of decoding stands: at an unknown name, at a value, or at the whole.
    pub(crate) fn of(&self, fault: &Fault, params: &Params) -> &Place {
        let field = fault.field.split('[').next().unwrap_or_default();
        match self.each.iter().find(|(name, _)| name.value == field) {
            Some((name, _)) if params.field(field).is_none() => &name.place,
            Some((_, value)) => value,
            None => &self.whole,
        }
    }

    /// Where the value of an argument stands.
    pub(crate) fn value(&self, name: &str) -> &Place {
        self.each.iter().find(|(one, _)| one.value == name).map_or(&self.whole, |(_, value)| value)
    }
}

impl ErrorGroup {
    /// Whether a code is in it.
    pub(crate) fn has(&self, code: &str) -> bool {
        self.codes.iter().any(|member| *member.code == *code)
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

impl Param {
    /// The sentence about it, with its unit: "Least RAM in GB."
    pub(crate) fn doc_with_unit(&self) -> String {
        match &self.unit {
            Some(unit) => {
                let unit = if unit == "s" { "seconds" } else { unit };
                format!("{} in {unit}.", self.doc.trim_end_matches('.'))
            }
            None => self.doc.clone(),
        }
    }
}
