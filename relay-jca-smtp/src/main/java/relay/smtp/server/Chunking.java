package relay.smtp.server;

import relay.smtp.Reply;

/** Message text arrives in chunks: BDAT until the last one, or RSET (RFC 3030, section 2). */
final class Chunking extends Receiving {
    private static final Reply LAST_CHUNK_FIRST =
            Reply.of(503, "5.5.1", "BDAT has begun; send BDAT with LAST, or RSET (RFC 3030, section 2)");

    Chunking(Session session, Transaction transaction) {
        super(
                session,
                transaction,
                IncomingMessage.byChunks(
                        session.contents(), session.limits(), transaction.mail().size()));
    }

    @Override
    Reply outOfOrder() {
        return LAST_CHUNK_FIRST;
    }

    @Override
    Step bdat(String argument) {
        try {
            BdatCommand chunk = BdatCommand.parse(argument);
            return Step.silently(new Action.ReadChunk(message, chunk.octets(), () -> chunkReceived(chunk)));
        } catch (Refusal refusal) {
            return Step.sayAndClose(refusal.reply());
        }
    }

    private Step chunkReceived(BdatCommand chunk) {
        if (message.refusal() != null) {
            return refused();
        }
        if (!chunk.last()) {
            return Step.say(Reply.of(250, "2.0.0", chunk.octets() + " octets received"));
        }
        message.endChunks();
        return received();
    }
}
