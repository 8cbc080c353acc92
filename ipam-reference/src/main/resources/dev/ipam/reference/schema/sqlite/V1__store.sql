-- One row: what every writing transaction compares and sets.
CREATE TABLE ipam_store (
  one INTEGER NOT NULL PRIMARY KEY,
  store_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  token INTEGER NOT NULL,
  subnet_number INTEGER NOT NULL,
  millis INTEGER NOT NULL,
  changes_after INTEGER NOT NULL,
  writer INTEGER NOT NULL,
  authority TEXT NOT NULL
);

CREATE TABLE ipam_scope (
  id TEXT NOT NULL PRIMARY KEY,
  project TEXT NOT NULL,
  family TEXT NOT NULL,
  shared INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE ipam_pool (
  id TEXT NOT NULL PRIMARY KEY,
  project TEXT NOT NULL,
  prefixes BLOB NOT NULL,
  min_length INTEGER NOT NULL,
  max_length INTEGER NOT NULL,
  default_length INTEGER NOT NULL,
  quota TEXT,
  scope_id TEXT,
  shared INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX ipam_pool_by_scope ON ipam_pool (scope_id);

-- The prefixes of the pools of a scope, which do not overlap.
CREATE TABLE ipam_scope_prefix (
  scope_id TEXT NOT NULL,
  network BLOB NOT NULL,
  prefix_length INTEGER NOT NULL,
  pool_id TEXT NOT NULL,
  PRIMARY KEY (scope_id, network)
) WITHOUT ROWID;

-- The maximal free CIDRs of a pool.
CREATE TABLE ipam_pool_free (
  pool_id TEXT NOT NULL,
  network BLOB NOT NULL,
  prefix_length INTEGER NOT NULL,
  PRIMARY KEY (pool_id, network)
) WITHOUT ROWID;
CREATE INDEX ipam_pool_free_by_length ON ipam_pool_free (pool_id, prefix_length DESC, network);

-- How many subnets of a length a project has in a pool.
CREATE TABLE ipam_pool_use (
  pool_id TEXT NOT NULL,
  project TEXT NOT NULL,
  prefix_length INTEGER NOT NULL,
  subnets INTEGER NOT NULL,
  PRIMARY KEY (pool_id, project, prefix_length)
) WITHOUT ROWID;

CREATE TABLE ipam_subnet (
  number INTEGER NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  project TEXT NOT NULL,
  network BLOB NOT NULL,
  prefix_length INTEGER NOT NULL,
  gateway BLOB,
  pools BLOB,
  policy TEXT NOT NULL,
  rest_millis INTEGER NOT NULL,
  pool_id TEXT,
  key_name TEXT,
  pass_no INTEGER NOT NULL,
  pass_at BLOB,
  pass_started INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  held_in_pools INTEGER NOT NULL,
  held_outside INTEGER NOT NULL,
  resting INTEGER NOT NULL,
  rest_due INTEGER NOT NULL,
  open_holds INTEGER NOT NULL,
  cut_first BLOB,
  cut_last BLOB,
  cut_from_pass INTEGER
);
CREATE INDEX ipam_subnet_by_pool ON ipam_subnet (pool_id, network);
CREATE INDEX ipam_subnet_by_cidr ON ipam_subnet (network, prefix_length);

CREATE TABLE ipam_allocation (
  subnet_number INTEGER NOT NULL,
  address BLOB NOT NULL,
  owner TEXT,
  token INTEGER NOT NULL,
  kind TEXT NOT NULL,
  allocated_at INTEGER NOT NULL,
  key_name TEXT,
  network TEXT,
  port TEXT,
  device TEXT,
  device_owner TEXT,
  mac BLOB,
  host_name TEXT,
  PRIMARY KEY (subnet_number, address)
) WITHOUT ROWID;
CREATE INDEX ipam_allocation_by_owner ON ipam_allocation (owner) WHERE owner IS NOT NULL;
CREATE INDEX ipam_allocation_by_key ON ipam_allocation (key_name, token) WHERE key_name IS NOT NULL;

-- The runs of free addresses of a subnet's pools, and the first pass that may hand them out.
CREATE TABLE ipam_free (
  subnet_number INTEGER NOT NULL,
  last_address BLOB NOT NULL,
  first_address BLOB NOT NULL,
  from_pass INTEGER NOT NULL,
  PRIMARY KEY (subnet_number, last_address)
) WITHOUT ROWID;

-- Random subnets: which free address stands at a place, where it is not the one of that rank.
CREATE TABLE ipam_place (
  subnet_number INTEGER NOT NULL,
  place BLOB NOT NULL,
  occupant BLOB NOT NULL,
  PRIMARY KEY (subnet_number, place),
  UNIQUE (subnet_number, occupant)
) WITHOUT ROWID;

-- What was released during the present pass, ahead of it.
CREATE TABLE ipam_spent (
  subnet_number INTEGER NOT NULL,
  address BLOB NOT NULL,
  PRIMARY KEY (subnet_number, address)
) WITHOUT ROWID;

-- What rests: 0 outside of the pools, 1 in them; 2 has rested, but the present pass passes it by.
CREATE TABLE ipam_rest (
  subnet_number INTEGER NOT NULL,
  address BLOB NOT NULL,
  until_millis INTEGER NOT NULL,
  state INTEGER NOT NULL,
  PRIMARY KEY (subnet_number, address)
) WITHOUT ROWID;
CREATE INDEX ipam_rest_by_end ON ipam_rest (subnet_number, state, until_millis);

CREATE TABLE ipam_key (
  name TEXT NOT NULL PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  counts TEXT,
  subnet_number INTEGER
) WITHOUT ROWID;

CREATE TABLE ipam_change (
  version INTEGER NOT NULL,
  chunk INTEGER NOT NULL,
  millis INTEGER NOT NULL,
  writer INTEGER NOT NULL,
  entries BLOB NOT NULL,
  PRIMARY KEY (version, chunk)
) WITHOUT ROWID;

-- Transactions of callers that were joined. Each holds a lock on its row until it ends.
CREATE TABLE ipam_unit (
  id TEXT NOT NULL PRIMARY KEY,
  node TEXT NOT NULL,
  created INTEGER NOT NULL,
  uses INTEGER NOT NULL
) WITHOUT ROWID;

-- The addresses that they take (kind A) or release (kind R), until it is known how they ended.
CREATE TABLE ipam_hold (
  subnet_number INTEGER NOT NULL,
  address BLOB NOT NULL,
  unit_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  token INTEGER NOT NULL,
  key_name TEXT,
  pass_no INTEGER NOT NULL,
  pass_before BLOB,
  PRIMARY KEY (subnet_number, address)
) WITHOUT ROWID;
CREATE INDEX ipam_hold_by_unit ON ipam_hold (unit_id);
CREATE INDEX ipam_hold_by_key ON ipam_hold (key_name);

-- Which of them waits for which.
CREATE TABLE ipam_wait (
  unit_id TEXT NOT NULL PRIMARY KEY,
  waits_for TEXT NOT NULL
) WITHOUT ROWID;

-- What removed subnets, and imports that are not committed, leave to be deleted. No import: now.
CREATE TABLE ipam_removed (
  subnet_number INTEGER NOT NULL PRIMARY KEY,
  import_id TEXT
);

-- The subnets and keys of an import that is not committed yet.
CREATE TABLE ipam_staged_subnet (
  import_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  id TEXT NOT NULL,
  project TEXT NOT NULL,
  network BLOB NOT NULL,
  prefix_length INTEGER NOT NULL,
  gateway BLOB,
  pools BLOB,
  policy TEXT NOT NULL,
  rest_millis INTEGER NOT NULL,
  pool_id TEXT,
  key_name TEXT,
  pass_no INTEGER NOT NULL,
  pass_at BLOB,
  pass_started INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  held_in_pools INTEGER NOT NULL,
  held_outside INTEGER NOT NULL,
  resting INTEGER NOT NULL,
  rest_due INTEGER NOT NULL,
  open_holds INTEGER NOT NULL,
  cut_first BLOB,
  cut_last BLOB,
  cut_from_pass INTEGER,
  PRIMARY KEY (import_id, number)
) WITHOUT ROWID;

CREATE TABLE ipam_staged_key (
  import_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  name TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  counts TEXT,
  total INTEGER NOT NULL,
  subnet_number INTEGER,
  PRIMARY KEY (import_id, seq)
) WITHOUT ROWID;
