package org.wangge.access;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Account;
import org.wangge.model.Grant;
import org.wangge.model.Lookalikes;
import org.wangge.model.Person;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;

/// What admins do with accounts. An admin of a subtree manages the accounts that have roles, all of which lie in it, and gives
/// only roles that do. One without roles lies nowhere: it is for admins of everything. Safe for any number of threads.
public final class AccountAdmin {

    /// An account with the password that opens it once. Null where no new password was made.
    public record Opened(Account account, String oneTimePassword) {
        @Override
        public String toString() {
            return "Opened[" + account + "]";
        }
    }

    /// What is to change; null is left as it is. `version` is the one that was read, or null to change whatever is there;
    /// `person` is the code of the person whose account it is, an empty one unlinks it.
    public record Change(
            Integer version, String displayName, Boolean disabled, String person, List<Grant> grants, boolean newPassword) {}

    private final Store store;
    private final Callers callers;
    private final Passwords passwords;
    private final Audit audit;
    private final Supplier<Snapshot> snapshots;
    private final Clock clock;

    AccountAdmin(Store store, Callers callers, Passwords passwords, Audit audit, Supplier<Snapshot> snapshots, Clock clock) {
        this.store = store;
        this.callers = callers;
        this.passwords = passwords;
        this.audit = audit;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /// The accounts that the caller manages, by name.
    public List<Account> list(Caller caller) {
        Snapshot snapshot = snapshots.get();
        return store.accounts().list().stream().filter(a -> manages(caller, a, snapshot)).toList();
    }

    /// `NotFound`, or `Forbidden` when the caller does not manage it.
    public Account get(Caller caller, long id) {
        Account account = store.accounts().find(id).orElseThrow(() ->
                new Problem.NotFound("There is no account " + id + ".", "GET /api/accounts lists them.").asException());
        if (!manages(caller, account, snapshots.get())) {
            throw account.grants().isEmpty() ? withoutRole(
                    "'" + account.name() + "' has no role, and '" + caller.name() + "' does not administer everything.",
                    "Ask an admin of everything to give it one.")
                    : notAdmin("'" + account.name() + "' has roles outside of what '" + caller.name() + "' administers.",
                            "Ask an admin of all of it.");
        }
        return account;
    }

    /// Makes an account with a one-time password, of the person with this code (null: of nobody in particular). `BadInput` for a
    /// name that can't be and for a person who is not known, `Conflict` for one that is taken, `Forbidden` for roles that are not
    /// the caller's to give, and for none unless the caller administers everything.
    public Opened create(Caller caller, String name, String displayName, String person, List<Grant> grants) {
        mayGive(caller, List.of(), grants);
        if (grants.isEmpty() && !caller.mayEverywhere(Role.ADMIN)) {
            throw withoutRole("The account would have no role, and '" + caller.name() + "' does not administer everything.",
                    "Give it a role inside the subtree that you administer.");
        }
        String normal = newName(name);
        String password = Secrets.oneTimePassword();
        Account wanted = valid(() -> new Account(
                0, 0, normal, displayName, passwords.hash(password), null, true, false, clock.instant(),
                person(person), grants));
        return store.inTransaction(() -> {
            Account added = store.accounts().add(wanted);
            audit.add(caller, Action.ACCOUNT_CREATE, SignIn.subject(added),
                    Map.of("name", added.name(), "grants", words(added.grants())));
            return new Opened(added, password);
        });
    }

    /// Changes an account; whoever is signed in with it stays so only if neither password nor permission to sign in changes.
    public Opened change(Caller caller, long id, Change change) {
        Account before = get(caller, id);
        List<Grant> grants = change.grants() == null ? before.grants() : change.grants();
        mayGive(caller, before.grants(), grants);
        String password = change.newPassword() ? Secrets.oneTimePassword() : null;
        Account wanted = valid(() -> new Account(
                id,
                change.version() == null ? before.version() : change.version(),
                before.name(),
                change.displayName() == null ? before.displayName() : change.displayName(),
                password == null ? before.passwordHash() : passwords.hash(password),
                before.subject(),
                before.mustChangePassword() || password != null,
                change.disabled() == null ? before.disabled() : change.disabled(),
                before.createdAt(),
                change.person() == null ? before.person() : person(change.person()),
                grants));
        Account after = store.inTransaction(() -> {
            Account changed = store.accounts().update(wanted);
            if (password != null || changed.disabled()) {
                store.keys().deleteSessions(id);
            }
            audit.add(caller, Action.ACCOUNT_CHANGE, SignIn.subject(changed), differences(before, changed, password != null));
            return changed;
        });
        callers.forget(id);
        return new Opened(after, password);
    }

    /// Deletes an account with its sessions and tokens; what it did stays in the audit trail.
    public void delete(Caller caller, long id) {
        Account account = get(caller, id);
        store.inTransaction(() -> {
            store.accounts().delete(id);
            audit.add(caller, Action.ACCOUNT_DELETE, SignIn.subject(account), Map.of("name", account.name()));
            return null;
        });
        callers.forget(id);
    }

    /// On a store without accounts (those of the demo aside): makes the admin who makes all others. Null when there is one
    /// already.
    public Opened createFirstAdmin() {
        try {
            return addFirstAdmin();
        } catch (ProblemException e) {
            // Another server on the same database may have been faster.
            if (store.accounts().list().stream().anyMatch(a -> !DemoAccounts.isOne(a))) {
                return null;
            }
            throw e;
        }
    }

    private Opened addFirstAdmin() {
        return store.inTransaction(() -> {
            List<Account> accounts = store.accounts().list();
            if (accounts.stream().anyMatch(a -> !DemoAccounts.isOne(a))) {
                return null;
            }
            String name = accounts.stream().anyMatch(a -> a.name().equals("admin")) ? "administrator" : "admin";
            String password = Secrets.oneTimePassword();
            Account admin = store.accounts().add(new Account(
                    0, 0, name, null, passwords.hash(password), null, true, false, clock.instant(),
                    List.of(new Grant(Role.ADMIN, Scope.EVERYWHERE))));
            audit.add(0, null, Action.ACCOUNT_CREATE, SignIn.subject(admin),
                    Map.of("name", name, "grants", words(admin.grants())), null);
            return new Opened(admin, password);
        });
    }

    /// For whoever has the machine: gives an account a new one-time password and lets it sign in again; one that is not there is
    /// made, an admin of everything. `BadInput` for a name that can't be.
    public Opened recover(String typedName) {
        String name = Account.normal(typedName);
        String password = Secrets.oneTimePassword();
        String hash = passwords.hash(password);
        Account account = store.inTransaction(() -> {
            Account before = store.accounts().findByName(name).orElse(null);
            Account after = before == null
                    ? store.accounts().add(valid(() -> new Account(
                            0, 0, newName(name), null, hash, null, true, false, clock.instant(),
                            List.of(new Grant(Role.ADMIN, Scope.EVERYWHERE)))))
                    : store.accounts().update(before.withPassword(hash, true).withDisabled(false));
            store.keys().deleteSessions(after.id());
            audit.add(0, null, before == null ? Action.ACCOUNT_CREATE : Action.ACCOUNT_CHANGE, SignIn.subject(after),
                    Map.of("name", name, "new_password", true, "by", "command line"), null);
            return after;
        });
        callers.forget(account.id());
        return new Opened(account, password);
    }

    /// The id of the person with this code; null for none.
    private Long person(String code) {
        if (code == null || code.isBlank()) {
            return null;
        }
        return snapshots.get().findPerson(code.strip()).map(Person::id).orElseThrow(() -> new Problem.BadInput(
                "There is no person with the code '" + code + "'.", "GET /api/persons?q=… finds persons by code or name.",
                Map.of("field", "person", "value", code)).asException());
    }

    private static boolean manages(Caller caller, Account account, Snapshot snapshot) {
        // All of no roles lie anywhere: whoever asked only that could take the account over, and what its owner is then given.
        return caller.mayEverywhere(Role.ADMIN) || !account.grants().isEmpty()
                && account.grants().stream().allMatch(g -> caller.may(Role.ADMIN, snapshot, g.scope()));
    }

    private static ProblemException withoutRole(String detail, String remedy) {
        return new Problem.Forbidden(detail, remedy, Map.of("reason", "account_without_role")).asException();
    }

    private static ProblemException notAdmin(String detail, String remedy) {
        return new Problem.Forbidden(detail, remedy, Map.of("reason", "role_missing", "roles", List.of(Role.ADMIN.key())))
                .asException();
    }

    private void mayGive(Caller caller, List<Grant> before, List<Grant> after) {
        Snapshot snapshot = snapshots.get();
        for (Grant grant : after) {
            if (before.contains(grant)) {
                continue;
            }
            if (!Subtree.exists(grant.scope(), snapshot)) {
                throw new Problem.BadInput("There is no " + Grants.words(grant.scope()) + ".",
                        "Name a branch or grid that is there.").asException();
            }
            if (!caller.may(Role.ADMIN, snapshot, grant.scope())) {
                throw notAdmin("'" + caller.name() + "' does not administer " + Grants.words(grant.scope()) + ".",
                        "Give roles inside the subtree that you administer.");
            }
        }
    }

    private static Map<String, Object> differences(Account before, Account after, boolean newPassword) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("name", after.name());
        if (!before.grants().equals(after.grants())) {
            detail.put("grants_before", words(before.grants()));
            detail.put("grants", words(after.grants()));
        }
        if (before.disabled() != after.disabled()) {
            detail.put("disabled", after.disabled());
        }
        if (!java.util.Objects.equals(before.displayName(), after.displayName())) {
            detail.put("display_name", String.valueOf(after.displayName()));
        }
        if (!java.util.Objects.equals(before.person(), after.person())) {
            detail.put("person", String.valueOf(after.person()));
        }
        if (newPassword) {
            detail.put("new_password", true);
        }
        return detail;
    }

    static List<String> words(List<Grant> grants) {
        List<String> words = new ArrayList<>();
        grants.forEach(g -> words.add(Grants.words(g)));
        return words;
    }

    /// As it is kept. Names from before this was asked stay what they are.
    private static String newName(String typed) {
        String name = Account.normal(typed);
        String fault = Lookalikes.fault(name);
        if (fault != null) {
            throw new Problem.BadInput("The account can't be kept: name is '" + name + "', which " + fault + ".",
                    "Write it in the letters of one alphabet; Chinese characters may stand beside them.",
                    Map.of("field", "name", "reason", "lookalike_name")).asException();
        }
        return name;
    }

    private static Account valid(Supplier<Account> account) {
        try {
            return account.get();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.BadInput("The account can't be kept: " + e.getMessage() + ".",
                    "Correct that."), e);
        }
    }
}
