-- Runs: one row for each execution of work inside the door. The audit log learns which batch undoes which, and by which
-- version of the file a record was written.
CREATE TABLE run (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    started_at TEXT NOT NULL,
    pid INTEGER NOT NULL,
    finished_at TEXT,
    fingerprint TEXT,
    result TEXT,
    error TEXT,
    PRIMARY KEY (id),
    CONSTRAINT "run.id" CHECK (length(id) BETWEEN 1 AND 63 AND id GLOB '[a-z0-9]*' AND id NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "run.kind" CHECK (kind IN ('onboard', 'regenerate', 'baseline', 'stress', 'simulate', 'process_events', 'import', 'restore', 'undo', 'adopt', 'project', 'compare')),
    CONSTRAINT "run.status" CHECK (status IN ('running', 'succeeded', 'partial', 'failed', 'abandoned', 'expired')),
    CONSTRAINT "run.started_at" CHECK (started_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z'),
    CONSTRAINT "run.pid" CHECK (pid BETWEEN 0 AND 2147483648),
    CONSTRAINT "run.finished_at" CHECK (finished_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z'),
    CONSTRAINT "run.fingerprint" CHECK (length(fingerprint) BETWEEN 1 AND 200),
    CONSTRAINT "run.result" CHECK (length(result) BETWEEN 1 AND 1000000000),
    CONSTRAINT "run.error" CHECK (length(error) BETWEEN 0 AND 10000),
    CONSTRAINT "run.ended" CHECK ((status = 'running') = (finished_at IS NULL))
) STRICT;

CREATE INDEX run_running ON run (status, started_at);

ALTER TABLE audit ADD COLUMN undoes INTEGER;

ALTER TABLE audit ADD COLUMN version INTEGER DEFAULT 1 NOT NULL;
