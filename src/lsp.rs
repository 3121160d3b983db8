//! `ormscope lsp`: the findings of the migration that is open in an editor.

mod address;
mod folders;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use lsp_server::{Connection, Message, Notification, Response};
use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity,
    DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams, FileOperationFilter,
    FileOperationPattern, FileOperationRegistrationOptions, FileSystemWatcher, GlobPattern,
    InitializeParams, Location, LogMessageParams, MessageType, NumberOrString, OneOf, Position,
    PublishDiagnosticsParams, Range, Registration, RegistrationParams, SaveOptions,
    ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    TextDocumentSyncSaveOptions, Uri, WatchKind, WorkspaceFileOperationsServerCapabilities,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
    notification::{
        DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument, DidDeleteFiles,
        DidOpenTextDocument, DidSaveTextDocument, LogMessage, Notification as _,
        PublishDiagnostics,
    },
    request::{RegisterCapability, Request as _},
};
use ormscope::{
    ChangeSources, Request, config,
    finding::{Confidence, Finding, Severity},
    report::Report,
    scan,
    source::{Place, Span},
    walk,
};

use self::folders::Folders;

/// Serves until the editor says goodbye. Where the configuration is not `fixed`, each folder has its
/// own.
///
/// # Errors
/// When the other side does not speak the protocol.
pub(crate) fn serve(request: Request, fixed: bool) -> anyhow::Result<()> {
    let (connection, threads) = Connection::stdio();
    let given = connection.initialize(serde_json::to_value(capabilities())?)?;
    let given: InitializeParams = serde_json::from_value(given)?;
    let mut server = Server {
        connection: &connection,
        folders: Folders::of(&given, &request.root),
        request,
        fixed,
        open: BTreeSet::new(),
        refused: BTreeSet::new(),
    };
    if watches(&given) {
        server.watch()?;
    }
    server.run()?;
    drop(connection);
    threads.join()?;
    Ok(())
}

fn capabilities() -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::NONE),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: None })),
        ..TextDocumentSyncOptions::default()
    };
    let pattern = FileOperationPattern { glob: EVERY_FILE.to_owned(), ..Default::default() };
    let filter = FileOperationFilter { scheme: Some("file".to_owned()), pattern };
    let workspace = WorkspaceServerCapabilities {
        workspace_folders: Some(WorkspaceFoldersServerCapabilities {
            supported: Some(true),
            change_notifications: Some(OneOf::Left(true)),
        }),
        file_operations: Some(WorkspaceFileOperationsServerCapabilities {
            did_delete: Some(FileOperationRegistrationOptions { filters: vec![filter] }),
            ..Default::default()
        }),
    };
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        workspace: Some(workspace),
        ..ServerCapabilities::default()
    }
}

const EVERY_FILE: &str = "**/*";

/// Whether an editor can be asked to tell of files that other programs delete.
fn watches(given: &InitializeParams) -> bool {
    let workspace = given.capabilities.workspace.as_ref();
    let files = workspace.and_then(|it| it.did_change_watched_files.as_ref());
    files.and_then(|it| it.dynamic_registration).unwrap_or_default()
}

struct Server<'a> {
    connection: &'a Connection,
    folders: Folders,
    /// What every check starts from.
    request: Request,
    /// Whether all folders have the configuration of the request.
    fixed: bool,
    /// The migrations that are open.
    open: BTreeSet<String>,
    /// The migrations outside of every folder that the editor was told of.
    refused: BTreeSet<String>,
}

impl Server<'_> {
    fn run(&mut self) -> anyhow::Result<()> {
        for message in &self.connection.receiver {
            match message {
                Message::Request(asked) => {
                    if self.connection.handle_shutdown(&asked)? {
                        return Ok(());
                    }
                    let unknown = format!("`{}` is not served", asked.method);
                    let code = lsp_server::ErrorCode::MethodNotFound as i32;
                    let response = Response::new_err(asked.id, code, unknown);
                    self.connection.sender.send(Message::Response(response))?;
                }
                Message::Notification(told) => self.told(told)?,
                Message::Response(_) => {}
            }
        }
        Ok(())
    }

    /// Asks the editor to tell of files that go.
    fn watch(&self) -> anyhow::Result<()> {
        let watcher = FileSystemWatcher {
            glob_pattern: GlobPattern::String(EVERY_FILE.to_owned()),
            kind: Some(WatchKind::Delete),
        };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
        let registration = Registration {
            id: "deleted-files".to_owned(),
            method: DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: Some(serde_json::to_value(options)?),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        let asked = lsp_server::Request {
            id: 0.into(),
            method: RegisterCapability::METHOD.to_owned(),
            params: serde_json::to_value(params)?,
        };
        Ok(self.connection.sender.send(Message::Request(asked))?)
    }

    fn told(&mut self, told: Notification) -> anyhow::Result<()> {
        match told.method.as_str() {
            DidOpenTextDocument::METHOD => {
                let Some(uri) = uri(&told) else { return Ok(()) };
                self.opened(uri)
            }
            // What a model says decides what a migration does.
            DidSaveTextDocument::METHOD
            | DidDeleteFiles::METHOD
            | DidChangeWatchedFiles::METHOD => self.check_all(),
            DidChangeWorkspaceFolders::METHOD => {
                let params: DidChangeWorkspaceFoldersParams = serde_json::from_value(told.params)?;
                self.folders.change(&params.event);
                self.check_all()
            }
            DidCloseTextDocument::METHOD => match uri(&told) {
                Some(uri) if self.open.remove(uri.as_str()) => self.publish(uri, Vec::new()),
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Takes a document in that stands where an application keeps migrations.
    fn opened(&mut self, uri: Uri) -> anyhow::Result<()> {
        let Some(path) = address::path(&uri) else { return Ok(()) };
        let root = self.folders.root(&path);
        let shown = root.map_or_else(|| path.to_string_lossy(), |it| walk::shown(it, &path).into());
        if !scan::is_migration(&shown) {
            return Ok(());
        }
        if root.is_none() && self.refused.insert(uri.as_str().to_owned()) {
            let path = path.display();
            self.log(format!("`{path}` is in none of the open folders and is not checked"))?;
        }
        if root.is_some() {
            self.open.insert(uri.as_str().to_owned());
            self.check(&uri)?;
        }
        Ok(())
    }

    fn check_all(&self) -> anyhow::Result<()> {
        let open = self.open.iter().filter_map(|open| open.parse::<Uri>().ok());
        open.into_iter().try_for_each(|uri| self.check(&uri))
    }

    /// Publishes what a migration does; one that is gone, or whose folder is, does nothing.
    fn check(&self, uri: &Uri) -> anyhow::Result<()> {
        let Some(path) = address::path(uri) else { return Ok(()) };
        let Some(root) = self.folders.root(&path).filter(|_| path.is_file()) else {
            return self.publish(uri.clone(), Vec::new());
        };
        match self.report(root, &path) {
            Ok(report) => {
                let file = walk::shown(root, &path);
                self.publish(uri.clone(), diagnostics(&report, root, &file))
            }
            Err(error) => {
                self.publish(uri.clone(), Vec::new())?;
                self.log(format!("{error:#}"))
            }
        }
    }

    fn report(&self, root: &Path, migration: &Path) -> anyhow::Result<Report> {
        let mut request = self.request.clone();
        request.root = root.to_owned();
        request.sources =
            ChangeSources { migrations: vec![migration.to_owned()], ..ChangeSources::default() };
        if !self.fixed {
            request.config = config::load(root, None)?;
        }
        ormscope::check(&request)
    }

    fn log(&self, message: String) -> anyhow::Result<()> {
        let message =
            LogMessageParams { typ: MessageType::WARNING, message: format!("ormscope: {message}") };
        self.tell(LogMessage::METHOD, serde_json::to_value(message)?)
    }

    fn publish(&self, uri: Uri, diagnostics: Vec<Diagnostic>) -> anyhow::Result<()> {
        let told = PublishDiagnosticsParams { uri, diagnostics, version: None };
        self.tell(PublishDiagnostics::METHOD, serde_json::to_value(told)?)
    }

    fn tell(&self, method: &str, params: serde_json::Value) -> anyhow::Result<()> {
        let told = Notification { method: method.to_owned(), params };
        Ok(self.connection.sender.send(Message::Notification(told))?)
    }
}

/// The findings of a migration below a root.
fn diagnostics(report: &Report, root: &Path, file: &str) -> Vec<Diagnostic> {
    let texts: BTreeMap<&str, Vec<&str>> =
        report.sources.iter().map(|(file, text)| (&**file, text.lines().collect())).collect();
    let sure = report.open().filter(|finding| finding.confidence > Confidence::Possible);
    sure.filter_map(|finding| {
        let place = report.changes.get(finding.change)?.place.as_ref()?;
        (*place.file == *file).then(|| diagnostic(finding, root, place, &texts))
    })
    .collect()
}

fn diagnostic(
    finding: &Finding,
    root: &Path,
    place: &Place,
    texts: &BTreeMap<&str, Vec<&str>>,
) -> Diagnostic {
    let range =
        |place: &Place| range(&place.span, texts.get(&*place.file).map_or(&[][..], Vec::as_slice));
    let related = finding.evidence.iter().filter_map(|evidence| {
        let uri = address::uri(&root.join(&*evidence.place.file))?;
        let location = Location { uri, range: range(&evidence.place) };
        Some(DiagnosticRelatedInformation { location, message: evidence.says.clone() })
    });
    let mut message = finding.message.clone();
    for (step, at) in finding.rollout.iter().zip(1..) {
        message.push_str(&format!("\n{at}. {step}"));
    }
    Diagnostic {
        range: range(place),
        severity: Some(match finding.severity {
            Severity::Critical | Severity::High => DiagnosticSeverity::ERROR,
            Severity::Medium => DiagnosticSeverity::WARNING,
            Severity::Low => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.effect.id.to_owned())),
        source: Some("ormscope".to_owned()),
        message,
        related_information: Some(related.collect()),
        ..Diagnostic::default()
    }
}

/// The document that a notification is about.
fn uri(told: &Notification) -> Option<Uri> {
    told.params.get("textDocument")?.get("uri")?.as_str()?.parse().ok()
}

/// A span as the protocol counts: from 0, in units of UTF-16.
fn range(span: &Span, lines: &[&str]) -> Range {
    let position = |line: u32, column: u32| {
        let text = lines.get(line.saturating_sub(1) as usize).copied().unwrap_or_default();
        let before = text.chars().take(column.saturating_sub(1) as usize);
        let units: usize = before.map(char::len_utf16).sum();
        // Where the text is not known, characters are the best guess.
        let character = if text.is_empty() { column.saturating_sub(1) } else { units as u32 };
        Position { line: line.saturating_sub(1), character }
    };
    Range { start: position(span.line, span.column), end: position(span.end_line, span.end_column) }
}
