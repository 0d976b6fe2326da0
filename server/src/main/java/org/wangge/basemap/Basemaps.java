package org.wangge.basemap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.problem.ProblemException;
import org.wangge.store.ChosenBasemaps.Choice;
import org.wangge.store.Store;

/// The basemaps of a server: those that admins have chosen, in their order, and those of the command line. The first is shown at
/// first. Nobody waits for the database: what another server has changed is looked for beside, when somebody asks and the last
/// look was some seconds ago. For any number of threads.
public final class Basemaps implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Basemaps.class);
    private static final Duration FRESH = Duration.ofSeconds(5);
    /// That one may choose.
    public static final int MOST = 20;

    /// What was read last, and what came of it.
    private record State(Choice choice, List<Basemap> chosen, long readAt) {}

    private final List<Basemap> fixed;
    private final Store store;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile State state = new State(new Choice(0, List.of()), List.of(), System.nanoTime());

    /// `fixed` are those of the command line, which it closes in the end.
    public Basemaps(List<Basemap> fixed, Store store) {
        this.fixed = List.copyOf(fixed);
        this.store = store;
    }

    /// Reads those that admins have chosen, and returns when they are there.
    public void read() {
        Choice choice = store.basemaps().get();
        List<Basemap> chosen = new ArrayList<>();
        for (String words : choice.words()) {
            try {
                chosen.add(BasemapOption.parseService(words));
            } catch (ProblemException e) {
                LOG.warn("a basemap in the database is left out: {}", e.problem().detail());
            }
        }
        state = new State(choice, BasemapOption.numbered(chosen, fixed), System.nanoTime());
    }

    /// Puts these in the place of what was chosen in that version; `told` hears their titles inside the transaction. `BadInput`
    /// for words that can't be, `Conflict` when the version is another by now.
    public void replace(int version, List<String> words, Consumer<List<String>> told) {
        List<String> titles = words.stream().map(w -> BasemapOption.parseService(w).title()).toList();
        store.inTransaction(() -> {
            store.basemaps().replace(version, words);
            told.accept(titles);
            return null;
        });
        read();
    }

    /// What admins have chosen, with the version that a change starts from.
    public Choice choice() {
        return present().choice();
    }

    public List<Basemap> list() {
        return Stream.concat(present().chosen().stream(), fixed.stream()).toList();
    }

    public Optional<Basemap> find(String id) {
        return list().stream().filter(b -> b.id().equals(id)).findFirst();
    }

    /// Where a browser may fetch pictures besides this server: the services, in the order of their names.
    public List<String> origins() {
        TreeSet<String> origins = new TreeSet<>();
        for (Basemap one : list()) {
            if (one.tiles() instanceof Basemap.Remote remote) {
                origins.addAll(remote.origins());
            }
        }
        return List.copyOf(origins);
    }

    private State present() {
        State known = state;
        if (System.nanoTime() - known.readAt() > FRESH.toNanos() && reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("basemaps").start(() -> {
                try {
                    read();
                } catch (RuntimeException e) {
                    LOG.debug("the basemaps stay as they were read last", e);
                    state = new State(known.choice(), known.chosen(), System.nanoTime());
                } finally {
                    reading.set(false);
                }
            });
        }
        return known;
    }

    /// Closes the files.
    @Override
    public void close() {
        close(fixed);
    }

    static void close(List<Basemap> some) {
        for (Basemap one : some) {
            if (one.tiles() instanceof Basemap.Local local) {
                local.file().close();
            }
        }
    }
}
