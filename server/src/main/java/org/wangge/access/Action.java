package org.wangge.access;

import java.util.Locale;

/// All that leaves a line in the audit trail. docs/api.md lists them, and a test compares.
public enum Action {
    SESSION_BEGIN,
    SESSION_REFUSED,
    SESSION_END,
    PASSWORD_CHANGE,
    PASSWORD_REFUSED,
    ACCOUNT_CREATE,
    ACCOUNT_CHANGE,
    ACCOUNT_DELETE,
    TOKEN_CREATE,
    TOKEN_REVOKE,
    PLAN_CREATE,
    PLAN_RENAME,
    PLAN_DELETE,
    PLAN_COPY,
    PLAN_COMMAND,
    PLAN_UNDO,
    PLAN_REDO,
    PLAN_REBASE,
    PLAN_COMMENT,
    PLAN_SUBMIT,
    PLAN_WITHDRAW,
    PLAN_RETURN,
    PLAN_APPROVE,
    PLAN_PUBLISH,
    PLAN_RESTORE,
    JOB_CANCEL,
    IMPORT_CREATE,
    IMPORT_COMMIT,
    IMPORT_DELETE,
    BACKUP_CREATE,
    BACKUP_READ,
    BASEMAP_CHANGE;

    /// The stable word in database and JSON, such as `plan.publish`.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
