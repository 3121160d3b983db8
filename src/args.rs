//! The command line: what can be asked for, and its help.

mod named;

use std::{
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use clap::{
    Args, CommandFactory, Parser, Subcommand,
    error::{ContextKind, ContextValue, ErrorKind},
};
use clap_complete::Shell;
use ormscope::{
    config::FailOn,
    finding::{Confidence, Severity},
};

pub(crate) use named::{Color, Format, ListFormat, Output, PageFormat, SqlDialect};
use named::{confidence, effect, fail_on, output, severity};

/// What a column change will do to an application, told before it is merged.
#[derive(Debug, Parser)]
#[command(
    name = "ormscope",
    version,
    about = "Tells what a column change will do to an application before it is merged",
    long_about = "Tells what a column change will do to an application before it is merged.\n\n\
        ormscope reads the proposed migrations and the application's models, evaluates the filters \
        that queries pass through over the rows that exist, and reports what will happen: rows that \
        vanish or reappear, code that breaks, values that leak. It runs none of the code it reads \
        and connects to no database.\n\n\
        `ormscope` alone is `ormscope check`.",
    after_help = EXAMPLES,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    /// What to do; `check` when nothing is said
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// When to use colours
    ///
    /// NO_COLOR, CLICOLOR and CLICOLOR_FORCE are honoured; `always` and `never` overrule them.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

const EXAMPLES: &str = "\
Examples:
  ormscope                                        what the working tree changes since its base
  ormscope check --base origin/main apps/shop     another base, another root
  ormscope check --add 'users.deleted_at timestamptz null'
                                                  a change that is not written yet
  ormscope check --format github --format json=ormscope.json
                                                  annotations in CI, and a file
  ormscope explain rows-hidden                    why it matters and how to roll it out

Exit status: 0 nothing at or above --fail-on, 1 something is, 2 the run could not be done.";

const CHECK_EXAMPLES: &str = "\
Examples:
  ormscope check --migration db/migrate/20260101000000_add_deleted_at.rb
  ormscope check --drop users.nickname --rename 'users.mail=email'
  git show HEAD:db/V7__drop_nickname.sql | ormscope check --sql -
  ormscope check --fail-on never --min-confidence possible --all";

const CONTEXT_EXAMPLES: &str = "\
Examples:
  ormscope context users                          the table, with everything around it
  ormscope context User.deleted_at apps/shop      a column, there or not yet
  ormscope context users --budget 8000            for an agent: the most telling 8,000 tokens";

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Report what proposed changes do to the application
    ///
    /// Changes come from git unless a source is named: the migrations and SQL files that the
    /// working tree adds or changes since the merge base with --base. Several sources are added
    /// together.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Box<CheckArgs>),
    /// List every model with its table, columns, default filter and soft delete
    Models(ModelsArgs),
    /// Print what to know before touching a table: models, filters, callbacks, cascades, consumers
    ///
    /// One page for a reviewer or an agent, with a review list at its end. Places are `file:line`.
    #[command(after_help = CONTEXT_EXAMPLES)]
    Context(ContextArgs),
    /// List every place that uses a column, and how sure that is
    Uses(UsesArgs),
    /// List the changes that migrations propose, without scanning the application
    Changes(Box<ChangesArgs>),
    /// Print SQL that asks a database how much the proposed changes concern, for `check --stats`
    ///
    /// It only reads. ormscope connects to nothing: run it where the data is, and give the answer, a
    /// line of JSON for each fact, to `ormscope check --stats FILE`. The first line says how to run it.
    StatsSql(Box<StatsArgs>),
    /// Print what single files yield, for bug reports and tests
    Facts(FactsArgs),
    /// Print the page of an effect: why it matters, an example, a safe rollout
    Explain(ExplainArgs),
    /// List the effects that ormscope reports, one line each
    Effects(EffectsArgs),
    /// Answer an agent's questions over standard input and output (Model Context Protocol)
    ///
    /// The tools only read, and nothing outside of PATH.
    #[cfg(feature = "mcp")]
    Mcp(ServeArgs),
    /// Show an editor the findings of the migration that is open (Language Server Protocol)
    #[cfg(feature = "lsp")]
    Lsp(ServeArgs),
    /// Write a configuration, and a job for the CI that is found
    ///
    /// A file that is there already stays as it is.
    Init(InitArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
}

/// `ormscope check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The application's root
    #[arg(default_value = ".", value_name = "PATH")]
    pub(crate) path: PathBuf,

    #[command(flatten)]
    pub(crate) sources: SourceArgs,

    /// Take the answer of a database to `ormscope stats-sql`
    ///
    /// Findings then say how many rows they are about, and triggers, views and constraints that no
    /// file declares are known. What the answer does not say is not known.
    #[arg(long, value_name = "FILE", help_heading = "Changes")]
    pub(crate) stats: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) output: OutputArgs,

    #[command(flatten)]
    pub(crate) filters: FilterArgs,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// Where changes come from.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Changes")]
pub(crate) struct SourceArgs {
    /// Compare the working tree with this revision
    ///
    /// Without it: the base that the CI names, then origin/HEAD, origin/main, origin/master, main,
    /// master. Uncommitted and untracked files count.
    #[arg(long, value_name = "REV")]
    pub(crate) base: Option<String>,

    /// Take the steps of this migration, up direction (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) migration: Vec<PathBuf>,

    /// Take the DDL of this file; `-` is the standard input (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(crate) sql: Vec<PathBuf>,

    /// Take a JSON list of changes
    ///
    /// Objects with the keys `op`, `table` or `model`, `column`, `to`, `type`, `nullable` and
    /// `default`, as in the JSON that `ormscope changes` prints.
    #[arg(long, value_name = "FILE")]
    pub(crate) changes: Option<PathBuf>,

    /// Add a column: 'users.deleted_at timestamptz null' (repeatable)
    ///
    /// What follows the column's name is a SQL column definition. A model's name serves for the
    /// table here and below: 'User.deleted_at timestamptz'.
    #[arg(long, value_name = "COLUMN DEFINITION")]
    pub(crate) add: Vec<String>,

    /// Drop a column or a table: users.nickname (repeatable)
    #[arg(long, value_name = "TABLE[.COLUMN]")]
    pub(crate) drop: Vec<String>,

    /// Rename a column or a table: users.nickname=handle (repeatable)
    #[arg(long, value_name = "TABLE[.COLUMN]=NAME")]
    pub(crate) rename: Vec<String>,

    /// Change a column's definition: 'users.age bigint not null' (repeatable)
    #[arg(long, value_name = "COLUMN DEFINITION")]
    pub(crate) alter: Vec<String>,
}

/// What is printed, and when the run fails.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Form of the report: text, json, sarif, github, gitlab, rdjsonl, markdown or html
    /// (repeatable)
    ///
    /// With `=FILE` that form goes to the file: --format text --format json=report.json. Without a
    /// file it goes to --output, or to the standard output. The default is text, and in GitHub
    /// Actions annotations as well.
    #[arg(long = "format", value_name = "NAME[=FILE]", value_parser = output)]
    pub(crate) formats: Vec<Output>,

    /// Write the report to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Fail when a finding is at least this severe [default: high]
    ///
    /// All findings are judged, whatever --min-severity and --min-confidence hide.
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on())]
    pub(crate) fail_on: Option<FailOn>,

    /// Take the findings that this file lists for known, and say which of them are fixed
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// List the findings that count in this file, for --baseline; they do not fail this run
    #[arg(long, value_name = "FILE")]
    pub(crate) write_baseline: Option<PathBuf>,

    /// End with status 2 when the run may have missed what it is for
    ///
    /// That is: no model was found, or a migration belongs to a framework that is not known.
    /// A missing base, a clone that is too shallow and a migration that cannot be read always do.
    #[arg(long)]
    pub(crate) strict: bool,

    /// Say how to take each change back, and what to ask the database before and after it
    #[arg(long, short, conflicts_with = "quiet")]
    pub(crate) verbose: bool,

    /// Show only findings, no summary
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// Show every place, every unread file, and each finding by itself where some say the same of several columns
    #[arg(long)]
    pub(crate) all: bool,
}

/// Which findings are looked for, and which are shown.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filters")]
pub(crate) struct FilterArgs {
    /// Show findings of this severity or a worse one
    #[arg(long, value_name = "SEVERITY", default_value = "low", value_parser = severity())]
    pub(crate) min_severity: Severity,

    /// Show findings that are at least this sure
    ///
    /// certain: the code itself ties the place to the model. likely: a naming convention of the
    /// framework does. possible: only the column's name matches.
    #[arg(long, value_name = "CONFIDENCE", default_value = "likely", value_parser = confidence())]
    pub(crate) min_confidence: Confidence,

    /// Look for these effects alone (repeatable, or separated by commas)
    #[arg(long, value_name = "EFFECT", value_delimiter = ',', value_parser = effect)]
    pub(crate) only: Vec<String>,

    /// Do not look for these effects (repeatable, or separated by commas)
    #[arg(long, value_name = "EFFECT", value_delimiter = ',', value_parser = effect)]
    pub(crate) skip: Vec<String>,
}

/// Settings of the run.
#[derive(Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ConfigArgs {
    /// Read the configuration from this file
    ///
    /// Without it: ormscope.toml or .github/ormscope.toml in PATH, or above it up to the
    /// repository's root.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration
    #[arg(long)]
    pub(crate) no_config: bool,

    /// Use this many threads [default: all cores]
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// Neither read nor write a cache
    #[arg(long)]
    pub(crate) no_cache: bool,
}

/// `ormscope models`.
#[derive(Debug, Args)]
pub(crate) struct ModelsArgs {
    /// The application's root
    #[arg(default_value = ".", value_name = "PATH")]
    pub(crate) path: PathBuf,

    /// Form of the list
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) format: ListFormat,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// `ormscope context`.
#[derive(Debug, Args)]
pub(crate) struct ContextArgs {
    /// The table or one of its columns; a model's name serves too
    #[arg(value_name = "TABLE[.COLUMN]")]
    pub(crate) subject: String,

    /// The application's root
    #[arg(default_value = ".", value_name = "PATH")]
    pub(crate) path: PathBuf,

    /// Form of the page
    #[arg(long, value_name = "NAME", default_value = "markdown")]
    pub(crate) format: PageFormat,

    /// Keep the page under so many tokens, the least telling entries left out first
    ///
    /// A token is estimated at four characters. The page says what was left out.
    #[arg(long, value_name = "TOKENS")]
    pub(crate) budget: Option<usize>,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// `ormscope uses`.
#[derive(Debug, Args)]
pub(crate) struct UsesArgs {
    /// The column, or a table for all of its columns; a model's name serves too
    #[arg(value_name = "TABLE[.COLUMN]")]
    pub(crate) of: String,

    /// The application's root
    #[arg(default_value = ".", value_name = "PATH")]
    pub(crate) path: PathBuf,

    /// Form of the list
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) format: ListFormat,

    /// Show only places at least this sure
    #[arg(long, value_name = "CONFIDENCE", default_value = "likely", value_parser = confidence())]
    pub(crate) min_confidence: Confidence,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// `ormscope changes`.
#[derive(Debug, Args)]
pub(crate) struct ChangesArgs {
    /// Migrations and SQL files; without any, those that `check` would take
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Form of the list
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) format: ListFormat,

    #[command(flatten)]
    pub(crate) sources: SourceArgs,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// `ormscope stats-sql`.
#[derive(Debug, Args)]
pub(crate) struct StatsArgs {
    /// The application's root
    #[arg(default_value = ".", value_name = "PATH")]
    pub(crate) path: PathBuf,

    /// The database that the SQL is for
    #[arg(long, value_name = "NAME")]
    pub(crate) dialect: SqlDialect,

    #[command(flatten)]
    pub(crate) sources: SourceArgs,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// `ormscope facts`.
#[derive(Debug, Args)]
pub(crate) struct FactsArgs {
    /// The files to read, below the current directory
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
}

/// `ormscope explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The effect's id, as findings show it in brackets
    #[arg(value_name = "EFFECT", value_parser = effect)]
    pub(crate) effect: String,
}

/// `ormscope effects`.
#[derive(Debug, Args)]
pub(crate) struct EffectsArgs {
    /// Print a Markdown table
    #[arg(long, conflicts_with = "format")]
    pub(crate) markdown: bool,

    /// Form of the list
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) format: ListFormat,
}

/// `ormscope mcp` and `ormscope lsp`.
#[cfg(any(feature = "lsp", feature = "mcp"))]
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// The application's root
    #[arg(default_value = ".", value_name = "PATH")]
    pub(crate) path: PathBuf,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// `ormscope init`.
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// The application's root
    #[arg(default_value = ".", value_name = "PATH")]
    pub(crate) path: PathBuf,
}

/// `ormscope completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: Shell,
}

/// The command line of this run; `ormscope` alone is `ormscope check`.
///
/// # Errors
/// For arguments that are not right, with what may be meant; and where help is asked for.
pub(crate) fn parse() -> Result<(Command, Color), clap::Error> {
    let cli = Cli::try_parse().map_err(|mut error| {
        if let Some(tip) = tip(&error) {
            let tip = ContextValue::StyledStrs(vec![tip.into()]);
            error.insert(ContextKind::Suggested, tip);
        }
        error
    })?;
    let command = match cli.command {
        Some(command) => command,
        None => Command::Check(Box::new(DefaultCheck::parse_from(["ormscope"]).check)),
    };
    Ok((command, cli.color))
}

/// What else may be meant where `check` is left out.
fn tip(error: &clap::Error) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => match text(ContextKind::InvalidSubcommand)? {
            "help" => Some("`ormscope --help` prints the help".to_owned()),
            path if Path::new(path).exists() => {
                Some(format!("`ormscope check {path}` checks the application there"))
            }
            _ => None,
        },
        ErrorKind::UnknownArgument => {
            let name = text(ContextKind::InvalidArg)?.strip_prefix("--")?;
            let check = DefaultCheck::command();
            let known = check.get_arguments().any(|known| known.get_long() == Some(name));
            known.then(|| format!("`--{name}` is an option of `ormscope check`"))
        }
        _ => None,
    }
}

/// `check` with nothing said.
#[derive(Debug, Parser)]
struct DefaultCheck {
    #[command(flatten)]
    check: CheckArgs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_are_sound() {
        Cli::command().debug_assert();
        let check = DefaultCheck::parse_from(["ormscope"]).check;
        assert_eq!(check.path, PathBuf::from("."));
        assert_eq!(check.filters.min_confidence, Confidence::Likely);
    }
}
