package relay.compose;

import relay.smtp.Content;

/**
 * A text of a message.
 *
 * @param content in UTF-8, every line ended with CRLF
 * @param facts about it
 */
public record Text(Content content, TextFacts facts) {}
