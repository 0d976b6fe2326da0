/// Tiles: a snapshot of the atlas and a tile address flow in, Mapbox vector tiles (version 2.1 of the specification) flow out, with a
/// cache that follows what a publication touched. Read [Tiles] first, then [TileCache].
package org.wangge.tiles;
