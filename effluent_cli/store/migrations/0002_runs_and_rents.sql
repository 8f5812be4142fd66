-- Runs: one row for each execution of work inside the door. The audit log learns which batch undoes which, and by which
-- version of the file a record was written. Rent gets a frequency, a property's figures the day on which they were stated.
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

CREATE TABLE account_2 (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    owner TEXT,
    institution TEXT,
    last_four TEXT,
    notes TEXT,
    growth TEXT,
    cost_basis INTEGER,
    "primary" INTEGER NOT NULL,
    ownership_share TEXT,
    allocation TEXT NOT NULL,
    rent INTEGER,
    rent_frequency TEXT NOT NULL,
    property_tax INTEGER,
    insurance INTEGER,
    hoa INTEGER,
    property TEXT,
    stated_on TEXT,
    answered_balance INTEGER,
    answered_on TEXT,
    origin TEXT NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT "account.id" CHECK (length(id) BETWEEN 1 AND 63 AND id GLOB '[a-z0-9]*' AND id NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "account.name" CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT "account.type" CHECK (type IN ('checking', 'savings', 'money_market', 'cd', 'cash', 'brokerage', 'crypto', 'traditional_401k', 'roth_401k', 'traditional_403b', 'traditional_ira', 'roth_ira', 'sep_ira', 'simple_ira', 'tsp_traditional', 'tsp_roth', 'pension', 'annuity', 'hsa', '529', 'primary_residence', 'rental_property', 'vacation_property', 'land', 'commercial_property', 'vehicle', 'boat', 'jewelry', 'other_asset', 'business_equity', 'accounts_receivable', 'loans_receivable', 'tax_refund', 'credit_card', 'store_card', 'heloc', 'personal_loc', 'business_loc', 'primary_mortgage', 'rental_mortgage', 'second_mortgage', 'auto_loan', 'personal_loan', 'student_loan_federal', 'student_loan_private', 'boat_loan', 'medical_debt', 'tax_debt', 'family_loan', 'other_liability')),
    CONSTRAINT "account.owner" CHECK (length(owner) BETWEEN 1 AND 63 AND owner GLOB '[a-z0-9]*' AND owner NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "account.institution" CHECK (length(institution) BETWEEN 1 AND 200),
    CONSTRAINT "account.last_four" CHECK (last_four GLOB '[0-9][0-9][0-9][0-9]'),
    CONSTRAINT "account.notes" CHECK (length(notes) BETWEEN 1 AND 10000),
    CONSTRAINT "account.growth" CHECK (growth GLOB '*[0-9]' AND growth NOT GLOB '*[^-.0-9]*' AND CAST(growth AS REAL) > -1 AND CAST(growth AS REAL) <= 10),
    CONSTRAINT "account.cost_basis" CHECK (cost_basis BETWEEN -100000000000000 AND 100000000000000),
    CONSTRAINT "account.primary" CHECK ("primary" IN (0, 1)),
    CONSTRAINT "account.ownership_share" CHECK (ownership_share GLOB '*[0-9]' AND ownership_share NOT GLOB '*[^-.0-9]*' AND CAST(ownership_share AS REAL) > -1 AND CAST(ownership_share AS REAL) <= 10),
    CONSTRAINT "account.rent" CHECK (rent BETWEEN -100000000000000 AND 100000000000000),
    CONSTRAINT "account.rent_frequency" CHECK (rent_frequency IN ('weekly', 'biweekly', 'semimonthly', 'monthly', 'bimonthly', 'quarterly', 'semiannually', 'annually')),
    CONSTRAINT "account.property_tax" CHECK (property_tax BETWEEN -100000000000000 AND 100000000000000),
    CONSTRAINT "account.insurance" CHECK (insurance BETWEEN -100000000000000 AND 100000000000000),
    CONSTRAINT "account.hoa" CHECK (hoa BETWEEN -100000000000000 AND 100000000000000),
    CONSTRAINT "account.property" CHECK (length(property) BETWEEN 1 AND 63 AND property GLOB '[a-z0-9]*' AND property NOT GLOB '*[^a-z0-9-]*'),
    CONSTRAINT "account.stated_on" CHECK (stated_on IS date(stated_on) AND stated_on BETWEEN '1900-01-01' AND '2200-12-31'),
    CONSTRAINT "account.answered_balance" CHECK (answered_balance BETWEEN -100000000000000 AND 100000000000000),
    CONSTRAINT "account.answered_on" CHECK (answered_on IS date(answered_on) AND answered_on BETWEEN '1900-01-01' AND '2200-12-31'),
    CONSTRAINT "account.origin" CHECK (length(origin) BETWEEN 1 AND 200),
    CONSTRAINT "account.active" CHECK (active IN (0, 1))
) WITHOUT ROWID, STRICT;

INSERT INTO account_2 (
    id, name, type, owner, institution, last_four, notes, growth, cost_basis, "primary", ownership_share,
    allocation, rent, rent_frequency, property_tax, insurance, hoa, property, stated_on, answered_balance,
    answered_on, origin, active
)
SELECT
    id, name, type, owner, institution, last_four, notes, growth, cost_basis, "primary", ownership_share,
    allocation, rent, 'monthly', property_tax, insurance, hoa, property, NULL, answered_balance, answered_on,
    origin, active
FROM account;

DROP TABLE account;

ALTER TABLE account_2 RENAME TO account;
