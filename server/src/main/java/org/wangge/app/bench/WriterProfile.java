package org.wangge.app.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// The processor time of one thread, and on which stages it goes, seen from outside: another thread looks every now and then at
/// what it is doing. A stage is the first method on its stack beyond the classes that only put the work together.
final class WriterProfile implements AutoCloseable {

    /// Processor time of a run in milliseconds: its median, and its mean by stage.
    record Cost(double millis, Map<String, Double> stages) {}

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long EVERY_NANOS = 200_000;

    private final Thread writer = Thread.currentThread();
    private final Set<String> conductors;
    private final Map<String, Integer> seen = new HashMap<>();
    private final List<Double> millis = new ArrayList<>();
    private final Thread watcher;
    private volatile boolean busy;
    private volatile boolean closed;

    /// Watches the thread that makes it. `conductors` are names of classes, with those inside them.
    WriterProfile(Set<String> conductors) {
        this.conductors = Set.copyOf(conductors);
        watcher = Thread.ofPlatform().daemon().name("writer-profile").start(this::watch);
    }

    void run(Runnable work) {
        long before = THREADS.getCurrentThreadCpuTime();
        busy = true;
        work.run();
        busy = false;
        millis.add((THREADS.getCurrentThreadCpuTime() - before) / 1e6);
    }

    /// Of all runs since the last time.
    synchronized Cost take() {
        List<Double> sorted = millis.stream().sorted().toList();
        double mean = millis.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        int all = seen.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Double> stages = new HashMap<>();
        seen.forEach((stage, n) -> stages.put(stage, mean * n / all));
        Cost cost = new Cost(sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2), stages);
        millis.clear();
        seen.clear();
        return cost;
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(EVERY_NANOS);
            if (busy) {
                StackTraceElement[] stack = writer.getStackTrace();
                if (busy) {
                    String stage = stage(stack);
                    synchronized (this) {
                        seen.merge(stage, 1, Integer::sum);
                    }
                }
            }
        }
    }

    private String stage(StackTraceElement[] stack) {
        String last = "elsewhere";
        boolean conducted = false;
        for (int i = stack.length - 1; i >= 0; i--) {
            String name = stack[i].getClassName();
            String outer = name.replaceAll("[$].*", "");
            if (conductors.contains(outer)) {
                conducted = true;
                last = name.substring(name.lastIndexOf('.') + 1) + "." + stack[i].getMethodName();
            } else if (conducted && name.startsWith("org.wangge.")) {
                return name.substring(name.lastIndexOf('.') + 1) + "." + stack[i].getMethodName();
            }
        }
        return last;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watcher);
    }
}
