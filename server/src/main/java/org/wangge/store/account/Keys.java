package org.wangge.store.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.wangge.model.ApiToken;
import org.wangge.model.Session;
import org.wangge.store.database.Transactions;

/// What requests show to say whose they are: sessions of browsers and tokens of programs, by the hashes of their secrets.
/// Threads, transactions and failures as [org.wangge.store.Store] says.
public final class Keys {

    private final Transactions transactions;

    public Keys(Transactions transactions) {
        this.transactions = transactions;
    }

    public Session addSession(long account, String tokenHash, Instant now) {
        return transactions.write(tx -> {
            SessionEntity session = new SessionEntity();
            session.accountId = account;
            session.tokenHash = tokenHash;
            session.createdAt = now.truncatedTo(ChronoUnit.MILLIS);
            session.usedAt = session.createdAt;
            tx.session().persist(session);
            tx.session().flush();
            return session.toModel();
        });
    }

    public Optional<Session> findSession(String tokenHash) {
        return transactions.read(tx -> tx.session()
                .createQuery("from SessionEntity where tokenHash = :hash", SessionEntity.class)
                .setParameter("hash", tokenHash)
                .uniqueResultOptional()
                .map(SessionEntity::toModel));
    }

    /// Notes that a session is in use; one that is gone stays gone.
    public void touchSession(long id, Instant now) {
        transactions.write(tx -> tx.session()
                .createMutationQuery("update SessionEntity set usedAt = :now where id = :id")
                .setParameter("now", now.truncatedTo(ChronoUnit.MILLIS))
                .setParameter("id", id)
                .executeUpdate());
    }

    public void deleteSession(long id) {
        transactions.write(tx -> tx.session()
                .createMutationQuery("delete from SessionEntity where id = :id")
                .setParameter("id", id)
                .executeUpdate());
    }

    /// Ends all sessions of an account.
    public void deleteSessions(long account) {
        transactions.write(tx -> tx.session()
                .createMutationQuery("delete from SessionEntity where accountId = :account")
                .setParameter("account", account)
                .executeUpdate());
    }

    /// Forgets sessions that began, or were last used, before these times.
    public int pruneSessions(Instant createdBefore, Instant usedBefore) {
        return transactions.write(tx -> tx.session()
                .createMutationQuery("delete from SessionEntity where createdAt < :created or usedAt < :used")
                .setParameter("created", createdBefore.truncatedTo(ChronoUnit.MILLIS))
                .setParameter("used", usedBefore.truncatedTo(ChronoUnit.MILLIS))
                .executeUpdate());
    }

    /// Adds a token; its id is ignored.
    public ApiToken addToken(ApiToken token) {
        return transactions.write(tx -> {
            ApiTokenEntity added = new ApiTokenEntity();
            added.accountId = token.account();
            added.name = token.name();
            added.tokenHash = token.tokenHash();
            added.createdAt = token.createdAt().truncatedTo(ChronoUnit.MILLIS);
            added.expiresAt = token.expiresAt().truncatedTo(ChronoUnit.MILLIS);
            GrantColumns.replace(added.grants, token.grants());
            tx.session().persist(added);
            tx.session().flush();
            return added.toModel();
        });
    }

    public Optional<ApiToken> findToken(String tokenHash) {
        return transactions.read(tx -> tx.session()
                .createQuery("from ApiTokenEntity where tokenHash = :hash", ApiTokenEntity.class)
                .setParameter("hash", tokenHash)
                .uniqueResultOptional()
                .map(ApiTokenEntity::toModel));
    }

    public Optional<ApiToken> findToken(long id) {
        return transactions.read(tx -> tx.find(ApiTokenEntity.class, id).map(ApiTokenEntity::toModel));
    }

    /// The tokens of an account, newest first, read in one query.
    public List<ApiToken> listTokens(long account) {
        return transactions.read(tx -> tx.session()
                .createQuery(
                        "select distinct t from ApiTokenEntity t left join fetch t.grants where t.accountId = :account order by "
                                + "t.id desc",
                        ApiTokenEntity.class)
                .setParameter("account", account)
                .list()
                .stream()
                .map(ApiTokenEntity::toModel)
                .toList());
    }

    /// Notes that a token is in use.
    public void touchToken(long id, Instant now) {
        transactions.write(tx -> tx.session()
                .createMutationQuery("update ApiTokenEntity set usedAt = :now where id = :id")
                .setParameter("now", now.truncatedTo(ChronoUnit.MILLIS))
                .setParameter("id", id)
                .executeUpdate());
    }

    /// Revokes a token; false when it is gone already.
    public boolean deleteToken(long id) {
        return transactions.write(tx -> {
            Optional<ApiTokenEntity> token = tx.findLocked(ApiTokenEntity.class, id);
            token.ifPresent(tx.session()::remove);
            tx.session().flush();
            return token.isPresent();
        });
    }
}
