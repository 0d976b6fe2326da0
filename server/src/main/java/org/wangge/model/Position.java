package org.wangge.model;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much of a database a state shows: what it has seen of the change feed, on which day. It means the same on every server of
/// the database and after restarts. Outside of the program it is a text that nobody need understand.
public record Position(Seen seen, LocalDate day) {

    /// Of the form of the text; another form gets another number.
    private static final String VERSION = "1";
    private static final int LONGEST = 8_192;
    private static final String NUMBER = "([0-9a-z]{1,13})";
    private static final Pattern FORM = Pattern.compile(
            VERSION + ",([0-9a-f]{0,64})," + NUMBER + "," + NUMBER + ",(-?[0-9a-z]{1,5}),([0-9a-z.]*)");

    public Position on(LocalDate otherDay) {
        return new Position(seen, otherDay);
    }

    /// Letters, digits, `-` and `_`; some 50 characters, and a few more for each transaction that was under way.
    public String text() {
        StringBuilder text = new StringBuilder(VERSION).append(',').append(seen.origin());
        text.append(',').append(small(seen.next())).append(',').append(small(seen.row()));
        text.append(',').append(small(day.toEpochDay())).append(',');
        for (int i = 0; i < seen.open().size(); i++) {
            text.append(i == 0 ? "" : ".").append(small(seen.next() - seen.open().get(i)));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /// What [#text] has given; `IllegalArgumentException` for anything else.
    public static Position parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a position has at most " + LONGEST + " characters");
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        Matcher m = FORM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        if (!m.matches()) {
            throw new IllegalArgumentException("that is no position");
        }
        long next = number(m.group(2));
        List<Long> open = new ArrayList<>();
        for (String one : m.group(5).isEmpty() ? new String[0] : m.group(5).split("\\.")) {
            open.add(next - number(one));
        }
        Position position = new Position(
                new Seen(m.group(1), next, open, number(m.group(3))), LocalDate.ofEpochDay(number(m.group(4))));
        if (!position.text().equals(text)) {
            throw new IllegalArgumentException("a position has one text only");
        }
        return position;
    }

    private static String small(long number) {
        return Long.toString(number, Character.MAX_RADIX);
    }

    private static long number(String text) {
        return Long.parseLong(text, Character.MAX_RADIX);
    }
}
