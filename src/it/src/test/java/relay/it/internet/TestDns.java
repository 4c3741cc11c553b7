package relay.it.internet;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;

/** An authoritative server for every name there is, over UDP and TCP on loopback. What nobody has named does not exist. */
public final class TestDns implements AutoCloseable {
    private static final int TTL_SECONDS = 60;
    private static final int LARGEST_DATAGRAM = 1232;
    private static final int NULL_MX_PREFERENCE = 0;

    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    private final Set<Name> failing = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> questions = new ConcurrentHashMap<>();
    private volatile SignedZones signatures;
    private final ExecutorService threads = Executors.newCachedThreadPool(TestDns::thread);
    private final DatagramSocket datagrams;
    private final ServerSocket connections;

    public TestDns() {
        try {
            connections = new ServerSocket();
            connections.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            datagrams = new DatagramSocket(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), connections.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::answerDatagrams);
        threads.execute(this::answerConnections);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "test-dns");
        thread.setDaemon(true);
        return thread;
    }

    public int port() {
        return connections.getLocalPort();
    }

    /**
     * Signs the root and everything below {@code signed.} from now on.
     *
     * @return what a validator must know of the root, as in a zone file
     */
    public String sign() {
        signatures = new SignedZones();
        return signatures.anchor();
    }

    /** Has somebody without the key sign these records. */
    public void forge(String name, int type) {
        signatures.forge(name(name), type);
    }

    /** How often it was asked for records of a name. */
    public int questions(String name, int type) {
        return questions.getOrDefault(name(name) + " " + type, 0);
    }

    // What it knows

    public void mx(String domain, int preference, String host) {
        add(new MXRecord(name(domain), DClass.IN, TTL_SECONDS, preference, name(host)));
    }

    /** The domain takes no mail (RFC 7505). */
    public void nullMx(String domain) {
        add(new MXRecord(name(domain), DClass.IN, TTL_SECONDS, NULL_MX_PREFERENCE, Name.root));
    }

    /** An IPv4 or IPv6 address. */
    public void address(String host, String address) {
        InetAddress parsed = parse(address);
        add(
                address.contains(":")
                        ? new AAAARecord(name(host), DClass.IN, TTL_SECONDS, parsed)
                        : new ARecord(name(host), DClass.IN, TTL_SECONDS, parsed));
    }

    public void text(String name, String value) {
        add(new TXTRecord(name(name), DClass.IN, TTL_SECONDS, pieces(value)));
    }

    /** A TLSA record for a port of a host. */
    public void tlsa(String host, int port, int usage, int selector, int matching, byte[] data) {
        add(new TLSARecord(
                name("_" + port + "._tcp." + host), DClass.IN, TTL_SECONDS, usage, selector, matching, data));
    }

    /** Forgets everything about a name. */
    public void forget(String name) {
        records.remove(name(name));
    }

    /** Questions about this name are answered SERVFAIL, until {@link #recover}. */
    public void fail(String name) {
        failing.add(name(name));
    }

    public void recover(String name) {
        failing.remove(name(name));
    }

    private void add(Record record) {
        records.computeIfAbsent(record.getName(), unknown -> new CopyOnWriteArrayList<>())
                .add(record);
    }

    private static Name name(String text) {
        return Name.fromConstantString(text.endsWith(".") ? text : text + ".");
    }

    private static InetAddress parse(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A string of a TXT record has at most 255 octets. */
    private static List<String> pieces(String value) {
        List<String> pieces = new CopyOnWriteArrayList<>();
        for (int i = 0; i < value.length(); i += 255) {
            pieces.add(value.substring(i, Math.min(value.length(), i + 255)));
        }
        return pieces;
    }

    // How it answers

    private void answerDatagrams() {
        byte[] buffer = new byte[65_535];
        while (!datagrams.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                datagrams.receive(packet);
                byte[] question = java.util.Arrays.copyOf(buffer, packet.getLength());
                byte[] answer = answer(question).toWire(LARGEST_DATAGRAM);
                datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException closedOrMalformed) {
                // the next question may be a better one
            }
        }
    }

    private void answerConnections() {
        while (!connections.isClosed()) {
            try {
                Socket connection = connections.accept();
                threads.execute(() -> answerConnection(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answerConnection(Socket connection) {
        try (connection;
                DataInputStream in = new DataInputStream(connection.getInputStream());
                DataOutputStream out = new DataOutputStream(connection.getOutputStream())) {
            while (true) {
                byte[] answer = answer(in.readNBytes(in.readUnsignedShort())).toWire();
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            }
        } catch (IOException gone) {
            // that is how connections end
        }
    }

    private Message answer(byte[] question) throws IOException {
        Message asked = new Message(question);
        Message answer = new Message(asked.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.getHeader().setFlag(Flags.RA);
        Record about = asked.getQuestion();
        answer.addRecord(about, Section.QUESTION);
        List<Record> known = records.get(about.getName());
        questions.merge(about.getName() + " " + about.getType(), 1, Integer::sum);
        if (failing.contains(about.getName())) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
        } else if (known == null) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        } else {
            known.stream()
                    .filter(record -> record.getType() == about.getType())
                    .forEach(record -> answer.addRecord(record, Section.ANSWER));
        }
        if (signatures != null && answer.getHeader().getRcode() != Rcode.SERVFAIL && wantsSignatures(asked)) {
            signatures.complete(answer, about, known);
        }
        return answer;
    }

    /** The DO bit (RFC 4035, section 3.2.1). */
    private static boolean wantsSignatures(Message asked) {
        return asked.getOPT() != null && (asked.getOPT().getFlags() & ExtendedFlags.DO) != 0;
    }

    @Override
    public void close() {
        datagrams.close();
        try {
            connections.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
