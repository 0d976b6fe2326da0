package org.wangge.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "金鸡湖网格", "A-1 (north)", "𠮷野家 👨‍👩‍👧", "line one\nline two\tend", "a\u2067b\u2069c",
            "a\u202bb\u202c", "नमस्ते",
        "Zürich e\u0301"})
    void whatPeopleWriteIsKept(String text) {
        assertNull(PlainText.fault(text));
    }

    @Test
    void whatIsNoTextIsNamedWithItsPlace() {
        assertEquals("has a control character at position 2", PlainText.fault("a\0b"));
        assertEquals("has a control character at position 1", PlainText.fault("\u0085"));
        assertEquals("has half a character (a lone surrogate) at position 1", PlainText.fault("\ud800x"));
        assertEquals("has half a character (a lone surrogate) at position 3", PlainText.fault("ab\udc00"));
        assertEquals("has a character that is not text (was it converted from another encoding?) at position 4",
                PlainText.fault("abc\ufffd"));
        assertEquals("turns the direction of writing without turning it back", PlainText.fault("a\u202eb"));
        assertEquals("turns the direction of writing without turning it back before the line ends",
                PlainText.fault("a\u202eb\n\u202c"));
        assertEquals("has a mark that turns the direction of writing back, without one that turned it, at position 2",
                PlainText.fault("a\u2069"));
        assertEquals("is nothing but characters that can't be seen", PlainText.fault("\u00a0\u200b\u3164"));
        assertEquals("has 501 characters; at most 500 are kept", PlainText.fault("x".repeat(501)));
    }
}
