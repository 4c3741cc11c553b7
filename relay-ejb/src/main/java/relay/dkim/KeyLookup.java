package relay.dkim;

import java.util.List;

/** Where the verifier gets published keys from: DNS, as a rule. */
@FunctionalInterface
public interface KeyLookup {
    /**
     * The TXT records at this name.
     *
     * @param name in ASCII form, without a dot at its end
     */
    Answer txt(String name);

    /** What came back. */
    sealed interface Answer {
        /**
         * There are records.
         *
         * @param records the text of each, its strings joined without anything between
         */
        record Found(List<String> records) implements Answer {
            public Found {
                records = List.copyOf(records);
            }
        }

        /** There is no such record, and will be none soon. */
        record Missing() implements Answer {}

        /**
         * It cannot be told now.
         *
         * @param reason for the result
         */
        record Failed(String reason) implements Answer {}
    }
}
