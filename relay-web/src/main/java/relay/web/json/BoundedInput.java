package relay.web.json;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import relay.web.problem.Problem;
import relay.web.problem.ProblemException;

/** Ends a request whose body is larger than allowed. */
public final class BoundedInput extends FilterInputStream {
    private final long max;
    private long read;

    public BoundedInput(InputStream in, long max) {
        super(in);
        this.max = max;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        if (b >= 0) {
            count(1);
        }
        return b;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count = in.read(target, from, length);
        if (count > 0) {
            count(count);
        }
        return count;
    }

    private void count(int more) {
        read += more;
        if (read > max) {
            throw tooLarge(max);
        }
    }

    /** 413 with the bound. */
    public static ProblemException tooLarge(long max) {
        return new ProblemException(Problem.tooLarge("The body is too large: at most " + max + " bytes"));
    }
}
