-- What secures mail on its way: policies of recipient domains, and what is reported to them.

-- MTA-STS policies as they were fetched (RFC 8461), kept for their max_age.
CREATE TABLE sts_policy (
    domain     VARCHAR(255)   NOT NULL PRIMARY KEY,
    policy_id  VARCHAR(32)    NOT NULL,
    policy     VARCHAR(65536) NOT NULL,
    fetched_at BIGINT         NOT NULL
);

-- Whether the message must travel over authenticated TLS only (REQUIRETLS, RFC 8689), or asks that TLS policies be
-- overlooked for it (TLS-Required: no): required, none, or null for neither.
ALTER TABLE message ADD COLUMN tls_wish VARCHAR(10);

-- Sessions by period and policy, counted for the reports of RFC 8460. An empty fault is success, an empty host none.
CREATE TABLE tls_count (
    period_start BIGINT       NOT NULL,
    domain       VARCHAR(255) NOT NULL,
    policy_hash  VARCHAR(64)  NOT NULL,
    fault        VARCHAR(40)  NOT NULL,
    mx_host      VARCHAR(255) NOT NULL,
    mx_address   VARCHAR(60)  NOT NULL,
    our_address  VARCHAR(60)  NOT NULL,
    sessions     BIGINT       NOT NULL,
    PRIMARY KEY (period_start, domain, policy_hash, fault, mx_host, mx_address, our_address)
);

CREATE TABLE tls_policy (
    policy_hash VARCHAR(64)     NOT NULL PRIMARY KEY,
    policy_type VARCHAR(20)     NOT NULL,
    policy      VARCHAR(100000) NOT NULL,
    mx_hosts    VARCHAR(100000) NOT NULL,
    seen_at     BIGINT          NOT NULL
);

-- Periods whose report to a domain is on its way, or has nowhere to go.
CREATE TABLE tls_report (
    period_start BIGINT       NOT NULL,
    domain       VARCHAR(255) NOT NULL,
    sent_at      BIGINT       NOT NULL,
    PRIMARY KEY (period_start, domain)
);
