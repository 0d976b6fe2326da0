package org.wangge.app.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;

/// A load of GET requests over keep-alive connections, one thread each, with as little work on the client's side as can be, since
/// client and server share the cores. Closed loop: a connection asks again when it has its answer.
final class HttpLoad {

    /// What was measured: requests and body bytes a second, and latencies in nanoseconds, sorted.
    record Result(double perSecond, double bytesPerRequest, long[] latencies) {
        double millis(double quantile) {
            return latencies[(int) Math.min(latencies.length - 1L, Math.round(quantile * latencies.length))] / 1e6;
        }
    }

    private HttpLoad() {}

    /// Asks for `path.apply(random)` on `connections` connections for `seconds`; every answer must be 200 or 204.
    static Result run(int port, int connections, double seconds, long seed, Function<SplittableRandom, String> path) {
        long[][] latencies = new long[connections][];
        long[] bytes = new long[connections];
        Thread[] threads = new Thread[connections];
        RuntimeException[] failure = new RuntimeException[1];
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        for (int i = 0; i < connections; i++) {
            int connection = i;
            threads[i] = Thread.ofPlatform().start(() -> {
                try {
                    latencies[connection] = ask(port, end, new SplittableRandom(seed + connection), path, bytes, connection);
                } catch (IOException e) {
                    failure[0] = new UncheckedIOException(e);
                } catch (RuntimeException e) {
                    failure[0] = e;
                }
            });
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (failure[0] != null) {
            throw failure[0];
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        long[] all = Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(all.length / elapsed, Arrays.stream(bytes).sum() / (double) Math.max(1, all.length), all);
    }

    private static long[] ask(int port, long end, SplittableRandom random, Function<SplittableRandom, String> path, long[] bytes,
            int slot)
            throws IOException {
        long[] latencies = new long[1 << 16];
        int n = 0;
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            byte[] sink = new byte[1 << 16];
            StringBuilder line = new StringBuilder();
            while (true) {
                long asked = System.nanoTime();
                if (asked > end) {
                    return Arrays.copyOf(latencies, n);
                }
                out.write(("GET " + path.apply(random) + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                bytes[slot] += answer(in, sink, line);
                if (n == latencies.length) {
                    latencies = Arrays.copyOf(latencies, n * 2);
                }
                latencies[n++] = System.nanoTime() - asked;
            }
        }
    }

    /// Reads one answer and gives the length of its body.
    private static long answer(InputStream in, byte[] sink, StringBuilder line) throws IOException {
        String status = line(in, line);
        if (!status.startsWith("HTTP/1.1 200") && !status.startsWith("HTTP/1.1 204")) {
            throw new IOException("the server answered " + status);
        }
        long length = 0;
        for (String header = line(in, line); !header.isEmpty(); header = line(in, line)) {
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(header.substring(15).strip());
            } else if (header.regionMatches(true, 0, "Transfer-Encoding:", 0, 18)) {
                throw new IOException("the server answered in chunks; the load reads whole bodies only");
            }
        }
        for (long left = length; left > 0; ) {
            int read = in.read(sink, 0, (int) Math.min(left, sink.length));
            if (read < 0) {
                throw new IOException("the connection ended inside a body");
            }
            left -= read;
        }
        return length;
    }

    private static String line(InputStream in, StringBuilder line) throws IOException {
        line.setLength(0);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended inside a header");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
