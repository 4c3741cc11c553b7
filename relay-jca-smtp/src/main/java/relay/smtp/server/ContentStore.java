package relay.smtp.server;

/** Where the bytes of messages under way are kept. */
public interface ContentStore {
    /**
     * A place for a new message.
     *
     * @param expected the size that the peer declared, or 0; a hint only
     */
    ContentWriter open(long expected);
}
