package org.wangge.store.job;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wangge.model.Actor;
import org.wangge.model.Layer;
import org.wangge.model.SentFile;
import org.wangge.store.database.Dialect;
import org.wangge.store.database.Transactions;

/// What is known of the files that were sent to be imported; the files themselves lie on the disk of a server. Threads,
/// transactions and failures as [org.wangge.store.Store] says.
public final class SentFiles {

    private final Transactions transactions;
    private final Dialect dialect;

    public SentFiles(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
    }

    /// Keeps what was sent just now, and gives its id; `id`, `createdAt` and `commit` of `file` are ignored.
    public long add(SentFile file) {
        return transactions.write(tx -> {
            try (PreparedStatement s = tx.connection().prepareStatement("insert into imports (folder, name, bytes, layer, "
                    + "options, account_id, account_name, created_at, check_job) values (?, ?, ?, ?, ?, ?, ?, "
                    + dialect.momentAgo(0) + ", ?) returning id")) {
                s.setString(1, file.folder());
                s.setString(2, file.name());
                s.setLong(3, file.bytes());
                s.setString(4, file.layer().key());
                s.setString(5, file.options());
                s.setLong(6, file.by().id());
                s.setString(7, file.by().name());
                s.setLong(8, file.check());
                try (ResultSet rs = s.executeQuery()) {
                    rs.next();
                    return rs.getLong(1);
                }
            }
        });
    }

    public Optional<SentFile> find(long id) {
        return read("where id = " + id).stream().findFirst();
    }

    /// All of them, oldest first.
    public List<SentFile> list() {
        return read("order by id");
    }

    /// Notes which job imports a file; false, with nothing changed, when it is gone or another job was noted since it was read.
    public boolean commit(SentFile file, long job) {
        return transactions.write(tx -> {
            try (PreparedStatement s = tx.connection().prepareStatement(
                    "update imports set commit_job = ? where id = ? and coalesce(commit_job, 0) = ?")) {
                s.setLong(1, job);
                s.setLong(2, file.id());
                s.setLong(3, file.commit() == null ? 0 : file.commit());
                return s.executeUpdate() == 1;
            }
        });
    }

    /// False when it is gone already.
    public boolean delete(long id) {
        return transactions.write(tx -> {
            try (PreparedStatement s = tx.connection().prepareStatement("delete from imports where id = ?")) {
                s.setLong(1, id);
                return s.executeUpdate() == 1;
            }
        });
    }

    /// Those that were sent so long ago, oldest first.
    public List<SentFile> olderThan(Duration age) {
        return read("where created_at < " + dialect.momentAgo(age.toSeconds()) + " order by id");
    }

    private List<SentFile> read(String where) {
        return transactions.read(tx -> {
            try (PreparedStatement s = tx.connection().prepareStatement("select id, folder, name, bytes, layer, options, "
                            + "account_id, account_name, created_at, check_job, commit_job from imports " + where);
                    ResultSet rs = s.executeQuery()) {
                List<SentFile> all = new ArrayList<>();
                while (rs.next()) {
                    all.add(file(rs));
                }
                return all;
            }
        });
    }

    private SentFile file(ResultSet rs) throws SQLException {
        long commit = rs.getLong(11);
        return new SentFile(rs.getLong(1), rs.getString(2), rs.getString(3), rs.getLong(4),
                Layer.find(rs.getString(5)).orElseThrow(), rs.getString(6), new Actor(rs.getLong(7), rs.getString(8)),
                dialect.moment(rs, 9), rs.getLong(10), commit == 0 ? null : commit);
    }
}
