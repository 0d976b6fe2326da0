package org.wangge.store.account;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.wangge.model.AuditEntry;

/// Written once and never changed; the database refuses anything else.
@Entity
@Immutable
@Table(name = "audit")
class AuditEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    Instant at;
    long actorId;
    String actorName;
    String action;
    String subject;
    String detail;
    String address;

    AuditEntry toModel() {
        return new AuditEntry(id, at, actorId, actorName, action, subject, detail, address);
    }
}
