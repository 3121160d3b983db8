//! The pages for a browser: what is scanned stays text, and in a real browser they hold together on a
//! phone and for the keyboard. Without a Chromium the latter is not tested, and fails where `CI` is set.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn ormscope(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_ormscope"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The pages of an example: of a table, of a column, and of findings.
fn pages() -> Vec<(&'static str, String)> {
    const ROOT: &str = "tests/context/rails.in";
    const SHOP: &str = "examples/shop_rails";
    let migration = format!("{SHOP}/db/migrate/20260101000000_add_deleted_at_to_users.rb");
    vec![
        ("table", ormscope(&["context", "users", ROOT, "--format", "html"])),
        ("column", ormscope(&["context", "users.email", ROOT, "--format", "html"])),
        ("findings", ormscope(&["check", SHOP, "--migration", &migration, "--format", "html"])),
    ]
}

#[test]
fn scanned_text_stays_text() {
    const HOSTILE: &str = "<img src=x onerror=alert(1)>\\\"'&";
    let root = folder("html_hostile");
    let model = format!(
        "class User < ApplicationRecord\n  self.table_name = \"{HOSTILE}\"\n  \
         default_scope {{ where(\"x = '</script><svg onload=alert(2)>'\") }}\n  \
         before_save :\"<b onclick=alert(3)>\"\nend\n"
    );
    fs::write(root.join("javascript:alert(1).rb"), &model).unwrap();
    let root = root.to_str().unwrap();
    let pages = [
        ormscope(&["context", "User", root, "--format", "html"]),
        ormscope(&["check", root, "--add", "User.x text default 'y'", "--format", "html"]),
    ];
    for page in pages {
        assert!(page.contains("&lt;"), "{page}");
        for forbidden in ["<img", "<svg onload", "<b onclick", "<script", "href=\"javascript"] {
            assert!(!page.contains(forbidden), "{forbidden} in {page}");
        }
    }
}

#[test]
fn a_page_asks_nothing_of_a_network() {
    for (name, page) in pages() {
        assert!(page.starts_with("<!doctype html>"), "{name}");
        for part in page.split(['"', '\'']).filter(|part| part.contains("//")) {
            assert!(!part.starts_with("http") && !part.starts_with("//"), "{name}: {part}");
        }
        assert!(!page.contains("@import") && !page.contains("url("), "{name}");
    }
}

/// Measures a page in a frame as wide as a phone, and says so in its own body.
const PROBE: &str = r##"<!doctype html><body><iframe width="390" height="800"></iframe><script>
const frame = document.querySelector("iframe");
frame.onload = () => {
  const page = frame.contentDocument;
  const all = [...page.querySelectorAll("a[href], summary, [tabindex]")];
  const missed = all.filter((it) => { it.focus(); return page.activeElement !== it; });
  const lost = [...page.querySelectorAll('a[href^="#"]')]
    .filter((it) => !page.getElementById(it.getAttribute("href").slice(1)));
  document.title = "done";
  document.body.textContent = `width=${page.documentElement.scrollWidth} links=${all.length} ` +
    `missed=${missed.length} lost=${lost.length}`;
};
frame.src = "PAGE";
</script></body>"##;

#[test]
fn a_browser_shows_each_page_on_a_phone_and_to_the_keyboard() {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = names.iter().find(|name| Command::new(name).arg("--version").output().is_ok());
    let Some(browser) = found else {
        assert!(env::var_os("CI").is_none(), "there is no Chromium");
        return;
    };
    let folder = folder("html_browser");
    for (name, page) in pages() {
        fs::write(folder.join(format!("{name}.html")), page).unwrap();
        let probe = folder.join(format!("{name}-probe.html"));
        fs::write(&probe, PROBE.replace("PAGE", &format!("{name}.html"))).unwrap();
        let output = Command::new(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"])
            .args(["--disable-quic", "--no-first-run", "--disable-background-networking"])
            .args(["--disable-component-update", "--disable-sync"])
            .args(["--allow-file-access-from-files", "--virtual-time-budget=5000"])
            .args(["--enable-logging=stderr", "--dump-dom"])
            .arg(format!("--user-data-dir={}", folder.join(format!("{name}-profile")).display()))
            .arg(format!("file://{}", probe.display()))
            .output()
            .unwrap();
        let (seen, log) = (
            String::from_utf8_lossy(&output.stdout).into_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        );
        let measured = |what: &str| -> usize {
            let at =
                seen.find(&format!("{what}=")).unwrap_or_else(|| panic!("{name}: {seen}{log}"));
            let rest = &seen[at + what.len() + 1..];
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap();
            rest[..end].parse().unwrap()
        };
        assert!(measured("width") <= 390, "{name} overflows: {seen}");
        assert!(measured("links") > 3, "{name}: {seen}");
        assert_eq!((measured("missed"), measured("lost")), (0, 0), "{name}: {seen}");
        let said: Vec<_> = log.lines().filter(|line| line.contains("CONSOLE")).collect();
        assert!(said.is_empty(), "{name}: {said:?}");
    }
}
