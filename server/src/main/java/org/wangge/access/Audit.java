package org.wangge.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.wangge.model.AuditEntry;
import org.wangge.store.Store;
import org.wangge.store.account.AuditTrail;

/// Writes and reads the audit trail. Safe for any number of threads.
public final class Audit {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuditTrail trail;
    private final Clock clock;

    Audit(Store store, Clock clock) {
        this.trail = store.audit();
        this.clock = clock;
    }

    /// Adds a line: `subject` names the thing, such as `plan 12`. Never put a
    /// password or token into the detail. Inside a transaction of the store the line stands and falls with it.
    public void add(Caller caller, Action action, String subject, Map<String, ?> detail) {
        add(caller.account(), caller.name(), action, subject, detail, caller.address());
    }

    void add(long actor, String actorName, Action action, String subject, Map<String, ?> detail, String address) {
        try {
            String words = JSON.writeValueAsString(detail);
            trail.add(new AuditEntry(0, clock.instant(), actor, actorName, action.key(), subject, words, address));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// At most `limit` lines older than the one with the id `before`, newest first.
    public List<AuditEntry> page(AuditTrail.Filter filter, long before, int limit) {
        return trail.page(filter, before, limit);
    }
}
