/// What can be wrong with a request, a file or a command, said so that a person can mend it, or that
/// there is no turn for them just now. Knows no HTTP: `api` maps a
/// [Problem] to a status. Read [Problem] first.
package org.wangge.problem;
