package org.wangge.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/// A piece of long work: an import, a backup. `subject` names what it works on. `cancelling` is true from when somebody asked it
/// to stop until it has. `done` and `total` count [Kind#unit()]; null where that is not known, and on a GeoPackage for the job of
/// another process. `by` is who asked for it, whose account may be gone; null for the command line. `owner` names the run of a
/// program that does it. `beganAt` is null while it waits, `endedAt` until it has ended; `seenAt` is when its owner was last
/// known to be there. `result` (when it is done) and `problem` (when it has failed) are JSON objects, else null.
public record Job(
        long id, Kind kind, String subject, State state, boolean cancelling, Long done, Long total, Actor by, String owner,
        Instant createdAt, Instant beganAt, Instant endedAt, Instant seenAt, String result, String problem) {

    /// What there is to do; only one job that writes is done at a time by one program.
    public enum Kind {
        IMPORT_CHECK(true),
        IMPORT(true),
        BACKUP(false),
        RESTORE(true),
        /// What a newer program does, which shares the database.
        OTHER(false);

        private final boolean writes;

        Kind(boolean writes) {
            this.writes = writes;
        }

        /// By the name that the database has.
        public static Kind of(String name) {
            return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findAny().orElse(OTHER);
        }

        public boolean writes() {
            return writes;
        }

        /// The stable word in JSON, such as `import.check`.
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '.');
        }

        /// What `done` and `total` count.
        public String unit() {
            return switch (this) {
                case IMPORT_CHECK, IMPORT, BACKUP, RESTORE, OTHER -> "rows";
            };
        }
    }

    /// A job waits, runs, and ends in one of the other three; what was cancelled or has failed has left nothing.
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        public boolean hasEnded() {
            return this != WAITING && this != RUNNING;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How many units a second it has done so far; empty when that can't be told.
    public OptionalDouble rate() {
        Instant until = endedAt == null ? seenAt : endedAt;
        if (done == null || done == 0 || beganAt == null || !until.isAfter(beganAt)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(done * 1e9 / Duration.between(beganAt, until).toNanos());
    }

    /// How many seconds it will still take at that rate; empty when it has ended, or that can't be told.
    public OptionalDouble secondsLeft() {
        OptionalDouble rate = rate();
        return state != State.RUNNING || total == null || rate.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, total - done) / rate.getAsDouble());
    }

    /// The same, further on: `at` is when that is known.
    public Job at(Long done, Long total, boolean cancelling, Instant at) {
        return new Job(id, kind, subject, state, cancelling, done, total, by, owner, createdAt, beganAt, endedAt, at, result,
                problem);
    }
}
