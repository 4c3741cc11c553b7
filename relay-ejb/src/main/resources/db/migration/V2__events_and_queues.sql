-- Events are always read by tenant or by message: an identity of their own needs no index beside these two.

CREATE TABLE tenant_event (
    id              VARCHAR(20)  NOT NULL,
    at              BIGINT       NOT NULL,
    type            VARCHAR(20)  NOT NULL,
    tenant_id       VARCHAR(20)  NOT NULL,
    queue_id        VARCHAR(20),
    number          INTEGER,
    recipient       VARCHAR(320),
    reply           VARCHAR(1000),
    enhanced_status VARCHAR(11),
    bounce_kind     VARCHAR(4),
    bounce_class    VARCHAR(30),
    PRIMARY KEY (tenant_id, id)
);
INSERT INTO tenant_event SELECT id, at, type, tenant_id, queue_id, number, recipient, reply, enhanced_status, bounce_kind,
    bounce_class FROM event;
DROP TABLE event;
ALTER TABLE tenant_event RENAME TO event;
CREATE INDEX event_message ON event (queue_id);

-- The name of a queue ends with its campaign.
ALTER TABLE recipient ALTER COLUMN queue_name SET DATA TYPE VARCHAR(600);
