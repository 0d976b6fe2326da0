package org.wangge.api.wire;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Numbers as the API reads them from texts: ASCII digits and nothing else. Java's own parsers also take digits of other
/// scripts, `NaN`, hexadecimal floats and a type's letter at the end, and make 0 of what is too small. A whole number has one
/// form, so that one thing has one address: no zeros before it.
public final class Numbers {

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?([0-9]{1,20}(\\.[0-9]{0,20})?|\\.[0-9]{1,20})([eE][+-]?[0-9]{1,3})?");

    private Numbers() {}

    /// Empty for what is no whole number of 64 bits.
    public static OptionalLong whole(String text) {
        try {
            return WHOLE.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /// Empty for what is no whole number of 32 bits.
    public static Optional<Integer> integer(String text) {
        OptionalLong whole = whole(text);
        return whole.isPresent() && whole.getAsLong() == (int) whole.getAsLong() ? Optional.of((int) whole.getAsLong())
                : Optional.empty();
    }

    /// Empty for what is no decimal number, is beyond what a double can hold, or is not 0 and would become it.
    public static OptionalDouble decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        boolean vanished = value == 0 && text.replaceFirst("[eE].*", "").matches(".*[1-9].*");
        // To add 0 makes 0 of -0.
        return Double.isInfinite(value) || vanished ? OptionalDouble.empty() : OptionalDouble.of(value + 0.0);
    }
}
