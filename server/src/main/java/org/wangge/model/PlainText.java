package org.wangge.model;

/// What may stand in a name, a note or any other text that is kept: whole characters that can be seen, or that part what can be
/// seen. Everything else can't be stored alike by both databases, or makes a page show something else than what is there. Pure
/// functions.
public final class PlainText {

    /// In UTF-16 units.
    public static final int MAX_LENGTH = 500;

    private PlainText() {}

    /// Why this text is not kept, to follow its name or value: `has …`, `is …`; null when it is. Blank text is nobody's fault
    /// here, unless it looks blank and is not, as text of zero-width characters.
    public static String fault(String text) {
        if (text.length() > MAX_LENGTH) {
            return "has " + text.length() + " characters; at most " + MAX_LENGTH + " are kept";
        }
        int embedded = 0;
        int isolated = 0;
        boolean isSeen = text.isBlank();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            String what = what(c);
            if (what != null) {
                return "has " + what + " at position " + (i + 1);
            }
            switch (c) {
                case 0x202A, 0x202B, 0x202D, 0x202E -> embedded++;
                case 0x202C -> embedded--;
                case 0x2066, 0x2067, 0x2068 -> isolated++;
                case 0x2069 -> isolated--;
                case '\n' -> {
                    if (embedded != 0 || isolated != 0) {
                        return "turns the direction of writing without turning it back before the line ends";
                    }
                }
                default -> isSeen |= !isInvisible(c);
            }
            if (embedded < 0 || isolated < 0) {
                return "has a mark that turns the direction of writing back, without one that turned it, at position " + (i + 1);
            }
        }
        if (embedded != 0 || isolated != 0) {
            return "turns the direction of writing without turning it back";
        }
        return isSeen ? null : "is nothing but characters that can't be seen";
    }

    private static String what(int c) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            return "half a character (a lone surrogate)";
        }
        if (c == 0xFFFD || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)) {
            return "a character that is not text (was it converted from another encoding?)";
        }
        boolean isControl = c < 0x20 && c != '\n' && c != '\t' && c != '\r' || c >= 0x7F && c < 0xA0;
        return isControl ? "a control character" : null;
    }

    static boolean isInvisible(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT || c == 0x2800
                || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
