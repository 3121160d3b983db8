//! Where reports go: the forms that are asked for, their files, and their colors.

use std::{
    env, fs,
    io::{self, IsTerminal, Write},
    path::Path,
};

use anyhow::{Context, bail};
use ormscope::{
    config,
    report::{self, Problem, ProblemKind, Report, clean, text::TextOptions},
};

use crate::args::{Color, Format, Output, OutputArgs};

/// Every form with the place it goes to; only one may go to the standard output.
pub(crate) fn outputs(args: &OutputArgs) -> anyhow::Result<Vec<Output>> {
    let mut outputs = args.formats.clone();
    if outputs.is_empty() {
        outputs.push(Output { format: Format::Text, file: args.output.clone() });
        // The log has room for both: what is no command is shown as it is.
        if env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true") {
            outputs.push(Output { format: Format::Github, file: None });
        }
        return Ok(outputs);
    }
    let homeless = outputs.iter().filter(|output| output.file.is_none()).count();
    match (homeless, &args.output) {
        (0, Some(_)) => bail!("`--output` is not needed: every `--format` names its file"),
        (0 | 1, _) => {}
        (_, _) => bail!("two formats cannot share one output; name a file: `--format json=FILE`"),
    }
    for output in &mut outputs {
        output.file = output.file.take().or_else(|| args.output.clone());
    }
    Ok(outputs)
}

/// Writes a report in every form; `root` is the root of the scan.
pub(crate) fn write(
    report: &Report,
    outputs: &[Output],
    options: &TextOptions,
    color: Color,
    root: &Path,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    for Output { format, file } in outputs {
        let options = TextOptions { color: is_colored(color, file.as_deref()), ..*options };
        match file {
            None => write_report(report, *format, &options, root, out)?,
            Some(file) => {
                let mut text = Vec::new();
                write_report(report, *format, &options, root, &mut text)?;
                fs::write(file, text)
                    .with_context(|| format!("cannot write the report to `{}`", file.display()))?;
            }
        }
    }
    if outputs.iter().any(|output| matches!(output.format, Format::Gitlab | Format::Rdjsonl)) {
        // These lists have room for findings only.
        writeln!(io::stderr(), "ormscope: {}", report::covered(report))?;
    }
    Ok(())
}

/// Whether all that a run says goes to the standard output, so that it can be said again.
pub(crate) fn is_repeatable(outputs: &[Output]) -> bool {
    outputs.iter().all(|output| {
        output.file.is_none() && !matches!(output.format, Format::Gitlab | Format::Rdjsonl)
    })
}

/// Says in every form that the run could not be done, so that nobody takes an old or an empty report
/// for a good one. Where people read along, the standard error says it.
pub(crate) fn write_failure(
    error: &anyhow::Error,
    outputs: &[Output],
    root: &Path,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    let problem = Problem::new(ProblemKind::Run, causes.join(": "));
    let report = Report { problems: vec![problem], ..Report::default() };
    let apart: Vec<Output> = outputs
        .iter()
        .filter(|output| output.format != Format::Text || output.file.is_some())
        .cloned()
        .collect();
    write(&report, &apart, &TextOptions::default(), Color::Never, root, out)
}

fn write_report(
    report: &Report,
    format: Format,
    options: &TextOptions,
    root: &Path,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Text => report::text::write(report, options, out),
        Format::Json => report::json::write(report, out),
        Format::Sarif => report::sarif::write(report, &prefix(root), out),
        Format::Github => report::github::write(report, &prefix(root), out),
        Format::Gitlab => report::gitlab::write(report, &prefix(root), out),
        Format::Rdjsonl => report::rdjsonl::write(report, &prefix(root), out),
        Format::Markdown => report::markdown::write(report, &prefix(root), out),
        Format::Html => report::html::findings::write(report, &prefix(root), out),
    }
}

/// What leads from the repository's root to the root of the scan.
pub(crate) fn prefix(root: &Path) -> String {
    let (Some(repository), Ok(root)) = (config::repository(root), root.canonicalize()) else {
        return String::new();
    };
    let below = root.strip_prefix(&repository).unwrap_or(Path::new(""));
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}

/// Whether to write ANSI escape codes to a file or, without one, to the standard output.
pub(crate) fn is_colored(color: Color, file: Option<&Path>) -> bool {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if file.is_some() || set("NO_COLOR").is_some() => false,
        Color::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Color::Auto => {
            let refused = set("CLICOLOR").is_some_and(|value| value == "0")
                || set("TERM").is_some_and(|value| value == "dumb");
            !refused && io::stdout().is_terminal()
        }
    }
}

/// Writes text that quotes scanned files and names.
pub(crate) fn write_lines(text: &str, out: &mut dyn Write) -> io::Result<()> {
    for line in text.lines() {
        let line = clean(line);
        // The log of GitHub Actions takes it for a command.
        match line.trim_start().strip_prefix("::") {
            Some(rest) => writeln!(out, "\\u{{3a}}:{rest}")?,
            None => writeln!(out, "{line}")?,
        }
    }
    Ok(())
}
