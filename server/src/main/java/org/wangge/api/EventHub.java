package org.wangge.api;

import io.javalin.http.sse.SseClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.wangge.api.wire.Json;
import org.wangge.atlas.Publisher.Publication;
import org.wangge.atlas.Publisher.Touched;
import org.wangge.atlas.Snapshot;

/// Tells every open browser what has changed, as server-sent events. The writer of the atlas only puts into queues; each client
/// has a virtual thread that writes to it, and one that falls too far behind is dropped and comes back by itself.
final class EventHub implements AutoCloseable {

    private static final int MAX_CLIENTS = 500;
    private static final int QUEUE = 1_000;
    private static final int HEARTBEAT_SECONDS = 15;

    private record Event(String name, String json) {}

    private static final class Client {
        private final SseClient sse;
        private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>(QUEUE);
        private volatile boolean open = true;

        Client(SseClient sse) {
            this.sse = sse;
        }
    }

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();

    /// Takes a new client on; the first event, `hello`, carries the present `seq` and `revision`, so that a browser that was away
    /// knows whether it missed anything.
    void join(SseClient sse, Snapshot now) {
        if (clients.size() >= MAX_CLIENTS) {
            sse.sendEvent("busy", "{}");
            sse.close();
            return;
        }
        Client client = new Client(sse);
        sse.keepAlive();
        sse.onClose(() -> leave(client));
        client.queue.add(new Event("hello", event(now, null)));
        clients.add(client);
        Thread.ofVirtual().name("events").start(() -> pump(client));
    }

    /// Listener of the publisher.
    void publish(Publication publication) {
        for (Touched touched : publication.touched()) {
            if (touched.lonLat().isNull()) {
                continue;
            }
            Event event = new Event("change", event(publication.after(), touched));
            for (Client client : clients) {
                if (!client.queue.offer(event)) {
                    leave(client);
                }
            }
        }
    }

    int size() {
        return clients.size();
    }

    @Override
    public void close() {
        clients.forEach(this::leave);
    }

    private void pump(Client client) {
        try {
            while (client.open) {
                Event event = client.queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                if (event == null) {
                    client.sse.sendComment("still here");
                } else {
                    client.sse.sendEvent(event.name(), event.json());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave(client);
        }
    }

    private void leave(Client client) {
        clients.remove(client);
        if (client.open) {
            client.open = false;
            client.sse.close();
        }
    }

    private static String event(Snapshot snapshot, Touched touched) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("seq", snapshot.seq());
        event.put("revision", snapshot.revision());
        if (touched != null) {
            event.put("layer", touched.layer().key());
            event.put("bbox", touched.lonLat());
        }
        return new String(Json.bytes(event), java.nio.charset.StandardCharsets.UTF_8);
    }
}
