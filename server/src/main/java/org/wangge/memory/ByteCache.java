package org.wangge.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongBiFunction;
import java.util.function.UnaryOperator;

/// Keeps values by their keys until they weigh more than a number of bytes; then those go that are wanted least. Whatever is kept
/// beyond one request is kept in one of these, unless something else bounds it. For any number of threads.
public final class ByteCache<K, V> {

    /// What a cache holds, and what has become of it since the start. Bytes are estimates.
    public record Use(String cache, long maxBytes, long bytes, long entries, long hits, long misses, long evictions) {}

    /// Of an entry besides what it weighs.
    private static final int ENTRY_BYTES = 150;

    private final String name;
    private final long maxBytes;
    private final Cache<K, V> cache;

    /// `bytes` says what key and value weigh, about.
    public ByteCache(String name, long maxBytes, ToLongBiFunction<K, V> bytes) {
        this(name, maxBytes, Duration.ofDays(1), bytes);
    }

    /// What nobody has wanted for so long goes too.
    public ByteCache(String name, long maxBytes, Duration unused, ToLongBiFunction<K, V> bytes) {
        this.name = name;
        this.maxBytes = maxBytes;
        cache = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .<K, V>weigher((key, value) -> (int) Math.min(Integer.MAX_VALUE, ENTRY_BYTES + bytes.applyAsLong(key, value)))
                .expireAfterAccess(unused)
                .recordStats()
                .build();
    }

    public Optional<V> find(K key) {
        return Optional.ofNullable(cache.getIfPresent(key));
    }

    /// The value that is kept, or `make`'s, which is kept then. Who asks for the same key meanwhile waits.
    public V get(K key, Function<K, V> make) {
        return cache.get(key, make);
    }

    public void put(K key, V value) {
        cache.put(key, value);
    }

    /// Exchanges the value if there is one.
    public void replace(K key, UnaryOperator<V> change) {
        cache.asMap().computeIfPresent(key, (_, value) -> change.apply(value));
    }

    public void remove(K key) {
        cache.invalidate(key);
    }

    public void removeIf(Predicate<K> condition) {
        cache.asMap().keySet().removeIf(condition);
    }

    public Use use() {
        CacheStats stats = cache.stats();
        return new Use(name, maxBytes, cache.policy().eviction().orElseThrow().weightedSize().orElse(0), cache.estimatedSize(),
                stats.hitCount(), stats.missCount(), stats.evictionCount());
    }
}
