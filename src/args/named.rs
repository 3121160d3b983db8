//! Values that go by a name on the command line.

use std::path::PathBuf;

use clap::{
    ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};
use ormscope::{
    config::{FailOn, nearest},
    database::Dialect,
    finding::{Confidence, Severity},
    rules::RULES,
};

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless the environment says otherwise
    Auto,
    /// In pipes and files too
    Always,
    /// Nowhere
    Never,
}

/// The form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The form of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// For people and agents
    Markdown,
    /// For programs
    Json,
    /// One file for a browser, with a picture
    Html,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// Code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// The Code Quality report of GitLab.
    Gitlab,
    /// Diagnostics of reviewdog.
    Rdjsonl,
    /// A comment on a pull request, or the summary of a job.
    Markdown,
    /// A page for a browser.
    Html,
}

/// A form of the report and the file it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) format: Format,
    /// `None` is `--output` or the standard output.
    pub(crate) file: Option<PathBuf>,
}

/// A database by its name on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SqlDialect {
    /// PostgreSQL
    Postgres,
    /// MySQL and MariaDB
    Mysql,
    /// SQLite
    Sqlite,
}

impl From<SqlDialect> for Dialect {
    fn from(named: SqlDialect) -> Dialect {
        match named {
            SqlDialect::Postgres => Dialect::Postgres,
            SqlDialect::Mysql => Dialect::MySql,
            SqlDialect::Sqlite => Dialect::Sqlite,
        }
    }
}

const FORMATS: [(&str, Format); 8] = [
    ("text", Format::Text),
    ("json", Format::Json),
    ("sarif", Format::Sarif),
    ("github", Format::Github),
    ("gitlab", Format::Gitlab),
    ("rdjsonl", Format::Rdjsonl),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
];
const SEVERITIES: [Severity; 4] =
    [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];
const CONFIDENCES: [Confidence; 3] =
    [Confidence::Certain, Confidence::Likely, Confidence::Possible];

pub(super) fn output(text: &str) -> Result<Output, String> {
    let (name, file) = match text.split_once('=') {
        Some((_, "")) => return Err("a file's name is missing after `=`".to_owned()),
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (text, None),
    };
    match FORMATS.into_iter().find(|(known, _)| *known == name) {
        Some((_, format)) => Ok(Output { format, file }),
        None => Err(format!("unknown format; known are: {}", FORMATS.map(|it| it.0).join(", "))),
    }
}

pub(super) fn effect(id: &str) -> Result<String, String> {
    if RULES.iter().any(|rule| rule.effect.id == id) {
        return Ok(id.to_owned());
    }
    Err(match nearest(id, RULES.iter().map(|rule| rule.effect.id)) {
        Some(meant) => format!("unknown effect; did you mean `{meant}`?"),
        None => "unknown effect; `ormscope effects` lists them".to_owned(),
    })
}

pub(super) fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    named(FailOn::NAMES.to_vec())
}

pub(super) fn severity() -> impl TypedValueParser<Value = Severity> {
    named(SEVERITIES.map(|severity| (severity.name(), severity)).to_vec())
}

pub(super) fn confidence() -> impl TypedValueParser<Value = Confidence> {
    named(CONFIDENCES.map(|confidence| (confidence.name(), confidence)).to_vec())
}

/// A value by its name, with the names in the help.
fn named<T: Clone + Send + Sync + 'static>(
    names: Vec<(&'static str, T)>,
) -> impl TypedValueParser<Value = T> {
    let known: Vec<&'static str> = names.iter().map(|(name, _)| *name).collect();
    PossibleValuesParser::new(known).try_map(move |name| {
        let found = names.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.clone()).ok_or("unknown name")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_may_name_its_file() {
        let json = |file: Option<&str>| Output { format: Format::Json, file: file.map(Into::into) };
        assert_eq!(output("json"), Ok(json(None)));
        assert_eq!(output("json=a=b"), Ok(json(Some("a=b"))));
        assert!(output("json=").is_err());
        let known = "text, json, sarif, github, gitlab, rdjsonl, markdown, html";
        assert_eq!(output("xml"), Err(format!("unknown format; known are: {known}")));
    }
}
