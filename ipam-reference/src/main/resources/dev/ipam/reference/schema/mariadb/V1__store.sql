-- One row: what every writing transaction compares and sets.
CREATE TABLE IF NOT EXISTS ipam_store (
  one INT NOT NULL PRIMARY KEY,
  store_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  version BIGINT NOT NULL,
  token BIGINT NOT NULL,
  subnet_number BIGINT NOT NULL,
  millis BIGINT NOT NULL,
  changes_after BIGINT NOT NULL,
  writer BIGINT NOT NULL,
  authority TEXT NOT NULL
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS ipam_scope (
  id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL PRIMARY KEY,
  project VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  family VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  shared INT NOT NULL
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS ipam_pool (
  id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL PRIMARY KEY,
  project VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  prefixes MEDIUMBLOB NOT NULL,
  min_length INT NOT NULL,
  max_length INT NOT NULL,
  default_length INT NOT NULL,
  quota TEXT,
  scope_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  shared INT NOT NULL
) ENGINE = InnoDB;
CREATE INDEX IF NOT EXISTS ipam_pool_by_scope ON ipam_pool (scope_id);

-- The prefixes of the pools of a scope, which do not overlap.
CREATE TABLE IF NOT EXISTS ipam_scope_prefix (
  scope_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  network VARBINARY(16) NOT NULL,
  prefix_length INT NOT NULL,
  pool_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  PRIMARY KEY (scope_id, network)
) ENGINE = InnoDB;

-- The maximal free CIDRs of a pool.
CREATE TABLE IF NOT EXISTS ipam_pool_free (
  pool_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  network VARBINARY(16) NOT NULL,
  prefix_length INT NOT NULL,
  PRIMARY KEY (pool_id, network)
) ENGINE = InnoDB;
CREATE INDEX IF NOT EXISTS ipam_pool_free_by_length ON ipam_pool_free (pool_id, prefix_length DESC, network);

-- How many subnets of a length a project has in a pool.
CREATE TABLE IF NOT EXISTS ipam_pool_use (
  pool_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  project VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  prefix_length INT NOT NULL,
  subnets BIGINT NOT NULL,
  PRIMARY KEY (pool_id, project, prefix_length)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS ipam_subnet (
  number BIGINT NOT NULL PRIMARY KEY,
  id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL UNIQUE,
  project VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  network VARBINARY(16) NOT NULL,
  prefix_length INT NOT NULL,
  gateway VARBINARY(16),
  pools MEDIUMBLOB,
  policy VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  rest_millis BIGINT NOT NULL,
  pool_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  key_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  pass_no BIGINT NOT NULL,
  pass_at VARBINARY(16),
  pass_started BIGINT NOT NULL,
  spent INT NOT NULL,
  held_in_pools BIGINT NOT NULL,
  held_outside BIGINT NOT NULL,
  resting BIGINT NOT NULL,
  rest_due BIGINT NOT NULL,
  open_holds INT NOT NULL,
  cut_first VARBINARY(16),
  cut_last VARBINARY(16),
  cut_from_pass BIGINT
) ENGINE = InnoDB;
CREATE INDEX IF NOT EXISTS ipam_subnet_by_pool ON ipam_subnet (pool_id, network);
CREATE INDEX IF NOT EXISTS ipam_subnet_by_cidr ON ipam_subnet (network, prefix_length);

CREATE TABLE IF NOT EXISTS ipam_allocation (
  subnet_number BIGINT NOT NULL,
  address VARBINARY(16) NOT NULL,
  owner VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  token BIGINT NOT NULL,
  kind VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  allocated_at BIGINT NOT NULL,
  key_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  network VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  port VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  device VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  device_owner VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  mac VARBINARY(16),
  host_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  PRIMARY KEY (subnet_number, address)
) ENGINE = InnoDB;
CREATE INDEX IF NOT EXISTS ipam_allocation_by_owner ON ipam_allocation (owner);
CREATE INDEX IF NOT EXISTS ipam_allocation_by_key ON ipam_allocation (key_name, token);

-- The runs of free addresses of a subnet's pools, and the first pass that may hand them out.
CREATE TABLE IF NOT EXISTS ipam_free (
  subnet_number BIGINT NOT NULL,
  last_address VARBINARY(16) NOT NULL,
  first_address VARBINARY(16) NOT NULL,
  from_pass BIGINT NOT NULL,
  PRIMARY KEY (subnet_number, last_address)
) ENGINE = InnoDB;

-- Random subnets: which free address stands at a place, where it is not the one of that rank.
CREATE TABLE IF NOT EXISTS ipam_place (
  subnet_number BIGINT NOT NULL,
  place VARBINARY(16) NOT NULL,
  occupant VARBINARY(16) NOT NULL,
  PRIMARY KEY (subnet_number, place),
  UNIQUE (subnet_number, occupant)
) ENGINE = InnoDB;

-- What was released during the present pass, ahead of it.
CREATE TABLE IF NOT EXISTS ipam_spent (
  subnet_number BIGINT NOT NULL,
  address VARBINARY(16) NOT NULL,
  PRIMARY KEY (subnet_number, address)
) ENGINE = InnoDB;

-- What rests: 0 outside of the pools, 1 in them; 2 has rested, but the present pass passes it by.
CREATE TABLE IF NOT EXISTS ipam_rest (
  subnet_number BIGINT NOT NULL,
  address VARBINARY(16) NOT NULL,
  until_millis BIGINT NOT NULL,
  state INT NOT NULL,
  PRIMARY KEY (subnet_number, address)
) ENGINE = InnoDB;
CREATE INDEX IF NOT EXISTS ipam_rest_by_end ON ipam_rest (subnet_number, state, until_millis);

CREATE TABLE IF NOT EXISTS ipam_key (
  name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL PRIMARY KEY,
  fingerprint VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  counts TEXT,
  subnet_number BIGINT
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS ipam_change (
  version BIGINT NOT NULL,
  chunk INT NOT NULL,
  millis BIGINT NOT NULL,
  writer BIGINT NOT NULL,
  entries MEDIUMBLOB NOT NULL,
  PRIMARY KEY (version, chunk)
) ENGINE = InnoDB;

-- Transactions of callers that were joined. Each holds a lock on its row until it ends.
CREATE TABLE IF NOT EXISTS ipam_unit (
  id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL PRIMARY KEY,
  node VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  created BIGINT NOT NULL,
  uses BIGINT NOT NULL
) ENGINE = InnoDB;

-- The addresses that they take (kind A) or release (kind R), until it is known how they ended.
CREATE TABLE IF NOT EXISTS ipam_hold (
  subnet_number BIGINT NOT NULL,
  address VARBINARY(16) NOT NULL,
  unit_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  kind VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  token BIGINT NOT NULL,
  key_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  pass_no BIGINT NOT NULL,
  pass_before VARBINARY(16),
  PRIMARY KEY (subnet_number, address)
) ENGINE = InnoDB;
CREATE INDEX IF NOT EXISTS ipam_hold_by_unit ON ipam_hold (unit_id);
CREATE INDEX IF NOT EXISTS ipam_hold_by_key ON ipam_hold (key_name);

-- Which of them waits for which.
CREATE TABLE IF NOT EXISTS ipam_wait (
  unit_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL PRIMARY KEY,
  waits_for VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL
) ENGINE = InnoDB;

-- What removed subnets, and imports that are not committed, leave to be deleted. No import: now.
CREATE TABLE IF NOT EXISTS ipam_removed (
  subnet_number BIGINT NOT NULL PRIMARY KEY,
  import_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin
) ENGINE = InnoDB;

-- The subnets and keys of an import that is not committed yet.
CREATE TABLE IF NOT EXISTS ipam_staged_subnet (
  import_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  number BIGINT NOT NULL,
  id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  project VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  network VARBINARY(16) NOT NULL,
  prefix_length INT NOT NULL,
  gateway VARBINARY(16),
  pools MEDIUMBLOB,
  policy VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  rest_millis BIGINT NOT NULL,
  pool_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  key_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  pass_no BIGINT NOT NULL,
  pass_at VARBINARY(16),
  pass_started BIGINT NOT NULL,
  spent INT NOT NULL,
  held_in_pools BIGINT NOT NULL,
  held_outside BIGINT NOT NULL,
  resting BIGINT NOT NULL,
  rest_due BIGINT NOT NULL,
  open_holds INT NOT NULL,
  cut_first VARBINARY(16),
  cut_last VARBINARY(16),
  cut_from_pass BIGINT,
  PRIMARY KEY (import_id, number)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS ipam_staged_key (
  import_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  seq BIGINT NOT NULL,
  name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  fingerprint VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  counts TEXT,
  total BIGINT NOT NULL,
  subnet_number BIGINT,
  PRIMARY KEY (import_id, seq)
) ENGINE = InnoDB;
