/// The program: the command line ([Main]), its settings and the wiring of the parts ([Wiring]). Read [Wiring] first: it is the
/// whole server from top to bottom.
package org.wangge.app;
