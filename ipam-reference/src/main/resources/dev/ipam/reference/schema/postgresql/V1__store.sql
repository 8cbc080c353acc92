-- fillfactor: the next version of a row that changes often finds room in its page; no index changes then.
-- One row: what every writing transaction compares and sets.
CREATE TABLE ipam_store (
  one INT NOT NULL PRIMARY KEY,
  store_id TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  token BIGINT NOT NULL,
  subnet_number BIGINT NOT NULL,
  millis BIGINT NOT NULL,
  changes_after BIGINT NOT NULL,
  writer BIGINT NOT NULL,
  authority TEXT COLLATE "C" NOT NULL
);

CREATE TABLE ipam_scope (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  project TEXT COLLATE "C" NOT NULL,
  family TEXT COLLATE "C" NOT NULL,
  shared INT NOT NULL
);

CREATE TABLE ipam_pool (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  project TEXT COLLATE "C" NOT NULL,
  prefixes BYTEA NOT NULL,
  min_length INT NOT NULL,
  max_length INT NOT NULL,
  default_length INT NOT NULL,
  quota TEXT COLLATE "C",
  scope_id TEXT COLLATE "C",
  shared INT NOT NULL
);
CREATE INDEX ipam_pool_by_scope ON ipam_pool (scope_id);

-- The prefixes of the pools of a scope, which do not overlap.
CREATE TABLE ipam_scope_prefix (
  scope_id TEXT COLLATE "C" NOT NULL,
  network BYTEA NOT NULL,
  prefix_length INT NOT NULL,
  pool_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (scope_id, network)
);

-- The maximal free CIDRs of a pool.
CREATE TABLE ipam_pool_free (
  pool_id TEXT COLLATE "C" NOT NULL,
  network BYTEA NOT NULL,
  prefix_length INT NOT NULL,
  PRIMARY KEY (pool_id, network)
);
CREATE INDEX ipam_pool_free_by_length ON ipam_pool_free (pool_id, prefix_length DESC, network);

-- How many subnets of a length a project has in a pool.
CREATE TABLE ipam_pool_use (
  pool_id TEXT COLLATE "C" NOT NULL,
  project TEXT COLLATE "C" NOT NULL,
  prefix_length INT NOT NULL,
  subnets BIGINT NOT NULL,
  PRIMARY KEY (pool_id, project, prefix_length)
);

CREATE TABLE ipam_subnet (
  number BIGINT NOT NULL PRIMARY KEY,
  id TEXT COLLATE "C" NOT NULL UNIQUE,
  project TEXT COLLATE "C" NOT NULL,
  network BYTEA NOT NULL,
  prefix_length INT NOT NULL,
  gateway BYTEA,
  pools BYTEA,
  policy TEXT COLLATE "C" NOT NULL,
  rest_millis BIGINT NOT NULL,
  pool_id TEXT COLLATE "C",
  key_name TEXT COLLATE "C",
  pass_no BIGINT NOT NULL,
  pass_at BYTEA,
  pass_started BIGINT NOT NULL,
  spent INT NOT NULL,
  held_in_pools BIGINT NOT NULL,
  held_outside BIGINT NOT NULL,
  resting BIGINT NOT NULL,
  rest_due BIGINT NOT NULL,
  open_holds INT NOT NULL,
  cut_first BYTEA,
  cut_last BYTEA,
  cut_from_pass BIGINT
) WITH (fillfactor = 60);
CREATE INDEX ipam_subnet_by_pool ON ipam_subnet (pool_id, network);
CREATE INDEX ipam_subnet_by_cidr ON ipam_subnet (network, prefix_length);

CREATE TABLE ipam_allocation (
  subnet_number BIGINT NOT NULL,
  address BYTEA NOT NULL,
  owner TEXT COLLATE "C",
  token BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  allocated_at BIGINT NOT NULL,
  key_name TEXT COLLATE "C",
  network TEXT COLLATE "C",
  port TEXT COLLATE "C",
  device TEXT COLLATE "C",
  device_owner TEXT COLLATE "C",
  mac BYTEA,
  host_name TEXT COLLATE "C",
  PRIMARY KEY (subnet_number, address)
);
CREATE INDEX ipam_allocation_by_owner ON ipam_allocation (owner) WHERE owner IS NOT NULL;
CREATE INDEX ipam_allocation_by_key ON ipam_allocation (key_name, token) WHERE key_name IS NOT NULL;

-- The runs of free addresses of a subnet's pools, and the first pass that may hand them out.
CREATE TABLE ipam_free (
  subnet_number BIGINT NOT NULL,
  last_address BYTEA NOT NULL,
  first_address BYTEA NOT NULL,
  from_pass BIGINT NOT NULL,
  PRIMARY KEY (subnet_number, last_address)
) WITH (fillfactor = 60);

-- Random subnets: which free address stands at a place, where it is not the one of that rank.
CREATE TABLE ipam_place (
  subnet_number BIGINT NOT NULL,
  place BYTEA NOT NULL,
  occupant BYTEA NOT NULL,
  PRIMARY KEY (subnet_number, place),
  UNIQUE (subnet_number, occupant)
);

-- What was released during the present pass, ahead of it.
CREATE TABLE ipam_spent (
  subnet_number BIGINT NOT NULL,
  address BYTEA NOT NULL,
  PRIMARY KEY (subnet_number, address)
);

-- What rests: 0 outside of the pools, 1 in them; 2 has rested, but the present pass passes it by.
CREATE TABLE ipam_rest (
  subnet_number BIGINT NOT NULL,
  address BYTEA NOT NULL,
  until_millis BIGINT NOT NULL,
  state INT NOT NULL,
  PRIMARY KEY (subnet_number, address)
);
CREATE INDEX ipam_rest_by_end ON ipam_rest (subnet_number, state, until_millis);

CREATE TABLE ipam_key (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  fingerprint TEXT COLLATE "C" NOT NULL,
  counts TEXT COLLATE "C",
  subnet_number BIGINT
);

CREATE TABLE ipam_change (
  version BIGINT NOT NULL,
  chunk INT NOT NULL,
  millis BIGINT NOT NULL,
  writer BIGINT NOT NULL,
  entries BYTEA NOT NULL,
  PRIMARY KEY (version, chunk)
);

-- Transactions of callers that were joined. Each holds a lock on its row until it ends.
CREATE TABLE ipam_unit (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  node TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  uses BIGINT NOT NULL
);

-- The addresses that they take (kind A) or release (kind R), until it is known how they ended.
CREATE TABLE ipam_hold (
  subnet_number BIGINT NOT NULL,
  address BYTEA NOT NULL,
  unit_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  token BIGINT NOT NULL,
  key_name TEXT COLLATE "C",
  pass_no BIGINT NOT NULL,
  pass_before BYTEA,
  PRIMARY KEY (subnet_number, address)
);
CREATE INDEX ipam_hold_by_unit ON ipam_hold (unit_id);
CREATE INDEX ipam_hold_by_key ON ipam_hold (key_name);

-- Which of them waits for which.
CREATE TABLE ipam_wait (
  unit_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  waits_for TEXT COLLATE "C" NOT NULL
);

-- What removed subnets, and imports that are not committed, leave to be deleted. No import: now.
CREATE TABLE ipam_removed (
  subnet_number BIGINT NOT NULL PRIMARY KEY,
  import_id TEXT COLLATE "C"
);

-- The subnets and keys of an import that is not committed yet.
CREATE TABLE ipam_staged_subnet (
  import_id TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  project TEXT COLLATE "C" NOT NULL,
  network BYTEA NOT NULL,
  prefix_length INT NOT NULL,
  gateway BYTEA,
  pools BYTEA,
  policy TEXT COLLATE "C" NOT NULL,
  rest_millis BIGINT NOT NULL,
  pool_id TEXT COLLATE "C",
  key_name TEXT COLLATE "C",
  pass_no BIGINT NOT NULL,
  pass_at BYTEA,
  pass_started BIGINT NOT NULL,
  spent INT NOT NULL,
  held_in_pools BIGINT NOT NULL,
  held_outside BIGINT NOT NULL,
  resting BIGINT NOT NULL,
  rest_due BIGINT NOT NULL,
  open_holds INT NOT NULL,
  cut_first BYTEA,
  cut_last BYTEA,
  cut_from_pass BIGINT,
  PRIMARY KEY (import_id, number)
);

CREATE TABLE ipam_staged_key (
  import_id TEXT COLLATE "C" NOT NULL,
  seq BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  fingerprint TEXT COLLATE "C" NOT NULL,
  counts TEXT COLLATE "C",
  total BIGINT NOT NULL,
  subnet_number BIGINT,
  PRIMARY KEY (import_id, seq)
);
