-- What if: scenarios, which stand on each other, and their changes.

CREATE TABLE scenario (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT,
    archived INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT "scenario.id" CHECK (length(id) BETWEEN 1 AND 63 AND id GLOB '[a-z0-9]*' AND id NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "scenario.name" CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT "scenario.parent" CHECK (length(parent) BETWEEN 1 AND 63 AND parent GLOB '[a-z0-9]*' AND parent NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "scenario.archived" CHECK (archived IN (0, 1))
) WITHOUT ROWID, STRICT;

CREATE TABLE scenario_change (
    scenario TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    "on" TEXT NOT NULL,
    until TEXT,
    params TEXT NOT NULL,
    position INTEGER NOT NULL,
    enabled INTEGER NOT NULL,
    PRIMARY KEY (scenario, id),
    CONSTRAINT "scenario_change.scenario" CHECK (length(scenario) BETWEEN 1 AND 63 AND scenario GLOB '[a-z0-9]*' AND scenario NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "scenario_change.id" CHECK (length(id) BETWEEN 1 AND 63 AND id GLOB '[a-z0-9]*' AND id NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "scenario_change.type" CHECK (length(type) BETWEEN 1 AND 200),
    CONSTRAINT "scenario_change.on" CHECK ("on" IS date("on") AND "on" BETWEEN '1900-01-01' AND '2200-12-31'),
    CONSTRAINT "scenario_change.until" CHECK (until IS date(until) AND until BETWEEN '1900-01-01' AND '2200-12-31'),
    CONSTRAINT "scenario_change.position" CHECK (position BETWEEN 0 AND 1000000),
    CONSTRAINT "scenario_change.enabled" CHECK (enabled IN (0, 1)),
    FOREIGN KEY(scenario) REFERENCES scenario (id) DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID, STRICT;
