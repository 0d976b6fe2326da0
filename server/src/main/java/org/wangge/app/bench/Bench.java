package org.wangge.app.bench;

import java.io.PrintWriter;

/// One benchmark: measures on a prepared city and prints what it found.
public interface Bench {

    String name();

    void run(BenchCity city, int seconds, PrintWriter out);
}
