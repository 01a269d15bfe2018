//! Every code that a finding can have, with what it means.

/// A code and its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code as a finding has it; it never changes.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

macro_rules! codes {
    ($($(#[doc = $meaning:literal])+ $constant:ident = $name:literal;)+) => {
        $($(#[doc = $meaning])+ pub const $constant: &str = $name;)+

        /// Every code.
        pub const CODES: &[Code] = &[$(Code { name: $name, meaning: concat!($($meaning),+) }),+];
    };
}

codes! {
    /// The text is no YAML.
    SYNTAX = "syntax";
    /// The document is larger than what is read, or than what the platform accepts.
    TOO_LARGE = "too_large";
    /// The document exceeds a limit of nodes, depth or aliases.
    TOO_COMPLEX = "too_complex";
    /// A field that the document does not have.
    UNKNOWN_FIELD = "unknown_field";
    /// A field that the platform accepts here and drops without a word.
    DROPPED_FIELD = "dropped_field";
    /// A field that the type of the service does not have.
    FIELD_NOT_FOR_TYPE = "field_not_for_type";
    /// A field that another one replaced.
    DEPRECATED_FIELD = "deprecated_field";
    /// A field that the platform no longer takes.
    RETIRED_FIELD = "retired_field";
    /// An import that puts an empty version over the code of a service that exists.
    REPLACES_CODE = "replaces_code";
    /// A field that has to be there.
    MISSING_FIELD = "missing_field";
    /// Fields of which only one can be given.
    CONFLICTING_FIELDS = "conflicting_fields";
    /// A key that stands twice in one mapping.
    DUPLICATE_KEY = "duplicate_key";
    /// A value of another type than the field has.
    WRONG_TYPE = "wrong_type";
    /// A value that is none of those allowed, or has the wrong form.
    INVALID_VALUE = "invalid_value";
    /// A time that is no duration, or a number without a unit.
    INVALID_DURATION = "invalid_duration";
    /// A number outside its range.
    OUT_OF_RANGE = "out_of_range";
    /// A minimum above its maximum.
    MIN_ABOVE_MAX = "min_above_max";
    /// A type or version that the platform does not have.
    UNKNOWN_TYPE = "unknown_type";
    /// A base that builds or runs cannot have.
    UNKNOWN_BASE = "unknown_base";
    /// A type or version that left the platform's lists; there is another one to take.
    RETIRED_TYPE = "retired_type";
    /// A type that does not say on which system it runs or in which mode.
    BARE_TYPE = "bare_type";
    /// A deploy that would move a service to another system or runtime than its type names.
    OTHER_SYSTEM = "other_system";
    /// A mode that the type does not support, or one that contradicts it.
    INVALID_MODE = "invalid_mode";
    /// A scaling profile that the type does not have.
    INVALID_PROFILE = "invalid_profile";
    /// A hostname that the platform refuses.
    INVALID_HOSTNAME = "invalid_hostname";
    /// A hostname longer than the documented limit.
    LONG_HOSTNAME = "long_hostname";
    /// Two services or setups of one name.
    DUPLICATE_NAME = "duplicate_name";
    /// `project` in a document that imports services into a project that exists.
    PROJECT_INCLUDED = "project_included";
    /// A setup that the document does not have.
    UNKNOWN_SETUP = "unknown_setup";
    /// Setups that extend each other in a circle.
    EXTENDS_CYCLE = "extends_cycle";
    /// A storage that does not exist, or is of another kind.
    UNKNOWN_STORAGE = "unknown_storage";
    /// A deploy of a service onto itself that would erase its only copy of the code.
    NARROW_SELF_DEPLOY = "narrow_self_deploy";
    /// A runtime that nothing starts.
    MISSING_START = "missing_start";
    /// A check without a probe, or with two.
    INVALID_PROBE = "invalid_probe";
    /// A crontab expression that does not parse.
    INVALID_CRON = "invalid_cron";
    /// The name of a variable that the platform refuses.
    INVALID_VARIABLE_NAME = "invalid_variable_name";
    /// A variable that refers to itself and so stays the text that it is.
    SELF_SHADOWING = "self_shadowing";
    /// A secret that everybody who may read the project can read.
    READABLE_SECRET = "readable_secret";
    /// An embedded database on files that several machines share.
    SHARED_DATABASE = "shared_database";
    /// A reference to a service that does not exist.
    UNKNOWN_SERVICE_REFERENCE = "unknown_service_reference";
    /// A reference to a variable that the service does not have.
    UNKNOWN_VARIABLE_REFERENCE = "unknown_variable_reference";
    /// A `${…}` that the platform leaves as it is.
    INVALID_REFERENCE = "invalid_reference";
    /// A preprocessor expression that does not parse.
    PREPROCESSOR_SYNTAX = "preprocessor_syntax";
    /// A function or modifier that the preprocessor does not have.
    PREPROCESSOR_UNKNOWN = "preprocessor_unknown";
    /// An argument that a function of the preprocessor refuses.
    PREPROCESSOR_ARGUMENT = "preprocessor_argument";
    /// What the preprocessor changes without a word although nobody means it to.
    PREPROCESSOR_CHANGES = "preprocessor_changes";
    /// Expressions in a document that does not switch the preprocessor on.
    PREPROCESSOR_OFF = "preprocessor_off";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::CODES;

    #[test]
    fn codes_are_unique_and_have_a_meaning() {
        let names: HashSet<_> = CODES.iter().map(|code| code.name).collect();
        assert_eq!(names.len(), CODES.len());
        assert!(CODES.iter().all(|code| !code.meaning.trim().is_empty()));
    }
}
