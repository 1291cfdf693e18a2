/**
 * A run's snapshot: one SQLite file, written once and never edited (DESIGN §4.4, §5).
 * Rows are indexed for drawing; documents stand in compressed blocks.
 */
export const snapshotVersion = 1

export const snapshotTables = `
-- run, hunt, technique, source, scope, behavior, binding, compiled, counts, watermark, windows, timings: JSON values.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE gap (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, origin TEXT NOT NULL, message TEXT NOT NULL);

CREATE TABLE episode (
  n INTEGER PRIMARY KEY,             -- 1-based, by first hit's time
  id TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  hits INTEGER NOT NULL, context INTEGER NOT NULL,
  assets TEXT NOT NULL, identities TEXT NOT NULL, title TEXT NOT NULL
);

-- Every kept event, hit or context. row is 1-based in order (ts, id).
CREATE TABLE event (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  is_hit INTEGER NOT NULL, hit_n INTEGER,        -- hits are numbered 1.. in time order
  episode INTEGER,                               -- episode.n
  identity TEXT NOT NULL,                        -- named | owner | undetermined
  ts INTEGER NOT NULL, early INTEGER NOT NULL, late INTEGER NOT NULL, time_source TEXT NOT NULL,
  asset TEXT NOT NULL, extension INTEGER NOT NULL, -- 1: the asset lies outside the scope, added by link
  channel TEXT NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL,
  process INTEGER,                               -- process.n it is drawn on
  session TEXT,                                  -- logon id it belongs to, where it has no process
  account TEXT NOT NULL,                         -- shown in the table; '' where unknown
  sentence TEXT NOT NULL,                        -- JSON: [{text, evidence?}]
  best_grade TEXT,                               -- of its links; null for a hit without links
  best_rule TEXT, direction TEXT,                -- of its best link
  rank INTEGER NOT NULL,                         -- 0 = most telling: grade, then rarity in this run
  lookup INTEGER NOT NULL,
  blk INTEGER NOT NULL, pos INTEGER NOT NULL     -- document: block and place in its list
);

CREATE TABLE link (
  event INTEGER NOT NULL, hit INTEGER NOT NULL,  -- event.row of both
  n INTEGER NOT NULL,                            -- 0 = best link of this pair
  rule TEXT NOT NULL, grade TEXT NOT NULL, direction TEXT NOT NULL,
  why_order TEXT NOT NULL,                       -- one sentence: how the direction was decided
  key TEXT NOT NULL, path TEXT NOT NULL,         -- JSON
  fan_out INTEGER NOT NULL, rule_limit INTEGER NOT NULL,
  before_us INTEGER NOT NULL, after_us INTEGER NOT NULL, lookup INTEGER NOT NULL,
  PRIMARY KEY (event, hit, n)
) WITHOUT ROWID;

CREATE TABLE fold (
  n INTEGER PRIMARY KEY, hit INTEGER NOT NULL, rule TEXT NOT NULL, grade TEXT NOT NULL, key TEXT NOT NULL,
  asset TEXT, count INTEGER NOT NULL, fan_out INTEGER NOT NULL, reason TEXT NOT NULL
);

-- Processes for the lanes and the tree; parent is process.n.
CREATE TABLE process (
  n INTEGER PRIMARY KEY, asset TEXT NOT NULL, entity TEXT, pid INTEGER, parent INTEGER,
  name TEXT NOT NULL, command_line TEXT NOT NULL, account TEXT NOT NULL, logon TEXT,
  started INTEGER, ended INTEGER, first INTEGER NOT NULL, last INTEGER NOT NULL,
  is_hit INTEGER NOT NULL, episode INTEGER
);

CREATE TABLE coverage (asset TEXT NOT NULL, channel TEXT NOT NULL, code TEXT NOT NULL, needed INTEGER NOT NULL,
  states TEXT NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (asset, channel, code)) WITHOUT ROWID;

-- Whole-scope volume for the overview: hourly or finer.
CREATE TABLE volume (bucket INTEGER PRIMARY KEY, from_us INTEGER NOT NULL, to_us INTEGER NOT NULL, n INTEGER NOT NULL);

-- zstd of a JSON list of {fields, original, locator, identities, written, shiftUs}.
CREATE TABLE block (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
`

export const snapshotIndices = `
CREATE INDEX event_time ON event (ts);
CREATE INDEX event_draw ON event (process, kind, ts);
CREATE INDEX event_hit ON event (is_hit, ts);
CREATE INDEX event_episode ON event (episode);
CREATE INDEX link_hit ON link (hit, grade);
`
