package org.wangge.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.testing.Effort;

class ExactSumTest {

    @Test
    void isTheExactSumRoundedOnceInWhateverOrderItWasAdded() {
        Effort.seeds(1, 300, 30_000, seed -> {
            Random random = new Random(seed);
            int range = new int[] {1, 20, 200, 1_500}[random.nextInt(4)];
            ExactSum one = new ExactSum();
            ExactSum halves = new ExactSum();
            ExactSum half = new ExactSum();
            BigDecimal exact = BigDecimal.ZERO;
            for (int i = random.nextInt(60); i >= 0; i--) {
                double number = Math.scalb(random.nextInt(4) == 0 ? 1 : random.nextDouble(), 470 - random.nextInt(range));
                one.add(number);
                (i % 2 == 0 ? half : halves).add(number);
                exact = exact.add(new BigDecimal(number));
            }
            halves.add(half);
            assertEquals(exact.doubleValue(), one.value());
            assertEquals(exact.doubleValue(), halves.value());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.1102230246251565E-16, 0, 1",
        "1, 1.1102230246251565E-16, 4.9E-324, 1.0000000000000002",
        "1.0000000000000002, 1.1102230246251565E-16, 0, 1.0000000000000004",
        "1.0000000000000002, 1.1102230246251565E-16, -4.9E-324, 1.0000000000000002",
        "1e300, 1, -1e300, 1",
        "5, -5, 0, 0"
    })
    void whatLiesHalfwayIsDecidedByTheSmallest(double a, double b, double c, double expected) {
        for (double[] order : new double[][] {{a, b, c}, {c, b, a}, {b, a, c}, {b, c, a}}) {
            ExactSum sum = new ExactSum();
            for (double number : order) {
                sum.add(number);
            }
            assertEquals(expected, sum.value());
        }
    }
}
