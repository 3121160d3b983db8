//! The program: arguments → run → print → exit status.

mod args;
#[cfg(feature = "lsp")]
mod lsp;
#[cfg(feature = "mcp")]
mod mcp;
mod output;

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
use etcetera::BaseStrategy as _;
use ormscope::{
    ChangeSources, Proposal, Request,
    answers::{Answer, Answers},
    baseline,
    config::{self, Config, FailOn},
    finding::Severity,
    report::{self, Report, text::TextOptions},
    rules::{RULES, Rule},
    stats,
    uses::Use,
    workspace::Workspace,
};

use args::{
    ChangesArgs, CheckArgs, Color, Command, ConfigArgs, ContextArgs, EffectsArgs, ListFormat,
    ModelsArgs, PageFormat, SourceArgs, StatsArgs, UsesArgs,
};

/// Shorter runs show no progress.
const PATIENCE: Duration = Duration::from_millis(500);

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let (command, color) = match args::parse() {
        Ok(parsed) => parsed,
        Err(error) => return refuse(&error),
    };
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
    // Not locked: a server writes from threads of its own.
    let mut out = io::BufWriter::new(io::stdout());
    let status = match command {
        Command::Check(args) => check(*args, color, &mut out)?,
        Command::Models(args) => models(args, &mut out)?,
        Command::Context(args) => context(args, &mut out)?,
        Command::Uses(args) => uses(args, color, &mut out)?,
        Command::Changes(args) => changes(*args, color, &mut out)?,
        Command::StatsSql(args) => {
            let StatsArgs { path, dialect, sources, config } = *args;
            let script = ormscope::stats_sql(&request(&path, sources, &config)?, dialect.into())?;
            output::write_lines(script.trim_end(), &mut out)?;
            ExitCode::SUCCESS
        }
        Command::Facts(args) => {
            let facts = ormscope::facts(Path::new("."), &args.files)?;
            output::write_lines(&facts, &mut out)?;
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
        #[cfg(feature = "mcp")]
        Command::Mcp(args) => {
            mcp::serve(Workspace::new(asked(&args.path, &args.config)?))?;
            ExitCode::SUCCESS
        }
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => {
            let fixed = args.config.no_config || args.config.config.is_some();
            lsp::serve(asked(&args.path, &args.config)?, fixed)?;
            ExitCode::SUCCESS
        }
        Command::Init(args) => {
            for line in ormscope::init::write(&root(&args.path)?)? {
                output::write_lines(&line, &mut out)?;
            }
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
    let outputs = output::outputs(&args.output)?;
    let fail = |error: anyhow::Error, out: &mut dyn Write| {
        output::write_failure(&error, &outputs, &args.path, out)?;
        out.flush()?;
        Err(error)
    };
    let (request, fail_on, proposal) = match proposed(&args) {
        Ok(proposed) => proposed,
        Err(error) => return fail(error, out),
    };
    let repeats = output::is_repeatable(&outputs) && args.output.write_baseline.is_none();
    let (colored, prefix) = (output::is_colored(color, None), output::prefix(&args.path));
    let how = format!("{args:?} {outputs:?} {colored} {prefix}");
    let answers = repeats.then(|| Answers::of(&request, &proposal, &how)).flatten();
    if let Some(Answer { status, out: text }) = answers.as_ref().and_then(Answers::known) {
        out.write_all(&text)?;
        return Ok(ExitCode::from(status));
    }
    let mut report = match judged(&args, &request, proposal) {
        Ok(report) => report,
        Err(error) => return fail(error, out),
    };
    let CheckArgs { path, output, filters, .. } = args;
    if let Some(file) = &output.write_baseline {
        fs::write(file, baseline::text(&report))
            .with_context(|| format!("cannot write the baseline `{}`", file.display()))?;
        baseline::adopt(&mut report);
    }

    // What blocks is decided before anything is filtered for display.
    let failed = report.open().any(|finding| fail_on.fails(finding.severity));
    let amiss = report.problems.iter().any(|it| it.kind.is_fatal() || output.strict);
    let found = report.open().count();
    report.findings.retain(|finding| {
        finding.severity >= filters.min_severity && finding.confidence >= filters.min_confidence
    });
    report.hidden = found - report.open().count();
    let options =
        TextOptions { color: false, all: output.all, plans: output.verbose, quiet: output.quiet };
    let mut text = Vec::new();
    output::write(&report, &outputs, &options, color, &path, &mut text)?;
    out.write_all(&text)?;
    let status = match (amiss, failed) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => 0,
    };
    if let Some(answers) = answers {
        answers.keep(&Answer { status, out: text });
    }
    Ok(ExitCode::from(status))
}

/// What `check` is asked, what of the findings makes it fail, and the changes that it is about.
fn proposed(args: &CheckArgs) -> anyhow::Result<(Request, FailOn, Proposal)> {
    let CheckArgs { path, sources, stats, output, filters, config } = args;
    let mut request = request(path, sources.clone(), config)?;
    request.stats = stats.as_deref().map(|file| stats::read(path, file)).transpose()?;
    request.only.clone_from(&filters.only);
    request.skip.clone_from(&filters.skip);
    request.baseline = output.baseline.as_deref().map(baseline::read).transpose()?;
    let fail_on = output.fail_on.or(request.config.fail_on);
    let proposal = ormscope::propose(&request)?;
    Ok((request, fail_on.unwrap_or(FailOn::From(Severity::High)), proposal))
}

/// What `check` finds.
fn judged(args: &CheckArgs, request: &Request, proposal: Proposal) -> anyhow::Result<Report> {
    let spinner = Spinner::start(io::stderr().is_terminal());
    let report = ormscope::judge(request, proposal);
    drop(spinner);
    let mut report = report?;
    if let (Some(base), false) = (&args.sources.base, request.sources.is_empty()) {
        report.notes.push(format!(
            "`--base {base}` is not used: the changes are named, and git is not asked for others"
        ));
    }
    Ok(report)
}

fn models(args: ModelsArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let ModelsArgs { path, format, config } = args;
    let request = asked(&path, &config)?;
    let spinner = Spinner::start(io::stderr().is_terminal());
    let models = ormscope::models(&request);
    drop(spinner);
    match format {
        ListFormat::Text => report::models::write_text(&models?, out)?,
        ListFormat::Json => report::models::write_json(&models?, out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn context(args: ContextArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let ContextArgs { subject, path, format, budget, config } = args;
    let request = asked(&path, &config)?;
    let spinner = Spinner::start(io::stderr().is_terminal());
    let page = Workspace::new(request).context(&subject);
    drop(spinner);
    let mut page = page?;
    if let Some(budget) = budget {
        report::context::fit(&mut page, budget);
    }
    match format {
        PageFormat::Markdown => report::context::write_markdown(&page, out)?,
        PageFormat::Json => report::context::write_json(&page, out)?,
        PageFormat::Html => report::html::table::write(&page, &output::prefix(&path), out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn uses(args: UsesArgs, color: Color, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let UsesArgs { of, path, format, min_confidence, config } = args;
    let request = request(&path, SourceArgs::default(), &config)?;
    let spinner = Spinner::start(io::stderr().is_terminal());
    let report = ormscope::uses(&request, &of);
    drop(spinner);
    let mut report = report?;
    match format {
        ListFormat::Text => {
            let unsure = |used: &Use| !used.aside && used.confidence < min_confidence;
            report.hidden = report.uses.iter().filter(|used| unsure(used)).count();
            report.uses.retain(|used| !unsure(used));
            let options =
                TextOptions { color: output::is_colored(color, None), ..TextOptions::default() };
            report::uses::write(&report, &options, out)?;
        }
        ListFormat::Json => report::json::write_uses(&report, out)?,
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
            let options =
                TextOptions { color: output::is_colored(color, None), ..TextOptions::default() };
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

/// A request about the application alone, without a change.
fn asked(path: &Path, config: &ConfigArgs) -> anyhow::Result<Request> {
    Ok(Request {
        root: root(path)?,
        sources: ChangeSources::default(),
        base: None,
        config: configuration(path, config)?,
        only: Vec::new(),
        skip: Vec::new(),
        stats: None,
        baseline: None,
        jobs: config.jobs.map(Into::into),
        caches: caches(config),
    })
}

fn request(path: &Path, sources: SourceArgs, config: &ConfigArgs) -> anyhow::Result<Request> {
    let SourceArgs { base, migration, sql, changes, add, drop, rename, alter } = sources;
    let settings = configuration(path, config)?;
    Ok(Request {
        root: root(path)?,
        sources: ChangeSources {
            migrations: migration,
            sql,
            drafts: Vec::new(),
            changes,
            add,
            drop,
            rename,
            alter,
        },
        base: base.or_else(|| settings.base.clone()),
        config: settings,
        only: Vec::new(),
        skip: Vec::new(),
        stats: None,
        baseline: None,
        jobs: config.jobs.map(Into::into),
        caches: caches(config),
    })
}

/// The user's folder for caches; without one, nothing is kept.
fn caches(args: &ConfigArgs) -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    (!args.no_cache).then(|| strategy.cache_dir().join("ormscope"))
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

/// Shows the help that was asked for, or what is wrong with the arguments.
fn refuse(error: &clap::Error) -> ExitCode {
    // What a script passes on may hold what the log of a CI obeys.
    let is_hostile = env::args_os().any(|it| it.to_string_lossy().contains(char::is_control));
    if !(error.use_stderr() && is_hostile) {
        error.exit();
    }
    // Nobody is left to tell when the standard error is gone.
    let _ = output::write_lines(&error.render().to_string(), &mut io::stderr().lock());
    ExitCode::from(2)
}

fn explain_error(error: &anyhow::Error) -> io::Result<()> {
    let mut err = io::stderr().lock();
    for (depth, cause) in error.chain().enumerate() {
        let lead = if depth == 0 { "error" } else { "  because" };
        write!(err, "{lead}: ")?;
        output::write_lines(&cause.to_string(), &mut err)?;
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
