package org.wangge.model;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Finds letters in a name that people take for others, or don't see, so that nobody is given a name that looks like somebody
/// else's. What a name of one script looks like as a whole is not judged: one that is Cyrillic all through is good. Pure
/// functions.
public final class Lookalikes {

    /// Scripts that stand beside an alphabet, as in 张san.
    private static final Set<UnicodeScript> BESIDE_ANY = EnumSet.of(
            UnicodeScript.COMMON, UnicodeScript.INHERITED, UnicodeScript.HAN, UnicodeScript.BOPOMOFO, UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA, UnicodeScript.HANGUL);
    /// Signs of phonetics that look like letters, or like an apostrophe.
    private static final Set<UnicodeBlock> PHONETIC = Set.of(
            UnicodeBlock.IPA_EXTENSIONS, UnicodeBlock.SPACING_MODIFIER_LETTERS, UnicodeBlock.PHONETIC_EXTENSIONS,
            UnicodeBlock.PHONETIC_EXTENSIONS_SUPPLEMENT, UnicodeBlock.LATIN_EXTENDED_C, UnicodeBlock.LATIN_EXTENDED_D,
            UnicodeBlock.LATIN_EXTENDED_E);

    private Lookalikes() {}

    /// What is wrong with a name in Unicode's composed form (NFKC), to follow it: `has …`; null when nothing is.
    public static String fault(String name) {
        UnicodeScript alphabet = null;
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int c = name.codePointAt(i);
            String what = String.format(Locale.ROOT, "has %s (U+%04X) at position %d", Character.getName(c), c, i + 1);
            if (c != ' ' && PlainText.isInvisible(c)) {
                return what + ", which can't be seen";
            }
            if (Character.isDigit(c) && c > '9' || PHONETIC.contains(UnicodeBlock.of(c))) {
                return what + ", which is taken for another character";
            }
            UnicodeScript script = UnicodeScript.of(c);
            if (alphabet != null && script != alphabet && !BESIDE_ANY.contains(script)) {
                return what + " among letters of the script " + alphabet + ", some of which look alike";
            }
            alphabet = BESIDE_ANY.contains(script) ? alphabet : script;
        }
        return null;
    }
}
