package org.wangge.store.account;

import jakarta.persistence.LockModeType;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import org.wangge.model.Account;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.problem.Problem;
import org.wangge.store.database.Transactions;
import org.wangge.store.database.Tx;

/// Who can sign in. Threads, transactions and failures as [org.wangge.store.Store] says.
public final class Accounts {

    /// What Hibernate has to know of: the entities of accounts, of [Keys] and of the [AuditTrail].
    public static final List<Class<?>> ENTITIES =
            List.of(AccountEntity.class, SessionEntity.class, ApiTokenEntity.class, AuditEntity.class);

    private final Transactions transactions;

    public Accounts(Transactions transactions) {
        this.transactions = transactions;
    }

    /// True until the first account is made.
    public boolean isEmpty() {
        return transactions.read(tx -> tx.session()
                .createQuery("select id from AccountEntity", Long.class)
                .setMaxResults(1)
                .list()
                .isEmpty());
    }

    /// Adds an account; its id and version are ignored. `Conflict` when the name or the subject is another's.
    public Account add(Account account) {
        return transactions.write(tx -> {
            free(tx.session(), account, 0);
            AccountEntity added = new AccountEntity();
            added.createdAt = account.createdAt().truncatedTo(ChronoUnit.MILLIS);
            added.set(account);
            tx.session().persist(added);
            tx.session().flush();
            return added.toModel();
        });
    }

    public Optional<Account> find(long id) {
        return transactions.read(tx -> tx.find(AccountEntity.class, id).map(AccountEntity::toModel));
    }

    /// By the name as [Account#normal] gives it.
    public Optional<Account> findByName(String name) {
        return transactions.read(tx -> tx.session()
                .createQuery("from AccountEntity where name = :name", AccountEntity.class)
                .setParameter("name", name)
                .uniqueResultOptional()
                .map(AccountEntity::toModel));
    }

    public Optional<Account> findBySubject(String subject) {
        return transactions.read(tx -> tx.session()
                .createQuery("from AccountEntity where subject = :subject", AccountEntity.class)
                .setParameter("subject", subject)
                .uniqueResultOptional()
                .map(AccountEntity::toModel));
    }

    /// All accounts by name, read in one query.
    public List<Account> list() {
        return transactions.read(tx -> tx.session()
                .createQuery("select distinct a from AccountEntity a left join fetch a.grants order by a.name",
                        AccountEntity.class)
                .list()
                .stream()
                .map(AccountEntity::toModel)
                .toList());
    }

    /// Writes all of an account but id and time. `NotFound` when it is gone, `Conflict` when it has another version or the name
    /// is another's, `Refused` when nobody would be left to administer.
    public Account update(Account account) {
        return transactions.write(tx -> {
            List<AccountEntity> admins = admins(tx.session());
            AccountEntity found = get(tx, account.id());
            if (found.version != account.version()) {
                throw new Problem.Conflict(
                                "Account " + found.name + " has version " + found.version + ", not " + account.version()
                                        + ": somebody else changed it.",
                                "Read it again and repeat.",
                                Map.of("expected_version", account.version(), "actual_version", found.version))
                        .asException();
            }
            free(tx.session(), account, account.id());
            boolean stays = isAdmin(account) && !account.disabled();
            if (!stays) {
                keepOne(admins, account.id());
            }
            found.set(account);
            tx.session().flush();
            return found.toModel();
        });
    }

    /// Deletes an account with its sessions and tokens. `NotFound`, or `Refused` when nobody would be left to administer.
    public void delete(long id) {
        transactions.write(tx -> {
            List<AccountEntity> admins = admins(tx.session());
            AccountEntity found = get(tx, id);
            keepOne(admins, id);
            tx.session().remove(found);
            tx.session().flush();
            return null;
        });
    }

    private static AccountEntity get(Tx tx, long id) {
        return tx.findLocked(AccountEntity.class, id).orElseThrow(() ->
                new Problem.NotFound("There is no account " + id + ".", "GET /api/accounts lists them.").asException());
    }

    private static void free(Session session, Account account, long self) {
        boolean taken = !session.createQuery("select id from AccountEntity where name = :name and id <> :self", Long.class)
                .setParameter("name", account.name())
                .setParameter("self", self)
                .list()
                .isEmpty();
        if (taken) {
            throw new Problem.Conflict("There is an account '" + account.name() + "' already.", "Choose another name.",
                    Map.of("reason", "name_taken")).asException();
        }
    }

    /// Those who administer everywhere and can sign in, locked in one order, so that two of them can't take the role from each
    /// other at the same time.
    private static List<AccountEntity> admins(Session session) {
        return session.createQuery(
                        "from AccountEntity a where a.disabled = false and exists (select 1 from AccountEntity b join b.grants g"
                                + " where b = a and g.role = :admin and g.branchId is null and g.gridId is null) order by a.id",
                        AccountEntity.class)
                .setParameter("admin", Role.ADMIN)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    private static void keepOne(List<AccountEntity> admins, long leaving) {
        if (admins.size() == 1 && admins.getFirst().id == leaving) {
            throw new Problem.Refused(
                            "'" + admins.getFirst().name + "' is the only account that administers everywhere.",
                            "Make another one admin first.", Map.of("reason", "last_admin"))
                    .asException();
        }
    }

    private static boolean isAdmin(Account account) {
        return account.grants().stream().anyMatch(g -> g.role() == Role.ADMIN && g.scope().equals(Scope.EVERYWHERE));
    }
}
