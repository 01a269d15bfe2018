//! Variables of others that decide what zcp and the programs beside it do, and what a value of a variable says.
//!
//! Deliberately absent: zcp's own. Those are declared in `spec/server.yaml`.

use std::ffi::OsString;

/// Those that decide what zcp reaches: keys for git and ssh, the way out of a network, and the ids that the
/// platform gives its containers.
pub const OF_OTHERS: [&str; 9] = [
    "XDG_CONFIG_HOME",
    "SSH_AUTH_SOCK",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ZEROPS_StackId",
    "serviceId",
    "projectId",
    "hostname",
];

/// Where programs, folders, certificates and hosts are looked for, and who is asked for keys.
pub const PLACES: [&str; 36] = [
    "HOME",
    "PATH",
    "SHELL",
    "TMPDIR",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "PROGRAMDATA",
    "HOMEDRIVE",
    "HOMEPATH",
    "TEMP",
    "TMP",
    "PATHEXT",
    "COMSPEC",
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "WINDIR",
    "BROWSER",
    "SUDO_UID",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "SSH_AUTH_SOCK",
    "SSH_SK_PROVIDER",
    "SSH_ASKPASS",
    "SSH_ASKPASS_REQUIRE",
    "KRB5CCNAME",
    "KRB5_CONFIG",
    "GLIBC_TUNABLES",
    "GCONV_PATH",
    "LOCPATH",
    "TZDIR",
    "HOSTALIASES",
    "LOCALDOMAIN",
    "RES_OPTIONS",
    "RESOLV_HOST_CONF",
    "RESOLV_ADD_TRIM_DOMAINS",
];

/// The way out of a network: who is in between sees what goes through.
#[must_use]
pub fn is_proxy(name: &str) -> bool {
    name.to_ascii_uppercase().ends_with("_PROXY")
}

/// Variables by whose value whoever sets them decides what runs on a computer, or where its secrets go, beside [`PLACES`]: of
/// shells, interpreters and what they start.
const DECIDING: [&str; 23] = [
    "BASH_ENV",
    "CDPATH",
    "EDITOR",
    "ENV",
    "IFS",
    "JAVA_OPTS",
    "JAVA_TOOL_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "MANPATH",
    "NLSPATH",
    "NODE_EXTRA_CA_CERTS",
    "NODE_OPTIONS",
    "NODE_PATH",
    "NODE_TLS_REJECT_UNAUTHORIZED",
    "PAGER",
    "PROMPT_COMMAND",
    "PS4",
    "REQUESTS_CA_BUNDLE",
    "SHELLOPTS",
    "VISUAL",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "ZDOTDIR",
];

/// What the names of others of them begin with.
const DECIDING_FAMILIES: [&str; 14] = [
    "BASH_FUNC_",
    "CURL_",
    "DYLD_",
    "GIT_",
    "LD_",
    "MALLOC_",
    "NPM_CONFIG_",
    "PERL5",
    "PYTHON",
    "RUBY",
    "SSH_",
    "SSL_CERT_",
    "ZCP_",
    "ZEROPS_",
];

/// Whether a variable is one by which who sets it decides what runs on a computer, or where its secrets go.
#[must_use]
pub fn is_deciding(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    PLACES.iter().chain(&DECIDING).any(|known| *known == name)
        || is_proxy(&name)
        || DECIDING_FAMILIES.iter().any(|begin| name.starts_with(begin))
}

/// The value of a variable that says something: neither nothing nor the reference by which a client's file passes it on,
/// which the client has not resolved.
#[must_use]
pub fn given(value: Option<OsString>) -> Option<OsString> {
    value.filter(|value| !value.is_empty() && !value.to_str().is_some_and(is_reference))
}

/// Whether a value is `$NAME`, `${NAME}`, `${env:NAME}`, `${input:NAME}` or `%NAME%`, which a client hands over as it is where the
/// variable is not set.
#[must_use]
pub fn is_reference(value: &str) -> bool {
    let value = value.trim();
    let inside = match value.strip_prefix('$') {
        Some(rest) => rest.strip_prefix('{').map_or(Some(rest), |rest| rest.strip_suffix('}')),
        None => value.strip_prefix('%').and_then(|rest| rest.strip_suffix('%')),
    };
    let bare = |inside: &str| ["env:", "input:"].iter().find_map(|kind| inside.strip_prefix(kind).map(str::to_owned));
    let name = inside.map(|inside| bare(inside).unwrap_or_else(|| inside.to_owned()));
    name.is_some_and(|name| {
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_is_told_from_what_an_application_reads() {
        for name in [
            "BASH_ENV",
            "LD_PRELOAD",
            "ld_preload",
            "NODE_OPTIONS",
            "PYTHONPATH",
            "PATH",
            "ZCP_API_HOST",
            "https_proxy",
            "GLIBC_TUNABLES",
            "HOSTALIASES",
        ] {
            assert!(is_deciding(name), "{name}");
        }
        for name in ["NODE_ENV", "DATABASE_URL", "db_password", "PORT", "zeropsSubdomain", "APP_ENV", "HOSTNAME"] {
            assert!(!is_deciding(name), "{name}");
        }
    }

    #[test]
    fn a_reference_that_nobody_resolved_is_nothing() {
        for value in
            ["$ZCP_API_KEY", " ${ZCP_API_KEY} ", "${env:ZCP_API_KEY}", "${input:zerops_token}", "%ZCP_API_KEY%", ""]
        {
            assert_eq!(given(Some(value.into())), None, "{value}");
        }
        for value in ["a", "$", "${", "${}", "$1", "a$B", "$A/b", "%", "50%", "${A}b"] {
            assert_eq!(given(Some(value.into())), Some(value.into()), "{value}");
        }
    }
}
