//! An application that is asked several questions: it is read once, and again when a file changes.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::anyhow;

use crate::{
    Request,
    app::App,
    application, context, in_pool,
    page::Page,
    report::models::ModelList,
    walk::{self, File},
};

/// An application, and what was read of it.
#[derive(Debug)]
pub struct Workspace {
    request: Request,
    kept: Mutex<Option<(u64, Arc<[Read]>)>>,
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
            let (root, exclude) = (&self.request.root, &self.request.config.exclude);
            let mut unknown = anyhow!("there is no application to look at");
            for Read { app, files } in self.read()?.iter() {
                match context::subject(app, subject) {
                    Ok(subject) => return context::page(root, exclude, files, app, &subject),
                    Err(error) => unknown = error,
                }
            }
            Err(unknown)
        })
    }

    /// What was understood of the models.
    ///
    /// # Errors
    /// When the root cannot be read.
    pub fn models(&self) -> anyhow::Result<ModelList> {
        in_pool(self.request.jobs, || {
            Ok(ModelList::join(self.read()?.iter().map(|read| ModelList::of(&read.app)).collect()))
        })
    }

    /// The applications as they are now.
    fn read(&self) -> anyhow::Result<Arc<[Read]>> {
        let Request { root, config, .. } = &self.request;
        // A second question waits for what the first one reads.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = walk::stamp(root, &config.exclude)?;
        if let Some((known, read)) = kept.as_ref()
            && *known == stamp
        {
            return Ok(read.clone());
        }
        let mut read = Vec::new();
        let walked = application::walk(
            &self.request.root,
            &self.request.config,
            self.request.caches.as_deref(),
        )?;
        for part in walked.applications().all() {
            // Whatever asks for any column is read.
            let found = walked.read(&part, &[String::new()], &[], None)?;
            read.push(Read { app: found.app, files: found.files });
        }
        let read: Arc<[Read]> = read.into();
        *kept = Some((stamp, read.clone()));
        Ok(read)
    }
}
