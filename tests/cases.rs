//! Every page under `tests/` that is a case: prose, a command, and what it prints.
//!
//! `<case>.md` runs in `<case>.in/`. `TRYCMD=overwrite cargo test --test cases` writes what is
//! printed today; read the difference before you keep it.

#[test]
fn every_page_shows_what_the_program_prints() {
    trycmd::TestCases::new()
        .default_bin_name("ormscope")
        // Wherever the tests run, the pages show what people see at home.
        .env("GITHUB_ACTIONS", "false")
        .case("tests/cases/*/*.md")
        .case("tests/facts/*/*.md")
        .case("tests/context/*.md")
        .case("tests/cli/*.md")
        .case("tests/cli/*.toml")
        .case("README.md");
}
