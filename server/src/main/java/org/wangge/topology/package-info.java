/// The planar map of leaf grids: nodes, edges with a left and a right face, faces; commands that change it and the patches
/// they yield. Leaf polygons flow in, exact borders and patches flow out. All coordinates are fixed
/// ([org.wangge.geo.FixedPoint]). Read [PlanarMap] first.
package org.wangge.topology;
