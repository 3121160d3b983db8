//! An application that is asked several questions: it is read once, and again when a file changes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::anyhow;

use crate::{
    Request,
    app::App,
    application::{self, Purpose},
    context, in_pool,
    page::Page,
    report::models::ModelList,
    walk::{self, File, Stamp},
};

/// How many pages are kept.
const PAGES: usize = 64;

/// An application, and what was read of it.
#[derive(Debug)]
pub struct Workspace {
    request: Request,
    kept: Mutex<Option<Kept>>,
}

/// What was read, and what was answered, as long as no file changes.
#[derive(Clone, Debug)]
struct Kept {
    stamp: Stamp,
    read: Arc<[Read]>,
    pages: BTreeMap<String, Arc<Page>>,
}

/// One application below the root, as it was read.
#[derive(Debug)]
struct Read {
    app: App,
    files: Vec<File>,
}

impl Workspace {
    /// A root of which nothing was read yet.
    pub fn new(request: Request) -> Workspace {
        Workspace { request, kept: Mutex::default() }
    }

    /// The request that questions about changes start from.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The page of a table, `users`, or of a column, `users.deleted_at`; a model's name serves too.
    ///
    /// # Errors
    /// When the root cannot be read, or no application below it has such a table.
    pub fn context(&self, subject: &str) -> anyhow::Result<Page> {
        in_pool(self.request.jobs, || {
            let Kept { stamp, read, pages } = self.read()?;
            if let Some(page) = pages.get(subject) {
                return Ok(Page::clone(page));
            }
            let page = self.page(&read, subject)?;
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(kept) = kept.as_mut().filter(|kept| kept.stamp == stamp) {
                if kept.pages.len() >= PAGES {
                    kept.pages.clear();
                }
                kept.pages.insert(subject.to_owned(), Arc::new(page.clone()));
            }
            Ok(page)
        })
    }

    fn page(&self, read: &[Read], subject: &str) -> anyhow::Result<Page> {
        let (root, exclude) = (&self.request.root, &self.request.config.exclude);
        let mut unknown = anyhow!("there is no application to look at");
        for Read { app, files } in read {
            match context::subject(app, subject) {
                Ok(subject) => return context::page(root, exclude, files, app, &subject),
                Err(error) => unknown = error,
            }
        }
        Err(unknown)
    }

    /// What was understood of the models.
    ///
    /// # Errors
    /// When the root cannot be read.
    pub fn models(&self) -> anyhow::Result<ModelList> {
        in_pool(self.request.jobs, || {
            Ok(ModelList::join(
                self.read()?.read.iter().map(|read| ModelList::of(&read.app)).collect(),
            ))
        })
    }

    /// The applications as they are now.
    fn read(&self) -> anyhow::Result<Kept> {
        let Request { root, config, .. } = &self.request;
        // A second question waits for what the first one reads.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = walk::stamp(root, &config.exclude)?;
        if let Some(kept) = kept.as_ref().filter(|kept| kept.stamp == stamp) {
            return Ok(kept.clone());
        }
        let mut read = Vec::new();
        let walked = application::walk(
            &self.request.root,
            &self.request.config,
            self.request.caches.as_deref(),
        )?;
        // Whatever asks for any column is read.
        let columns = [String::new()];
        let purpose = Purpose { columns: &columns, ..Purpose::default() };
        for part in walked.applications().all() {
            let found = walked.read(&part, purpose)?;
            read.push(Read { app: found.app, files: found.files });
        }
        Ok(kept.insert(Kept { stamp, read: read.into(), pages: BTreeMap::new() }).clone())
    }
}
