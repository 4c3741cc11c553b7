package relay.dkim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A DNS that holds nothing but what a test publishes. */
final class PublishedKeys implements KeyLookup {
    private final Map<String, Answer> answers = new HashMap<>();

    PublishedKeys publish(String name, String... records) {
        answers.put(name, new Answer.Found(List.of(records)));
        return this;
    }

    PublishedKeys publish(SigningKey key, DkimKeyPair pair) {
        return publish(key.toString(), pair.record());
    }

    PublishedKeys fail(String name) {
        answers.put(name, new Answer.Failed("SERVFAIL"));
        return this;
    }

    @Override
    public Answer txt(String name) {
        return answers.getOrDefault(name, new Answer.Missing());
    }
}
