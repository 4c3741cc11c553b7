package relay.it.internet;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Two zones with real signatures (RFC 4034): the root, and {@code signed.} with everything below it. All other top-level
 * domains are delegated without keys, which the root proves. What is not there is denied by an NSEC record of its own.
 */
final class SignedZones {
    static final Name SIGNED = Name.fromConstantString("signed.");

    private static final int TTL_SECONDS = 60;

    private final ZoneKey root = new ZoneKey(Name.root);
    private final ZoneKey signed = new ZoneKey(SIGNED);
    private final ZoneKey forger = new ZoneKey(SIGNED);
    private final Set<String> forged = ConcurrentHashMap.newKeySet();

    /** What a validator must know of the root. */
    String anchor() {
        return root.delegation() + "\n";
    }

    /** Has somebody without the zone's key sign these records from now on. */
    void forge(Name name, int type) {
        forged.add(name + " " + type);
    }

    /** Adds to an answer what a validator wants to see. */
    void complete(Message answer, Record question, List<Record> known) {
        Name name = question.getName();
        if (question.getType() == Type.DNSKEY && (name.equals(Name.root) || name.equals(SIGNED))) {
            ZoneKey key = name.equals(SIGNED) ? signed : root;
            answerWith(answer, key, List.of(key.record()));
        } else if (question.getType() == Type.DS && name.equals(SIGNED)) {
            answerWith(answer, root, List.of(signed.delegation()));
        } else if (question.getType() == Type.DS && name.labels() == 2) {
            deny(answer, root, name, Type.NS);
        } else if (name.subdomain(SIGNED)) {
            signOrDeny(answer, name, known);
        }
    }

    private void answerWith(Message answer, ZoneKey key, List<? extends Record> records) {
        answer.getHeader().setRcode(Rcode.NOERROR);
        records.forEach(record -> answer.addRecord(record, Section.ANSWER));
        answer.addRecord(key.sign(new RRset(records.toArray(Record[]::new))), Section.ANSWER);
    }

    private void signOrDeny(Message answer, Name name, List<Record> known) {
        answer.getHeader().setRcode(Rcode.NOERROR);
        List<RRset> sets = answer.getSectionRRsets(Section.ANSWER);
        for (RRset set : sets) {
            answer.addRecord(signature(set), Section.ANSWER);
        }
        if (sets.isEmpty()) {
            deny(
                    answer,
                    signed,
                    name,
                    known == null
                            ? new int[0]
                            : known.stream()
                                    .mapToInt(Record::getType)
                                    .distinct()
                                    .toArray());
        }
    }

    private RRSIGRecord signature(RRset set) {
        return forged.contains(set.getName() + " " + set.getType()) ? forger.sign(set) : signed.sign(set);
    }

    private static void deny(Message answer, ZoneKey key, Name name, int... types) {
        answer.getHeader().setRcode(Rcode.NOERROR);
        int[] all = IntStream.concat(IntStream.of(types), IntStream.of(Type.RRSIG, Type.NSEC))
                .toArray();
        authority(answer, key, new NSECRecord(name, DClass.IN, TTL_SECONDS, after(name), all));
        authority(
                answer,
                key,
                new SOARecord(
                        key.zone(),
                        DClass.IN,
                        TTL_SECONDS,
                        Name.root,
                        Name.root,
                        1,
                        TTL_SECONDS,
                        TTL_SECONDS,
                        TTL_SECONDS,
                        TTL_SECONDS));
    }

    private static void authority(Message answer, ZoneKey key, Record record) {
        answer.addRecord(record, Section.AUTHORITY);
        answer.addRecord(key.sign(new RRset(record)), Section.AUTHORITY);
    }

    /** The very next name there could be (RFC 4470, section 3.1.1). */
    private static Name after(Name name) {
        return Name.fromConstantString("\\000." + name);
    }
}
