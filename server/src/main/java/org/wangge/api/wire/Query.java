package org.wangge.api.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wangge.problem.Problem;

/// The query of an address, decoded strictly: a broken escape, bytes that are no UTF-8 and control characters are refused and
/// named, where the servlet API would fail or put a question mark.
final class Query {

    private Query() {}

    /// Name to values, in the order in which they come. `BadInput` problem for what can't be decoded.
    static Map<String, List<String>> parse(String raw) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals), "A query parameter's name", Map.of());
            String value = equals < 0 ? "" : decoded(part.substring(equals + 1), "The query parameter '" + name + "'",
                    Map.of("parameter", name));
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
        return values;
    }

    private static String decoded(String text, String what, Map<String, Object> extra) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 4);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? hex(text.charAt(i + 1)) : -1;
                int low = i + 2 < text.length() ? hex(text.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    throw bad(what, "has a '%' that two hexadecimal digits do not follow", "Write a percent sign as %25.", extra);
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else if (c < 0x80) {
                bytes.put((byte) (c == '+' ? ' ' : c));
            } else {
                int length = Character.isHighSurrogate(c) && i + 1 < text.length() ? 2 : 1;
                bytes.put(text.substring(i, i + length).getBytes(StandardCharsets.UTF_8));
                i += length - 1;
            }
        }
        CharBuffer chars;
        try {
            chars = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
        } catch (CharacterCodingException e) {
            throw bad(what, "is not UTF-8", "Escape the bytes of its UTF-8 form.", extra);
        }
        if (chars.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == 0xfffd)) {
            throw bad(what, "has a character that no text has", "Leave control characters out.", extra);
        }
        return chars.toString();
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static RuntimeException bad(String what, String fault, String remedy, Map<String, Object> extra) {
        return new Problem.BadInput(what + " " + fault + ".", remedy, extra).asException();
    }
}
