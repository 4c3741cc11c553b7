package relay.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import relay.secret.SecretBox;
import relay.tenant.InvalidRequestException;

/** What a source can be. A complaint names the field and what is allowed. */
final class SourceRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?");
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern HOST = Pattern.compile("(?=.{1,253}$)" + LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final String DAY = "2027-01-31";
    private static final int LARGEST_PORT = 65_535;
    private static final int MOST_LOGIN = 255;

    private final SecretBox secrets;

    SourceRules(SecretBox secrets) {
        this.secrets = secrets;
    }

    /** A name of a source or pool. */
    static String name(String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new InvalidRequestException(
                    "name", "name must have 1 to 64 letters, digits, dots and hyphens, as in \"mail-1\"");
        }
        return name;
    }

    /** What becomes of a source. */
    StoredSource changed(StoredSource before, SourceChange change) {
        StoredSource.StoredProxy proxy = change.proxy() == null ? before.proxy() : proxy(change.proxy());
        String address = changed(change.address(), before.address(), SourceRules::address);
        if (address == null && proxy != null && proxy.kind().equals("haproxy")) {
            throw new InvalidRequestException(
                    "address", "address must be given with a proxy of the kind haproxy: it connects from there");
        }
        return new StoredSource(
                before.name(),
                address,
                changed(change.ehloName(), before.ehloName(), SourceRules::ehloName),
                proxy,
                changed(change.warmUpSince(), before.warmUpSince(), SourceRules::day),
                changed(change.ramp(), before.ramp(), SourceRules::ramp),
                before.createdAt());
    }

    private static String changed(String wanted, String before, UnaryOperator<String> check) {
        if (wanted == null) {
            return before;
        }
        return wanted.isEmpty() ? null : check.apply(wanted);
    }

    private static String address(String address) {
        try {
            if (ADDRESS.matcher(address).matches()) {
                InetAddress parsed = InetAddress.getByName(address);
                if (!parsed.isAnyLocalAddress() && !parsed.isMulticastAddress()) {
                    return parsed.getHostAddress();
                }
            }
        } catch (UnknownHostException e) {
            throw new InvalidRequestException("address", ofAddress(address));
        }
        throw new InvalidRequestException("address", ofAddress(address));
    }

    private static String ofAddress(String address) {
        return "address must be an IPv4 or IPv6 address of this machine, as in \"192.0.2.10\", and not \"" + address
                + "\"";
    }

    private static String ehloName(String name) {
        if (!HOST.matcher(name).matches()) {
            throw new InvalidRequestException(
                    "ehloName", "ehloName must be a host name of letters, digits and hyphens between dots");
        }
        return name;
    }

    private static String day(String day) {
        if (!isDay(day)) {
            throw new InvalidRequestException(
                    "warmUpSince", "warmUpSince must be a day as in \"" + DAY + "\", and not \"" + day + '"');
        }
        return day;
    }

    /** Of a year that has four digits. */
    private static boolean isDay(String day) {
        try {
            return LocalDate.parse(day).toString().length() == DAY.length();
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String ramp(String ramp) {
        try {
            return Ramp.parse(ramp).toString();
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "ramp",
                    "ramp must be 1 to " + Ramp.MOST_DAYS
                            + " whole numbers from 1 with commas between, one a day, as in \"50,100,500\"");
        }
    }

    private StoredSource.StoredProxy proxy(SourceChange.ProxyChange proxy) {
        if (proxy.kind() == null || !proxy.kind().matches("socks5|haproxy|none")) {
            throw new InvalidRequestException("proxy.kind", "proxy.kind must be socks5, haproxy or none");
        }
        if (proxy.kind().equals("none")) {
            return null;
        }
        if (proxy.host() == null
                || !(HOST.matcher(proxy.host()).matches()
                        || ADDRESS.matcher(proxy.host()).matches())) {
            throw new InvalidRequestException("proxy.host", "proxy.host must be the name or address of the proxy");
        }
        if (proxy.port() == null || proxy.port() < 1 || proxy.port() > LARGEST_PORT) {
            throw new InvalidRequestException("proxy.port", "proxy.port must be from 1 to " + LARGEST_PORT);
        }
        checkLogin(proxy);
        return new StoredSource.StoredProxy(
                proxy.kind(),
                proxy.host(),
                proxy.port(),
                proxy.user(),
                proxy.password() == null
                        ? null
                        : secrets.encrypt(proxy.password().getBytes(StandardCharsets.UTF_8)));
    }

    private static void checkLogin(SourceChange.ProxyChange proxy) {
        boolean isComplete = (proxy.user() == null) == (proxy.password() == null);
        boolean isFitting = proxy.user() == null || proxy.kind().equals("socks5");
        if (!isComplete || !isFitting || isTooLong(proxy.user()) || isTooLong(proxy.password())) {
            throw new InvalidRequestException(
                    "proxy.user",
                    "proxy.user and proxy.password go together, with socks5 only, with 1 to " + MOST_LOGIN
                            + " bytes each (RFC 1929)");
        }
    }

    private static boolean isTooLong(String text) {
        return text != null && (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MOST_LOGIN);
    }
}
