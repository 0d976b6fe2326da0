package org.wangge.api;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/// Closes connections whose next request does not come: the idle timeout begins anew with every byte, so that a client which
/// sends one now and then would stay for ever. For any number of threads.
final class Connections extends AbstractLifeCycle implements Connection.Listener {

    private static final int LOOKS_PER_LIMIT = 4;

    /// Since when a connection waits for its next request, and how many it had then.
    private record Waiting(long since, long requests) {}

    private final Limits limits;
    private final Map<HttpConnection, Waiting> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler("connections", true);

    Connections(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection http) {
            open.put(http, new Waiting(System.nanoTime(), http.getMessagesIn()));
            if (open.size() > limits.waiting()) {
                closeLongestWaiting();
            }
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    @Override
    protected void doStart() throws Exception {
        scheduler.start();
        lookAgain();
    }

    @Override
    protected void doStop() throws Exception {
        scheduler.stop();
    }

    private void lookAgain() {
        Duration shortest = limits.header().compareTo(limits.idle()) < 0 ? limits.header() : limits.idle();
        scheduler.schedule(() -> {
            open.keySet().forEach(this::look);
            lookAgain();
        }, shortest.toMillis() / LOOKS_PER_LIMIT, TimeUnit.MILLISECONDS);
    }

    private void look(HttpConnection connection) {
        long now = System.nanoTime();
        Waiting waiting = open.computeIfPresent(connection, (http, before) ->
                isWaiting(http) && http.getMessagesIn() == before.requests() ? before : new Waiting(now, http.getMessagesIn()));
        if (waiting == null || !isWaiting(connection)) {
            return;
        }
        boolean begun = connection.getParser().getState() != HttpParser.State.START;
        long first = connection.getParser().getBeginNanoTime();
        long since = begun && first != 0 ? first : waiting.since();
        if (now - since > (begun ? limits.header() : limits.idle()).toNanos()) {
            connection.getEndPoint().close();
        }
    }

    private void closeLongestWaiting() {
        open.entrySet().stream()
                .filter(e -> isWaiting(e.getKey()))
                .min(Comparator.comparingLong(e -> e.getValue().since()))
                .ifPresent(e -> e.getKey().getEndPoint().close());
    }

    /// No request is being answered, and none has come whole.
    private static boolean isWaiting(HttpConnection connection) {
        return connection.getParser().getState().ordinal() <= HttpParser.State.HEADER.ordinal();
    }
}
