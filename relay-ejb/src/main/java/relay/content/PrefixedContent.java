package relay.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import relay.smtp.Content;

/** A content with header fields of ours in front: signatures, trace. */
public final class PrefixedContent implements Content {
    private final byte[] prefix;
    private final Content rest;

    public PrefixedContent(byte[] prefix, Content rest) {
        this.prefix = prefix;
        this.rest = rest;
    }

    @Override
    public long size() {
        return prefix.length + rest.size();
    }

    @Override
    public InputStream open() throws IOException {
        return new SequenceInputStream(new ByteArrayInputStream(prefix), rest.open());
    }

    @Override
    public void close() {
        rest.close();
    }
}
