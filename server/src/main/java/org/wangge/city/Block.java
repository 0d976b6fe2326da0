package org.wangge.city;

import java.util.List;
import org.locationtech.jts.geom.Polygon;

/// A face between streets as it is used. `ground` is what the streets leave of it, in metres, or null when nothing is left; a
/// park has no compounds.
record Block(Face face, LandUse.Zone zone, Polygon ground, boolean park, List<Compound> compounds) {}
