/// Streets, rivers and rails of the ground as one network, and the shortest ways along it. Lines flow in, paths on the fixed
/// grid ([org.wangge.geo.FixedPoint]) flow out. Read [org.wangge.streets.StreetNetwork] first.
package org.wangge.streets;
