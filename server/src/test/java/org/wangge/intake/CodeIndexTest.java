package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeIndexTest {

    @Test
    void answersLikeAMap() {
        Map<String, Long> expected = new HashMap<>();
        CodeIndex index = new CodeIndex();
        Random random = new Random(7);
        for (long row = 1; row <= 60_000; row++) {
            String code = (random.nextBoolean() ? "网格" : "B") + random.nextInt(40_000);
            Long before = expected.putIfAbsent(code, row);
            assertEquals(before == null ? -1 : before, index.put(code, row), code);
        }
        assertEquals(expected.size(), index.size());
    }
}
