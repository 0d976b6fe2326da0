package org.wangge.model;

import java.time.Instant;

/// One line of the audit trail: who did what to what, from where. `actor` is 0, and `actorName` null, when nobody was signed in.
/// `action` is a stable word such as `plan.publish`; `subject` names the thing, such as `plan 12`; `detail` is a JSON object that
/// never holds a password or a token; `address` may be null for what the server did by itself.
public record AuditEntry(long id, Instant at, long actor, String actorName, String action, String subject, String detail,
        String address) {}
