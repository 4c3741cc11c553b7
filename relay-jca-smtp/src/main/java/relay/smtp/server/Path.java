package relay.smtp.server;

import relay.smtp.Reply;

/**
 * A reverse-path or forward-path in angle brackets, and what follows it on the line.
 *
 * @param address the mailbox as given; empty for {@code <>}
 * @param rest the parameters after the path, without surrounding spaces
 */
record Path(String address, String rest) {
    static final int LONGEST = 256;

    /** The argument of MAIL: {@code FROM:<path> parameters}; {@code <>} is the null reverse-path. */
    static Path reverse(String argument) throws Refusal {
        return new Parser(argument, "FROM:", "5.1.7", "Syntax: MAIL FROM:<address>").reverse();
    }

    /** The argument of RCPT: {@code TO:<path> parameters}; {@code <Postmaster>} needs no domain. */
    static Path forward(String argument) throws Refusal {
        return new Parser(argument, "TO:", "5.1.3", "Syntax: RCPT TO:<address>").forward();
    }

    boolean isAscii() {
        return Mailbox.isAscii(address);
    }

    /** Finds the parts of a path; {@link Mailbox} judges them. */
    private record Parser(String argument, String keyword, String enhanced, String usage) {
        Path reverse() throws Refusal {
            Path path = split();
            return path.address().isEmpty() ? path : checked(path);
        }

        Path forward() throws Refusal {
            Path path = split();
            return path.address().equalsIgnoreCase("postmaster") ? path : checked(path);
        }

        private Path split() throws Refusal {
            if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
                throw new Refusal(Replies.syntax(usage));
            }
            String text = argument.substring(keyword.length()).strip();
            if (!text.startsWith("<")) {
                throw new Refusal(Reply.of(501, enhanced, "The address must stand in angle brackets. " + usage));
            }
            int end = closingBracket(text);
            return new Path(withoutRoute(text.substring(1, end)), parameters(text.substring(end + 1)));
        }

        private int closingBracket(String text) throws Refusal {
            boolean quoted = false;
            for (int i = 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\' && quoted) {
                    i++;
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (c == '>' && !quoted) {
                    return checkedLength(text, i);
                }
            }
            throw malformed("the closing bracket is missing");
        }

        private int checkedLength(String text, int end) throws Refusal {
            if (Mailbox.octets(text.substring(0, end + 1)) > LONGEST) {
                throw malformed("the path is longer than " + LONGEST + " octets");
            }
            return end;
        }

        /** A source route is accepted and ignored (RFC 5321, section 3.3 and appendix C). */
        private String withoutRoute(String path) throws Refusal {
            if (!path.startsWith("@")) {
                return path;
            }
            int colon = path.indexOf(':');
            if (colon < 0) {
                throw malformed("the source route is malformed");
            }
            for (String hop : path.substring(0, colon).split(",", -1)) {
                if (!hop.startsWith("@") || Mailbox.faultOfDomain(hop.substring(1)) != null) {
                    throw malformed("the source route is malformed");
                }
            }
            return path.substring(colon + 1);
        }

        private String parameters(String rest) throws Refusal {
            if (!rest.isEmpty() && rest.charAt(0) != ' ') {
                throw malformed("something follows the closing bracket");
            }
            return rest.strip();
        }

        private Path checked(Path path) throws Refusal {
            int at = path.address().lastIndexOf('@');
            if (at < 0) {
                throw malformed("it has no domain");
            }
            require(Mailbox.faultOfLocalPart(path.address().substring(0, at)));
            require(Mailbox.faultOfDomain(path.address().substring(at + 1)));
            return path;
        }

        private void require(String fault) throws Refusal {
            if (fault != null) {
                throw malformed(fault);
            }
        }

        private Refusal malformed(String why) {
            return new Refusal(Reply.of(501, enhanced, "The address cannot be used: " + why));
        }
    }
}
