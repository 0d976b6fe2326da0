package org.wangge.access;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.wangge.model.Account;
import org.wangge.model.Grant;
import org.wangge.model.Grid;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.model.Table;
import org.wangge.store.Store;

/// Ready accounts for trying wangge out. Their passwords are public, so they are marked, and can be signed in to only while the
/// server runs as a demo.
public final class DemoAccounts {

    private static final String MARK = "demo ";

    /// A name with its password.
    public record Offer(String name, String password) {}

    private record Ready(String name, String displayName, List<Role> roles, boolean ofDistrict) {}

    private static final List<Ready> READY = List.of(
            new Ready("viewer", "王观 (viewer)", List.of(Role.VIEWER), false),
            new Ready("planner", "李划 (planner)", List.of(Role.PLANNER), false),
            new Ready("planner2", "赵图 (planner)", List.of(Role.PLANNER), false),
            new Ready("district", "陈片 (planner of one district)", List.of(Role.PLANNER), true),
            new Ready("approver", "周批 (approver)", List.of(Role.APPROVER), false),
            new Ready("admin", "吴管 (admin)", List.of(Role.ADMIN), false));

    private DemoAccounts() {}

    /// Makes those that are missing, if the store has no accounts but them, and gives all that are there.
    static List<Offer> open(Store store, Passwords passwords, Audit audit, Clock clock) {
        return store.inTransaction(() -> {
            List<Account> present = store.accounts().list();
            if (present.isEmpty()) {
                Optional<Grid> district = firstDistrict(store);
                for (Ready r : READY) {
                    if (r.ofDistrict() && district.isEmpty()) {
                        continue;
                    }
                    Scope scope = r.ofDistrict() ? new Scope.OfGrid(district.get().id()) : Scope.EVERYWHERE;
                    Account account = store.accounts().add(new Account(
                            0, 0, r.name(), r.displayName(), passwords.hash(password(r.name())), MARK + r.name(), false, false,
                            clock.instant(),
                            r.roles().stream().map(role -> new Grant(role, scope)).toList()));
                    audit.add(0, null, Action.ACCOUNT_CREATE, SignIn.subject(account),
                            java.util.Map.of("name", r.name(), "grants", account.grants().stream().map(Grants::words).toList()),
                            null);
                }
                present = store.accounts().list();
            }
            List<String> names = present.stream().filter(DemoAccounts::isOne).map(Account::name).toList();
            return READY.stream().map(Ready::name).filter(names::contains).map(n -> new Offer(n, password(n))).toList();
        });
    }

    static boolean isOne(Account account) {
        return account.subject() != null && account.subject().startsWith(MARK);
    }

    private static String password(String name) {
        return name + "-demo";
    }

    private static Optional<Grid> firstDistrict(Store store) {
        List<Grid> top = new ArrayList<>();
        store.read(source -> source.scan(Table.GRIDS, row -> {
            if (row instanceof Grid g && g.parent() == null) {
                top.add(g);
            }
        }));
        return top.stream().min(Comparator.comparing(Grid::code));
    }
}
