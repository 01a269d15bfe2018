//! What is wrong with a plan, all of it at once, and what becomes of each of its services.

use std::collections::BTreeMap;

use super::types;
use crate::domain::documents::types::Types;
use crate::domain::service_type::{TypeName, Variant, family};
use crate::domain::status::Category;
use crate::generated::types::{Layout, PlannedService};

/// The documented most characters of a hostname.
const MOST: usize = 25;
/// How the hostnames of the halves of a pair end.
const DEV: &str = "dev";
const STAGE: &str = "stage";

/// What exists besides the plan.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The types that there are.
    pub types: &'a Types,
    /// The services of the project.
    pub services: &'a [Existing],
}

/// A service of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    /// Its hostname.
    pub hostname: String,
    /// Its type, such as `ubuntu/nodejs@22`.
    pub type_name: String,
    /// Its status, such as `ACTIVE`.
    pub status: String,
    /// Whether it runs the user's code.
    pub is_runtime: bool,
}

/// One thing that is wrong with a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where, such as `services[1].type`.
    pub field: String,
    /// What, reading on after the place.
    pub reason: String,
}

/// What becomes of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It is made.
    Create,
    /// It is there and is used.
    Exists,
    /// It is there, and runtimes outside of the plan may use it too.
    Shared,
}

impl Resolution {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Create => "CREATE",
            Self::Exists => "EXISTS",
            Self::Shared => "SHARED",
        }
    }
}

/// What a service is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Code is developed in it.
    Dev,
    /// It shows what the code is like in production.
    Stage,
    /// It builds and runs the code.
    Single,
    /// A database, a cache, a queue or a storage.
    Managed,
}

/// A service of a plan without faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Its hostname.
    pub hostname: String,
    /// Its type in full.
    pub type_name: String,
    /// What it is to the platform.
    pub category: Category,
    /// What it is for.
    pub role: Role,
    /// What becomes of it.
    pub resolution: Resolution,
    /// The hostname of the unit that it is in; nothing of a managed service.
    pub unit: Option<String>,
}

/// A plan that was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Everything that is wrong with it.
    pub findings: Vec<Finding>,
    /// Its services: managed ones first, then each unit with its halves.
    pub services: Vec<Resolved>,
    /// The units with their layouts.
    pub units: BTreeMap<String, (Layout, Option<String>)>,
}

impl Checked {
    /// The services that are to be made.
    pub fn to_make(&self) -> impl Iterator<Item = &Resolved> {
        self.services.iter().filter(|service| service.resolution == Resolution::Create)
    }

    /// A service a line, with what becomes of it.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let line = |service: &Resolved| {
            let unit = service.unit.as_ref().filter(|unit| **unit != service.hostname);
            let of = unit.map(|unit| format!(" (stage of {unit})")).unwrap_or_default();
            format!("{} {} {}{of}", service.hostname, service.type_name, service.resolution.word())
        };
        self.services.iter().map(line).collect()
    }
}

/// Checks a plan.
#[must_use]
pub fn check(plan: &[PlannedService], world: World<'_>) -> Checked {
    let mut check = Check { world, findings: Vec::new(), seen: BTreeMap::new() };
    let mut checked = Checked::default();
    if plan.is_empty() {
        check.add("services", "names no service");
    }
    let shares =
        world.services.iter().any(|one| one.is_runtime && !plan.iter().any(|planned| names(planned, &one.hostname)));
    for (index, planned) in plan.iter().enumerate() {
        check.service(index, planned, shares, &mut checked);
    }
    checked.services.sort_by_key(|service| service.role != Role::Managed);
    checked.findings = check.findings;
    checked
}

/// Whether a planned service names a hostname.
fn names(planned: &PlannedService, hostname: &str) -> bool {
    planned.hostname == hostname || stage_of(planned).as_deref() == Some(hostname)
}

/// The stage of a planned service, named or derived.
fn stage_of(planned: &PlannedService) -> Option<String> {
    let named = planned.stage_hostname.clone().filter(|stage| !stage.is_empty());
    named.or_else(|| {
        (planned.layout == Some(Layout::Standard)).then(|| {
            let base = planned.hostname.strip_suffix(DEV).unwrap_or(&planned.hostname);
            format!("{base}{STAGE}")
        })
    })
}

/// The layout of a planned runtime.
fn layout_of(planned: &PlannedService) -> Layout {
    let has_stage = planned.stage_hostname.as_deref().is_some_and(|stage| !stage.is_empty());
    planned.layout.unwrap_or(if has_stage { Layout::Standard } else { Layout::Simple })
}

struct Check<'a> {
    world: World<'a>,
    findings: Vec<Finding>,
    /// The hostnames so far, with where they stand.
    seen: BTreeMap<String, String>,
}

impl Check<'_> {
    fn add(&mut self, field: &str, reason: impl Into<String>) {
        self.findings.push(Finding { field: field.to_owned(), reason: reason.into() });
    }

    fn service(&mut self, index: usize, planned: &PlannedService, shares: bool, checked: &mut Checked) {
        let at = |field: &str| format!("services[{index}].{field}");
        let before = self.findings.len();
        let kind = self.kind(&at("type"), planned);
        let runtime = kind.as_ref().is_none_or(|(_, category)| category.is_runtime());
        self.hostname(&at("hostname"), &planned.hostname);
        let stage = if runtime { self.runtime(&at, planned) } else { self.managed(&at, planned) };
        if let Some(stage) = &stage {
            self.hostname(&at("stageHostname"), stage);
        }
        let Some((type_name, category)) = kind else { return };
        let found = self.existing(&at("hostname"), &planned.hostname, &type_name, planned.existing);
        let stage_found = stage.as_ref().map(|stage| self.existing(&at("stageHostname"), stage, &type_name, None));
        if self.findings.len() > before {
            return;
        }
        let is_runtime = category.is_runtime();
        let resolution = |found: bool| match found {
            false => Resolution::Create,
            true if shares && !is_runtime => Resolution::Shared,
            true => Resolution::Exists,
        };
        let layout = layout_of(planned);
        let role = match layout {
            _ if !is_runtime => Role::Managed,
            Layout::Standard | Layout::Dev => Role::Dev,
            Layout::LocalStage => Role::Stage,
            _ => Role::Single,
        };
        let unit = is_runtime.then(|| planned.hostname.clone());
        let of = |hostname: &str, role: Role, found: bool| Resolved {
            hostname: hostname.to_owned(),
            type_name: type_name.clone(),
            category: category.clone(),
            role,
            resolution: resolution(found),
            unit: unit.clone(),
        };
        checked.services.push(of(&planned.hostname, role, found));
        if let (Some(stage), Some(found)) = (&stage, stage_found) {
            checked.services.push(of(stage, Role::Stage, found));
        }
        if let Some(unit) = unit {
            checked.units.insert(unit, (layout, stage));
        }
    }

    /// The type in full, with its category.
    fn kind(&mut self, field: &str, planned: &PlannedService) -> Option<(String, Category)> {
        // Of what exists the platform says the type.
        let live = self.world.services.iter().find(|one| one.hostname == planned.hostname);
        let given = planned.r#type.trim();
        let text = match live {
            Some(live) if given.is_empty() => live.type_name.as_str(),
            _ => given,
        };
        if self.world.types.family(&TypeName::parse(text)).is_some_and(|family| family.traits.workspace) {
            self.add(field, "is a workspace of zcp, which no plan makes");
            return None;
        }
        match types::resolve(self.world.types, text, planned.ha) {
            Ok((full, found)) => {
                let variant = TypeName::parse(&full).variant;
                match (planned.ha, variant, &found.category) {
                    (Some(true), Some(Variant::Single), Category::Standard | Category::SharedStorage) => {
                        let reason = format!("is {full}, and `ha` is true: write `:ha`, or leave `ha` out");
                        self.add(field, reason);
                    }
                    (Some(false), Some(Variant::Ha), _) => {
                        self.add(field, format!("is {full}, and `ha` is false: write `:single`, or leave `ha` out"));
                    }
                    (Some(true), None | Some(Variant::Single), _) => {
                        let field = field.replace(".type", ".ha");
                        self.add(&field, format!("is for databases and the like that have it; {full} has one node, or scales by containers"));
                    }
                    _ => {}
                }
                Some((full, found.category))
            }
            Err(reason) => {
                self.add(field, format!("cannot be made: {reason}"));
                None
            }
        }
    }

    fn hostname(&mut self, field: &str, hostname: &str) {
        let letters = hostname.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if !letters || !hostname.starts_with(|first: char| first.is_ascii_lowercase()) || hostname.len() > MOST {
            self.add(field, format!("must be 1 to {MOST} characters a-z and 0-9 that start with a letter"));
            return;
        }
        if let Some(other) = self.seen.insert(hostname.to_owned(), field.to_owned()) {
            self.add(field, format!("`{hostname}` is {other} too: every service has a hostname of its own"));
        }
    }

    /// What a layout asks for; answers the stage.
    fn runtime(&mut self, at: &dyn Fn(&str) -> String, planned: &PlannedService) -> Option<String> {
        let stage = stage_of(planned);
        match (layout_of(planned), &stage) {
            (Layout::LocalOnly, _) => self.add(&at("layout"), "local-only has no service: leave it out of the plan"),
            (Layout::Dev | Layout::Simple | Layout::LocalStage, Some(_)) => {
                let layout = layout_of(planned).as_str();
                self.add(
                    &at("stageHostname"),
                    format!("does not go with layout {layout}: say standard, or leave it out"),
                );
            }
            _ => {}
        }
        stage
    }

    fn managed(&mut self, at: &dyn Fn(&str) -> String, planned: &PlannedService) -> Option<String> {
        for (field, given) in
            [("layout", planned.layout.is_some()), ("stageHostname", planned.stage_hostname.is_some())]
        {
            if given {
                self.add(&at(field), format!("is for runtimes; {} runs no code of yours", planned.r#type));
            }
        }
        None
    }

    /// Whether a service is there as it was planned.
    fn existing(&mut self, field: &str, hostname: &str, type_name: &str, expected: Option<bool>) -> bool {
        let live = self.world.services.iter().find(|one| one.hostname == hostname).cloned();
        let Some(live) = live else {
            if expected == Some(true) {
                let known: Vec<&str> = self.world.services.iter().map(|one| one.hostname.as_str()).collect();
                let known = if known.is_empty() { "the project has none".to_owned() } else { known.join(", ") };
                self.add(field, format!("`{hostname}` does not exist: {known}"));
            }
            return false;
        };
        let same = TypeName::parse(&live.type_name).bare().is_same(&TypeName::parse(type_name).bare());
        if live.status == "DELETING" {
            self.add(field, format!("`{hostname}` is being deleted: wait for that, or choose another hostname"));
        } else if expected == Some(false) {
            self.add(field, format!("`{hostname}` is taken by {}: choose another hostname", live.type_name));
        } else if !same && family(&live.type_name) != family(type_name) {
            self.add(field, format!("`{hostname}` exists as {} and not as {type_name}", live.type_name));
        } else if !same && expected != Some(true) {
            let reason = format!(
                "`{hostname}` exists as {}: say `existing: true` to use it, or choose another hostname",
                live.type_name
            );
            self.add(field, reason);
        }
        true
    }
}
