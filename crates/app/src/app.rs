//! The running application: its parts, and the workbooks that are open.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use catalog::{Catalog, CatalogError};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use model::SessionId;
use uuid::Uuid;
use workbook::{Fs, Passphrase, RealFs, journal};

use crate::Error;
use crate::clock::{Clock, system_clock, utc};
use crate::command::system::{Settings, Tag};
use crate::disk::Disk;
use crate::engine::{EngineChoice, Engines};
use crate::events::EventLog;
use crate::jobs::Jobs;
use crate::session::Session;
use crate::trust::record::Seals;
use crate::trust::{Permission, action_of, permission, refusal};

/// Most workbooks open at a time; each may have an engine process.
const MOST_SESSIONS: usize = 32;

/// Key of the settings in the catalog.
pub(crate) const SETTINGS: &str = "settings";

/// Folder of unsaved work inside the state folder.
const JOURNALS: &str = "journals";

/// What a host gives the application at its start.
#[derive(Clone)]
pub struct AppConfig {
    pub engine: EngineChoice,
    /// Settings, catalog and journals.
    pub state_dir: PathBuf,
    /// Sample workbooks and their data; none where there are none.
    pub samples_dir: Option<PathBuf>,
    /// Where the "open" dialog of a browser starts.
    pub home_dir: PathBuf,
    /// Where workbooks are saved: the disk, unless a test brings one that fails.
    pub disk: Arc<dyn Fs>,
    /// Opens encrypted workbooks for which no other passphrase was given.
    pub passphrase: Option<Passphrase>,
    pub clock: Clock,
    /// Where days begin and end.
    pub zone: TimeZone,
    /// Version of the program, as shown to a person.
    pub version: String,
}

impl AppConfig {
    /// A configuration with the clock and zone of this machine and without samples.
    pub fn new(engine: EngineChoice, state_dir: impl Into<PathBuf>) -> Self {
        Self {
            engine,
            state_dir: state_dir.into(),
            samples_dir: None,
            home_dir: PathBuf::from("/"),
            disk: Arc::new(RealFs),
            passphrase: None,
            clock: system_clock(),
            zone: TimeZone::system(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// The application. Clones are handles on the same one.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
}

struct Parts {
    config: AppConfig,
    disk: Arc<Disk>,
    events: Arc<EventLog>,
    jobs: Arc<Jobs>,
    engines: Engines,
    catalog: Arc<Catalog>,
    seals: Seals,
    /// What went wrong at the start, in words.
    notices: Vec<String>,
    /// Open workbooks, oldest first.
    sessions: Mutex<Vec<Arc<Session>>>,
}

impl App {
    /// Starts the application. Engines start when something is asked.
    pub fn start(config: AppConfig) -> Result<Self, Error> {
        let now = utc((config.clock)());
        let opened = Catalog::open(&config.state_dir, &now)?;
        let listing = journal::list(&RealFs, &config.state_dir.join(JOURNALS));
        let mut notices = opened.notices;
        notices.extend(listing.notes);
        let (seals, unkept) = Seals::open(&config.state_dir);
        notices.extend(unkept);
        let parts = Parts {
            catalog: Arc::new(opened.catalog),
            seals,
            notices,
            engines: Engines::new(config.engine.clone()),
            disk: Arc::new(Disk::new(
                Arc::clone(&config.disk),
                config.passphrase.clone(),
            )),
            config,
            events: Arc::default(),
            jobs: Arc::default(),
            sessions: Mutex::default(),
        };
        let app = Self {
            parts: Arc::new(parts),
        };
        app.apply_settings(&app.settings());
        Ok(app)
    }

    /// Events from now on, for a host that pushes them to its window.
    pub fn subscribe(&self) -> tokio::sync::broadcast::Receiver<crate::command::system::Event> {
        self.parts.events.subscribe()
    }

    /// What a listener to an engine needs, without holding the application.
    pub(crate) fn forwarding(&self) -> (Arc<EventLog>, Arc<Jobs>) {
        (Arc::clone(&self.parts.events), Arc::clone(&self.parts.jobs))
    }

    /// Where unsaved work is kept.
    pub(crate) fn journal_dir(&self) -> PathBuf {
        self.parts.config.state_dir.join(JOURNALS)
    }

    /// What went wrong at the start, in words.
    pub(crate) fn notices(&self) -> Vec<String> {
        self.parts.notices.clone()
    }

    /// What the catalog answers, without holding up the runtime.
    pub(crate) async fn recall<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Catalog) -> Result<T, CatalogError> + Send + 'static,
    ) -> Result<T, Error> {
        let catalog = Arc::clone(&self.parts.catalog);
        let task = tokio::task::spawn_blocking(move || ask(&catalog));
        match task.await {
            Ok(answer) => Ok(answer?),
            Err(error) => {
                tracing::error!(%error, "a question to the catalog ended by a fault");
                Err(Error::fault("Asking the catalog"))
            }
        }
    }

    /// Writes something down in the background. Work goes on whether or not it is remembered.
    pub(crate) fn remember(
        &self,
        note: impl FnOnce(&Catalog) -> Result<(), CatalogError> + Send + 'static,
        tags: Vec<Tag>,
    ) {
        let app = self.clone();
        tokio::task::spawn_blocking(move || match note(&app.parts.catalog) {
            Ok(()) => app.events().tell(tags),
            Err(error) => tracing::warn!(%error, "the catalog did not take a note"),
        });
    }

    /// The settings of this machine; what cannot be read is as at the first start.
    pub(crate) fn settings(&self) -> Settings {
        let stored = self.parts.catalog.setting(SETTINGS).ok().flatten();
        stored
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default()
    }

    /// Lets settings take effect on what is started from now on.
    pub(crate) fn apply_settings(&self, settings: &Settings) {
        self.parts.engines.cap_memory(settings.memory_cap_bytes);
    }

    pub(crate) fn seals(&self) -> &Seals {
        &self.parts.seals
    }

    /// Refuses a command that the trust of its workbook does not allow.
    pub(crate) fn check_trust(
        &self,
        command: &str,
        payload: &serde_json::Value,
    ) -> Result<(), Error> {
        let named = payload.get("session").and_then(serde_json::Value::as_str);
        let open = named.and_then(|name| {
            let sessions = self.sessions();
            sessions.iter().find(|one| one.id.as_str() == name).cloned()
        });
        let (Some(session), Some(action)) = (open, action_of(command)) else {
            return Ok(());
        };
        match permission(action, session.trust()) {
            Permission::Refused => Err(refusal()),
            Permission::Allowed | Permission::Stored => Ok(()),
        }
    }

    pub(crate) fn config(&self) -> &AppConfig {
        &self.parts.config
    }

    /// Where workbooks are read and saved.
    pub(crate) fn disk(&self) -> Arc<dyn Fs> {
        Arc::clone(&self.parts.disk) as _
    }

    /// The same, to be told passphrases.
    pub(crate) fn passphrases(&self) -> &Arc<Disk> {
        &self.parts.disk
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.parts.config.clock)()
    }

    /// Now, in the zone in which days are counted.
    pub(crate) fn now_here(&self) -> Zoned {
        self.now().to_zoned(self.parts.config.zone.clone())
    }

    pub(crate) fn events(&self) -> &EventLog {
        &self.parts.events
    }

    pub(crate) fn jobs(&self) -> &Arc<Jobs> {
        &self.parts.jobs
    }

    pub(crate) fn engines(&self) -> &Engines {
        &self.parts.engines
    }

    /// The open workbook with this identity.
    pub(crate) fn session(&self, id: &SessionId) -> Result<Arc<Session>, Error> {
        let sessions = self.sessions();
        sessions
            .iter()
            .find(|one| one.id == *id)
            .cloned()
            .ok_or_else(Error::no_session)
    }

    /// Open workbooks, oldest first.
    pub(crate) fn all_sessions(&self) -> Vec<Arc<Session>> {
        self.sessions().clone()
    }

    pub(crate) fn add_session(&self, session: Arc<Session>) -> Result<(), Error> {
        let mut sessions = self.sessions();
        if sessions.len() >= MOST_SESSIONS {
            return Err(Error::new(
                "TOO_MANY_WORKBOOKS",
                format!("{MOST_SESSIONS} workbooks are open. Close one to open another."),
            ));
        }
        sessions.push(session);
        Ok(())
    }

    pub(crate) fn drop_session(&self, id: &SessionId) {
        self.sessions().retain(|session| session.id != *id);
    }

    fn sessions(&self) -> MutexGuard<'_, Vec<Arc<Session>>> {
        self.parts
            .sessions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A fresh identity: sorted by time, never guessed.
pub(crate) fn fresh() -> Uuid {
    Uuid::now_v7()
}

/// Values by name, as windows and charts ask for them.
pub(crate) type ByName<T> = BTreeMap<String, T>;
