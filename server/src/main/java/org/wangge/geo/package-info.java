/// Coordinates and tiles: fixed-point degrees, integer Web Mercator, tile addresses, coordinate reference systems. No I/O.
///
/// Degrees flow in at the edges of the program (files, HTTP, database); inside, borders are integers of 1e-7 degree
/// ([FixedPoint]) and everything drawn is an integer of the Web Mercator world ([Mercator]). Read [FixedPoint] first.
package org.wangge.geo;
