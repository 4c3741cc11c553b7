package relay.submission;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.InputStream;

/** The body of a bytes message as a stream; large messages are read from the broker piece by piece. */
final class BytesMessageStream extends InputStream {
    private final BytesMessage message;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;

    BytesMessageStream(BytesMessage message) throws JMSException {
        this.message = message;
    }

    @Override
    public int read() throws IOException {
        return position == limit && !fill() ? -1 : buffer[position++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, from, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        try {
            position = 0;
            limit = Math.max(0, message.readBytes(buffer));
            return limit > 0;
        } catch (JMSException e) {
            throw new IOException("The broker's message cannot be read: " + e.getMessage(), e);
        }
    }
}
