//! Paths as the addresses of an editor, and back.

use std::path::{Path, PathBuf};

use lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands for itself in an address.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':');

/// The path that an address of a file means.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = percent_decode_str(rest.get(rest.find('/')?..)?).decode_utf8().ok()?;
    // `/c:/shop` of Windows
    let drive = path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if drive { path.trim_start_matches('/') } else { &path }))
}

/// The address of a path.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    let path = path.to_str()?.replace('\\', "/");
    let path = format!("/{}", path.trim_start_matches('/'));
    format!("file://{}", utf8_percent_encode(&path, ENCODED)).parse().ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{path, uri};

    #[test]
    fn an_address_leads_back_to_its_path() {
        for name in ["/shop/db/a b#1%.rb", "/größe/x.py"] {
            let address = uri(Path::new(name)).unwrap();
            assert!(address.as_str().is_ascii(), "{}", address.as_str());
            assert_eq!(path(&address).as_deref(), Some(Path::new(name)));
        }
        assert_eq!(path(&"untitled:1".parse().unwrap()), None);
    }
}
