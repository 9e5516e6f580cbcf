//! Fresh databases on both backends.

use habeas::storage::{Backend, StorageUrl, Store};
use tempfile::TempDir;

use super::postgres::Database;

/// Where a test's database is. Gone with this value.
pub struct Place {
    /// Which backend it is on.
    pub backend: Backend,
    url: String,
    _folder: Option<TempDir>,
    _database: Option<Database>,
}

impl Place {
    /// An address at which there is no SQLite file yet.
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let url = format!("sqlite://{}", folder.path().join("habeas.db").display());
        Self { backend: Backend::Sqlite, url, _folder: Some(folder), _database: None }
    }

    /// An empty PostgreSQL database.
    pub async fn postgres() -> Self {
        let database = Database::fresh().await;
        let url = database.url();
        Self { backend: Backend::Postgres, url, _folder: None, _database: Some(database) }
    }

    /// An empty PostgreSQL database that somebody else made and drops.
    #[allow(dead_code, reason = "the benchmarks name a server; the tests start their own")]
    pub fn postgres_at(url: String) -> Self {
        Self { backend: Backend::Postgres, url, _folder: None, _database: None }
    }

    /// The address as text, for `HABEAS_STORAGE__URL`.
    pub fn text(&self) -> &str {
        &self.url
    }

    /// The address.
    pub fn url(&self) -> StorageUrl {
        self.text().parse().expect("the tests' addresses are right")
    }

    /// The SQLite file.
    pub fn file(&self) -> std::path::PathBuf {
        self.url().file().expect("this place is a file").to_owned()
    }

    /// Makes the database.
    pub async fn create(&self) -> Store {
        Store::create(&self.url()).await.expect("a new database can be made")
    }

    /// Opens it once more.
    pub async fn open(&self) -> Store {
        Store::open(&self.url()).await.expect("the database opens")
    }
}

/// Runs a test on SQLite, then on PostgreSQL, each time at a place where nothing is yet.
pub async fn on_both<F: AsyncFn(&Place)>(test: F) {
    for place in [Place::sqlite(), Place::postgres().await] {
        eprintln!("on {:?}", place.backend);
        test(&place).await;
    }
}

/// A new SQLite database in a folder of its own.
pub async fn fresh_sqlite() -> (TempDir, Store) {
    let mut place = Place::sqlite();
    let store = place.create().await;
    (place._folder.take().expect("a SQLite place has a folder"), store)
}
