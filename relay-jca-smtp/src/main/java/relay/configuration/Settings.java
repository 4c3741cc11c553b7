package relay.configuration;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Every setting of the relay. */
public final class Settings {
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final String HOST = "(?=.{1,253}$)" + LABEL + "(?:\\." + LABEL + ")*";
    private static final String ADDRESS = "[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*";

    public static final Setting<Path> CONFIG =
            Setting.path("RELAY_CONFIG", "", "Properties file with further settings, by name or by property.");

    // Listeners
    public static final Setting<String> BIND = Setting.matching(
            "RELAY_BIND",
            "127.0.0.1",
            ADDRESS,
            "an IPv4 or IPv6 address",
            "Address of all listeners; the web listener of an EAR is its server's.");
    public static final Setting<Integer> SMTP_PORT = Setting.port(
            "RELAY_SMTP_PORT",
            2525,
            "Transfer listener (port 25's role): bounces, reports, inbound mail; 0 picks a port.");
    public static final Setting<Integer> SUBMISSION_PORT =
            Setting.port("RELAY_SUBMISSION_PORT", 2587, "Submission with STARTTLS; 0 picks a port.");
    public static final Setting<Integer> SUBMISSIONS_PORT =
            Setting.port("RELAY_SUBMISSIONS_PORT", 2465, "Submission with implicit TLS; 0 picks a port.");
    public static final Setting<Integer> HTTP_PORT =
            Setting.port("RELAY_HTTP_PORT", 8080, "Web listener of the stand-alone relay: console, REST, health.");
    public static final Setting<String> HOSTNAME = Setting.matching(
            "RELAY_HOSTNAME",
            "",
            HOST,
            "a host name of letters, digits and hyphens between dots (RFC 1123, 2.1)",
            "Name in greeting, EHLO, Received and Message-ID; the machine's name when not set.");
    public static final Setting<List<Network>> PROXY_NETWORKS = Setting.networks(
            "RELAY_PROXY_NETWORKS", "Networks (CIDR) whose connections must begin with a PROXY protocol header.");
    public static final Setting<Path> TLS_CERT = Setting.readableFile(
            "RELAY_TLS_CERT", "Certificate chain (PEM), reloaded when it changes; self-signed when not set.");
    public static final Setting<Path> TLS_KEY =
            Setting.readableFile("RELAY_TLS_KEY", "Private key (PEM) of RELAY_TLS_CERT.");

    // Limits of a session
    public static final Setting<Long> MAX_MESSAGE_SIZE =
            Setting.bytes("RELAY_MAX_MESSAGE_SIZE", "50m", 1000, "Largest message accepted, announced as SIZE.");
    public static final Setting<Integer> MAX_RECIPIENTS =
            Setting.number("RELAY_MAX_RECIPIENTS", 1000, 100, 100_000, "Recipients a message, announced as RCPTMAX.");
    public static final Setting<Integer> MAX_CONNECTIONS =
            Setting.number("RELAY_MAX_CONNECTIONS", 10_000, 1, 1_000_000, "Inbound SMTP connections in all.");
    public static final Setting<Integer> MAX_CONNECTIONS_PER_PEER = Setting.number(
            "RELAY_MAX_CONNECTIONS_PER_PEER", 200, 1, 1_000_000, "Inbound SMTP connections from one address.");
    public static final Setting<Integer> MAX_ERRORS =
            Setting.number("RELAY_MAX_ERRORS", 20, 1, 1_000, "Refused commands after which a session is closed.");
    public static final Setting<Duration> COMMAND_TIMEOUT = Setting.duration(
            "RELAY_COMMAND_TIMEOUT",
            "5m",
            "1s",
            "1h",
            "How long a session waits for a whole command (RFC 5321, 4.5.3.2.7).");
    public static final Setting<Duration> STOP_TIMEOUT = Setting.duration(
            "RELAY_STOP_TIMEOUT", "10s", "0s", "1h", "How long running sessions may finish when the relay stops.");
    public static final Setting<Integer> MAX_RECEIVED_HOPS = Setting.number(
            "RELAY_MAX_RECEIVED_HOPS", 50, 10, 1_000, "Received fields from which a message counts as looping.");

    // Storage
    public static final Setting<Path> DATA_DIR = Setting.path(
            "RELAY_DATA_DIR", "./relay-data", "Everything that must survive: journal, embedded database, keys.");
    public static final Setting<Long> DISK_RESERVE = Setting.bytes(
            "RELAY_DISK_RESERVE", "256m", "Free space of the data directory below which mail is answered 452 4.3.1.");
    public static final Setting<String> DB_URL = Setting.matching(
            "RELAY_DB_URL",
            "",
            "jdbc:(postgresql|h2):.+",
            "an address that begins with jdbc:postgresql: or jdbc:h2:",
            "Database: jdbc:postgresql://host/name; an H2 file in the data directory when not set.");
    public static final Setting<String> DB_USER = Setting.text("RELAY_DB_USER", "", "Database user.");
    public static final Setting<String> DB_PASSWORD = Setting.secret("RELAY_DB_PASSWORD", "Database password.");
    public static final Setting<String> BROKER_URL = Setting.matching(
            "RELAY_BROKER_URL",
            "",
            "tcp://.+|\\(tcp://.+\\).*",
            "an address such as tcp://host:61616 or (tcp://a:61616,tcp://b:61616)?ha=true",
            "External Artemis, tcp://host:61616, or several with commas between in brackets, with options behind a"
                    + " question mark; the embedded broker when not set.");
    public static final Setting<String> BROKER_USER = Setting.text("RELAY_BROKER_USER", "", "Broker user.");
    public static final Setting<String> BROKER_PASSWORD = Setting.secret("RELAY_BROKER_PASSWORD", "Broker password.");

    // Administration
    public static final Setting<String> ADMIN_EMAIL =
            Setting.text("RELAY_ADMIN_EMAIL", "admin@localhost", "Login of the first administrator.");
    public static final Setting<String> ADMIN_PASSWORD =
            Setting.secret("RELAY_ADMIN_PASSWORD", "Password of the first administrator; generated when not set.");
    public static final Setting<String> ADMIN_TOKEN =
            Setting.secret("RELAY_ADMIN_TOKEN", "Bearer token with the administrator's scope, for automation.");
    public static final Setting<String> SECRET_KEY = Setting.secret(
            "RELAY_SECRET_KEY", "Key that encrypts DKIM keys and other secrets; generated into the data directory.");
    public static final Setting<Boolean> REQUIRE_VERIFIED_DOMAIN = Setting.flag(
            "RELAY_REQUIRE_VERIFIED_DOMAIN", true, "Refuse senders whose domain the tenant has not verified.");
    public static final Setting<String> PUBLIC_URL = Setting.matching(
            "RELAY_PUBLIC_URL",
            "",
            "https?://[^\\s/]+\\S*",
            "an address that begins with http:// or https://",
            "Base of tracking, unsubscribe and console links; http://BIND:HTTP_PORT when not set.");
    public static final Setting<Boolean> METRICS_PUBLIC =
            Setting.flag("RELAY_METRICS_PUBLIC", false, "Whether /metrics answers without the administrator's token.");

    public static final Setting<String> MAIL_SESSION_TENANT = Setting.text(
            "RELAY_MAIL_SESSION_TENANT", "demo", "Tenant whose mail the JNDI session java:global/mail/relay sends.");

    // Delivery
    public static final Setting<List<InetSocketAddress>> DNS = Setting.hostsAndPorts(
            "RELAY_DNS", "DNS servers, host:port with commas between; the system's resolvers when not set.");
    public static final Setting<Integer> MX_PORT =
            Setting.port("RELAY_MX_PORT", 25, "Port of remote MX hosts; other values are for tests.");
    public static final Setting<List<Network>> PRIVATE_DESTINATIONS = Setting.networks(
            "RELAY_PRIVATE_DESTINATIONS",
            "Networks (CIDR) of private, loopback or link-local addresses that MX hosts may have; all others are refused."
                    + " 127.0.0.0/8 and ::1 are permitted too when RELAY_MX_PORT is not 25 or a server of RELAY_DNS is"
                    + " on this machine. RELAY_SMARTHOST may have any address.");
    public static final Setting<Boolean> DANE = Setting.flag(
            "RELAY_DANE",
            true,
            "Whether DNSSEC is validated and TLSA records are heeded (RFC 7672); nothing comes of it where the servers of"
                    + " RELAY_DNS pass no signatures on.");
    public static final Setting<Path> DNSSEC_ANCHORS = Setting.readableFile(
            "RELAY_DNSSEC_ANCHORS",
            "DS or DNSKEY records of the root, as in a zone file; those that IANA publishes when not set.");
    public static final Setting<Boolean> MTA_STS = Setting.flag(
            "RELAY_MTA_STS",
            true,
            "Whether the MTA-STS policies of recipient domains are fetched and heeded (RFC 8461).");
    public static final Setting<Integer> MTA_STS_PORT =
            Setting.port("RELAY_MTA_STS_PORT", 443, "Port of MTA-STS policy hosts; other values are for tests.");
    public static final Setting<Path> TLS_TRUST = Setting.readableFile(
            "RELAY_TLS_TRUST",
            "Certificates (PEM) of authorities that are trusted beside those of the Java runtime, for remote hosts.");
    public static final Setting<String> TLSRPT_FROM = Setting.matching(
            "RELAY_TLSRPT_FROM",
            "",
            "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + HOST,
            "an address such as tls-reports@example.com",
            "Address that TLS reports (RFC 8460) come from; a tenant must have verified its domain, whose keys sign them."
                    + " No reports are sent when not set.");
    public static final Setting<String> POSTMASTER = Setting.matching(
            "RELAY_POSTMASTER",
            "",
            "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + HOST,
            "an address such as postmaster@example.com",
            "Whom mail for the postmaster of this host is passed on to; it is kept, held, in the console when not set.");
    public static final Setting<String> TLSRPT_ORGANIZATION = Setting.text(
            "RELAY_TLSRPT_ORGANIZATION", "", "Name of the organisation in TLS reports; RELAY_HOSTNAME when not set.");
    public static final Setting<String> TLSRPT_CONTACT =
            Setting.text("RELAY_TLSRPT_CONTACT", "", "Whom to ask about TLS reports; RELAY_TLSRPT_FROM when not set.");
    public static final Setting<Duration> TLSRPT_PERIOD = Setting.duration(
            "RELAY_TLSRPT_PERIOD",
            "1d",
            "5s",
            "1d",
            "What a TLS report covers: a day in UTC; other values are for tests.");
    public static final Setting<InetSocketAddress> SMARTHOST =
            Setting.hostAndPort("RELAY_SMARTHOST", "host:port that everything goes to instead of MX hosts.");
    public static final Setting<String> SMARTHOST_USER =
            Setting.text("RELAY_SMARTHOST_USER", "", "User for AUTH at the smarthost, over TLS only.");
    public static final Setting<String> SMARTHOST_PASSWORD =
            Setting.secret("RELAY_SMARTHOST_PASSWORD", "Password for AUTH at the smarthost.");
    public static final Setting<List<Duration>> RETRY_SCHEDULE = Setting.durations(
            "RELAY_RETRY_SCHEDULE",
            "1m,5m,15m,30m,1h,2h,4h",
            "1s",
            "7d",
            "Waits between attempts; the last one repeats.");
    public static final Setting<List<Duration>> RETRY_SCHEDULE_TRANSACTIONAL = Setting.durations(
            "RELAY_RETRY_SCHEDULE_TRANSACTIONAL",
            "",
            "1s",
            "7d",
            "The same for transactional mail alone; RELAY_RETRY_SCHEDULE when not set.");
    public static final Setting<List<Duration>> RETRY_SCHEDULE_BROADCAST = Setting.durations(
            "RELAY_RETRY_SCHEDULE_BROADCAST",
            "",
            "1s",
            "7d",
            "The same for broadcast mail alone; RELAY_RETRY_SCHEDULE when not set.");
    public static final Setting<Duration> GREYLIST_DELAY = Setting.duration(
            "RELAY_GREYLIST_DELAY",
            "5m",
            "1s",
            "1d",
            "Longest wait after a greylisting reply that names no time; what it names is heeded up to two hours.");
    public static final Setting<Duration> RETRY_LIFETIME = Setting.duration(
            "RELAY_RETRY_LIFETIME", "5d", "1s", "90d", "How long a message is tried before it expires.");
    public static final Setting<Integer> RETRY_JITTER_PERCENT = Setting.number(
            "RELAY_RETRY_JITTER_PERCENT", 20, 0, 50, "Random spread of each wait, in percent, earlier or later.");
    public static final Setting<Duration> DELAY_NOTICE_AFTER = Setting.duration(
            "RELAY_DELAY_NOTICE_AFTER",
            "4h",
            "1s",
            "90d",
            "Age at which a delay DSN is sent to senders that asked for it (NOTIFY=DELAY).");
    public static final Setting<List<String>> DKIM_ALGORITHMS = Setting.listOf(
            "RELAY_DKIM_ALGORITHMS",
            "rsa-sha256,ed25519-sha256",
            "rsa-sha256|ed25519-sha256",
            "rsa-sha256 or ed25519-sha256, or both with a comma between",
            "With which of a domain's keys its mail is signed.");
    public static final Setting<List<Path>> SHAPING = Setting.readableFiles(
            "RELAY_SHAPING",
            "Shaping files over the one that ships, the last one on top; read again when they change.");
    public static final Setting<Integer> SITE_CONNECTIONS =
            Setting.number("RELAY_SITE_CONNECTIONS", 20, 1, 10_000, "Connections to one destination at a time.");
    public static final Setting<Integer> MESSAGES_PER_CONNECTION = Setting.number(
            "RELAY_MESSAGES_PER_CONNECTION", 100, 1, 100_000, "Messages sent over one connection before it is closed.");
    public static final Setting<Integer> MAX_IN_FLIGHT =
            Setting.number("RELAY_MAX_IN_FLIGHT", 5_000, 1, 100_000, "Deliveries under way at a time in all.");
    public static final Setting<Long> MAX_BYTES_IN_FLIGHT =
            Setting.bytes("RELAY_MAX_BYTES_IN_FLIGHT", "64m", "Bytes of content in memory of deliveries under way.");
    public static final Setting<Integer> WINDOW = Setting.number(
            "RELAY_WINDOW", 20_000, 100, 1_000_000, "Recipients ready in memory; the rest waits in the database.");
    public static final Setting<Duration> CONNECT_TIMEOUT = Setting.duration(
            "RELAY_CONNECT_TIMEOUT", "30s", "1s", "10m", "How long a connection to a remote host may take.");
    public static final Setting<Duration> CLAIM_LEASE = Setting.duration(
            "RELAY_CLAIM_LEASE",
            "20m",
            "15m",
            "1d",
            "How long a node owns what it is sending; longer than the longest transaction.");
    public static final Setting<Duration> RETENTION =
            Setting.duration("RELAY_RETENTION", "30d", "1m", "3650d", "How long finished messages stay in the log.");
    public static final Setting<Duration> CONTENT_RETENTION = Setting.duration(
            "RELAY_CONTENT_RETENTION",
            "0s",
            "0s",
            "3650d",
            "How long the content of finished messages is kept; it goes at once by default.");

    /** All settings in the order of the documentation. */
    public static final List<Setting<?>> ALL = List.of(
            CONFIG,
            BIND,
            SMTP_PORT,
            SUBMISSION_PORT,
            SUBMISSIONS_PORT,
            HTTP_PORT,
            HOSTNAME,
            PROXY_NETWORKS,
            TLS_CERT,
            TLS_KEY,
            MAX_MESSAGE_SIZE,
            MAX_RECIPIENTS,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_PEER,
            MAX_ERRORS,
            COMMAND_TIMEOUT,
            STOP_TIMEOUT,
            MAX_RECEIVED_HOPS,
            DATA_DIR,
            DISK_RESERVE,
            DB_URL,
            DB_USER,
            DB_PASSWORD,
            BROKER_URL,
            BROKER_USER,
            BROKER_PASSWORD,
            ADMIN_EMAIL,
            ADMIN_PASSWORD,
            ADMIN_TOKEN,
            SECRET_KEY,
            REQUIRE_VERIFIED_DOMAIN,
            PUBLIC_URL,
            METRICS_PUBLIC,
            MAIL_SESSION_TENANT,
            DNS,
            MX_PORT,
            PRIVATE_DESTINATIONS,
            DANE,
            DNSSEC_ANCHORS,
            MTA_STS,
            MTA_STS_PORT,
            TLS_TRUST,
            POSTMASTER,
            TLSRPT_FROM,
            TLSRPT_ORGANIZATION,
            TLSRPT_CONTACT,
            TLSRPT_PERIOD,
            SMARTHOST,
            SMARTHOST_USER,
            SMARTHOST_PASSWORD,
            RETRY_SCHEDULE,
            RETRY_SCHEDULE_TRANSACTIONAL,
            RETRY_SCHEDULE_BROADCAST,
            GREYLIST_DELAY,
            RETRY_LIFETIME,
            RETRY_JITTER_PERCENT,
            DELAY_NOTICE_AFTER,
            DKIM_ALGORITHMS,
            SHAPING,
            SITE_CONNECTIONS,
            MESSAGES_PER_CONNECTION,
            MAX_IN_FLIGHT,
            MAX_BYTES_IN_FLIGHT,
            WINDOW,
            CONNECT_TIMEOUT,
            CLAIM_LEASE,
            RETENTION,
            CONTENT_RETENTION);

    private Settings() {}

    /** Our name to the world: {@link #HOSTNAME}, or the machine's. */
    public static String hostname(Configuration configuration) {
        return configuration.find(HOSTNAME).orElseGet(Hostname::ofMachine);
    }

    /** Base of all links, without a slash at the end. */
    public static String publicUrl(Configuration configuration) {
        String url = configuration
                .find(PUBLIC_URL)
                .orElseGet(() -> "http://" + configuration.get(BIND) + ":" + configuration.get(HTTP_PORT));
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
