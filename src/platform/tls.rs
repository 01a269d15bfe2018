//! What is wrong with TLS, in words.

use rustls::CertificateError as Problem;

/// Why a connection with TLS did not come about. The words go after the name of the peer.
#[must_use]
pub const fn words(error: &rustls::Error) -> &'static str {
    let rustls::Error::InvalidCertificate(problem) = error else { return "TLS failed" };
    match problem {
        Problem::Expired | Problem::ExpiredContext { .. } => "its certificate has expired",
        Problem::NotValidYet | Problem::NotValidYetContext { .. } => "its certificate is not valid yet",
        Problem::NotValidForName | Problem::NotValidForNameContext { .. } => "its certificate is for another name",
        Problem::UnknownIssuer => "its certificate is of an issuer that this machine does not trust",
        Problem::Revoked => "its certificate was revoked",
        _ => "its certificate is not accepted",
    }
}
