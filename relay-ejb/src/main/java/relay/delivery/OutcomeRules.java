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

    private final RetrySchedule schedule;
    private final DoubleSupplier random;

    public OutcomeRules(RetrySchedule schedule, DoubleSupplier random) {
        this.schedule = schedule;
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
        return later(delivery, result.endedAt(), enhanced(failure.reply(), "4.4.1"));
    }

    /**
     * RFC 5321, section 4.5.4.2 has transactional mail tried again, at the risk of a duplicate; mail to many waits for
     * somebody's decision.
     */
    private Verdict inDoubt(Delivery delivery, long now) {
        if (delivery.message().stream().equals("broadcast")) {
            return new Verdict(RecipientStatus.IN_DOUBT, null, "4.4.2", true);
        }
        Verdict later = later(delivery, now, "4.4.2");
        return new Verdict(later.status(), later.nextAt(), later.enhancedStatus(), true);
    }

    /** A refusal of our login or of encryption says nothing about the message. */
    private static boolean isBetweenHosts(Stage stage) {
        return stage == Stage.STARTTLS || stage == Stage.AUTH;
    }

    private Verdict later(Delivery delivery, long now, String enhancedStatus) {
        long next = now + schedule.waitAfter(delivery.attempts() + 1, random).toMillis();
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
