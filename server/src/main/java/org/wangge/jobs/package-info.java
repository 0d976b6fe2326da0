/// Long work: what is going on, how far it is, who asked for it; each piece is done whole or leaves nothing.
///
/// Work flows in with the word of who asked for it; out comes what is known of it, from memory for this program's own, from the
/// database ([org.wangge.store.JobTable]) for that of others and after the end. Read [Jobs] first, then [Task]; [Backups] is a
/// kind of work itself.
package org.wangge.jobs;
