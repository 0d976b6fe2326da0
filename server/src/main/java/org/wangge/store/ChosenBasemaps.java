package org.wangge.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import org.wangge.problem.Problem;
import org.wangge.store.database.Transactions;

/// Which basemaps admins have chosen, in the words of the command line. Threads, transactions and failures as [Store] says.
public final class ChosenBasemaps {

    /// All of them, in their order. `version` is 0 until any were chosen, and grows with each change.
    public record Choice(int version, List<String> words) {
        public Choice {
            words = List.copyOf(words);
        }
    }

    private final Transactions transactions;

    ChosenBasemaps(Transactions transactions) {
        this.transactions = transactions;
    }

    public Choice get() {
        return transactions.read(tx -> {
            try (PreparedStatement s = tx.connection().prepareStatement("select version, words from basemaps");
                    ResultSet rs = s.executeQuery()) {
                return rs.next() ? new Choice(rs.getInt(1), rs.getString(2).lines().toList()) : new Choice(0, List.of());
            }
        });
    }

    /// Puts these in the place of those that were there in that version; `Conflict` when it is another by now. None of the words
    /// has a line break.
    public void replace(int version, List<String> words) {
        transactions.write(tx -> {
            try (PreparedStatement s = tx.connection().prepareStatement(version == 0
                    ? "insert into basemaps (words, version) select ?, ? + 1 where not exists (select 1 from basemaps)"
                            + " on conflict do nothing"
                    : "update basemaps set words = ?, version = version + 1 where version = ?")) {
                s.setString(1, String.join("\n", words));
                s.setInt(2, version);
                if (s.executeUpdate() == 0) {
                    throw new Problem.Conflict("The list of basemaps has another version than " + version
                                    + ": somebody else changed it.", "Read it again and repeat.",
                            Map.of("expected_version", version)).asException();
                }
                return null;
            }
        });
    }
}
