package relay.smtp.client;

import java.util.function.BooleanSupplier;
import relay.smtp.Content;
import relay.smtp.Envelope;

/**
 * One message to send over a connection.
 *
 * @param envelope reverse-path, recipients and options; options that the peer does not offer are left out, except
 *     those that the content needs (8BITMIME, SMTPUTF8), without which every recipient fails with 5.6.x
 * @param content the bytes, dot-stuffed on the way; read on a worker thread when it is larger than one block
 * @param mayFinish asked just before the final dot: false (a lease has run out) drops the connection instead
 */
public record Transaction(Envelope envelope, Content content, BooleanSupplier mayFinish) {}
