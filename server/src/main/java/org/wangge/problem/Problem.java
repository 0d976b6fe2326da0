package org.wangge.problem;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Something that the caller can mend. `detail` says what is wrong, with the offending value, and where; `remedy` says how
/// to mend it; `extra` carries machine-readable particulars (a position, the allowed names, a row number).
///
/// A closed set: every kind has one stable `type` and one HTTP status, both decided in one `switch` in `api`.
public sealed interface Problem {

    String detail();

    String remedy();

    Map<String, Object> extra();

    /// By name, since the order of `Map.of` is another one in each run of the server.
    private static Map<String, Object> ordered(Map<String, Object> extra) {
        return Collections.unmodifiableMap(new TreeMap<>(extra));
    }

    /// The same without what only those may know who run the service: where its database and its files are, who else uses them.
    default Problem toStrangers() {
        return this;
    }

    /// A parameter, body or command-line argument that can't be read or is outside its range.
    record BadInput(String detail, String remedy, Map<String, Object> extra) implements Problem {
        public BadInput {
            extra = ordered(extra);
        }

        public BadInput(String detail, String remedy) {
            this(detail, remedy, Map.of());
        }
    }

    /// A thing that was asked for and is not there.
    record NotFound(String detail, String remedy, Map<String, Object> extra) implements Problem {
        public NotFound {
            extra = ordered(extra);
        }

        public NotFound(String detail, String remedy) {
            this(detail, remedy, Map.of());
        }
    }

    /// A command that is well-formed and would break the partition or a rule of the domain.
    record Refused(String detail, String remedy, Map<String, Object> extra) implements Problem {
        public Refused {
            extra = ordered(extra);
        }

        public Refused(String detail, String remedy) {
            this(detail, remedy, Map.of());
        }
    }

    /// What was asked for was there once and is kept no longer; `extra` names the `reason`.
    record Gone(String detail, String remedy, Map<String, Object> extra) implements Problem {
        public Gone {
            extra = ordered(extra);
        }
    }

    /// The caller worked on a state that has moved on.
    record Conflict(String detail, String remedy, Map<String, Object> extra) implements Problem {
        public Conflict {
            extra = ordered(extra);
        }

        public Conflict(String detail, String remedy) {
            this(detail, remedy, Map.of());
        }
    }

    /// The caller named a version that is no longer the present one.
    record Stale(String detail, String remedy, Map<String, Object> extra) implements Problem {
        public Stale {
            extra = ordered(extra);
        }
    }

    /// A change that must name the version that it starts from, and does not.
    record VersionMissing(String detail, String remedy) implements Problem {
        @Override
        public Map<String, Object> extra() {
            return Map.of();
        }
    }

    /// A body, file or result that is larger than the stated limit.
    record TooLarge(String detail, String remedy, Map<String, Object> extra) implements Problem {
        public TooLarge {
            extra = ordered(extra);
        }

        public TooLarge(String detail, String remedy) {
            this(detail, remedy, Map.of());
        }
    }

    /// Nobody is signed in, and what was asked for needs somebody.
    record Unauthenticated(String detail, String remedy, Map<String, Object> extra) implements Problem {
        public Unauthenticated {
            extra = ordered(extra);
        }

        public Unauthenticated(String detail, String remedy) {
            this(detail, remedy, Map.of());
        }
    }

    /// Somebody is signed in who may not do this.
    record Forbidden(String detail, String remedy, Map<String, Object> extra) implements Problem {
        public Forbidden {
            extra = ordered(extra);
        }

        public Forbidden(String detail, String remedy) {
            this(detail, remedy, Map.of());
        }
    }

    /// Tried too often; `extra` names the `retry_after_seconds`.
    record TooOften(String detail, String remedy, Map<String, Object> extra) implements Problem {
        public TooOften {
            extra = ordered(extra);
        }

        public TooOften(String detail, String remedy, long retryAfterSeconds) {
            this(detail, remedy, Map.of("retry_after_seconds", retryAfterSeconds));
        }
    }

    /// The service can't answer just now (starting, overloaded, database away); trying again later may help.
    /// `told` is what strangers read instead, null for the same.
    record Unavailable(String detail, String remedy, Map<String, Object> extra, Unavailable told) implements Problem {

        private static final String LATER = "Try again later; if it stays, tell whoever runs the server.";

        public Unavailable {
            extra = ordered(extra);
        }

        public Unavailable(String detail, String remedy, Map<String, Object> extra) {
            this(detail, remedy, extra, null);
        }

        public Unavailable(String detail, String remedy) {
            this(detail, remedy, Map.of());
        }

        public Unavailable toldAs(Unavailable other) {
            return new Unavailable(detail, remedy, extra, other);
        }

        /// The same particulars in these words. Strangers can do nothing but try again.
        public Unavailable toldAs(String words) {
            return toldAs(new Unavailable(words, remedy.startsWith("Try again") ? remedy : LATER, extra));
        }

        @Override
        public Problem toStrangers() {
            return told == null ? this : told;
        }
    }

    /// The exception that carries this problem to the edge of the program.
    default ProblemException asException() {
        return new ProblemException(this);
    }
}
