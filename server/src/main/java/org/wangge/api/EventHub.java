package org.wangge.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Publisher.Publication;
import org.wangge.atlas.Publisher.Touched;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Editing;
import org.wangge.model.PlanChange;

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
        private final BooleanSupplier stillAdmitted;
        private volatile boolean open = true;

        Client(SseClient sse, BooleanSupplier stillAdmitted) {
            this.sse = sse;
            this.stillAdmitted = stillAdmitted;
        }
    }

    private final Supplier<Snapshot> snapshots;
    private final Function<Context, BooleanSupplier> admission;

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();

    /// `admission` tells of a request, later, whether who made it may still listen.
    EventHub(Supplier<Snapshot> snapshots, Function<Context, BooleanSupplier> admission) {
        this.snapshots = snapshots;
        this.admission = admission;
    }

    /// 200: stays open until the client goes, falls behind, or may no longer listen.
    void stream(Context ctx, Parameters parameters) {
        if (ctx.method() == HandlerType.HEAD) {
            ctx.contentType("text/event-stream");
            return;
        }
        BooleanSupplier stillAdmitted = admission.apply(ctx);
        new SseHandler(sse -> join(sse, snapshots.get(), stillAdmitted)).handle(ctx);
    }

    /// Takes a new client on; the first event, `hello`, carries the present `seq` and `revision`, so that a browser that was away
    /// knows whether it missed anything.
    private void join(SseClient sse, Snapshot now, BooleanSupplier stillAdmitted) {
        if (clients.size() >= MAX_CLIENTS) {
            sse.sendEvent("busy", "{}");
            sse.close();
            return;
        }
        Client client = new Client(sse, stillAdmitted);
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
            tell(new Event("change", event(publication.after(), touched)));
        }
    }

    /// Listener of the presence of planners.
    void presence(long plan, List<Editing> editors) {
        Map<String, Object> event = Map.of("plan", plan, "editors", editors.stream().map(PlanJson::editing).toList());
        tell(new Event("presence", new String(Json.bytes(event), StandardCharsets.UTF_8)));
    }

    /// Listener of the change feed. Tells no more of a plan than its list does to everybody who may listen.
    void plans(List<PlanChange> changes) {
        for (PlanChange change : changes) {
            tell(new Event("plan", new String(Json.bytes(PlanJson.change(change)), StandardCharsets.UTF_8)));
        }
    }

    private void tell(Event event) {
        for (Client client : clients) {
            if (!client.queue.offer(event)) {
                leave(client);
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
        long asked = System.nanoTime();
        try {
            while (client.open) {
                if (System.nanoTime() - asked > TimeUnit.SECONDS.toNanos(HEARTBEAT_SECONDS)) {
                    if (!client.stillAdmitted.getAsBoolean()) {
                        return;
                    }
                    asked = System.nanoTime();
                }
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
        return new String(Json.bytes(event), StandardCharsets.UTF_8);
    }
}
