-- The first tables: one script for H2 and PostgreSQL. Times are milliseconds since 1970 UTC.

CREATE TABLE tenant (
    id         VARCHAR(20)  NOT NULL PRIMARY KEY,
    name       VARCHAR(200) NOT NULL UNIQUE,
    status     VARCHAR(10)  NOT NULL,
    per_hour   INTEGER,
    per_day    INTEGER,
    created_at BIGINT       NOT NULL
);

CREATE TABLE sending_domain (
    id              VARCHAR(20)  NOT NULL PRIMARY KEY,
    tenant_id       VARCHAR(20)  NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    name            VARCHAR(255) NOT NULL,
    ownership_token VARCHAR(64)  NOT NULL,
    verified_at     BIGINT,
    return_path_verified_at BIGINT,
    created_at      BIGINT       NOT NULL,
    UNIQUE (tenant_id, name)
);
CREATE INDEX sending_domain_name ON sending_domain (name);

CREATE TABLE dkim_key (
    id          VARCHAR(20)   NOT NULL PRIMARY KEY,
    domain_id   VARCHAR(20)   NOT NULL REFERENCES sending_domain (id) ON DELETE CASCADE,
    selector    VARCHAR(63)   NOT NULL,
    algorithm   VARCHAR(20)   NOT NULL,
    private_key BYTEA         NOT NULL,
    dns_value   VARCHAR(1000) NOT NULL,
    state       VARCHAR(10)   NOT NULL,
    created_at  BIGINT        NOT NULL,
    UNIQUE (domain_id, selector)
);

CREATE TABLE credential (
    id           VARCHAR(20)  NOT NULL PRIMARY KEY,
    tenant_id    VARCHAR(20)  NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
    kind         VARCHAR(5)   NOT NULL,
    name         VARCHAR(200) NOT NULL,
    username     VARCHAR(100) NOT NULL UNIQUE,
    salt         BYTEA,
    iterations   INTEGER,
    stored_key   BYTEA,
    server_key   BYTEA,
    token_hash   BYTEA        UNIQUE,
    scopes       VARCHAR(500) NOT NULL,
    cidr         VARCHAR(50),
    stream       VARCHAR(20),
    created_at   BIGINT       NOT NULL
);
CREATE INDEX credential_tenant ON credential (tenant_id);

CREATE TABLE administrator (
    email         VARCHAR(255) NOT NULL PRIMARY KEY,
    password_hash VARCHAR(500) NOT NULL,
    created_at    BIGINT       NOT NULL
);

-- Raised with every change to the tables above: nodes watch it and read them afresh.
CREATE TABLE directory_version (
    id      INTEGER NOT NULL PRIMARY KEY,
    version BIGINT  NOT NULL
);
INSERT INTO directory_version (id, version) VALUES (1, 1);

CREATE TABLE message (
    queue_id        VARCHAR(20)   NOT NULL PRIMARY KEY,
    tenant_id       VARCHAR(20)   NOT NULL,
    credential_id   VARCHAR(20),
    stream          VARCHAR(20)   NOT NULL,
    campaign        VARCHAR(256),
    reverse_path    VARCHAR(320)  NOT NULL,
    header_from     VARCHAR(320),
    from_domain     VARCHAR(255),
    message_id      VARCHAR(998),
    subject         VARCHAR(500),
    content_size    BIGINT        NOT NULL,
    header_size     INTEGER       NOT NULL,
    body_hash       BYTEA,
    eight_bit       BOOLEAN       NOT NULL,
    smtp_utf8       BOOLEAN       NOT NULL,
    dsn_return      VARCHAR(4),
    envelope_id     VARCHAR(100),
    origin          VARCHAR(500)  NOT NULL,
    tags            VARCHAR(3000),
    metadata        VARCHAR(4096),
    track           VARCHAR(20),
    accepted_at     BIGINT        NOT NULL,
    expires_at      BIGINT        NOT NULL,
    must_arrive_by  BIGINT,
    unfinished      INTEGER       NOT NULL
);
-- queue ids sort by time: this index serves every list of messages, newest first, and every range of time
CREATE INDEX message_tenant_time ON message (tenant_id, queue_id);

CREATE TABLE message_tag (
    tenant_id VARCHAR(20)  NOT NULL,
    tag       VARCHAR(256) NOT NULL,
    queue_id  VARCHAR(20)  NOT NULL,
    PRIMARY KEY (tenant_id, tag, queue_id)
);
CREATE INDEX message_tag_message ON message_tag (queue_id);

-- Content in chunks, stored once a message, gone when its last recipient has finished and retention allows.
CREATE TABLE content (
    queue_id VARCHAR(20) NOT NULL,
    chunk    INTEGER     NOT NULL,
    bytes    BYTEA       NOT NULL,
    written_at BIGINT    NOT NULL,
    PRIMARY KEY (queue_id, chunk)
);

CREATE TABLE recipient (
    queue_id           VARCHAR(20)  NOT NULL,
    number             INTEGER      NOT NULL,
    tenant_id          VARCHAR(20)  NOT NULL,
    address            VARCHAR(320) NOT NULL,
    domain             VARCHAR(255) NOT NULL,
    status             VARCHAR(10)  NOT NULL,
    attempts           INTEGER      NOT NULL,
    generation         INTEGER      NOT NULL,
    queue_name         VARCHAR(300),
    next_at            BIGINT,
    claimed_by         VARCHAR(20),
    claimed_until      BIGINT,
    last_reply         VARCHAR(1000),
    site               VARCHAR(255),
    notify_on          VARCHAR(30),
    original_recipient VARCHAR(600),
    delay_notified     BOOLEAN      NOT NULL,
    updated_at         BIGINT       NOT NULL,
    PRIMARY KEY (queue_id, number)
);
-- only what is not finished has the name of a queue, and each queue is read by itself
CREATE INDEX recipient_queue ON recipient (queue_name, next_at, queue_id, number);
CREATE INDEX recipient_address ON recipient (tenant_id, address, queue_id);

CREATE TABLE attempt (
    queue_id        VARCHAR(20) NOT NULL,
    number          INTEGER     NOT NULL,
    attempt         INTEGER     NOT NULL,
    at              BIGINT      NOT NULL,
    duration_millis INTEGER     NOT NULL,
    outcome         VARCHAR(10) NOT NULL,
    stage           VARCHAR(10),
    host            VARCHAR(255),
    address         VARCHAR(60),
    tls             VARCHAR(80),
    reply           VARCHAR(1000),
    PRIMARY KEY (queue_id, number, attempt)
);

CREATE TABLE event (
    id              VARCHAR(20)  NOT NULL PRIMARY KEY,
    at              BIGINT       NOT NULL,
    type            VARCHAR(20)  NOT NULL,
    tenant_id       VARCHAR(20)  NOT NULL,
    queue_id        VARCHAR(20),
    number          INTEGER,
    recipient       VARCHAR(320),
    reply           VARCHAR(1000),
    enhanced_status VARCHAR(11),
    bounce_kind     VARCHAR(4),
    bounce_class    VARCHAR(30)
);
CREATE INDEX event_message ON event (queue_id);
CREATE INDEX event_tenant ON event (tenant_id, id);

CREATE TABLE idempotency (
    tenant_id  VARCHAR(20) NOT NULL,
    key_hash   BYTEA       NOT NULL,
    body_hash  BYTEA       NOT NULL,
    queue_id   VARCHAR(20) NOT NULL,
    answer     TEXT,
    created_at BIGINT      NOT NULL,
    locked_at  BIGINT      NOT NULL,
    PRIMARY KEY (tenant_id, key_hash)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- A claim names a run of a node; a run that is no longer alive leaves its claims in doubt.
CREATE TABLE node_run (
    id       VARCHAR(20)  NOT NULL PRIMARY KEY,
    hostname VARCHAR(255) NOT NULL,
    alive_at BIGINT       NOT NULL
);

-- What operators do about queues: suspend, resume, hold, release, bounce, cancel, reroute, flush.
CREATE TABLE queue_action (
    id         VARCHAR(20)  NOT NULL PRIMARY KEY,
    kind       VARCHAR(10)  NOT NULL,
    tenant_id  VARCHAR(20),
    campaign   VARCHAR(256),
    domain     VARCHAR(255),
    site       VARCHAR(255),
    reason     VARCHAR(500) NOT NULL,
    route_to   VARCHAR(300),
    expires_at BIGINT,
    created_at BIGINT       NOT NULL,
    created_by VARCHAR(255) NOT NULL,
    state      VARCHAR(10)  NOT NULL,
    affected   BIGINT       NOT NULL
);
CREATE INDEX queue_action_state ON queue_action (state, id);
