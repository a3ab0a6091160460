"""The shop folder: settings, the raw archive, the books in generations, the journal and their migrations.

Canonical rows and decisions come in and are kept in one transaction; paths of the current books and stored
records go out. `app` calls it. What it offers:

Folder (`store.folder`; errors in `store.refusals`, `store.settings`; records in `store.load`, `store.archive`)
    ShopFolder.open(path: Path, *, create: bool = True) -> ShopFolder     NoShopFolderError, SettingsError
    .path  .settings: Settings  .salt: bytes  .archive: Archive  .books: Books
    .formats: Path                              folder of the user's own maps (`*.toml`)
    .map_files() -> tuple[Path, ...]            those maps, sorted
    .resolve_shop(platform, stated: str | None, forced: str | None = None) -> str      ShopUnknownError (.code)
    .register_shops(stated: Iterable[StatedShop], forced: str | None = None) -> dict[tuple[str, str | None], str]
    .shop(key) -> Shop                          KeyError
    .writer(owner: str, on_wait: Callable[[Holder], None] | None = None, *, fresh=False) -> context manager of Writer
    .read(as_of: date | None = None) -> Reading
    .journal() -> Journal
Writing (`store.writer`), one process at a time
    Writer.con                                  connection in which readers stage their temporary tables
    Writer.loaded(record: LoadRecord) -> LoadRow | None      the same file was loaded in the same context before
    Writer.apply(staged: Staged, record: LoadRecord) -> Applied   one transaction; publishes by itself every 30 s
    Writer.publish() -> None                    move the pointer now (leaving the context does it too)
    LoadRecord(file, hash, archived, name, loaded_at, forced=None, day=None, date_order=None, map=None, file_time=None,
               unnamed=())                      `archived`, `map`: hashes that Archive.keep returned; `name`: file
                                                archived; `file_time`: when it was modified (for rows without a date)
    Applied(status: 'applied' | 'same' | 'replaced' | 'refused', load, shops, kept, issues)
    Staged                                      Protocol, see `store.load`
Archive (`store.archive`)
    Archive.keep(path: Path) -> str             sha256; copied once, atomically
    Archive.path(sha: str) -> Path              where the bytes are; KeyError
    Archive.entries() -> tuple[Entry, ...]      every load context, in an order that does not depend on loading
Reading (`store.books`), any number of processes, never blocked
    Reading.con  Reading.path  Reading.generation: int        a read-only DuckDB connection, UTC
    Reading.refresh() -> bool                   reopen when the pointer has moved; True when it had
    Reading.close(), also a context manager
After loading
    store.undo.undo(folder, owner, on_wait=None) -> tuple[LoadRow, ...]      loads taken back; NothingToUndoError
    store.rebuild.rebuild(folder, load_one: Callable[[Writer, Path, Entry], None], owner, on_wait=None) -> int
                                                  load_one recognises + stages `path` (original name kept) and calls
                                                  writer.apply(staged, entry.record(file=..., hash=...)) for each table
    store.fingerprint.fingerprint(con) -> str   hash of all canonical tables, without load times
    store.status.coverage(con) -> tuple[Coverage, ...]    (shop, table, rows, first, last, missing days, last load)
    store.status.loads(con) -> tuple[LoadRow, ...]        newest first
    store.status.issues(con, load: str | None = None) -> tuple[Issue, ...]
Settings (`store.settings`)
    Settings(reporting, language, minutes, shops: Mapping[str, ShopSettings], owners, thresholds, journal, salt_file)
    ShopSettings(shop: Shop, commission: Decimal | None, payment: Decimal | None, logistics: Decimal | None)
    read_settings(path) -> Settings             SettingsError(file, key, problem, values)
Journal (`store.journal`)
    Journal.record_proposals(actions: Iterable[ActionRow], when: datetime) -> int      new ones; known ids are renewed
    Journal.mark(id, state, by, when, note='') -> ActionRow                            UnknownActionError
    Journal.actions(state=None) -> tuple[ActionRow, ...]
    Journal.due_checks(day: date) -> tuple[ActionRow, ...]
    Journal.add_verdict(VerdictRow) -> None
    Journal.history(id=None) -> tuple[tuple[ActionRow, tuple[VerdictRow, ...]], ...]
    ActionRow(id, play, target, shop, proposed: date, impact: ImpactRow, minutes, evidence: Mapping, file, check_on,
              owner, state='proposed', changed_at=None, by='', note='')
    ImpactRow(low, mid, high: Decimal | None, currency, per)
    VerdictRow(action, checked: date, method, low, mid, high: Decimal | None, currency, code)
"""
