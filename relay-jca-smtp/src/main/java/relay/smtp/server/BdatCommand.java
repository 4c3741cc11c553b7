package relay.smtp.server;

import relay.smtp.Reply;

/**
 * What BDAT says (RFC 3030, section 2).
 *
 * @param octets size of the chunk that follows the command line
 * @param last whether the message ends with it
 */
record BdatCommand(long octets, boolean last) {
    private static final int LONGEST_SIZE = 18;

    static BdatCommand parse(String argument) throws Refusal {
        String[] words = argument.split(" +", -1);
        boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
        boolean wellFormed = isSize(words[0]) && (last || words.length == 1);
        if (!wellFormed) {
            throw new Refusal(Reply.of(501, "5.5.4", "Syntax: BDAT octets [LAST]; closing the connection"));
        }
        return new BdatCommand(Long.parseLong(words[0]), last);
    }

    private static boolean isSize(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_SIZE && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
