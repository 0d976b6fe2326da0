package org.wangge;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.wangge.testing.ServerClasses;

/// The house has an order: a package may use only those before it in this list, and there are no cycles.
class PackageOrderTest {

    private static final List<String> ORDER = List.of(
            "memory", "geo", "model", "problem", "topology", "streets", "metrics", "city", "atlas", "tiles", "store", "jobs",
            "planning", "intake", "export", "basemap", "access", "api", "app");
    /// Among the rooms of the store too each may use only those before it. `store` itself is what they are for: the face.
    private static final List<String> ROOMS_OF_THE_STORE = List.of(
            "store.row", "store.database", "store.geopackage", "store.postgis", "store.account", "store.job",
            "store.feed", "store", "store.backup");
    private static final JavaClasses CLASSES = ServerClasses.ALL;

    @Test
    void everyPackageIsInTheList() {
        var found = new TreeSet<String>();
        CLASSES.forEach(c -> found.add(c.getPackageName().replace("org.wangge.", "").replaceAll("\\..*", "")));
        found.removeAll(ORDER);
        assertEquals(List.of(), List.copyOf(found));
    }

    @Test
    void aPackageUsesOnlyThoseBeforeIt() {
        requireOrder(ORDER, "..");
    }

    @Test
    void everyRoomOfTheStoreIsInTheList() {
        var found = new TreeSet<String>();
        CLASSES.that(are(resideInAPackage("org.wangge.store..")))
                .forEach(c -> found.add(c.getPackageName().replace("org.wangge.", "")));
        assertEquals(new TreeSet<>(ROOMS_OF_THE_STORE), found);
    }

    @Test
    void aRoomOfTheStoreUsesOnlyThoseBeforeItAndTheTwoDatabasesKnowNothingOfEachOther() {
        requireOrder(ROOMS_OF_THE_STORE, "");
        noClasses().that(are(resideInAPackage("org.wangge.store.postgis"))).should()
                .dependOnClassesThat(resideInAPackage("org.wangge.store.geopackage")).check(CLASSES);
    }

    /// What is public there is so for the other rooms: entities never leave the store, nor do connections and transactions. That
    /// SQLite is loaded our way holds for any file that is opened.
    @Test
    void nobodyOutsideOfTheStoreEntersItsInnerRooms() {
        noClasses()
                .that(resideOutsideOfPackages("org.wangge.store.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.wangge.store.row", "org.wangge.store.database",
                                "org.wangge.store.geopackage", "org.wangge.store.postgis")
                        .and(not(nameMatching("org\\.wangge\\.store\\.geopackage\\.SqliteLibrary"))))
                .check(CLASSES);
    }

    private static void requireOrder(List<String> order, String below) {
        for (int i = 0; i < order.size() - 1; i++) {
            String[] later = order.subList(i + 1, order.size()).stream().map(p -> "org.wangge." + p + below)
                    .toArray(String[]::new);
            noClasses()
                    .that(are(resideInAPackage("org.wangge." + order.get(i) + below)))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(later))
                    .allowEmptyShould(true)
                    .because("the order is " + order)
                    .check(CLASSES);
        }
    }

    @Test
    void thereAreNoCycles() {
        slices().matching("org.wangge.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheApiKnowsTheWebServerAndOnlyTheStoreKnowsTheDatabase() {
        noClasses().that(resideOutsideOfPackages("org.wangge.api..")).should()
                .dependOnClassesThat(resideInAPackage("io.javalin..")).check(CLASSES);
        noClasses()
                .that(resideOutsideOfPackages("org.wangge.store.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.hibernate..").or(resideInAPackage("org.flywaydb..")))
                .check(CLASSES);
        classes().that().areAnnotatedWith("jakarta.persistence.Entity").should().resideInAPackage("org.wangge.store..")
                .check(CLASSES);
    }

    /// Of a row that it could not read Hibernate says the same as of one that is not there: null.
    @Test
    void onlyTransactionsAskHibernateForOneRow() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.wangge.store.database.Tx")
                .should()
                .callMethodWhere(target(owner(assignableTo(EntityManager.class)))
                        .and(target(nameMatching("find|get|getReference"))))
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        var silent = new TreeSet<String>();
        CLASSES.forEach(c -> silent.add(c.getPackageName()));
        silent.removeIf(p -> getClass().getResource("/" + p.replace('.', '/') + "/package-info.class") != null);
        assertTrue(silent.stream()
                .allMatch(p -> new java.io.File("src/main/java/" + p.replace('.', '/') + "/package-info.java").exists()),
                () -> "no package-info.java in " + silent);
    }
}
