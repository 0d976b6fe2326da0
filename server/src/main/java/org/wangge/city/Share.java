package org.wangge.city;

/// Whole numbers from fractions: what is rounded away in one place is carried over to the next, so that the sum is right.
/// An amount a gives ⌊a⌋ or ⌈a⌉.
final class Share {

    private double carried;

    int of(double amount) {
        carried += amount;
        int whole = (int) Math.floor(carried + 1e-9);
        carried -= whole;
        return whole;
    }

    /// Probability to log odds and back.
    static double logit(double p) {
        return StrictMath.log(p / (1 - p));
    }

    static double logistic(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }
}
