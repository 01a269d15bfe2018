//! The fields of services that serve files. The schema names who honours each.

use super::super::codes;
use super::super::preprocessor::is_dynamic;
use super::super::read::record::Record as _;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::types::Types;
use super::super::zerops_yaml::Run;
use crate::domain::service_type::{self, TypeName};

/// Checks the fields against the base. Without one the type decides, which is not known here.
pub(crate) fn check(sink: &Sink, base: Option<&str>, run: &Spanned<Run>, types: &Types) {
    let Some(base) = base.filter(|base| !is_dynamic(base)) else { return };
    let family = service_type::family(base);
    // Of what nobody has described nothing is said.
    let Some(known) = types.family(&TypeName::parse(base)).filter(|known| known.run && !known.hidden) else { return };
    if known.is_retired() || known.traits.workspace {
        return;
    }
    let server = known.traits.web_server.is_some();
    for given in run.given() {
        let (who, fix) = match (given.key, family) {
            ("routing", "static") => continue,
            ("routing", _) if server => ("only static services have it", "use `siteConfigPath`"),
            ("routing", _) => ("only static services have it", "remove it"),
            ("documentRoot", "static") => ("only nginx and PHP have it", "use `routing.root`"),
            ("documentRoot", _) if !server => ("only nginx and PHP have it", "remove it"),
            ("siteConfigPath", _) if !server => ("only nginx, PHP and static services have it", "remove it"),
            ("siteConfigPath", "static") if run.routing.is_some() => ("`routing` wins", "remove one of the two"),
            _ => continue,
        };
        let message = if (given.key, family) == ("siteConfigPath", "static") {
            format!("`{}` has no effect on `{base}`: {who}", given.key)
        } else {
            format!("the platform's schema forbids `{}` on `{base}`: {who}", given.key)
        };
        sink.push(Finding::warning(codes::FIELD_NOT_FOR_TYPE, given.path, given.span, message).fix(fix));
    }
}
