package relay.dsn;

/**
 * What a status code means for the sender of the message, in words.
 *
 * @param whatHappened one sentence
 * @param whatToDo one sentence
 */
record Advice(String whatHappened, String whatToDo) {
    private static final String OTHER_WAY = "reach the recipient another way and ask for the current address.";
    private static final String ASK_THEM =
            "If your mail is wanted there, ask the recipient's postmaster for help and send this report along.";

    /** By the detail where that tells something of its own, else by the subject (RFC 3463, section 3). */
    static Advice of(String status) {
        return switch (status.substring(status.indexOf('.') + 1)) {
            case "1.2", "4.4" ->
                new Advice(
                        "The domain of the address does not exist or has no mail server.",
                        "Check the part after the @ sign for typing errors.");
            case "1.10" -> new Advice("The domain of the address accepts no mail at all.", "Please " + OTHER_WAY);
            case "2.1" -> new Advice("The mailbox is disabled.", "Please " + OTHER_WAY);
            case "2.2" ->
                new Advice("The mailbox is full.", "Send the message again later, or tell the recipient another way.");
            case "2.3", "3.4" ->
                new Advice(
                        "The message is larger than the recipient's mail system allows.",
                        "Send a smaller message, with large files as links.");
            case "4.6" ->
                new Advice(
                        "The message went round in a loop between mail systems.",
                        "Ask the recipient's postmaster to check the forwarding of the address.");
            case "4.7" ->
                new Advice(
                        "The message could not be delivered in the time that it is kept for.",
                        "Send it again later, or tell the recipient another way.");
            case "6.7" ->
                new Advice(
                        "The recipient's mail system does not support addresses with international characters.",
                        "Use an address of plain letters, for yourself and the recipient.");
            case "7.20", "7.23", "7.24", "7.25", "7.26", "7.27" ->
                new Advice(
                        "The recipient's mail system could not verify that the message is really from your domain.",
                        "Ask the administrator of your domain to check SPF, DKIM and DMARC.");
            default -> bySubject(status);
        };
    }

    private static Advice bySubject(String status) {
        return switch (status.charAt(2)) {
            case '1' ->
                new Advice(
                        "The address does not exist at the recipient's mail system.",
                        "Check it for typing errors; if it is right, " + OTHER_WAY);
            case '2' -> new Advice("The mailbox does not take the message.", "Please tell the recipient another way.");
            case '3' -> new Advice("The recipient's mail system has trouble.", "Send the message again later.");
            case '4' ->
                new Advice("The recipient's mail system could not be reached.", "Send the message again later.");
            case '6' ->
                new Advice(
                        "The recipient's mail system does not accept the content of the message.",
                        "Send it in another form, for instance without attachments.");
            case '7' -> new Advice("The recipient's mail system refuses the message by its rules.", ASK_THEM);
            default -> new Advice("The recipient's mail system does not accept the message.", ASK_THEM);
        };
    }
}
