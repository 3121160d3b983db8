//! `ormscope lsp`: the findings of the migration that is open in an editor.

mod address;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use anyhow::Context as _;
use lsp_server::{Connection, Message, Notification, Response};
use lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, InitializeParams, Location,
    LogMessageParams, MessageType, NumberOrString, Position, PublishDiagnosticsParams, Range,
    SaveOptions, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Uri,
    notification::{
        DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument, LogMessage,
        Notification as _, PublishDiagnostics,
    },
};
use ormscope::{
    ChangeSources, Request, config,
    finding::{Confidence, Finding, Severity},
    report::Report,
    scan,
    source::{Place, Span},
    walk,
};

/// Serves until the editor says goodbye.
///
/// # Errors
/// When the other side does not speak the protocol.
pub(crate) fn serve(mut request: Request) -> anyhow::Result<()> {
    let (connection, threads) = Connection::stdio();
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::NONE),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: None })),
        ..TextDocumentSyncOptions::default()
    };
    let capabilities = ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        ..ServerCapabilities::default()
    };
    let given = connection.initialize(serde_json::to_value(capabilities)?)?;
    let given: InitializeParams = serde_json::from_value(given)?;
    if let Some(root) = folder(&given) {
        request.config = config::load(&root, None)?;
        request.root = root;
    }
    request.root = request.root.canonicalize().context("cannot read the application's root")?;
    let mut server = Server { connection: &connection, request, open: BTreeSet::new() };
    server.run()?;
    drop(connection);
    threads.join()?;
    Ok(())
}

/// The folder that the editor has opened.
fn folder(given: &InitializeParams) -> Option<PathBuf> {
    let first = given.workspace_folders.as_ref()?.first()?;
    address::path(&first.uri).filter(|path| path.is_dir())
}

struct Server<'a> {
    connection: &'a Connection,
    request: Request,
    /// The migrations that are open.
    open: BTreeSet<String>,
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

    fn told(&mut self, told: Notification) -> anyhow::Result<()> {
        match told.method.as_str() {
            DidOpenTextDocument::METHOD => {
                let Some(uri) = uri(&told) else { return Ok(()) };
                if self.is_migration(&uri) {
                    self.open.insert(uri.as_str().to_owned());
                    self.check(&uri)?;
                }
            }
            DidSaveTextDocument::METHOD => {
                // What a model says decides what a migration does.
                for open in self.open.clone() {
                    if let Ok(uri) = open.parse::<Uri>() {
                        self.check(&uri)?;
                    }
                }
            }
            DidCloseTextDocument::METHOD => {
                let Some(uri) = uri(&told) else { return Ok(()) };
                if self.open.remove(uri.as_str()) {
                    self.publish(uri, Vec::new())?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether a document stands where the application keeps migrations.
    fn is_migration(&self, uri: &Uri) -> bool {
        let path = address::path(uri);
        path.is_some_and(|path| scan::is_migration(&walk::shown(&self.request.root, &path)))
    }

    /// Publishes what a migration does.
    fn check(&self, uri: &Uri) -> anyhow::Result<()> {
        let Some(path) = address::path(uri) else { return Ok(()) };
        let sources = ChangeSources { migrations: vec![path.clone()], ..ChangeSources::default() };
        let request = Request { sources, ..self.request.clone() };
        match ormscope::check(&request) {
            Ok(report) => {
                let file = walk::shown(&self.request.root, &path);
                self.publish(uri.clone(), self.diagnostics(&report, &file))
            }
            Err(error) => {
                self.publish(uri.clone(), Vec::new())?;
                let message = LogMessageParams {
                    typ: MessageType::WARNING,
                    message: format!("ormscope: {error:#}"),
                };
                self.tell(LogMessage::METHOD, serde_json::to_value(message)?)
            }
        }
    }

    fn diagnostics(&self, report: &Report, file: &str) -> Vec<Diagnostic> {
        let texts: BTreeMap<&str, Vec<&str>> =
            report.sources.iter().map(|(file, text)| (&**file, text.lines().collect())).collect();
        let sure = report.open().filter(|finding| finding.confidence > Confidence::Possible);
        sure.filter_map(|finding| {
            let place = report.changes.get(finding.change)?.place.as_ref()?;
            (*place.file == *file).then(|| self.diagnostic(finding, place, &texts))
        })
        .collect()
    }

    fn diagnostic(
        &self,
        finding: &Finding,
        place: &Place,
        texts: &BTreeMap<&str, Vec<&str>>,
    ) -> Diagnostic {
        let range = |place: &Place| {
            range(&place.span, texts.get(&*place.file).map_or(&[][..], Vec::as_slice))
        };
        let related = finding.evidence.iter().filter_map(|evidence| {
            let uri = address::uri(&self.request.root.join(&*evidence.place.file))?;
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

    fn publish(&self, uri: Uri, diagnostics: Vec<Diagnostic>) -> anyhow::Result<()> {
        let told = PublishDiagnosticsParams { uri, diagnostics, version: None };
        self.tell(PublishDiagnostics::METHOD, serde_json::to_value(told)?)
    }

    fn tell(&self, method: &str, params: serde_json::Value) -> anyhow::Result<()> {
        let told = Notification { method: method.to_owned(), params };
        Ok(self.connection.sender.send(Message::Notification(told))?)
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
