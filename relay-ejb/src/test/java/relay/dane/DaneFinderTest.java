package relay.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.Type;

class DaneFinderTest {
    private static final String HOST = "mx.example.com";
    private static final byte[] DIGEST = new byte[32];

    private final Map<String, Validated> answers = new HashMap<>();
    private final List<String> questions = new ArrayList<>();
    private boolean available = true;

    /** Answers as it was told; the absence of everything else is proved. */
    private final class Scripted implements ValidatingDns {
        @Override
        public CompletionStage<Boolean> isAvailable() {
            return CompletableFuture.completedFuture(available);
        }

        @Override
        public CompletionStage<Validated> ask(String name, int type) {
            String question = name + " " + Type.string(type);
            questions.add(question);
            return CompletableFuture.completedFuture(
                    answers.getOrDefault(question, new Validated(Validated.Status.SECURE, List.of(), null)));
        }
    }

    DaneFinderTest() throws UnknownHostException {
        answer(
                "example.com MX",
                Validated.Status.SECURE,
                new MXRecord(name("example.com"), DClass.IN, 60, 10, name(HOST)));
        answer(HOST + " A", Validated.Status.SECURE, new ARecord(name(HOST), DClass.IN, 60, address()));
        tlsa(Validated.Status.SECURE, 3);
    }

    private void answer(String question, Validated.Status status, Record... records) {
        answers.put(
                question, new Validated(status, List.of(records), status == Validated.Status.BOGUS ? "forged" : null));
    }

    private void tlsa(Validated.Status status, int usage) {
        answer(
                "_25._tcp." + HOST + " TLSA",
                status,
                new TLSARecord(name("_25._tcp." + HOST), DClass.IN, 60, usage, 1, 1, DIGEST));
    }

    private static Name name(String text) {
        return Name.fromConstantString(text + ".");
    }

    private static InetAddress address() throws UnknownHostException {
        return InetAddress.getByName("192.0.2.1");
    }

    private DaneFinding find() {
        return new DaneFinder(new Scripted(), 25)
                .of("example.com", Set.of(HOST))
                .toCompletableFuture()
                .join();
    }

    private HostDane host() {
        return find().hosts().get(HOST);
    }

    @Test
    void findsRecordsOfASignedHost() throws UnknownHostException {
        HostDane.Published published = (HostDane.Published) host();
        assertThat(published.check()).isNotNull();
        assertThat(published.addresses()).containsExactly(address());
        assertThat(published.records().get(0)).startsWith("3 1 1 0000");
        assertThat(published.ofTheDomain()).isFalse();
        assertThat(find().secureNames()).isTrue();
    }

    @Test
    void asksOneQuestionAboutADomainThatIsNotSigned() {
        answer("example.com MX", Validated.Status.INSECURE);
        assertThat(find()).isEqualTo(DaneFinding.NONE);
        assertThat(questions).containsExactly("example.com MX");
    }

    @Test
    void asksNothingWhereNoSignaturesComeThrough() {
        available = false;
        assertThat(find()).isEqualTo(DaneFinding.NONE);
        assertThat(questions).isEmpty();
    }

    @Test
    void tellsThatTheMxRecordsAreBogus() {
        answer("example.com MX", Validated.Status.BOGUS);
        assertThat(find().bogus()).isEqualTo("forged");
    }

    @Test
    void asksForNoRecordsOfAHostWhoseAddressesAreNotSigned() {
        answer(HOST + " A", Validated.Status.INSECURE);
        assertThat(host()).isEqualTo(new HostDane.None());
        assertThat(questions).noneMatch(question -> question.endsWith("TLSA"));
    }

    @Test
    void usesNoHostWithBogusAddresses() {
        answer(HOST + " AAAA", Validated.Status.BOGUS);
        assertThat(host()).isEqualTo(new HostDane.Bogus("forged"));
    }

    @Test
    void usesNoHostWithBogusRecords() {
        tlsa(Validated.Status.BOGUS, 3);
        assertThat(host()).isEqualTo(new HostDane.Bogus("forged"));
    }

    @Test
    void takesRecordsThatAreNotSignedForNone() {
        tlsa(Validated.Status.INSECURE, 3);
        assertThat(host()).isEqualTo(new HostDane.None());
    }

    @Test
    void judgesNothingByRecordsThatItDoesNotKnow() {
        tlsa(Validated.Status.SECURE, 1);
        assertThat(((HostDane.Published) host()).check()).isNull();
    }

    @Test
    void countsTheDomainsNameBelowAnAuthority() {
        tlsa(Validated.Status.SECURE, 2);
        assertThat(((HostDane.Published) host()).ofTheDomain()).isTrue();
    }

    @Test
    void usesNoHostThatTheSignedRecordsDoNotName() {
        DaneFinding found = new DaneFinder(new Scripted(), 25)
                .of("example.com", Set.of("evil.example"))
                .toCompletableFuture()
                .join();
        assertThat(found.hosts().get("evil.example")).isInstanceOf(HostDane.Bogus.class);
    }

    @Test
    void takesTheDomainItselfForItsHostWhereTheAbsenceOfMxIsSigned() {
        answer("example.com MX", Validated.Status.SECURE);
        DaneFinding found = new DaneFinder(new Scripted(), 25)
                .of("example.com", Set.of("example.com"))
                .toCompletableFuture()
                .join();
        assertThat(found.hosts().get("example.com")).isEqualTo(new HostDane.None());
    }
}
