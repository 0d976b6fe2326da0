package org.wangge.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdColumnTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "", "7", "3,1,2", "3,4,5", "3,5,65538", "3,5,65539", "-5,0,5", "9000000000000,9000000000001",
        "1,2147483648", "1,2147483649", "0,9223372036854775807",
        "-9223372036854775808,9223372036854775807"})
    void idsComeBackWhateverTheirDistance(String list) {
        long[] ids = list.isEmpty() ? new long[0]
                : java.util.Arrays.stream(list.split(",")).mapToLong(Long::parseLong).toArray();
        IdColumn column = IdColumn.of(java.util.Arrays.copyOf(ids, ids.length + 3), ids.length);
        assertArrayEquals(ids, IntStream.range(0, column.size()).mapToLong(column::get).toArray());
    }
}
