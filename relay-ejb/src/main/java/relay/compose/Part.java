package relay.compose;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import relay.smtp.Content;

/** A part of a message: its own header fields, and a body whose last line is ended. */
sealed interface Part {
    /** The fields that describe the part, each with its line end. */
    String fields();

    void writeBody(OutputStream out) throws IOException;

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }

    /**
     * A part that holds something.
     *
     * @param fields its description
     * @param encoding of its content
     * @param content as it is
     */
    record Leaf(String fields, Encoding encoding, Content content) implements Part {
        static Leaf text(String subtype, Text text) {
            Encoding encoding = text.facts().encoding();
            String charset = text.facts().eightBit() == 0 ? "us-ascii" : "utf-8";
            return leaf("text/" + subtype + "; charset=" + charset, "", encoding, text.content());
        }

        static Leaf file(Attachment attachment) {
            String disposition = attachment.contentId() == null ? "attachment" : "inline";
            String filename = attachment.filename() == null ? "" : Parameter.of("filename", attachment.filename());
            String id = attachment.contentId() == null
                    ? ""
                    : HeaderLine.asItIs("Content-ID", "<" + attachment.contentId() + ">");
            return leaf(
                    attachment.type(),
                    HeaderLine.asItIs("Content-Disposition", disposition + filename) + id,
                    Encoding.BASE64,
                    attachment.content());
        }

        private static Leaf leaf(String type, String more, Encoding encoding, Content content) {
            String fields = HeaderLine.asItIs("Content-Type", type)
                    + HeaderLine.asItIs("Content-Transfer-Encoding", encoding.word())
                    + more;
            return new Leaf(fields, encoding, content);
        }

        @Override
        public void writeBody(OutputStream out) throws IOException {
            encoding.write(content, out);
        }
    }

    /**
     * A part that holds parts (RFC 2046, section 5.1). The boundary cannot occur in base64 or quoted-printable, and in
     * plain text only by knowing a queue id in advance.
     *
     * @param subtype mixed, related or alternative
     * @param boundary between the parts
     * @param parts at least one
     */
    record Multipart(String subtype, String boundary, List<Part> parts) implements Part {
        @Override
        public String fields() {
            return "Content-Type: multipart/" + subtype + ";\r\n boundary=\"" + boundary + "\"\r\n";
        }

        @Override
        public void writeBody(OutputStream out) throws IOException {
            for (Part part : parts) {
                write(out, "--" + boundary + "\r\n" + part.fields() + "\r\n");
                part.writeBody(out);
            }
            write(out, "--" + boundary + "--\r\n");
        }
    }
}
