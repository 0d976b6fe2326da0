package org.wangge.store.account;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.wangge.model.Session;

@Entity
@Table(name = "sessions")
class SessionEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    long accountId;
    String tokenHash;
    Instant createdAt;
    Instant usedAt;

    Session toModel() {
        return new Session(id, accountId, tokenHash, createdAt, usedAt);
    }
}
