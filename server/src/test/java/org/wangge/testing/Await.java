package org.wangge.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what another thread does, with a deadline.
public final class Await {

    private Await() {}

    /// Returns as soon as the condition holds; fails when it still does not after `limit`.
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + ": not within " + limit.toMillis() + " ms");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
