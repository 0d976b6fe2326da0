package org.wangge.api;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.wangge.atlas.Publisher;
import org.wangge.jobs.Jobs;
import org.wangge.memory.ByteCache;
import org.wangge.model.Job;
import org.wangge.store.feed.Follower;

/// What `/metrics` tells of this program, by names that stay; docs/api.md lists them all. Each is read when it is asked for.
final class Measurements {

    private Measurements() {}

    /// One that has what the virtual machine tells of itself.
    static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        return registry;
    }

    /// What the collector of garbage does. It listens to that until it is closed, and would keep all that is measured.
    static JvmGcMetrics ofGarbage(PrometheusMeterRegistry registry) {
        JvmGcMetrics garbage = new JvmGcMetrics();
        garbage.bindTo(registry);
        return garbage;
    }

    /// `caches` always names the same ones in the same order.
    static void of(
            Publisher publisher, Follower follower, EventHub events, Supplier<List<ByteCache.Use>> caches,
            PrometheusMeterRegistry registry) {
        gauge("wangge.atlas.seq", publisher, p -> p.isReady() ? p.current().seq() : 0, registry);
        gauge("wangge.atlas.revision", publisher, p -> p.isReady() ? p.current().revision() : 0, registry);
        gauge("wangge.atlas.lag.seconds", follower, f -> f.lag().toMillis() / 1e3, registry);
        gauge("wangge.follower.alive", follower, f -> f.isAlive() ? 1 : 0, registry);
        gauge("wangge.database.up", follower, f -> f.isHealthy() ? 1 : 0, registry);
        gauge("wangge.events.clients", events, EventHub::size, registry);
        gauge("wangge.events.queue.longest", events, EventHub::longestQueue, registry);
        counter("wangge.events.refused", events, EventHub::refused, registry);
        counter("wangge.events.dropped", events, EventHub::dropped, registry);
        for (int i = 0; i < caches.get().size(); i++) {
            ofCache(caches, i, registry);
        }
        for (int i = 0; i < follower.pools().size(); i++) {
            ofPool(follower, i, registry);
        }
    }

    static void ofJobs(Jobs jobs, PrometheusMeterRegistry registry) {
        for (Job.State state : Job.State.values()) {
            String[] tags = {"state", state.key()};
            if (state.hasEnded()) {
                counter("wangge.jobs.ended", jobs, j -> j.ended(state), registry, tags);
            } else {
                gauge("wangge.jobs", jobs, j -> j.count(state), registry, tags);
            }
        }
    }

    private static void ofCache(Supplier<List<ByteCache.Use>> caches, int i, PrometheusMeterRegistry registry) {
        String[] tags = {"cache", caches.get().get(i).cache()};
        gauge("wangge.cache.bytes", caches, c -> c.get().get(i).bytes(), registry, tags);
        gauge("wangge.cache.max.bytes", caches, c -> c.get().get(i).maxBytes(), registry, tags);
        gauge("wangge.cache.entries", caches, c -> c.get().get(i).entries(), registry, tags);
        counter("wangge.cache.hits", caches, c -> c.get().get(i).hits(), registry, tags);
        counter("wangge.cache.misses", caches, c -> c.get().get(i).misses(), registry, tags);
        counter("wangge.cache.evictions", caches, c -> c.get().get(i).evictions(), registry, tags);
    }

    private static void ofPool(Follower follower, int i, PrometheusMeterRegistry registry) {
        Follower.Pool pool = follower.pools().get(i);
        String[] tags = {"pool", pool.name()};
        gauge("wangge.pool.max", follower, f -> f.pools().get(i).most(), registry, tags);
        gauge("wangge.pool.active", follower, f -> f.pools().get(i).active(), registry, tags);
        gauge("wangge.pool.idle", follower, f -> f.pools().get(i).idle(), registry, tags);
        gauge("wangge.pool.waiting", follower, f -> f.pools().get(i).waiting(), registry, tags);
    }

    static void ofThreads(QueuedThreadPool pool, PrometheusMeterRegistry registry) {
        gauge("wangge.request.threads.max", pool, QueuedThreadPool::getMaxThreads, registry);
        gauge("wangge.request.threads.busy", pool, QueuedThreadPool::getBusyThreads, registry);
        gauge("wangge.request.threads.idle", pool, QueuedThreadPool::getIdleThreads, registry);
        gauge("wangge.request.queue", pool, QueuedThreadPool::getQueueSize, registry);
    }

    static void ofAnswers(Unread unread, PrometheusMeterRegistry registry) {
        gauge("wangge.answers.unread", unread, Unread::answers, registry);
        gauge("wangge.answers.unread.bytes", unread, Unread::bytes, registry);
        gauge("wangge.answers.unread.max.bytes", unread, Unread::room, registry);
        counter("wangge.answers.closed", unread, Unread::closed, registry);
    }

    private static <T> void gauge(String name, T of, ToDoubleFunction<T> value, PrometheusMeterRegistry registry,
            String... tags) {
        Gauge.builder(name, of, value).tags(tags).strongReference(true).register(registry);
    }

    private static <T> void counter(String name, T of, ToDoubleFunction<T> value, PrometheusMeterRegistry registry,
            String... tags) {
        // Held by the value's function: the builder keeps the object by a weak reference only.
        FunctionCounter.builder(name, of, x -> value.applyAsDouble(of)).tags(tags).register(registry);
    }
}
