/// Plans: drafts of grid changes that are previewed, drawn command by command, undone, redone and published as one revision.
///
/// Commands flow in, as JSON or as [org.wangge.topology.Command]; results flow out: figures of every grid touched before and
/// after, the strips of land and the buildings that change hands. They are worked out on the atlas by the very computation that
/// publishing does. Knows no HTTP. Read [Planning] first.
package org.wangge.planning;
