package relay.delivery;

import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import relay.ledger.RecipientStatus;
import relay.smtp.Reply;
import relay.smtp.client.SmtpFailure;
import relay.smtp.client.Stage;

/** Decides what an attempt means: delivered, deferred until when, bounced, expired or in doubt. */
public final class OutcomeRules {
    private static final Pattern ENHANCED = Pattern.compile("^([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

    /** Refusals of one recipient that are taken for greylisting; whoever says so for ever means something else. */
    private static final int MOST_GREYLISTED = 3;
    /** Who comes back early is refused again: a wait that was named is lengthened by up to a tenth. */
    private static final double LATER = 0.1;

    private final RetrySchedules schedules;
    private final DoubleSupplier random;

    public OutcomeRules(RetrySchedules schedules, DoubleSupplier random) {
        this.schedules = schedules;
        this.random = random;
    }

    Verdict decide(Delivery delivery, AttemptResult result) {
        if (result.isDelivered()) {
            return new Verdict(RecipientStatus.DELIVERED, null, enhanced(result.delivered(), "2.0.0"), false);
        }
        SmtpFailure failure = result.failure();
        if (failure.isAmbiguous()) {
            return inDoubt(delivery, result.endedAt());
        }
        if (result.isFinal()) {
            return new Verdict(RecipientStatus.BOUNCED, null, permanent(enhanced(failure.reply(), "5.0.0")), false);
        }
        if (failure.reply() != null && failure.reply().isPermanent() && !isBetweenHosts(failure.stage())) {
            return new Verdict(RecipientStatus.BOUNCED, null, enhanced(failure.reply(), "5.0.0"), false);
        }
        long now = result.endedAt();
        return later(delivery, now, wait(delivery, failure), enhanced(failure.reply(), "4.4.1"));
    }

    /** As the stream's schedule has it; but a host that asks us to come back gets what it asks for. */
    private long wait(Delivery delivery, SmtpFailure failure) {
        long usual = usualWait(delivery);
        if (delivery.attempts() >= MOST_GREYLISTED || !Greylisting.isMeantBy(failure)) {
            return usual;
        }
        return Greylisting.wait(failure)
                .map(named -> Math.round(named.toMillis() * (1 + LATER * random.getAsDouble())))
                .orElseGet(() -> Math.min(usual, schedules.greylistDelay().toMillis()));
    }

    private long usualWait(Delivery delivery) {
        return schedules
                .of(delivery.queue().precedence())
                .waitAfter(delivery.attempts() + 1, random)
                .toMillis();
    }

    /**
     * RFC 5321, section 4.5.4.2 has transactional mail tried again, at the risk of a duplicate; mail to many waits for
     * somebody's decision.
     */
    private Verdict inDoubt(Delivery delivery, long now) {
        if (delivery.message().stream().equals("broadcast")) {
            return new Verdict(RecipientStatus.IN_DOUBT, null, "4.4.2", true);
        }
        Verdict later = later(delivery, now, usualWait(delivery), "4.4.2");
        return new Verdict(later.status(), later.nextAt(), later.enhancedStatus(), true);
    }

    /** A refusal of our login or of encryption says nothing about the message. */
    private static boolean isBetweenHosts(Stage stage) {
        return stage == Stage.STARTTLS || stage == Stage.AUTH;
    }

    private Verdict later(Delivery delivery, long now, long wait, String enhancedStatus) {
        long next = now + wait;
        long expiresAt = delivery.message().expiresAt();
        if (now >= expiresAt) {
            return new Verdict(RecipientStatus.EXPIRED, null, "4.4.7", false);
        }
        return new Verdict(RecipientStatus.DEFERRED, Math.min(next, expiresAt), enhancedStatus, false);
    }

    /** A status of class 5 with the same subject and detail. */
    private static String permanent(String enhancedStatus) {
        return "5" + enhancedStatus.substring(1);
    }

    /** The enhanced code of the reply, parsed or at the start of its text; a fallback of the right class otherwise. */
    static String enhanced(Reply reply, String fallback) {
        if (reply == null) {
            return fallback;
        }
        if (reply.enhanced() != null) {
            return reply.enhanced();
        }
        Matcher matcher = ENHANCED.matcher(reply.text());
        return matcher.find() ? matcher.group(1) : reply.code() / 100 + ".0.0";
    }
}
