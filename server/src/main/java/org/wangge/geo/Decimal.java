package org.wangge.geo;

/// Decimal numbers between text and `double`. Pure functions.
public final class Decimal {

    /// Why such a number is not taken, to follow its value.
    public static final String LOST = "is too large or too small a number to be kept";

    private Decimal() {}

    /// Has a number that is well-formed as text become another: infinite, or 0 without being 0?
    public static boolean isLost(String text, double read) {
        return Double.isInfinite(read) || (read == 0 && hasOtherDigitThan0(text));
    }

    private static boolean hasOtherDigitThan0(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'e' || c == 'E') {
                return false;
            }
            if (c >= '1' && c <= '9') {
                return true;
            }
        }
        return false;
    }
}
