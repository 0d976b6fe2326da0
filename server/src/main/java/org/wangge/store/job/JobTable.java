package org.wangge.store.job;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.store.database.Dialect;
import org.wangge.store.database.OwnerLocks;
import org.wangge.store.database.Transactions;

/// The jobs that are known. What the owner of a job says counts only while the job is its own and has not ended: who was taken
/// for dead can't end it any more. Moments are those of the database's clock. Threads, transactions and failures as
/// [org.wangge.store.Store] says.
public final class JobTable {

    private static final String SHORT = "id, kind, subject, state, cancelling, done, total, account_id, account_name, owner, "
            + "created_at, began_at, ended_at, seen_at, problem, ";
    private static final String WHOLE = SHORT + "result";
    /// A result may be long, and nobody reads those of a whole list.
    private static final String BRIEF = SHORT + "null";
    private static final String ACTIVE = "state in ('WAITING', 'RUNNING')";

    private interface Binding {
        void to(PreparedStatement s) throws SQLException;
    }

    private final Transactions transactions;
    private final Dialect dialect;

    public JobTable(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
    }

    /// Whether several programs write at once, so that each can say while it works how far it is. If not, a job is written when
    /// it begins and when it ends, and whether its owner is still there is asked of [#isGone].
    public boolean isShared() {
        return dialect.owners().isEmpty();
    }

    /// A new job, which waits. `by` is null for the command line.
    public Job add(Job.Kind kind, String subject, Actor by, String owner) {
        dialect.owners().ifPresent(owners -> owners.claim(owner));
        return transactions.write(tx -> {
            try (PreparedStatement s = tx.connection().prepareStatement("insert into jobs (kind, subject, state, account_id, "
                    + "account_name, owner, created_at, seen_at) values (?, ?, 'WAITING', ?, ?, ?, " + ago(0) + ", " + ago(0)
                    + ") returning " + WHOLE)) {
                s.setString(1, kind.name());
                s.setString(2, subject);
                set(s, 3, by == null ? null : by.id());
                s.setString(4, by == null ? null : by.name());
                s.setString(5, owner);
                try (ResultSet rs = s.executeQuery()) {
                    rs.next();
                    return job(rs);
                }
            }
        });
    }

    /// A job that waited runs now; false when it is no longer this owner's, or was cancelled.
    public boolean begin(long id, String owner) {
        return 1 == update("update jobs set state = 'RUNNING', began_at = " + ago(0) + ", seen_at = " + ago(0)
                + " where id = ? and owner = ? and state = 'WAITING' and not cancelling", s -> {
                    s.setLong(1, id);
                    s.setString(2, owner);
                });
    }

    /// The owner is still there, and so far (null: not known). Says whether somebody asked the job to stop; empty when it is no
    /// longer this owner's, or has ended.
    public Optional<Boolean> touch(long id, String owner, Long done, Long total) {
        return transactions.write(tx -> {
            try (PreparedStatement s = tx.connection().prepareStatement("update jobs set seen_at = " + ago(0)
                    + ", done = ?, total = ? where id = ? and owner = ? and " + ACTIVE + " returning cancelling")) {
                set(s, 1, done);
                set(s, 2, total);
                s.setLong(3, id);
                s.setString(4, owner);
                try (ResultSet rs = s.executeQuery()) {
                    return rs.next() ? Optional.of(rs.getBoolean(1)) : Optional.empty();
                }
            }
        });
    }

    /// Ends a job of this owner, as it was `at` last; false when it is no longer the owner's, or has ended already. Inside
    /// [org.wangge.store.Store#inTransaction] the end stands and falls with what was done.
    public boolean end(Job at, Job.State state, String result, String problem) {
        return 1 == update("update jobs set state = ?, done = ?, total = ?, result = ?, problem = ?, ended_at = " + ago(0)
                + ", seen_at = " + ago(0) + ", began_at = coalesce(began_at, " + ago(0) + ") where id = ? and owner = ? and "
                + ACTIVE, s -> {
                    s.setString(1, state.name());
                    set(s, 2, at.done());
                    set(s, 3, at.total());
                    s.setString(4, result);
                    s.setString(5, problem);
                    s.setLong(6, at.id());
                    s.setString(7, at.owner());
                });
    }

    /// Asks a job to stop that has not ended.
    public void cancel(long id) {
        update("update jobs set cancelling = " + dialect.yes() + " where id = ? and " + ACTIVE, s -> s.setLong(1, id));
    }

    /// Has a job failed whose owner said nothing for so long; false when it did, or has ended it.
    public boolean abandon(Job job, Duration silence, String problem) {
        return 1 == update("update jobs set state = 'FAILED', problem = ?, ended_at = " + ago(0) + " where id = ? and owner = ? "
                + "and " + ACTIVE + " and seen_at <= " + ago(silence.toSeconds()), s -> {
                    s.setString(1, problem);
                    s.setLong(2, job.id());
                    s.setString(3, job.owner());
                });
    }

    /// Whether the program that has this job is surely gone; never where [#isShared()].
    public boolean isGone(Job job) {
        return dialect.owners().map(owners -> owners.isGone(job.owner())).orElse(false);
    }

    /// Takes away what tells that programs are there which are gone.
    public void sweepOwners() {
        dialect.owners().ifPresent(OwnerLocks::sweep);
    }

    /// This program has no jobs any more.
    public void leave(String owner) {
        dialect.owners().ifPresent(owners -> owners.leave(owner));
    }

    public Optional<Job> find(long id) {
        return list(WHOLE, "where id = ?", s -> s.setLong(1, id)).stream().findFirst();
    }

    /// At most `limit` jobs older than the one with the id `before`, newest first, without their results; of this account, or of
    /// all with null.
    public List<Job> page(Long account, long before, int limit) {
        String whose = account == null ? "" : " and account_id = ?";
        return list(BRIEF, "where id < ?" + whose + " order by id desc limit " + limit, s -> {
            s.setLong(1, before);
            if (account != null) {
                s.setLong(2, account);
            }
        });
    }

    /// Those that wait or run, and those that have ended lately; without their results.
    public List<Job> recent(Duration lately) {
        // Asked each second: of two indexes, one for each kind, and of no other rows.
        return list(BRIEF, "where " + ACTIVE + " union all select " + BRIEF + " from jobs where ended_at > "
                + ago(lately.toSeconds()) + " order by id", s -> {});
    }

    /// Those that wait or run and whose owner said nothing for so long.
    public List<Job> silent(Duration silence) {
        return list(BRIEF, "where " + ACTIVE + " and seen_at <= " + ago(silence.toSeconds()) + " order by id", s -> {});
    }

    /// Forgets those that ended so long ago, and those that have ended and of which so many younger ones are there.
    public int forget(Duration age, int most) {
        return update("delete from jobs where ended_at < " + ago(age.toSeconds()) + " or ended_at is not null "
                + "and id < (select id from jobs order by id desc limit 1 offset ?)", s -> s.setInt(1, most - 1));
    }

    private String ago(long seconds) {
        return dialect.momentAgo(seconds);
    }

    private int update(String sql, Binding binding) {
        return transactions.write(tx -> {
            try (PreparedStatement s = tx.connection().prepareStatement(sql)) {
                binding.to(s);
                return s.executeUpdate();
            }
        });
    }

    private List<Job> list(String columns, String where, Binding binding) {
        return transactions.read(tx -> {
            try (PreparedStatement s = tx.connection().prepareStatement("select " + columns + " from jobs " + where)) {
                binding.to(s);
                try (ResultSet rs = s.executeQuery()) {
                    List<Job> all = new ArrayList<>();
                    while (rs.next()) {
                        all.add(job(rs));
                    }
                    return all;
                }
            }
        });
    }

    private Job job(ResultSet rs) throws SQLException {
        String account = rs.getString(9);
        return new Job(rs.getLong(1), Job.Kind.of(rs.getString(2)), rs.getString(3), Job.State.valueOf(rs.getString(4)),
                rs.getBoolean(5), number(rs, 6), number(rs, 7), account == null ? null : new Actor(rs.getLong(8), account),
                rs.getString(10), moment(rs, 11), moment(rs, 12), moment(rs, 13), moment(rs, 14), rs.getString(16),
                rs.getString(15));
    }

    private Instant moment(ResultSet rs, int column) throws SQLException {
        return rs.getString(column) == null ? null : dialect.moment(rs, column);
    }

    private static Long number(ResultSet rs, int column) throws SQLException {
        long number = rs.getLong(column);
        return rs.wasNull() ? null : number;
    }

    private static void set(PreparedStatement s, int parameter, Long value) throws SQLException {
        if (value == null) {
            s.setNull(parameter, Types.BIGINT);
        } else {
            s.setLong(parameter, value);
        }
    }
}
