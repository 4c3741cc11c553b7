package relay.submission;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import relay.smtp.BodyType;
import relay.smtp.DsnNotify;
import relay.smtp.DsnReturn;
import relay.smtp.Envelope;
import relay.smtp.ForwardPath;

/** An {@link AcceptedMessage} as bytes in front of its content: a version, then the fields in order. */
final class AcceptedMessageCodec {
    private static final int VERSION = 2;
    /** Without what is wished of TLS. */
    private static final int FIRST_VERSION = 1;

    private static final int MAX_LIST = 200_000;

    private AcceptedMessageCodec() {}

    static byte[] encode(AcceptedMessage message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(message.queueId());
            text(out, message.tenantId());
            text(out, message.credentialId());
            text(out, message.stream());
            envelope(out, message.envelope());
            facts(out, message.facts());
            options(out, message.options());
            text(out, message.origin());
            out.writeLong(message.acceptedAt().toEpochMilli());
            out.writeInt(message.headerSize());
            out.writeLong(message.contentSize());
            instant(out, message.expiresAt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a message, leaving the stream at the first byte of its content.
     *
     * @throws IOException when the bytes are not an accepted message of this version
     */
    static AcceptedMessage decode(DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        if (version != VERSION && version != FIRST_VERSION) {
            throw new IOException("Accepted message of unknown version " + version);
        }
        return new AcceptedMessage(
                in.readUTF(),
                text(in),
                text(in),
                text(in),
                envelope(in, version),
                facts(in, version),
                options(in),
                text(in),
                Instant.ofEpochMilli(in.readLong()),
                in.readInt(),
                in.readLong(),
                instant(in));
    }

    private static void envelope(DataOutputStream out, Envelope envelope) throws IOException {
        out.writeUTF(envelope.reversePath());
        out.writeInt(envelope.recipients().size());
        for (ForwardPath recipient : envelope.recipients()) {
            out.writeUTF(recipient.address());
            out.writeUTF(words(recipient.notifyOn()));
            text(out, recipient.originalRecipient());
        }
        out.writeUTF(envelope.body().name());
        out.writeBoolean(envelope.smtpUtf8());
        text(out, envelope.dsnReturn() == null ? null : envelope.dsnReturn().name());
        text(out, envelope.envelopeId());
        out.writeBoolean(envelope.requireTls());
    }

    private static Envelope envelope(DataInputStream in, int version) throws IOException {
        String reversePath = in.readUTF();
        int count = listSize(in);
        List<ForwardPath> recipients = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            recipients.add(new ForwardPath(in.readUTF(), notifyOn(in.readUTF()), text(in)));
        }
        BodyType body = BodyType.valueOf(in.readUTF());
        boolean smtpUtf8 = in.readBoolean();
        String dsnReturn = text(in);
        return new Envelope(
                reversePath,
                recipients,
                body,
                smtpUtf8,
                dsnReturn == null ? null : DsnReturn.valueOf(dsnReturn),
                text(in),
                version != FIRST_VERSION && in.readBoolean());
    }

    private static String words(Set<DsnNotify> values) {
        return values.stream().map(Enum::name).sorted().collect(Collectors.joining(","));
    }

    private static Set<DsnNotify> notifyOn(String words) {
        return words.isEmpty()
                ? Set.of()
                : Arrays.stream(words.split(",", -1)).map(DsnNotify::valueOf).collect(Collectors.toSet());
    }

    private static void facts(DataOutputStream out, MessageFacts facts) throws IOException {
        text(out, facts.messageId());
        text(out, facts.fromAddress());
        text(out, facts.fromDomain());
        text(out, facts.subject());
        out.writeBoolean(facts.overlooksTls());
    }

    private static MessageFacts facts(DataInputStream in, int version) throws IOException {
        return new MessageFacts(text(in), text(in), text(in), text(in), version != FIRST_VERSION && in.readBoolean());
    }

    private static void options(DataOutputStream out, RelayOptions options) throws IOException {
        text(out, options.stream());
        out.writeInt(options.tags().size());
        for (String tag : options.tags()) {
            out.writeUTF(tag);
        }
        text(out, options.metadata());
        Tracking track = options.track();
        out.writeByte(track == null ? -1 : (track.opens() ? 1 : 0) + (track.clicks() ? 2 : 0));
        instant(out, options.sendAt());
        instant(out, options.expireAt());
        text(out, options.campaign());
        text(out, options.idempotencyKey());
    }

    private static RelayOptions options(DataInputStream in) throws IOException {
        String stream = text(in);
        int count = listSize(in);
        List<String> tags = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tags.add(in.readUTF());
        }
        String metadata = text(in);
        int track = in.readByte();
        return new RelayOptions(
                stream,
                tags,
                metadata,
                track < 0 ? null : new Tracking((track & 1) != 0, (track & 2) != 0),
                instant(in),
                instant(in),
                text(in),
                text(in));
    }

    private static void instant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant == null ? Long.MIN_VALUE : instant.toEpochMilli());
    }

    private static Instant instant(DataInputStream in) throws IOException {
        long millis = in.readLong();
        return millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    private static int listSize(DataInputStream in) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > MAX_LIST) {
            throw new IOException("Accepted message with a list of " + size);
        }
        return size;
    }
}
