package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.locationtech.jts.geom.Envelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.access.Caller;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Missed;
import org.wangge.atlas.Publisher.Publication;
import org.wangge.atlas.Publisher.Touched;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Editing;
import org.wangge.model.Job;
import org.wangge.model.Layer;
import org.wangge.model.PlanChange;
import org.wangge.model.Position;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.feed.Positions;

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

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final int QUEUE = 1_000;
    private static final Predicate<Caller> FOR_ALL = caller -> true;
    /// Wakes who waits for something to tell, and is not told.
    private static final Event NOTHING = new Event(null, null, null);

    /// `id` is the position that one has reached with it, for whoever comes back; null within a batch. `wanted` is asked when it
    /// is to be sent, of who the client is by then.
    private record Event(String name, String json, String id, Predicate<Caller> wanted) {
        Event(String name, String json, String id) {
            this(name, json, id, FOR_ALL);
        }
    }

    /// An event in the making.
    private record Draft(String name, Map<String, Object> body) {}

    private static final class Client {
        private final Caller caller;
        private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>(QUEUE);
        /// Who it is by now; empty when it may no longer listen.
        private final Supplier<Optional<Caller>> admission;
        /// [System#nanoTime()] when it came, and might listen.
        private final long since = System.nanoTime();
        /// Null until the answer has begun.
        private volatile SseClient sse;
        private volatile boolean open = true;
        /// Whether it may still listen is to be asked before anything else is told to it.
        private volatile boolean toBeAsked = true;
        /// What had been told to the others when it came in; guarded by the hub.
        private Snapshot told;

        Client(Caller caller, Supplier<Optional<Caller>> admission) {
            this.caller = caller;
            this.admission = admission;
        }

        /// What is for some only is asked of who it is by now: roles come and go.
        boolean wants(Event event) {
            return event.wanted() == FOR_ALL || admission.get().filter(event.wanted()).isPresent();
        }

        boolean sharesWith(Client other) {
            return caller.isSignedIn() == other.caller.isSignedIn() && (caller.isSignedIn()
                    ? caller.account() == other.caller.account() : caller.address().equals(other.caller.address()));
        }
    }

    private final Supplier<Snapshot> snapshots;
    private final Positions positions;
    private final BiFunction<Context, Caller, Supplier<Optional<Caller>>> admission;
    private final Duration heartbeat;
    /// Tells this run of the server from others, whose `seq` counts other things.
    private final String server = Long.toHexString(new SecureRandom().nextLong());
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /// In the order in which they came; who comes in is decided one at a time, and while nothing is being told: so each hears
    /// all that comes after what had been told when it came in, and nothing twice.
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    /// Null until something has been told.
    private Snapshot told;

    /// `admission` tells of a request and who made it, later, who that is by then, if they may still listen; it is asked each
    /// `heartbeat`, and at once when [#askAgain] says so.
    EventHub(
            Supplier<Snapshot> snapshots,
            Positions positions,
            BiFunction<Context, Caller, Supplier<Optional<Caller>>> admission,
            Duration heartbeat) {
        this.snapshots = snapshots;
        this.positions = positions;
        this.admission = admission;
        this.heartbeat = heartbeat;
    }

    /// 200: stays open until the client goes, falls behind, may no longer listen, or makes room for one who is signed in. 400
    /// for a request of anything but `text/event-stream`, 410 for a `since` of which nobody can tell what has changed since, 503
    /// when there is no room. It begins with what changed since then, or since `Last-Event-ID`.
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
        Optional<Position> since = parameters.position("since");
        Client client = new Client(caller, admission.apply(ctx, caller));
        enter(client);
        try {
            List<Event> first = since.isPresent() ? first(client.told, since.get(), positions.missed(since.get()).missed())
                    : first(client.told, ctx.header("Last-Event-ID"));
            // The answer begins on another thread.
            new SseHandler(sse -> begin(client, sse, first)).handle(ctx);
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
        client.told = told();
        clients.add(client);
    }

    private Snapshot told() {
        return told == null ? snapshots.get() : told;
    }

    private RuntimeException refusal(String detail, String remedy) {
        refused.incrementAndGet();
        return new Problem.Unavailable(detail, remedy,
                Map.of("reason", "no_event_stream", "retry_after_seconds", RETRY_SECONDS)).asException();
    }

    /// For one who was there: what it has missed, told as if it happened now, or that nobody knows.
    private List<Event> first(Snapshot told, Position there, Missed missed) {
        List<Draft> first = new ArrayList<>(List.of(hello(told)));
        switch (missed) {
            case Missed.Steps steps -> first.addAll(drafts(told, steps.touched(), steps.plans()));
            case Missed.Everything _, Missed.Beyond _ -> first.getFirst().body.put("anew", true);
        }
        return batch(first, there, told.position());
    }

    /// A browser that comes back by itself can mend nothing: whatever is wrong with where it was, it is told to read anew.
    private List<Event> first(Snapshot told, String lastId) {
        if (lastId == null || lastId.isBlank()) {
            return batch(List.of(hello(told)), told.position(), told.position());
        }
        Position there;
        try {
            there = Position.parse(lastId.strip());
        } catch (IllegalArgumentException | DateTimeException e) {
            return first(told, told.position(), new Missed.Everything());
        }
        try {
            return first(told, there, positions.missed(there).missed());
        } catch (ProblemException e) {
            if (e.problem() instanceof Problem.Gone) {
                return first(told, there, new Missed.Everything());
            }
            throw e;
        }
    }

    private Draft hello(Snapshot now) {
        return draft("hello", now, "server", server, "day", now.day());
    }

    private void begin(Client client, SseClient sse, List<Event> first) {
        sse.keepAlive();
        sse.onClose(() -> leave(client));
        client.sse = sse;
        if (!client.open) {
            // It had to make room before its answer had begun.
            sse.close();
            return;
        }
        Thread.ofVirtual().name("events").start(() -> pump(client, first));
    }

    /// Listener of the publisher. No publication goes untold, not even one that shows nowhere.
    synchronized void publish(Publication publication) {
        Snapshot before = publication.before();
        Snapshot after = publication.after();
        List<Draft> drafts = new ArrayList<>();
        if (!before.day().equals(after.day()) || publication.isShown() && publication.touched().isEmpty()) {
            drafts.add(draft("day", after, "day", after.day()));
        }
        drafts.addAll(drafts(after, publication.touched(), publication.plans()));
        batch(drafts, before.position(), after.position()).forEach(this::tell);
        told = after;
    }

    /// Of a plan no more is told than its list tells everybody who may listen.
    private static List<Draft> drafts(Snapshot after, List<Touched> touched, List<PlanChange> plans) {
        List<Draft> drafts = new ArrayList<>();
        for (Touched t : touched) {
            Envelope box = t instanceof Touched.Place(Layer _, Envelope lonLat) && !lonLat.isNull() ? lonLat : null;
            drafts.add(draft("change", after, "layer", t.table().key(), "bbox", box));
        }
        plans.forEach(change -> drafts.add(new Draft("plan", PlanJson.change(change))));
        return drafts;
    }

    /// Events that together lead from one position to another: only with the last of them one is there.
    private static List<Event> batch(List<Draft> drafts, Position previous, Position position) {
        List<Event> events = new ArrayList<>();
        String text = position.text();
        for (Draft draft : drafts) {
            boolean more = events.size() < drafts.size() - 1;
            draft.body.put("previous", previous.text());
            draft.body.put("position", text);
            if (more) {
                draft.body.put("more", true);
            }
            events.add(new Event(draft.name, json(draft.body), more ? null : text));
        }
        return events;
    }

    /// Listener of the presence of planners.
    synchronized void presence(long plan, List<Editing> editors) {
        tell(new Event("presence", json(ordered("plan", plan, "editors", editors.stream().map(PlanJson::editing).toList(),
                "position", told().position().text())), null));
    }

    /// Listener of the jobs: to each those that are their business.
    void job(Job job) {
        tell(new Event("job", json(JobJson.brief(job)), null, caller -> JobJson.sees(caller, job)));
    }

    /// Listener of what becomes of accounts: whoever listens with a key of this one may have to go.
    void askAgain(long account) {
        for (Client client : clients) {
            if (client.caller.isSignedIn() && client.caller.account() == account) {
                client.toBeAsked = true;
                client.queue.offer(NOTHING);
            }
        }
    }

    private void tell(Event event) {
        for (Client client : clients) {
            boolean forNobody = event.wanted() != FOR_ALL && !client.caller.isSignedIn();
            if (!forNobody && !client.queue.offer(event)) {
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

    private void pump(Client client, List<Event> first) {
        long asked = client.since;
        Deque<Event> soon = new ArrayDeque<>(first);
        Event event = soon.removeFirst();
        try {
            while (client.open) {
                // However much there is to tell, nobody hears it for longer than that without being asked again.
                long now = System.nanoTime();
                if (client.toBeAsked || now - asked >= heartbeat.toNanos()) {
                    client.toBeAsked = false;
                    asked = now;
                    if (client.admission.get().isEmpty()) {
                        return;
                    }
                }
                if (event == null) {
                    client.sse.sendComment("still here");
                } else if (event != NOTHING && client.wants(event)) {
                    client.sse.sendEvent(event.name(), event.json(), event.id());
                }
                long left = asked + heartbeat.toNanos() - System.nanoTime();
                event = !soon.isEmpty() ? soon.removeFirst() : client.queue.poll(left, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ProblemException e) {
            LOG.debug("a client's events end: who it is can't be asked", e);
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

    private static Draft draft(String name, Snapshot snapshot, Object... namesAndValues) {
        Map<String, Object> body = ordered("seq", snapshot.seq(), "revision", snapshot.revision());
        body.putAll(ordered(namesAndValues));
        return new Draft(name, body);
    }

    private static String json(Map<String, Object> body) {
        return new String(Json.bytes(body), StandardCharsets.UTF_8);
    }
}
