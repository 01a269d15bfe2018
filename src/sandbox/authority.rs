//! The sandbox's own certificate authority and the certificate that it vouches for.
//!
//! Both are made at every start and end with it; the keys never leave memory. Nothing is trusted
//! unless somebody is told to by the file of the authority.

use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    SanType, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

/// The file of the authority within the folder of the sandbox.
const FILE: &str = "ca.pem";
/// How long the certificates are good; some verifiers refuse more.
const DAYS: i32 = 365;

/// Makes an authority, writes it to a file of the folder, and accepts TLS for this machine's own
/// addresses in its name.
///
/// # Errors
/// The file cannot be written, or the machine gives no random numbers.
pub(crate) fn found(folder: &Path) -> io::Result<(PathBuf, TlsAcceptor)> {
    let (pem, config) = certified().map_err(io::Error::other)?;
    let file = folder.join(FILE);
    fs::write(&file, pem)?;
    Ok((file, TlsAcceptor::from(Arc::new(config))))
}

fn certified() -> Result<(String, ServerConfig), Box<dyn std::error::Error + Send + Sync>> {
    let authority_key = KeyPair::generate()?;
    let mut params = dated(CertificateParams::default());
    // Two sandboxes at once are two authorities.
    let name = format!("zcp sandbox {}", Timestamp::now().as_nanosecond());
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority = params.self_signed(&authority_key)?;
    let issuer = Issuer::new(params, authority_key);

    let key = KeyPair::generate()?;
    let mut params = dated(CertificateParams::new(vec!["localhost".to_owned()])?);
    for address in [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)] {
        params.subject_alt_names.push(SanType::IpAddress(address));
    }
    params.distinguished_name.push(DnType::CommonName, "localhost");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let certificate = params.signed_by(&key, &issuer)?;

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(key.serialize_der())?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok((authority.pem(), config))
}

/// Good from yesterday on, for clocks that go slow.
fn dated(mut params: CertificateParams) -> CertificateParams {
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let date = |date: Date| date_time_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs());
    params.not_before = date(today.saturating_sub(1.day()));
    params.not_after = date(today.saturating_add(DAYS.days()));
    params
}
