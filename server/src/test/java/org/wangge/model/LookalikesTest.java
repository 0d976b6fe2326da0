package org.wangge.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which names nobody is given, since people would take them for others.
class LookalikesTest {

    @ParameterizedTest
    @ValueSource(strings = {"admin", "zhang.san-7", "a@b.example", "张三", "张san", "王伟_zh", "müller", "đặng", "ǎi", "łukasz",
        "иван", "ольга.петрова", "γιώργος", "田中タロウ", "ひなse", "김철수kim", "々", "〇一", "a_b+c",
        "אבא", "a b", ""})
    void namesOfOneAlphabetBesideChineseAreGood(String name) {
        assertNull(Lookalikes.fault(Account.normal(name)));
    }

    /// Signs that Unicode itself takes for the same are the same name.
    @Test
    void wideAndComposedFormsAreTheNameThatTheyLookLike() {
        assertEquals("admin", Account.normal("ａｄｍｉｎ"));
        assertEquals("admin", Account.normal(" \uD835\uDC1Ad\u217Fin\u3000"));
        assertEquals("müller", Account.normal("mu\u0308ller"));
        assertEquals("金鸡湖", Account.normal("\u2FA6鸡湖"));
    }

    @Test
    void whatIsTakenForAnotherLetterOrIsNotSeenIsNamedWithItsPlace() {
        assertEquals("has LATIN SMALL LETTER D (U+0064) at position 2 among letters of the script CYRILLIC, some of which look "
                + "alike", Lookalikes.fault("\u0430dmin"));
        assertEquals("has CYRILLIC SMALL LETTER A (U+0430) at position 4 among letters of the script LATIN, some of which look "
                + "alike", Lookalikes.fault("张zh\u0430ng"));
        assertEquals("has GREEK SMALL LETTER OMICRON (U+03BF) at position 2 among letters of the script LATIN, some of which "
                + "look alike", Lookalikes.fault("r\u03bfot"));
        assertEquals("has GREEK SMALL LETTER OMICRON (U+03BF) at position 3 among letters of the script CYRILLIC, some of which "
                + "look alike", Lookalikes.fault("\u0438\u0432\u03bf"));
        assertEquals("has ARMENIAN SMALL LETTER OH (U+0585) at position 2 among letters of the script LATIN, some of which look "
                + "alike", Lookalikes.fault("r\u0585ot"));
        assertEquals("has LISU LETTER BA (U+A4D0) at position 2 among letters of the script LATIN, some of which look alike",
                Lookalikes.fault("x\uA4D0"));
        assertEquals("has ZERO WIDTH SPACE (U+200B) at position 3, which can't be seen", Lookalikes.fault("ad\u200bmin"));
        assertEquals("has ZERO WIDTH JOINER (U+200D) at position 1, which can't be seen", Lookalikes.fault("\u200dadmin"));
        assertEquals("has SOFT HYPHEN (U+00AD) at position 2, which can't be seen", Lookalikes.fault("a\u00addmin"));
        assertEquals("has RIGHT-TO-LEFT OVERRIDE (U+202E) at position 1, which can't be seen",
                Lookalikes.fault("\u202enimda"));
        assertEquals("has HANGUL JUNGSEONG FILLER (U+1160) at position 6, which can't be seen",
                Lookalikes.fault(Account.normal("admin\u3164")));
        assertEquals("has COMBINING LONG STROKE OVERLAY (U+0336) at position 2, which can't be seen",
                Lookalikes.fault("a\u0336"));
        assertEquals("has LATIN SMALL LETTER ALPHA (U+0251) at position 1, which is taken for another character",
                Lookalikes.fault("\u0251dmin"));
        assertEquals("has MODIFIER LETTER APOSTROPHE (U+02BC) at position 2, which is taken for another character",
                Lookalikes.fault("d\u02bc"));
        assertEquals("has ARABIC-INDIC DIGIT FIVE (U+0665) at position 2, which is taken for another character",
                Lookalikes.fault("r\u0665\u0665t"));
    }
}
