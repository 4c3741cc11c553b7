package relay.message;

import java.util.ArrayList;
import java.util.List;
import relay.message.AddressLexer.Word;

/** A descent through the address grammar of RFC 5322, section 3.4; it never looks back and never recurses. */
final class AddressParser {
    private final AddressLexer lexer;
    private final List<Mailbox> found = new ArrayList<>();
    private boolean inGroup;
    private boolean separated = true;

    AddressParser(String text) {
        lexer = new AddressLexer(text);
    }

    List<Mailbox> addressList() throws MalformedAddressException {
        lexer.skipBlank();
        while (!lexer.atEnd()) {
            element();
            lexer.skipBlank();
        }
        if (inGroup) {
            throw lexer.error("the group is not ended by a semicolon");
        }
        return List.copyOf(found);
    }

    private void element() throws MalformedAddressException {
        if (lexer.take(',')) {
            separated = true;
        } else if (inGroup && lexer.take(';')) {
            inGroup = false;
            separated = false;
        } else if (separated) {
            mailboxOrGroup(lexer.words());
        } else {
            throw lexer.error("a comma is expected");
        }
    }

    private void mailboxOrGroup(List<Word> words) throws MalformedAddressException {
        if (!words.isEmpty() && !inGroup && lexer.take(':')) {
            inGroup = true;
        } else {
            found.add(mailbox(words));
            separated = false;
        }
    }

    private Mailbox mailbox(List<Word> words) throws MalformedAddressException {
        return lexer.take('<') ? new Mailbox(phrase(words), angleAddress()) : new Mailbox("", addressAt(words));
    }

    private String angleAddress() throws MalformedAddressException {
        lexer.skipBlank();
        if (lexer.peek() == '@' || lexer.peek() == ',') {
            route();
        }
        String address = addressAt(lexer.words());
        lexer.skipBlank();
        if (!lexer.take('>')) {
            throw lexer.error("the address is not ended by >");
        }
        return address;
    }

    /** The obsolete source route (RFC 5322, section 4.4), of which nothing is kept. */
    private void route() throws MalformedAddressException {
        while (!lexer.take(':')) {
            if (!lexer.take(',')) {
                lexer.expect('@', "a route is expected");
                lexer.domain();
            }
            lexer.skipBlank();
        }
        lexer.skipBlank();
    }

    private String addressAt(List<Word> words) throws MalformedAddressException {
        String local = localPart(words);
        lexer.expect('@', "an address without @domain");
        String address = local + "@" + lexer.domain();
        if (address.length() > Mailboxes.MAX_ADDRESS) {
            throw lexer.error("an address of more than " + Mailboxes.MAX_ADDRESS + " characters");
        }
        return address;
    }

    /** Words with a dot between each two (RFC 5322, sections 3.4.1 and 4.4). */
    private String localPart(List<Word> words) throws MalformedAddressException {
        StringBuilder local = new StringBuilder();
        boolean quoted = false;
        boolean wordExpected = true;
        for (Word word : words) {
            if (word.isDot() == wordExpected) {
                throw lexer.error("a malformed part before @");
            }
            wordExpected = word.isDot();
            quoted |= word.needsQuotes();
            local.append(word.text());
        }
        if (wordExpected) {
            throw lexer.error("an address is expected");
        }
        return quoted ? AddressLexer.quote(local) : local.toString();
    }

    private static String phrase(List<Word> words) {
        StringBuilder name = new StringBuilder();
        for (Word word : words) {
            if (word.spaced() && name.length() > 0) {
                name.append(' ');
            }
            name.append(word.text());
        }
        return name.toString();
    }
}
