package org.wangge.store.account;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wangge.model.ApiToken;

@Entity
@Table(name = "api_tokens")
class ApiTokenEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    long accountId;
    String name;
    String tokenHash;
    Instant createdAt;
    Instant expiresAt;
    Instant usedAt;

    @ElementCollection
    @CollectionTable(name = "api_token_grants", joinColumns = @JoinColumn(name = "token_id"))
    List<GrantColumns> grants = new ArrayList<>();

    ApiToken toModel() {
        return new ApiToken(id, accountId, name, tokenHash, GrantColumns.models(grants), createdAt, expiresAt, usedAt);
    }
}
