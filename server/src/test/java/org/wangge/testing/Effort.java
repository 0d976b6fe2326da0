package org.wangge.testing;

/// How much a test with random input does: little in every run, much under `./wangge test --long`. Both begin with the same seed,
/// and a failure names the one that it came of, so that what the long form finds can be looked at alone.
public final class Effort {

    /// Set by `./wangge test --long`.
    private static final boolean LONG = Boolean.getBoolean("wangge.long");

    private Effort() {}

    /// One of both counts.
    public static int times(int inEveryRun, int inALongOne) {
        return LONG ? inALongOne : inEveryRun;
    }

    /// Runs `work` with numbers counting up from `seed`, as many as that; what one of them throws names the number.
    public static void seeds(long seed, int inEveryRun, int inALongOne, Work work) {
        int count = times(inEveryRun, inALongOne);
        for (long each = seed; each < seed + count; each++) {
            try {
                work.run(each);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("with the seed " + each + ": " + e.getMessage(), e);
            }
        }
    }

    /// What is done with each seed.
    public interface Work {
        void run(long seed) throws Exception;
    }
}
