-- The addresses that mail leaves from: one script for H2 and PostgreSQL. Times are milliseconds since 1970 UTC.

CREATE TABLE egress_source (
    name           VARCHAR(64) NOT NULL PRIMARY KEY,
    address        VARCHAR(45),
    ehlo_name      VARCHAR(255),
    proxy_kind     VARCHAR(10),
    proxy_host     VARCHAR(255),
    proxy_port     INTEGER,
    proxy_user     VARCHAR(255),
    proxy_password BYTEA,
    warm_up_since  VARCHAR(10),
    ramp           VARCHAR(1000),
    created_at     BIGINT      NOT NULL
);

CREATE TABLE egress_pool (
    name       VARCHAR(64) NOT NULL PRIMARY KEY,
    created_at BIGINT      NOT NULL
);

CREATE TABLE egress_share (
    pool   VARCHAR(64) NOT NULL REFERENCES egress_pool (name) ON DELETE CASCADE,
    source VARCHAR(64) NOT NULL REFERENCES egress_source (name),
    weight INTEGER     NOT NULL,
    PRIMARY KEY (pool, source)
);

-- Which mail has which pool: of a tenant, of a stream, or of both.
CREATE TABLE egress_use (
    mail      VARCHAR(50) NOT NULL PRIMARY KEY,
    tenant_id VARCHAR(20) REFERENCES tenant (id) ON DELETE CASCADE,
    stream    VARCHAR(20),
    pool      VARCHAR(64) NOT NULL REFERENCES egress_pool (name) ON DELETE CASCADE
);

-- What a new source may have sent to a site on a day (counted from 1970): taken in blocks, before it is sent.
CREATE TABLE warm_up (
    source VARCHAR(64)  NOT NULL REFERENCES egress_source (name) ON DELETE CASCADE,
    site   VARCHAR(255) NOT NULL,
    at_day BIGINT       NOT NULL,
    taken  BIGINT       NOT NULL,
    PRIMARY KEY (source, site, at_day)
);

-- Raised with every change to sources and pools: nodes watch it and read them afresh.
CREATE TABLE egress_version (
    id      INTEGER NOT NULL PRIMARY KEY,
    version BIGINT  NOT NULL
);
INSERT INTO egress_version (id, version) VALUES (1, 1);

ALTER TABLE attempt ADD COLUMN source VARCHAR(64);
