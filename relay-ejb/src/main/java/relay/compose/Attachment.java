package relay.compose;

import relay.smtp.Content;

/**
 * Something that a message brings along.
 *
 * @param filename shown to its reader, or null
 * @param contentType such as {@code application/pdf}; null for {@code application/octet-stream}
 * @param contentId by which the HTML text refers to it ({@code cid:}), or null for a file to save
 * @param content its bytes
 */
public record Attachment(String filename, String contentType, String contentId, Content content) {
    private static final String UNKNOWN = "application/octet-stream";

    String type() {
        return contentType == null ? UNKNOWN : contentType;
    }
}
