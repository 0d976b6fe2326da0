package org.wangge.store;

import jakarta.persistence.LockModeType;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.hibernate.Session;
import org.wangge.model.Assignment;
import org.wangge.store.Publication.Duty;
import org.wangge.store.row.AssignmentEntity;

/// Who looks after the grids of a publication: compared with what it was worked out on, and handed over.
final class Duties {

    private Duties() {}

    /// False when somebody else has changed who looks after one of these grids; locks the assignments.
    static boolean areAsSeen(Session session, List<Duty> duties) {
        return duties.stream()
                .allMatch(d -> present(session, d.grid(), d.day()).stream().map(a -> a.id).toList().equals(d.present()));
    }

    /// Ends and begins assignments. Those who leave have the day before as their last.
    static void hand(Session session, List<Duty> duties) {
        for (Duty duty : duties) {
            LocalDate day = duty.day();
            for (AssignmentEntity a : present(session, duty.grid(), day)) {
                if (duty.staying().contains(a.id)) {
                    continue;
                }
                if (a.validFrom == null || a.validFrom.isBefore(day)) {
                    a.validTo = day.minusDays(1);
                } else {
                    session.remove(a);
                }
            }
            // What is removed must be gone before another takes its key.
            session.flush();
            if (duty.begins() != null) {
                AssignmentEntity begun = new AssignmentEntity();
                begun.gridId = duty.grid();
                begun.personId = duty.begins();
                begun.role = Assignment.GRID_MANAGER;
                begun.validFrom = day;
                begun.validTo = dayBeforeTheNext(session, duty.grid(), day);
                session.persist(begun);
            }
        }
        session.flush();
    }

    /// The last day of a manager who begins on this day: the one before the next begins, who was put in for a later day (or on a
    /// later day, when the clock was set back since); null when there is none.
    private static LocalDate dayBeforeTheNext(Session session, long grid, LocalDate day) {
        return of(session, grid).stream()
                .filter(a -> Assignment.GRID_MANAGER.equals(a.role) && a.validFrom != null && a.validFrom.isAfter(day))
                .map(a -> a.validFrom.minusDays(1))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /// The assignments of a grid that hold on this day, the person in charge first.
    private static List<AssignmentEntity> present(Session session, long grid, LocalDate day) {
        return of(session, grid).stream()
                .filter(a -> a.toModel().isValidOn(day))
                .sorted(Comparator.comparing(AssignmentEntity::toModel, Assignment.FIRST_IN_CHARGE))
                .toList();
    }

    private static List<AssignmentEntity> of(Session session, long grid) {
        return session.createQuery("from AssignmentEntity where gridId = :grid", AssignmentEntity.class)
                .setParameter("grid", grid)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }
}
