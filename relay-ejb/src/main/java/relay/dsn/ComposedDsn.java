package relay.dsn;

import relay.smtp.BodyType;

/**
 * A report, ready to be sent with the null reverse-path and NOTIFY=NEVER (RFC 3461, section 6.2).
 *
 * @param message the bytes
 * @param body what its envelope must declare
 * @param smtpUtf8 whether its envelope must ask for SMTPUTF8, since its own header is not ASCII
 */
@SuppressWarnings("ArrayRecordComponent")
public record ComposedDsn(byte[] message, BodyType body, boolean smtpUtf8) {}
