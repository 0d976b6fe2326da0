package org.wangge;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wangge.testing.ServerClasses;

/// A day is that of the one clock that the server was given: nobody asks the machine which day it is, or where it stands.
class OneClockTest {

    private static final JavaClasses CLASSES = ServerClasses.ALL;
    private static final Set<String> OF_THE_MACHINE = Set.of(
            "java.time.Clock.systemDefaultZone", "java.time.ZoneId.systemDefault", "java.util.TimeZone.getDefault",
            "java.util.Calendar.getInstance");

    @Test
    void onlyTheOptionsOfTheServerAskForTheZoneOfTheMachine() {
        noClasses()
                .that().doNotHaveFullyQualifiedName("org.wangge.app.ServerOptions")
                .should().callCodeUnitWhere(target(is("asks the machine", t -> OF_THE_MACHINE.contains(name(t)))))
                .check(CLASSES);
    }

    @Test
    void nobodyTakesADayButFromAClock() {
        noClasses()
                .should().callCodeUnitWhere(target(is("takes a day from no clock", t ->
                        t.getName().equals("now")
                                && resideInAPackage("java.time..").test(t.getOwner())
                                && !t.getOwner().getSimpleName().equals("Instant")
                                && t.getRawParameterTypes().stream().noneMatch(p -> p.getName().equals("java.time.Clock")))))
                .check(CLASSES);
    }

    private static String name(CodeUnitCallTarget target) {
        return target.getOwner().getName() + "." + target.getName();
    }

    private static DescribedPredicate<CodeUnitCallTarget> is(
            String description, java.util.function.Predicate<CodeUnitCallTarget> test) {
        return DescribedPredicate.describe(description, test);
    }
}
