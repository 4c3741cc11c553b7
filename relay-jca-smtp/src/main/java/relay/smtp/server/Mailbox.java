package relay.smtp.server;

import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;

/**
 * The grammar of a Mailbox (RFC 5321, section 4.1.2 and 4.1.3; RFC 6531, section 3.3). Each check returns what is wrong
 * in words, or null.
 */
final class Mailbox {
    static final int LONGEST_LOCAL_PART = 64;
    static final int LONGEST_DOMAIN = 255;
    static final int LONGEST_LABEL = 63;

    private static final String ATEXT = "!#$%&'*+-/=?^_`{|}~";
    private static final String IPV6 = "IPv6:";

    private Mailbox() {}

    static String faultOfLocalPart(String localPart) {
        if (octets(localPart) > LONGEST_LOCAL_PART) {
            return "the part before @ is longer than " + LONGEST_LOCAL_PART + " octets";
        }
        boolean wellFormed = localPart.startsWith("\"") ? isQuotedString(localPart) : isDotString(localPart);
        return wellFormed ? null : "the part before @ is malformed";
    }

    static String faultOfDomain(String domain) {
        if (octets(domain) > LONGEST_DOMAIN) {
            return "the domain is longer than " + LONGEST_DOMAIN + " octets";
        }
        if (domain.startsWith("[")) {
            return isAddressLiteral(domain) ? null : "the address literal is malformed";
        }
        return isDomain(domain) ? null : "the domain is malformed";
    }

    static boolean isDotString(String text) {
        for (String atom : text.split("\\.", -1)) {
            if (atom.isEmpty() || !atom.codePoints().allMatch(Mailbox::isAtext)) {
                return false;
            }
        }
        return true;
    }

    /** {@code DQUOTE *QcontentSMTP DQUOTE}. */
    static boolean isQuotedString(String text) {
        int end = text.length() - 1;
        if (end < 1 || text.charAt(end) != '"') {
            return false;
        }
        for (int i = 1; i < end; i++) {
            if (text.charAt(i) == '\\') {
                i++;
                if (i == end) {
                    return false;
                }
            } else if (text.charAt(i) == '"') {
                return false;
            }
        }
        return text.codePoints().allMatch(c -> isPrintable(c) || isInternational(c));
    }

    static boolean isDomain(String text) {
        for (String label : text.split("\\.", -1)) {
            if (!isLabel(label)) {
                return false;
            }
        }
        return true;
    }

    /** {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}. */
    static boolean isAddressLiteral(String text) {
        if (!text.startsWith("[") || !text.endsWith("]") || text.length() < 3) {
            return false;
        }
        String address = text.substring(1, text.length() - 1);
        return address.regionMatches(true, 0, IPV6, 0, IPV6.length())
                ? isIpv6(address.substring(IPV6.length()))
                : NetUtil.isValidIpV4Address(address);
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    static int octets(String text) {
        return isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isIpv6(String text) {
        return text.indexOf('%') < 0 && text.indexOf('[') < 0 && NetUtil.isValidIpV6Address(text);
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && octets(label) <= LONGEST_LABEL
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-'
                && label.codePoints().allMatch(c -> isLetterOrDigit(c) || c == '-' || isInternationalLabel(c));
    }

    private static boolean isAtext(int c) {
        return isLetterOrDigit(c) || ATEXT.indexOf(c) >= 0 || isInternational(c);
    }

    private static boolean isLetterOrDigit(int c) {
        return isBetween(c, 'a', 'z') || isBetween(c, 'A', 'Z') || isBetween(c, '0', '9');
    }

    private static boolean isPrintable(int c) {
        return isBetween(c, ' ', '~');
    }

    private static boolean isBetween(int c, int first, int last) {
        return c >= first && c <= last;
    }

    /** UTF8-non-ascii, without the C1 controls and the invisible separators that only serve to deceive. */
    private static boolean isInternational(int c) {
        return c >= 0xa0 && !Character.isSpaceChar(c) && Character.isDefined(c) && !Character.isISOControl(c);
    }

    private static boolean isInternationalLabel(int c) {
        return isInternational(c)
                && (Character.isLetterOrDigit(c)
                        || Character.getType(c) == Character.NON_SPACING_MARK
                        || Character.getType(c) == Character.COMBINING_SPACING_MARK);
    }
}
