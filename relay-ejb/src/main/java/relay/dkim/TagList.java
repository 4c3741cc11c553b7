package relay.dkim;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code name=value;} lists of signatures and key records (RFC 6376, section 3.2). */
final class TagList {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*+");
    private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]++");

    private final Map<String, String> tags = new LinkedHashMap<>();

    private TagList() {}

    static TagList parse(String text) throws MalformedTagsException {
        TagList list = new TagList();
        int from = 0;
        while (from <= text.length()) {
            int semicolon = text.indexOf(';', from);
            int end = semicolon < 0 ? text.length() : semicolon;
            list.add(text.substring(from, end).strip(), semicolon < 0);
            from = end + 1;
        }
        return list;
    }

    private void add(String tag, boolean last) throws MalformedTagsException {
        if (tag.isEmpty() && last) {
            return;
        }
        int equals = tag.indexOf('=');
        String name = equals < 0 ? "" : tag.substring(0, equals).strip();
        if (!NAME.matcher(name).matches()) {
            throw new MalformedTagsException("malformed tag list");
        }
        if (tags.put(name, tag.substring(equals + 1).strip()) != null) {
            throw new MalformedTagsException("tag " + name + "= is repeated");
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    String require(String name) throws MalformedTagsException {
        String value = tags.get(name);
        if (value == null || value.isEmpty()) {
            throw new MalformedTagsException("tag " + name + "= is missing");
        }
        return value;
    }

    boolean isFirst(String name) {
        return tags.keySet().stream().findFirst().filter(name::equals).isPresent();
    }

    /** The value of a colon-separated list, white space around its items removed; empty without the tag. */
    List<String> list(String name) {
        return get(name).map(TagList::items).orElse(List.of());
    }

    static List<String> items(String value) {
        return Arrays.stream(value.split(":", -1)).map(String::strip).toList();
    }

    byte[] base64(String name) throws MalformedTagsException {
        try {
            return Base64.getDecoder().decode(SPACE.matcher(require(name)).replaceAll(""));
        } catch (IllegalArgumentException e) {
            throw new MalformedTagsException("tag " + name + "= is not base64");
        }
    }

    /** A decimal number of at most so many digits, or empty without the tag. */
    Optional<Long> number(String name, int digits) throws MalformedTagsException {
        Optional<String> value = get(name);
        if (value.isPresent() && !value.get().matches("[0-9]{1," + digits + "}")) {
            throw new MalformedTagsException("tag " + name + "= is not a number");
        }
        return value.map(Long::valueOf);
    }
}
