package relay.smtp.client;

/** A body that is in memory, in one block. */
final class PreparedBody implements Body {
    private final Block block;

    PreparedBody(Block block) {
        this.block = block;
    }

    @Override
    public void next(Wire wire, Wire.Answer<Block> then) {
        then.of(block, null);
    }

    @Override
    public void close() {}
}
