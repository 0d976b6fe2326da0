package org.wangge.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wangge.atlas.Publisher;
import org.wangge.testing.ServerClasses;

/// A request answers from one snapshot: a handler that asked for the present one twice could mix two states.
class SnapshotOnceTest {

    private static final JavaClasses CLASSES =
            ServerClasses.ALL.that(resideInAPackage("org.wangge.api.."));

    @Test
    void noHandlerTakesTheSnapshotTwice() {
        List<String> twice = CLASSES.stream()
                // each of its gauges is read by itself
                .filter(c -> !c.isEquivalentTo(Measurements.class))
                .flatMap(c -> c.getMethods().stream())
                .filter(m -> taken(m, 0) > 1)
                .map(JavaMethod::getFullName)
                .toList();

        assertEquals(List.of(), twice);
    }

    /// How often the method asks for the present snapshot, itself or through others of its class.
    private static long taken(JavaMethod method, int depth) {
        long sum = 0;
        for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
            JavaClass owner = call.getTargetOwner();
            if (owner.isEquivalentTo(Publisher.class) && call.getName().equals("current")) {
                sum++;
            } else if (owner.equals(method.getOwner()) && depth < 4) {
                sum += call.getTarget().resolveMember().filter(JavaMethod.class::isInstance)
                        .map(m -> taken((JavaMethod) m, depth + 1)).orElse(0L);
            }
        }
        return sum;
    }
}
