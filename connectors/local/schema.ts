/**
 * The layout of a local store: one SQLite file, written by one importer, read by read-only workers.
 * Originals stand in compressed blocks; a row keeps only what a hunt filters and joins on.
 */

/** Raised with every change of layout or of `queries/normalize.ts` that changes what is indexed. */
export const storeVersion = 3

export const storePragmas = [
  'PRAGMA page_size = 16384',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA temp_store = MEMORY',
  // SQLite once built an automatic index per call in recursive joins: 155 times slower (measured).
  'PRAGMA automatic_index = OFF',
  'PRAGMA cache_size = -131072',
  'PRAGMA mmap_size = 2147483648',
  'PRAGMA busy_timeout = 2000',
] as const

export const storeTables = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Strings kept once: process names, command lines. Folded for comparison is done by the reference evaluator.
-- h = hash53(value): an index on the value itself would hold every command line twice.
CREATE TABLE text (id INTEGER PRIMARY KEY, value TEXT NOT NULL, h INTEGER NOT NULL);
CREATE INDEX text_h ON text (h);

-- One imported member: a plain file, or one entry of an archive ('archive.zip!member.json').
CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,              -- of the member's bytes, unpacked
  bytes INTEGER NOT NULL,            -- unpacked
  shape TEXT NOT NULL,               -- queries/normalize.ts: Shape
  imported_at INTEGER NOT NULL,      -- µs
  state TEXT NOT NULL,               -- importing | whole | stopped | failed
  resume_at INTEGER NOT NULL,        -- bytes of the member whose events are committed
  resume_record INTEGER NOT NULL DEFAULT 0, -- lines, array elements or EVTX chunks in those bytes
  events INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  rejects INTEGER NOT NULL,
  note TEXT                          -- what a reader must know (EVTX header counts that differ, …)
);
CREATE UNIQUE INDEX file_sha ON file (sha256, name);

-- The clock of one file's host: the offset added to its written times, estimated from its Sysmon events.
CREATE TABLE clock (
  file INTEGER NOT NULL, asset INTEGER NOT NULL,
  shift_us INTEGER NOT NULL, pairs INTEGER NOT NULL, spread_us INTEGER NOT NULL, applied INTEGER NOT NULL,
  PRIMARY KEY (file, asset)
) WITHOUT ROWID;

CREATE TABLE reject (
  file INTEGER NOT NULL, record INTEGER NOT NULL, reason TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (file, record)
) WITHOUT ROWID;

CREATE TABLE asset (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, label TEXT NOT NULL
);
-- Other spellings and addresses of an asset: kind is 'name' or 'ip'.
CREATE TABLE asset_alias (
  asset INTEGER NOT NULL, kind TEXT NOT NULL, alias TEXT NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (alias, asset, kind)
) WITHOUT ROWID;

CREATE TABLE log_source (
  id INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,             -- as first written; compared without case
  code TEXT NOT NULL,
  folded TEXT NOT NULL,              -- lower-case channel
  UNIQUE (folded, code)
);

-- One spelling of one account. person: the id of the identity it is folded into (itself, or an alias by SID).
CREATE TABLE identity (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL, domain TEXT NOT NULL, sid TEXT NOT NULL,   -- '' where the log gave none
  label TEXT NOT NULL, person INTEGER NOT NULL,
  UNIQUE (name, domain, sid)
);
-- The accounts one event names, kept once: an event has one set, 0 = names nobody.
CREATE TABLE identity_set (id INTEGER PRIMARY KEY, members TEXT NOT NULL UNIQUE);
CREATE TABLE identity_set_member (identity INTEGER NOT NULL, set_id INTEGER NOT NULL,
  PRIMARY KEY (identity, set_id)) WITHOUT ROWID;

CREATE TABLE ev (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL,              -- the event id, 16 bytes
  asset INTEGER NOT NULL,
  ls INTEGER NOT NULL,               -- log_source
  ts INTEGER NOT NULL,               -- best time, µs UTC
  kind INTEGER NOT NULL,             -- index into eventKinds
  idset INTEGER NOT NULL,
  proc INTEGER,                      -- process row of the actor; null where none is known
  -- Null only where the event lacks the field; a field that is a list points at the text U+FFFD,
  -- which says that only the document knows.
  image INTEGER,                     -- text: process.name
  parent_image INTEGER,              -- text: process.parent.name
  cmd INTEGER,                       -- text: process.command_line
  file INTEGER NOT NULL, record INTEGER NOT NULL,
  shift_us INTEGER NOT NULL,         -- correction given to normalize(); 0 = none
  copy INTEGER NOT NULL,             -- identical documents without a record id before it in its file
  blk INTEGER NOT NULL, off INTEGER NOT NULL, len INTEGER NOT NULL
);

-- Originals, zstd, 64-256 kB unpacked, one asset a block where the order of the file allows it.
CREATE TABLE block (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, bytes INTEGER NOT NULL, data BLOB NOT NULL);

-- Every link key of every event: k = keyHash(kind, asset, value), 53 bits; verified on the decoded event.
-- One row a key and batch of the importer; ts, ev, ls = the first of its events, the others in data (postings.ts).
CREATE TABLE ev_key (k INTEGER NOT NULL, ts INTEGER NOT NULL, ev INTEGER NOT NULL, ls INTEGER NOT NULL,
  span INTEGER NOT NULL,             -- µs from the first to the last
  data BLOB,
  PRIMARY KEY (k, ts, ev)) WITHOUT ROWID;

-- Processes by entity id (as the key kind 'entity' writes it), or by pid and lifetime; owner decides events that name nobody (DESIGN §4.3).
CREATE TABLE process (
  id INTEGER PRIMARY KEY,
  asset INTEGER NOT NULL, entity TEXT, pid INTEGER,
  started INTEGER, ended INTEGER,    -- µs, null where no event says so
  first INTEGER NOT NULL, last INTEGER NOT NULL,
  owner INTEGER NOT NULL,            -- identity_set, 0 = unknown
  owner_rank INTEGER NOT NULL DEFAULT 0 -- how surely: import/owner.ts
);
CREATE UNIQUE INDEX process_entity ON process (asset, entity) WHERE entity IS NOT NULL;
CREATE INDEX process_pid ON process (asset, pid, first);

-- What is known of processes that have a pid only, from which the importer rebuilds their lifetimes
-- after each import, in whatever order the files came. what: 1 begins, 2 ends, 3 seen from ts to last.
CREATE TABLE pid_fact (
  asset INTEGER NOT NULL, pid INTEGER NOT NULL, ts INTEGER NOT NULL, what INTEGER NOT NULL,
  last INTEGER NOT NULL, owner INTEGER NOT NULL, owner_rank INTEGER NOT NULL,
  PRIMARY KEY (asset, pid, ts, what)
) WITHOUT ROWID;
CREATE TABLE pid_dirty (asset INTEGER NOT NULL, pid INTEGER NOT NULL, PRIMARY KEY (asset, pid)) WITHOUT ROWID;
CREATE TABLE boot (asset INTEGER NOT NULL, ts INTEGER NOT NULL, PRIMARY KEY (asset, ts)) WITHOUT ROWID;

-- Three rollups, kept as the importer writes: pages about contents never scan events.
-- hour = floor(ts / 3,600,000,000), day = floor(ts / 86,400,000,000); first and last are µs.
CREATE TABLE roll_asset_hour (asset INTEGER NOT NULL, ls INTEGER NOT NULL, hour INTEGER NOT NULL, n INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (asset, ls, hour)) WITHOUT ROWID;
CREATE TABLE roll_hour (ls INTEGER NOT NULL, hour INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (ls, hour)) WITHOUT ROWID;
CREATE TABLE roll_identity_day (identity INTEGER NOT NULL, asset INTEGER NOT NULL, day INTEGER NOT NULL, n INTEGER NOT NULL,
  last INTEGER NOT NULL, PRIMARY KEY (identity, asset, day)) WITHOUT ROWID;

-- Which fields a log source was seen to hold, for bindings that are observed and not assumed.
-- Every field of every event counts: a search looks only where a field was seen.
CREATE TABLE field_seen (field TEXT NOT NULL, ls INTEGER NOT NULL, n INTEGER NOT NULL, sample TEXT NOT NULL,
  PRIMARY KEY (field, ls)) WITHOUT ROWID;

-- Per asset and channel (folded): newest event time, longest and typical gap seen, events that truncate (1102, 104, record gaps).
CREATE TABLE delivery (asset INTEGER NOT NULL, channel TEXT NOT NULL, watermark INTEGER NOT NULL, longest_gap_us INTEGER NOT NULL,
  PRIMARY KEY (asset, channel)) WITHOUT ROWID;
-- EventRecordIDs of one file, asset and channel: gaps count as truncation only where nearly all are there.
CREATE TABLE record_span (file INTEGER NOT NULL, asset INTEGER NOT NULL, channel TEXT NOT NULL,
  lowest INTEGER NOT NULL, highest INTEGER NOT NULL, n INTEGER NOT NULL, last_us INTEGER NOT NULL, gaps TEXT NOT NULL,
  PRIMARY KEY (file, asset, channel)) WITHOUT ROWID;
CREATE TABLE truncation (asset INTEGER NOT NULL, channel TEXT NOT NULL, from_us INTEGER NOT NULL, to_us INTEGER NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY (asset, channel, from_us)) WITHOUT ROWID;
`

/** Made after a bulk load, or at once when the store is small; both forms give the same answers. */
export const storeIndices = `
CREATE UNIQUE INDEX IF NOT EXISTS ev_digest ON ev (digest);
CREATE INDEX IF NOT EXISTS ev_scope ON ev (asset, ls, ts);
CREATE INDEX IF NOT EXISTS ev_time ON ev (asset, ts);
`
