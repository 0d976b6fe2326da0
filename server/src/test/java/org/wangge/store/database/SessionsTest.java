package org.wangge.store.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.store.postgis.PostgisDialect;
import org.wangge.testing.TestDatabases;

/// The first session takes seconds: nobody may hold a connection meanwhile that others wait for.
class SessionsTest {

    /// What is to be asked while a factory is being made.
    private static volatile Supplier<Integer> question = () -> 0;
    private static final List<Integer> answers = new ArrayList<>();

    /// Is made while the factory of the entities that use it is.
    public static final class Witness implements AttributeConverter<String, String> {

        public Witness() {
            answers.add(question.get());
        }

        @Override
        public String convertToDatabaseColumn(String value) {
            return value;
        }

        @Override
        public String convertToEntityAttribute(String value) {
            return value;
        }
    }

    @Entity
    static class Written {
        @Id
        long id;
        @Convert(converter = Witness.class)
        String text;
    }

    @Entity
    static class Prepared {
        @Id
        long id;
        @Convert(converter = Witness.class)
        String text;
    }

    @TempDir
    Path folder;

    @Test
    void nobodyHoldsTheOnlyWriterOfAGeoPackageWhileSessionsAreGotReady() {
        try (Dialect dialect = GeoPackageDialect.open(folder.resolve("a.gpkg"), Dialect.Wires.PLAIN)) {
            assertNothingHeld(dialect);
        }
    }

    @Test
    @Tag("postgis")
    void nobodyHoldsAWriterOfPostgisWhileSessionsAreGotReady() throws Exception {
        try (TestDatabases.Database database = TestDatabases.postgis()) {
            database.open().close();
            try (Dialect dialect = PostgisDialect.open(database.url(), Dialect.Wires.PLAIN)) {
                assertNothingHeld(dialect);
            }
        }
    }

    private static void assertNothingHeld(Dialect dialect) {
        question = () -> dialect.writers().getHikariPoolMXBean().getActiveConnections()
                + dialect.loaders().getHikariPoolMXBean().getActiveConnections();
        assertHeld(List.of(0), dialect, Written.class, (transactions, work) -> transactions.write(work));
        assertHeld(List.of(0), dialect, Prepared.class, (transactions, work) -> transactions.writePrepared(nothing -> work));
    }

    private interface Way {
        void write(Transactions transactions, Transactions.Work<Boolean> work);
    }

    private static void assertHeld(List<Integer> expected, Dialect dialect, Class<?> entity, Way way) {
        answers.clear();
        try (Sessions sessions = new Sessions(dialect, List.of(entity))) {
            Transactions transactions = new Transactions(sessions, dialect);
            way.write(transactions, tx -> tx.session().isOpen());
            transactions.close();
        }
        assertEquals(expected, answers, "connections in use while sessions for " + entity.getSimpleName() + " were made");
    }
}
