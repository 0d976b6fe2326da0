package org.wangge.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.locationtech.jts.geom.Envelope;
import org.wangge.access.Caller;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Publisher.Publication;
import org.wangge.atlas.Publisher.Touched;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Editing;
import org.wangge.model.Job;
import org.wangge.model.PlanChange;
import org.wangge.problem.Problem;

/// Tells every open browser what has changed, as server-sent events. The writer of the atlas only puts into queues; each client
/// has a virtual thread that writes to it, and one that falls too far behind is dropped and comes back by itself.
///
/// There is room for so many clients. Nobody takes all of it: an address from where nobody is signed in, and an account, have a
/// share each; and who is signed in takes the place of the one who has listened longest without.
final class EventHub implements AutoCloseable {

    static final int MAX_CLIENTS = 500;
    static final int MAX_OF_ADDRESS = 100;
    static final int MAX_OF_ACCOUNT = 20;
    /// How long one is told to stay away for whom there is no room.
    static final int RETRY_SECONDS = 30;

    private static final int QUEUE = 1_000;
    private static final int HEARTBEAT_SECONDS = 15;

    private record Event(String name, String json) {}

    private static final class Client {
        private final Caller caller;
        private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>(QUEUE);
        private final BooleanSupplier stillAdmitted;
        /// Null until the answer has begun.
        private volatile SseClient sse;
        private volatile boolean open = true;

        Client(Caller caller, BooleanSupplier stillAdmitted) {
            this.caller = caller;
            this.stillAdmitted = stillAdmitted;
        }

        boolean sharesWith(Client other) {
            return caller.isSignedIn() == other.caller.isSignedIn() && (caller.isSignedIn()
                    ? caller.account() == other.caller.account() : caller.address().equals(other.caller.address()));
        }
    }

    private final Supplier<Snapshot> snapshots;
    private final Function<Context, BooleanSupplier> admission;
    /// Tells this run of the server from others, whose `seq` counts other things.
    private final String server = Long.toHexString(new SecureRandom().nextLong());
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /// In the order in which they came; who comes in is decided one at a time.
    private final List<Client> clients = new CopyOnWriteArrayList<>();

    /// `admission` tells of a request, later, whether who made it may still listen.
    EventHub(Supplier<Snapshot> snapshots, Function<Context, BooleanSupplier> admission) {
        this.snapshots = snapshots;
        this.admission = admission;
    }

    /// 200: stays open until the client goes, falls behind, may no longer listen, or makes room for one who is signed in. 400
    /// for a request of anything but `text/event-stream`, 503 when there is no room.
    void stream(Context ctx, Parameters parameters, Caller caller) {
        if (ctx.method() == HandlerType.HEAD) {
            ctx.contentType("text/event-stream");
            return;
        }
        String accept = ctx.header("Accept");
        if (accept == null || !accept.contains("text/event-stream")) {
            throw new Problem.BadInput("The events are a stream, and the request does not ask for one.",
                    "Send Accept: text/event-stream.").asException();
        }
        Client client = new Client(caller, admission.apply(ctx));
        enter(client);
        try {
            // The answer begins on another thread.
            new SseHandler(sse -> begin(client, sse)).handle(ctx);
        } catch (RuntimeException | Error e) {
            leave(client);
            throw e;
        }
    }

    private synchronized void enter(Client client) {
        boolean signedIn = client.caller.isSignedIn();
        int share = signedIn ? MAX_OF_ACCOUNT : MAX_OF_ADDRESS;
        if (clients.stream().filter(client::sharesWith).count() >= share) {
            throw refusal("This " + (signedIn ? "account" : "address") + " has " + share + " event streams open already.",
                    signedIn ? "Close some of its pages." : "Close some of its pages, or sign in.");
        }
        if (clients.size() >= MAX_CLIENTS) {
            Client oldest = clients.stream().filter(c -> !c.caller.isSignedIn()).findFirst().orElse(null);
            if (!signedIn || oldest == null) {
                throw refusal("All " + MAX_CLIENTS + " event streams are taken.",
                        signedIn ? "Try again later." : "Sign in, or try again later.");
            }
            leave(oldest);
        }
        clients.add(client);
    }

    private RuntimeException refusal(String detail, String remedy) {
        refused.incrementAndGet();
        return new Problem.Unavailable(detail, remedy,
                Map.of("reason", "no_event_stream", "retry_after_seconds", RETRY_SECONDS)).asException();
    }

    /// The first event, `hello`, carries the present `seq` and `revision`, so that a browser that was away knows whether it
    /// missed anything.
    private void begin(Client client, SseClient sse) {
        sse.keepAlive();
        sse.onClose(() -> leave(client));
        client.sse = sse;
        if (!client.open) {
            // It had to make room before its answer had begun.
            sse.close();
            return;
        }
        Snapshot now = snapshots.get();
        Event hello = new Event("hello", event(now, "server", server, "day", now.day()));
        Thread.ofVirtual().name("events").start(() -> pump(client, hello));
    }

    /// Listener of the publisher. No publication goes untold, not even one that shows nowhere, so that a client which keeps count
    /// of `seq` notices what it has missed.
    void publish(Publication publication) {
        Snapshot after = publication.after();
        boolean newDay = !publication.before().day().equals(after.day());
        if (newDay || publication.touched().isEmpty()) {
            tell(new Event("day", event(after, "day", after.day())));
        }
        for (Touched touched : publication.touched()) {
            Envelope box = touched.lonLat();
            tell(new Event("change", event(after, "layer", touched.layer().key(), "bbox", box.isNull() ? null : box)));
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

    /// Listener of the jobs: to each those that are their business.
    void job(Job job) {
        Event event = new Event("job", new String(Json.bytes(JobJson.brief(job)), StandardCharsets.UTF_8));
        tell(event, caller -> JobJson.sees(caller, job));
    }

    private void tell(Event event) {
        tell(event, caller -> true);
    }

    private void tell(Event event, Predicate<Caller> wanted) {
        for (Client client : clients) {
            if (wanted.test(client.caller) && !client.queue.offer(event)) {
                dropped.incrementAndGet();
                leave(client);
            }
        }
    }

    int size() {
        return clients.size();
    }

    /// Events that wait for the client that is farthest behind.
    int longestQueue() {
        return clients.stream().mapToInt(c -> c.queue.size()).max().orElse(0);
    }

    /// Clients turned away for want of room, since the start.
    long refused() {
        return refused.get();
    }

    /// Clients dropped for falling behind, since the start.
    long dropped() {
        return dropped.get();
    }

    @Override
    public void close() {
        clients.forEach(this::leave);
    }

    private void pump(Client client, Event hello) {
        long asked = System.nanoTime();
        Event event = hello;
        try {
            while (client.open) {
                if (event == null) {
                    client.sse.sendComment("still here");
                } else {
                    client.sse.sendEvent(event.name(), event.json());
                }
                event = client.queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                if (client.open && System.nanoTime() - asked > TimeUnit.SECONDS.toNanos(HEARTBEAT_SECONDS)) {
                    if (!client.stillAdmitted.getAsBoolean()) {
                        return;
                    }
                    asked = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave(client);
        }
    }

    /// Never waits: what ends the answer of a client that does not read has a thread of its own.
    private void leave(Client client) {
        clients.remove(client);
        boolean wasOpen = client.open;
        client.open = false;
        SseClient sse = client.sse;
        if (wasOpen && sse != null) {
            Thread.ofVirtual().name("events-end").start(sse::close);
        }
    }

    private static String event(Snapshot snapshot, Object... namesAndValues) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("seq", snapshot.seq());
        event.put("revision", snapshot.revision());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            event.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new String(Json.bytes(event), StandardCharsets.UTF_8);
    }
}
