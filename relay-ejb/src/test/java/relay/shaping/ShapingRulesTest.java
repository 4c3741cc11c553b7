package relay.shaping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import relay.routing.Route;
import relay.smtp.client.RemoteHost;
import relay.smtp.client.TlsRequirement;

class ShapingRulesTest {
    private static final Route.Hosts ELSEWHERE = hosts("mx.example.com");

    private final ShapingRules shipped = ShapingRules.shipped();

    private static Route.Hosts hosts(String... names) {
        List<RemoteHost> hosts = Arrays.stream(names)
                .map(name -> new RemoteHost(
                        name, InetSocketAddress.createUnresolved(name, 25), TlsRequirement.OPPORTUNISTIC, null))
                .toList();
        return new Route.Hosts(String.join(",", names), hosts);
    }

    @Test
    void sayMoreOfOneSource() {
        ShapingRules rules = shipped.with("mine.toml", """
                [domain."example.com"]
                connections = 4
                [domain."example.com".source."mail-1"]
                connections = 2
                [default.source."mail-1"]
                connections = 9
                message-rate = "5/s"
                [[default.source."mail-1".when]]
                reply = "reputation"
                action = "suspend"
                for = "1h"
                scope = "source"
                """);
        Shaping one = rules.of("example.com", ELSEWHERE, "mail-1");
        Shaping two = rules.of("example.com", ELSEWHERE, "mail-2");
        assertThat(one.connections()).isEqualTo(2);
        assertThat(one.messageRate()).isEqualTo(new Rate(5, java.time.Duration.ofSeconds(1)));
        assertThat(one.backoff().get(0).scope()).isEqualTo(BackoffRule.Scope.SOURCE);
        assertThat(two.connections()).isEqualTo(4);
        assertThat(two.messageRate()).isNull();
        assertThat(rules.explain("example.com", ELSEWHERE, "mail-1"))
                .contains(new ShapingRules.Explanation(
                        "connections", "2", "mine.toml:4 [domain.example.com.source.mail-1]"));
    }

    @ParameterizedTest
    @CsvSource({
        "gmail-smtp-in.l.google.com, google, 5, 50, REQUIRED",
        "aspmx.l.google.com, google, 5, 50, REQUIRED",
        "mta5.am0.yahoodns.net, yahoo, 10, 20, OPPORTUNISTIC",
        "outlook-com.olc.protection.outlook.com, outlook, 5, 50, OPPORTUNISTIC",
        "contoso-com.mail.protection.outlook.com, office365, 5, 50, OPPORTUNISTIC",
        "mx01.mail.icloud.com, apple, 10, 5, OPPORTUNISTIC",
        "mx1.comcast.net, comcast, 25, 1000, OPPORTUNISTIC",
        "eu-smtp-inbound-1.mimecast.com, mimecast, 10, 100, OPPORTUNISTIC",
        "smtp-in.orange.fr, orange, 2, 100, OPPORTUNISTIC",
        "mx.example.com, mx.example.com, 20, 100, OPPORTUNISTIC",
    })
    void shipsWithThePaceOfTheGreatProviders(
            String host, String site, int connections, int messagesPerConnection, TlsPolicy tls) {
        Route.Hosts hosts = hosts(host);
        Shaping shaping = shipped.of("example.com", hosts, "default");
        assertThat(shipped.site(hosts)).isEqualTo(site);
        assertThat(shaping.connections()).isEqualTo(connections);
        assertThat(shaping.messagesPerConnection()).isEqualTo(messagesPerConnection);
        assertThat(shaping.tls()).isEqualTo(tls);
    }

    @Test
    void knowsAProviderByAllOfItsHosts() {
        assertThat(shipped.site(hosts("mx1.google.com", "mx2.googlemail.com"))).isEqualTo("google");
        assertThat(shipped.site(hosts("mx1.google.com", "backup.example.com")))
                .isEqualTo("mx1.google.com,backup.example.com");
        assertThat(shipped.site(hosts("notgoogle.com"))).isEqualTo("notgoogle.com");
    }

    @Test
    void letsTheParticularGoBeforeTheGeneral() {
        ShapingRules rules = shipped.with("mine.toml", """
                [domain."example.com"]
                connections = 1
                [site."mx.example.com"]
                connections = 2
                messages-per-connection = 7
                [default]
                connections = 3
                messages-per-connection = 8
                message-rate = "9/s"
                """);
        Shaping shaping = rules.of("example.com", ELSEWHERE, "default");
        assertThat(shaping.connections()).isEqualTo(1);
        assertThat(shaping.messagesPerConnection()).isEqualTo(7);
        assertThat(shaping.messageRate()).isEqualTo(new Rate(9, Duration.ofSeconds(1)));
    }

    @Test
    void letsALaterFileGoBeforeAnEarlierOne() {
        ShapingRules rules = shipped.with("one.toml", "[provider.google]\nconnections = 3")
                .with("two.toml", "[provider.google]\nconnections = 2");
        assertThat(rules.of("gmail.com", hosts("mx.google.com"), "default").connections())
                .isEqualTo(2);
        assertThat(rules.of("gmail.com", hosts("mx.google.com"), "default").messagesPerConnection())
                .isEqualTo(50);
    }

    @Test
    void explainsWhereEachValueWasSaid() {
        ShapingRules rules = shipped.with("mine.toml", "\n[domain.\"example.com\"]\nconnections = 1\n");
        assertThat(rules.explain("example.com", ELSEWHERE, "default"))
                .contains(new ShapingRules.Explanation("connections", "1", "mine.toml:3 [domain.example.com]"))
                .anySatisfy(said -> {
                    assertThat(said.limit()).isEqualTo("tls");
                    assertThat(said.value()).isEqualTo("opportunistic");
                    assertThat(said.from()).matches("shipped shaping.toml:\\d+ \\[default]");
                });
    }

    @Test
    void asksTheParticularRulesForRepliesFirst() {
        ShapingRules rules = shipped.with("mine.toml", """
                [[domain."example.com".when]]
                reply = "reputation"
                action = "suspend"
                for = "1h"
                scope = "tenant"
                """);
        BackoffRule first =
                rules.of("example.com", ELSEWHERE, "default").backoff().get(0);
        assertThat(first.action()).isEqualTo(BackoffRule.Action.SUSPEND);
        assertThat(first.scope()).isEqualTo(BackoffRule.Scope.TENANT);
        assertThat(first.matches("421 4.7.0 bad IP reputation")).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "[defualt] | mine.toml:1: unknown section \"defualt\"",
                "[default]\\nsource = 1 | mine.toml:2: what is said of a source is a section of its own: [default.source.",
                "[default.source.a]\\nmx-suffixes = 1 | mine.toml:2: unknown key \"mx-suffixes\" in [default.source.a]",
                "[[default.when]]\\nreply = \"x\"\\naction = \"slow\"\\nconnections = 1\\nfor = \"1h\"\\nscope = \"tenant\" | mine.toml:1: action = \"slow\" for a tenant",
                "[default]\\nconections = 1 | mine.toml:2: unknown key \"conections\" in [default]: there are connections,",
                "[default]\\nconnections = 0 | mine.toml:2: connections = 0: must be a whole number from 1 to 10000",
                "[default]\\nconnections = \"5\" | mine.toml:2: connections = 5: must be a whole number",
                "[default]\\nmessage-rate = \"5\" | mine.toml:2: message-rate = 5: must be a rate as in",
                "[default]\\nmessage-rate = \"0/s\" | mine.toml:2: message-rate = 0/s: must be a rate",
                "[default]\\nidle-time = \"1 day\" | mine.toml:2: idle-time = 1 day: must be a duration",
                "[default]\\ntls = \"yes\" | mine.toml:2: tls = yes: must be \"opportunistic\", \"required\", \"verified\" or \"dane\"",
                "[default]\\nmx-suffixes = [\"a.com\"] | mine.toml:2: unknown key \"mx-suffixes\"",
                "[provider.x]\\nmx-suffixes = \"a.com\" | mine.toml:2: mx-suffixes must be a list",
                "[provider.x]\\nmx-suffixes = [\"l.google.com\"] | both claim the hosts of \"l.google.com\"",
                "[domain]\\nconnections = 1 | mine.toml:2: \"connections\" must be a section of its own",
                "default = 3 | mine.toml:1: \"default\" must be a section",
                "[default]\\n= 3 | mine.toml:2: this is not TOML",
                "[[default.when]]\\nreply = \"(\"\\naction = \"bounce\" | mine.toml:2: reply = (: must be a regular expression",
                "[[default.when]]\\nreply = \"x\"\\naction = \"stop\" | mine.toml:3: action = stop: must be \"suspend\"",
                "[[default.when]]\\nreply = \"x\"\\naction = \"suspend\" | mine.toml:1: \"for\" is missing",
                "[[default.when]]\\nreply = \"x\"\\naction = \"slow\"\\nfor = \"1h\" | mine.toml:1: action = \"slow\" needs",
                "[[default.when]]\\nrepyl = \"x\" | mine.toml:2: unknown key \"repyl\"",
                "[default]\\nwhen = 3 | mine.toml:2: rules for replies are written as [[default.when]]",
            })
    void namesFileLineAndRemedy(String text, String complaint) {
        assertThatThrownBy(() -> shipped.with("mine.toml", text.replace("\\n", "\n")))
                .isInstanceOf(ShapingException.class)
                .hasMessageContaining(complaint);
    }
}
