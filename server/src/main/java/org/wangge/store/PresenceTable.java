package org.wangge.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.wangge.model.Actor;
import org.wangge.model.Editing;
import org.wangge.store.database.Dialect;
import org.wangge.store.database.Transactions;

/// Who has which plan open. Moments are milliseconds; each public promise stands at the method of [Store] that calls here.
final class PresenceTable {

    private final Transactions transactions;
    private final Dialect dialect;

    PresenceTable(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
    }

    void put(long plan, Actor actor, List<Long> grids, Instant now, Instant expired) {
        String moment = dialect.momentParameter();
        transactions.write(tx -> {
            try (PreparedStatement gone = tx.connection().prepareStatement("delete from presence where seen_at < " + moment);
                    PreparedStatement s = tx.connection().prepareStatement(
                            "insert into presence (plan_id, account_id, account_name, grids, since, seen_at) values (?, ?, ?, ?, "
                                    + moment + ", " + moment + ") on conflict (plan_id, account_id)"
                                    + " do update set grids = excluded.grids, seen_at = excluded.seen_at")) {
                gone.setString(1, expired.toString());
                gone.executeUpdate();
                s.setLong(1, plan);
                s.setLong(2, actor.id());
                s.setString(3, actor.name());
                s.setString(4, grids.stream().map(String::valueOf).collect(Collectors.joining(",")));
                s.setString(5, now.toString());
                s.setString(6, now.toString());
                s.executeUpdate();
            }
            return null;
        });
    }

    void remove(long plan, long account) {
        transactions.write(tx -> {
            try (PreparedStatement s = tx.connection()
                    .prepareStatement("delete from presence where plan_id = ? and account_id = ?")) {
                s.setLong(1, plan);
                s.setLong(2, account);
                s.executeUpdate();
            }
            return null;
        });
    }

    List<Editing> list(Instant since) {
        return transactions.read(tx -> {
            try (PreparedStatement s = tx.connection().prepareStatement(
                    "select plan_id, account_id, account_name, grids, since from presence where seen_at >= "
                    + dialect.momentParameter()
                            + " order by plan_id, since, account_id")) {
                s.setString(1, since.toString());
                try (ResultSet rs = s.executeQuery()) {
                    List<Editing> all = new ArrayList<>();
                    while (rs.next()) {
                        all.add(new Editing(rs.getLong(1), new Actor(rs.getLong(2), rs.getString(3)), dialect.moment(rs, 5),
                                ids(rs.getString(4))));
                    }
                    return all;
                }
            }
        });
    }

    private static List<Long> ids(String text) {
        return text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).map(Long::valueOf).toList();
    }
}
