package org.wangge.store.account;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wangge.model.Account;

@Entity
@Table(name = "accounts")
class AccountEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    int version;

    String name;
    String displayName;
    String passwordHash;
    String subject;
    boolean mustChangePassword;
    boolean disabled;
    Instant createdAt;
    Long personId;

    @ElementCollection
    @CollectionTable(name = "account_grants", joinColumns = @JoinColumn(name = "account_id"))
    List<GrantColumns> grants = new ArrayList<>();

    Account toModel() {
        return new Account(
                id, version, name, displayName, passwordHash, subject, mustChangePassword, disabled, createdAt, personId,
                GrantColumns.models(grants));
    }

    void set(Account account) {
        name = account.name();
        displayName = account.displayName();
        passwordHash = account.passwordHash();
        subject = account.subject();
        mustChangePassword = account.mustChangePassword();
        disabled = account.disabled();
        personId = account.person();
        GrantColumns.replace(grants, account.grants());
    }
}
