//! The program: arguments → run → print → exit status.

mod args;

use std::{
    env, fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use anyhow::{Context, bail};
use clap::CommandFactory;
use ormscope::{
    ChangeSources, Request,
    config::{self, Config, FailOn},
    finding::Severity,
    report::{self, Report, clean, text::TextOptions},
    rules::{RULES, Rule},
};

use args::{
    ChangesArgs, CheckArgs, Color, Command, ConfigArgs, EffectsArgs, Format, ListFormat,
    ModelsArgs, Output, OutputArgs, SourceArgs,
};

/// Shorter runs show no progress.
const PATIENCE: Duration = Duration::from_millis(500);

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let (command, color) = args::parse();
    match run(command, color) {
        Ok(status) => status,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when the standard error is gone too.
            let _ = explain_error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command, color: Color) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let status = match command {
        Command::Check(args) => check(*args, color, &mut out)?,
        Command::Models(args) => models(args, &mut out)?,
        Command::Changes(args) => changes(*args, color, &mut out)?,
        Command::Facts(args) => {
            let facts = ormscope::facts(Path::new("."), &args.files)?;
            write_lines(&facts, &mut out)?;
            ExitCode::SUCCESS
        }
        Command::Explain(args) => {
            if let Some(rule) = RULES.iter().find(|rule| rule.effect.id == args.effect) {
                explain(rule, &mut out)?;
            }
            ExitCode::SUCCESS
        }
        Command::Effects(args) => {
            effects(&args, &mut out)?;
            ExitCode::SUCCESS
        }
        Command::Completions(args) => {
            let mut script = Vec::new();
            let mut command = args::Cli::command();
            clap_complete::generate(args.shell, &mut command, "ormscope", &mut script);
            out.write_all(&script)?;
            ExitCode::SUCCESS
        }
    };
    out.flush()?;
    Ok(status)
}

fn check(args: CheckArgs, color: Color, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let CheckArgs { path, sources, output, filters, config } = args;
    let outputs = outputs(&output)?;
    let asked = sources.base.clone();
    let mut request = request(&path, sources, &config)?;
    request.only = filters.only;
    request.skip = filters.skip;
    let fail_on = output.fail_on.or(request.config.fail_on);
    let fail_on = fail_on.unwrap_or(FailOn::From(Severity::High));

    let spinner = Spinner::start(io::stderr().is_terminal());
    let report = ormscope::check(&request);
    drop(spinner);
    let mut report = report?;
    if let (Some(base), false) = (asked, request.sources.is_empty()) {
        report.notes.push(format!(
            "`--base {base}` is not used: the changes are named, and git is not asked for others"
        ));
    }

    let failed = report.findings.iter().any(|finding| fail_on.fails(finding.severity));
    let found = report.findings.len();
    report.findings.retain(|finding| {
        finding.severity >= filters.min_severity && finding.confidence >= filters.min_confidence
    });
    let options = TextOptions {
        color: false,
        all: output.all,
        quiet: output.quiet,
        hidden: found - report.findings.len(),
    };
    for Output { format, file } in &outputs {
        let options = TextOptions { color: is_colored(color, file.as_deref()), ..options };
        match file {
            None => write_report(&report, *format, &options, &path, out)?,
            Some(file) => {
                let mut text = Vec::new();
                write_report(&report, *format, &options, &path, &mut text)?;
                fs::write(file, text)
                    .with_context(|| format!("cannot write the report to `{}`", file.display()))?;
            }
        }
    }
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn models(args: ModelsArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let ModelsArgs { path, format, config } = args;
    let request = Request {
        root: root(&path)?,
        sources: ChangeSources::default(),
        base: None,
        config: configuration(&path, &config)?,
        only: Vec::new(),
        skip: Vec::new(),
        jobs: config.jobs.map(Into::into),
    };
    let spinner = Spinner::start(io::stderr().is_terminal());
    let models = ormscope::models(&request);
    drop(spinner);
    match format {
        ListFormat::Text => report::models::write_text(&models?, out)?,
        ListFormat::Json => report::models::write_json(&models?, out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn changes(args: ChangesArgs, color: Color, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let ChangesArgs { files, format, mut sources, config } = args;
    for file in files {
        let is_sql = file == Path::new("-") || file.extension().is_some_and(|it| it == "sql");
        if is_sql { &mut sources.sql } else { &mut sources.migration }.push(file);
    }
    let report = ormscope::changes(&request(Path::new("."), sources, &config)?)?;
    match format {
        ListFormat::Text => {
            let options = TextOptions { color: is_colored(color, None), ..TextOptions::default() };
            report::text::write_changes(&report, &options, out)?;
        }
        ListFormat::Json => report::json::write_changes(&report, out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn explain(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {} ({})\n", rule.effect.id, rule.effect.severity.name())?;
    writeln!(out, "{}", rule.page().trim_end())
}

fn effects(args: &EffectsArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    if args.markdown {
        writeln!(out, "| effect | severity | what happens |\n|---|---|---|")?;
        for rule in RULES {
            let summary = rule.summary().replace('|', "\\|");
            let (id, severity) = (rule.effect.id, rule.effect.severity.name());
            writeln!(out, "| `{id}` | {severity} | {summary} |")?;
        }
        return Ok(());
    }
    match args.format {
        ListFormat::Text => {
            let width = RULES.iter().map(|rule| rule.effect.id.len()).max().unwrap_or(0);
            for rule in RULES {
                let (id, severity) = (rule.effect.id, rule.effect.severity.name());
                writeln!(out, "{id:width$}  {severity:8}  {}", rule.summary())?;
            }
        }
        ListFormat::Json => report::json::write_effects(RULES, out)?,
    }
    Ok(())
}

fn request(path: &Path, sources: SourceArgs, config: &ConfigArgs) -> anyhow::Result<Request> {
    let SourceArgs { base, migration, sql, changes, add, drop, rename, alter } = sources;
    let settings = configuration(path, config)?;
    Ok(Request {
        root: root(path)?,
        sources: ChangeSources { migrations: migration, sql, changes, add, drop, rename, alter },
        base: base.or_else(|| settings.base.clone()),
        config: settings,
        only: Vec::new(),
        skip: Vec::new(),
        jobs: config.jobs.map(Into::into),
    })
}

fn root(path: &Path) -> anyhow::Result<PathBuf> {
    let metadata = fs::metadata(path)
        .with_context(|| format!("cannot read the application's root `{}`", path.display()))?;
    if !metadata.is_dir() {
        bail!(
            "the application's root `{}` is not a folder; name the folder it is in",
            path.display()
        );
    }
    Ok(path.to_owned())
}

fn configuration(path: &Path, args: &ConfigArgs) -> anyhow::Result<Config> {
    if args.no_config {
        return Ok(Config::default());
    }
    config::load(path, args.config.as_deref())
}

/// Every form with the place it goes to; only one may go to the standard output.
fn outputs(args: &OutputArgs) -> anyhow::Result<Vec<Output>> {
    let mut outputs = args.formats.clone();
    if outputs.is_empty() {
        outputs.push(Output { format: Format::Text, file: None });
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
        Format::Github => report::github::write(report, &prefix(root), out),
    }
}

/// What leads from the repository's root to the root of the scan.
fn prefix(root: &Path) -> String {
    let (Some(repository), Ok(root)) = (config::repository(root), root.canonicalize()) else {
        return String::new();
    };
    let below = root.strip_prefix(&repository).unwrap_or(Path::new(""));
    let names: Vec<_> = below.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}

fn is_colored(color: Color, file: Option<&Path>) -> bool {
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

/// Writes text that quotes scanned files.
fn write_lines(text: &str, out: &mut dyn Write) -> io::Result<()> {
    for line in text.lines() {
        writeln!(out, "{}", clean(line))?;
    }
    Ok(())
}

fn explain_error(error: &anyhow::Error) -> io::Result<()> {
    let mut err = io::stderr().lock();
    for (depth, cause) in error.chain().enumerate() {
        let lead = if depth == 0 { "error" } else { "  because" };
        write!(err, "{lead}: ")?;
        write_lines(&cause.to_string(), &mut err)?;
    }
    Ok(())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// A sign of life on the standard error, until it is dropped.
struct Spinner {
    running: Option<(mpsc::Sender<()>, thread::JoinHandle<()>)>,
}

impl Spinner {
    fn start(wanted: bool) -> Spinner {
        if !wanted {
            return Spinner { running: None };
        }
        let (stop, stopped) = mpsc::channel();
        let thread = thread::spawn(move || {
            if stopped.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = indicatif::ProgressBar::new_spinner().with_message("reading …");
            bar.enable_steady_tick(Duration::from_millis(100));
            // The run is over when the sender is gone.
            let _ = stopped.recv();
            bar.finish_and_clear();
        });
        Spinner { running: Some((stop, thread)) }
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.running.take() {
            drop(stop);
            // A spinner that could not draw is no reason to fail.
            let _ = thread.join();
        }
    }
}
