//! `spec/catalog.yaml`: the service types.

use super::super::diagnostics::{At, Diagnostic};
use super::super::fields::Fields;
use super::super::model::{CatalogFamily, CatalogLimits, CatalogSection};
use super::super::reader::Reader;
use crate::domain::ranges::{self, DISK, RAM, Range};
use crate::domain::yaml::Node;

const CATEGORIES: &[(&str, &str)] = &[
    ("USER", "User"),
    ("STANDARD", "Standard"),
    ("SHARED_STORAGE", "SharedStorage"),
    ("LOCAL_STORAGE", "LocalStorage"),
    ("OBJECT_STORAGE", "ObjectStorage"),
];
const SYSTEMS: &[(&str, &str)] = &[("alpine", "Alpine"), ("ubuntu", "Ubuntu")];
const MODES: &[(&str, &str)] = &[("single", "Single"), ("ha", "Ha")];
const BASES: &[(&str, &str)] = &[("build", "build"), ("run", "run")];
/// The version under which a whole family is retired.
const FAMILY: &str = "family";

pub(super) fn load(reader: Reader<'_>, root: &Node) -> Vec<CatalogSection> {
    let mut sections = Vec::new();
    let mut seen: Vec<At<String>> = Vec::new();
    for (title, node) in reader.entries(root, "catalog.yaml").unwrap_or_default() {
        let mut families = Vec::new();
        for (name, node) in reader.entries(node, &format!("section `{}`", title.value)).unwrap_or_default() {
            if let Some(earlier) = seen.iter().find(|earlier| earlier.value == name.value) {
                let message = format!("type `{}` is in two sections", name.value);
                let fault = Diagnostic::new(&name.place, message, "named again here");
                reader.report().add(fault.related(&earlier.place, "first named here"));
            }
            seen.push(name.clone());
            families.extend(family(reader, name, node));
        }
        sections.push(CatalogSection { title: title.value, families });
    }
    sections
}

fn family(reader: Reader<'_>, name: At<String>, node: &Node) -> Option<CatalogFamily> {
    let fields = reader.named("type", &name, node)?;
    let title = fields.text("title").value;
    let category = fields.required("category").and_then(|node| reader.word(node, "category", CATEGORIES));
    let base = words(&fields, "base", BASES);
    let runtime = CatalogLimits { ram: RAM.least, disk: DISK.least, ..CatalogLimits::default() };
    let is_runtime = category == Some("User");
    let containers = is_runtime.then(|| whole(ranges::CONTAINERS));
    let limits = limits(&fields, CatalogLimits { containers, ..runtime });
    let ha = fields.optional("ha").and_then(|node| reader.fields(node, "`ha`"));
    let ha = ha.map_or_else(
        || limits.clone(),
        |fields| {
            let ha = self::limits(&fields, limits.clone());
            fields.finish();
            ha
        },
    );
    let family = CatalogFamily {
        title,
        category: category.unwrap_or_default(),
        other_names: plain(fields.texts("other_names")),
        systems: words(&fields, "systems", SYSTEMS),
        modes: words(&fields, "modes", MODES),
        versions: fields.texts("versions"),
        only: only(&fields),
        unversioned: fields.flag("unversioned"),
        bare: fields.flag("bare"),
        build: base.contains(&"build"),
        run: base.contains(&"run"),
        not_build: plain(fields.texts("not_build")),
        traits: super::traits::load(&fields, is_runtime),
        limits: [limits, ha],
        variables: plain(fields.texts("variables")),
        override_profile: fields.optional_text("override_profile").map(|text| text.value),
        override_keys: plain(fields.texts("override_keys")),
        floors: floors(&fields),
        retired: retired(&fields),
        hidden: fields.flag("hidden"),
        note: fields.optional_text("note").map(|note| note.value),
        name,
    };
    fields.finish();
    Some(family)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of containers are small")]
fn whole(range: Range) -> [usize; 2] {
    [range.least as usize, range.most as usize]
}

fn plain(texts: Vec<At<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

fn words(fields: &Fields<'_>, key: &'static str, words: &[(&str, &'static str)]) -> Vec<&'static str> {
    let reader = fields.reader();
    let items = fields.optional(key).map(|node| reader.items(node, key)).unwrap_or_default();
    items.iter().filter_map(|node| reader.word(node, key, words)).collect()
}

fn limits(fields: &Fields<'_>, otherwise: CatalogLimits) -> CatalogLimits {
    let reader = fields.reader();
    let containers = fields.optional("containers").map(|node| {
        let counts = reader.items(node, "containers").iter().filter_map(|node| node.text()?.parse().ok());
        let counts: Vec<usize> = counts.collect();
        if counts.len() != 2 {
            reader.fault(node, "`containers` is no range", "write `[least, most]`");
        }
        [counts.first().copied().unwrap_or(0), counts.get(1).copied().unwrap_or(0)]
    });
    let profiles = plain(fields.texts("profiles"));
    CatalogLimits {
        ram: fields.number("ram").map_or(otherwise.ram, |ram| ram.value),
        disk: fields.number("disk").map_or(otherwise.disk, |disk| disk.value),
        containers: containers.or(otherwise.containers),
        profiles: if profiles.is_empty() { otherwise.profiles } else { profiles },
        profile: fields.optional_text("profile").map(|text| text.value).or(otherwise.profile),
    }
}

fn only(fields: &Fields<'_>) -> Vec<(&'static str, Vec<String>)> {
    let reader = fields.reader();
    let Some(node) = fields.optional("only") else { return Vec::new() };
    let entries = reader.entries(node, "`only`").unwrap_or_default();
    let entries = entries.into_iter().filter_map(|(system, node)| {
        let Some((_, system)) = SYSTEMS.iter().find(|(word, _)| *word == system.value) else {
            reader.report().unknown(&system, "system", &["alpine", "ubuntu"]);
            return None;
        };
        Some((*system, plain(reader.texts(node, "`only`"))))
    });
    entries.collect()
}

fn floors(fields: &Fields<'_>) -> Vec<(String, f64, f64)> {
    let reader = fields.reader();
    let Some(node) = fields.optional("floors") else { return Vec::new() };
    let floor = |(profile, node): (At<String>, &Node)| {
        let numbers = reader.items(node, "floors").iter().filter_map(|node| reader.number(node, "floors"));
        match numbers.collect::<Vec<f64>>().as_slice() {
            [cores, ram] => Some((profile.value, *cores, *ram)),
            _ => {
                reader.fault(node, "this is no floor", "write `[cores, GB of RAM]`");
                None
            }
        }
    };
    reader.entries(node, "`floors`").unwrap_or_default().into_iter().filter_map(floor).collect()
}

fn retired(fields: &Fields<'_>) -> Vec<(String, String)> {
    let reader = fields.reader();
    let Some(node) = fields.optional("retired") else { return Vec::new() };
    let entries = reader.entries(node, "`retired`").unwrap_or_default().into_iter();
    let entries = entries.filter_map(|(version, node)| {
        let version = if version.value == FAMILY { String::new() } else { version.value };
        Some((version, reader.text(node, "`retired`")?.value))
    });
    entries.collect()
}
