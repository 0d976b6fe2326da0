package org.wangge.store.geopackage;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.boot.model.TypeContributor;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.spatial.JTSGeometryJavaType;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.BasicBinder;
import org.hibernate.type.descriptor.jdbc.BasicExtractor;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.locationtech.jts.geom.Geometry;
import org.wangge.store.row.GeoPackageBlob;
import org.wangge.store.row.GeometryDecoder;

/// Teaches Hibernate how a GeoPackage writes geometry (blob), days (`2026-01-31`) and moments (`2026-01-31T08:00:00.000Z`).
final class GeoPackageTypes implements TypeContributor {

    /// A code of our own: what Hibernate's dialect knows under the usual ones would be taken instead.
    static final int MOMENT_CODE = 40_001;

    @Override
    public void contribute(TypeContributions contributions, ServiceRegistry registry) {
        contributions.contributeJavaType(JTSGeometryJavaType.GEOMETRY_INSTANCE);
        contributions.contributeJdbcType(new Blob());
        contributions.contributeJdbcType(new Day());
        contributions.contributeJdbcType(new Moment());
    }

    /// A value that SQLite keeps as bytes or text.
    private abstract static class Stored<T> implements JdbcType {

        private final Class<T> type;
        private final int sqlType;

        Stored(Class<T> type, int sqlType) {
            this.type = type;
            this.sqlType = sqlType;
        }

        abstract void write(PreparedStatement statement, int index, T value) throws SQLException;

        abstract T read(ResultSet rs, int index) throws SQLException;

        @Override
        public int getDefaultSqlTypeCode() {
            return sqlType;
        }

        @Override
        public <X> ValueBinder<X> getBinder(JavaType<X> javaType) {
            return new BasicBinder<>(javaType, this) {
                @Override
                protected void doBind(PreparedStatement st, X value, int index, WrapperOptions options) throws SQLException {
                    write(st, index, javaType.unwrap(value, type, options));
                }

                @Override
                protected void doBind(CallableStatement st, X value, String name, WrapperOptions options) {
                    throw new UnsupportedOperationException("SQLite has no stored procedures");
                }
            };
        }

        @Override
        public <X> ValueExtractor<X> getExtractor(JavaType<X> javaType) {
            return new BasicExtractor<>(javaType, this) {
                @Override
                protected X doExtract(ResultSet rs, int index, WrapperOptions options) throws SQLException {
                    return javaType.wrap(read(rs, index), options);
                }

                @Override
                protected X doExtract(CallableStatement st, int index, WrapperOptions options) {
                    throw new UnsupportedOperationException("SQLite has no stored procedures");
                }

                @Override
                protected X doExtract(CallableStatement st, String name, WrapperOptions options) {
                    throw new UnsupportedOperationException("SQLite has no stored procedures");
                }
            };
        }
    }

    private static final class Blob extends Stored<Geometry> {
        Blob() {
            super(Geometry.class, SqlTypes.GEOMETRY);
        }

        @Override
        public int getJdbcTypeCode() {
            return Types.BLOB;
        }

        @Override
        void write(PreparedStatement statement, int index, Geometry value) throws SQLException {
            statement.setBytes(index, GeoPackageBlob.encode(value));
        }

        @Override
        Geometry read(ResultSet rs, int index) throws SQLException {
            byte[] bytes = rs.getBytes(index);
            return bytes == null ? null : new GeometryDecoder().decode(bytes, 0, bytes.length);
        }
    }

    private static final class Day extends Stored<LocalDate> {
        Day() {
            super(LocalDate.class, SqlTypes.DATE);
        }

        @Override
        public int getJdbcTypeCode() {
            return Types.DATE;
        }

        @Override
        void write(PreparedStatement statement, int index, LocalDate value) throws SQLException {
            statement.setString(index, value.toString());
        }

        @Override
        LocalDate read(ResultSet rs, int index) throws SQLException {
            String iso = rs.getString(index);
            return iso == null ? null : LocalDate.parse(iso);
        }
    }

    /// Each column of moments has one form, so that what is compared in SQL is of one kind: milliseconds where entities write,
    /// and ISO 8601 in `at` of the feed and of the histories, which triggers write, in `last_change` of the contents, which
    /// GeoPackage asks for, and in rows of commands from before they had an `at`. Both forms are read. Making them one would
    /// rewrite every row of every store and of every backup that is restored, for nothing that a user sees.
    private static final class Moment extends Stored<Instant> {
        Moment() {
            super(Instant.class, MOMENT_CODE);
        }

        @Override
        public int getJdbcTypeCode() {
            return Types.TIMESTAMP_WITH_TIMEZONE;
        }

        @Override
        void write(PreparedStatement statement, int index, Instant value) throws SQLException {
            statement.setLong(index, value.toEpochMilli());
        }

        @Override
        Instant read(ResultSet rs, int index) throws SQLException {
            return switch (rs.getObject(index)) {
                case null -> null;
                case Number millis -> Instant.ofEpochMilli(millis.longValue());
                case Object iso -> Instant.parse(iso.toString());
            };
        }
    }
}
