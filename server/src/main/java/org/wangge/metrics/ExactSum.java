package org.wangge.metrics;

import java.util.Arrays;

/// A sum of doubles that is exact until it is asked for: the same in whatever order they are added. Kept as few doubles that do
/// not overlap, smallest first, whose sum it is: each addition splits into its rounded result and its error, which is a double
/// too (Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997). That holds as long as no sum overflows. For one thread.
final class ExactSum {

    private static final double[] NONE = {};

    private double[] parts = NONE;
    private int size;

    void add(double number) {
        double rest = number;
        int n = 0;
        for (int i = 0; i < size; i++) {
            double part = parts[i];
            double sum = rest + part;
            double share = sum - rest;
            double error = (rest - (sum - share)) + (part - share);
            if (error != 0) {
                parts[n++] = error;
            }
            rest = sum;
        }
        if (rest != 0) {
            if (n == parts.length) {
                parts = Arrays.copyOf(parts, n + 2);
            }
            parts[n++] = rest;
        }
        size = n;
    }

    void add(ExactSum other) {
        if (size == 0) {
            set(other);
        } else {
            for (int i = 0; i < other.size; i++) {
                add(other.parts[i]);
            }
        }
    }

    void set(ExactSum other) {
        parts = Arrays.copyOf(other.parts, other.size);
        size = other.size;
    }

    /// The sum, rounded once: to the nearest double, to the even one of two.
    double value() {
        if (size == 0) {
            return 0;
        }
        int n = size - 1;
        double sum = parts[n];
        double error = 0;
        while (n > 0 && error == 0) {
            double before = sum;
            double part = parts[--n];
            sum = before + part;
            error = part - (sum - before);
        }
        // Halfway between two doubles, what is left below decides.
        if (n > 0 && Math.signum(error) == Math.signum(parts[n - 1])) {
            double twice = error * 2;
            double other = sum + twice;
            sum = twice == other - sum ? other : sum;
        }
        return sum;
    }
}
