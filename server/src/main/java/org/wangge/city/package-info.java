/// The sample city: a fictional coastal city, 澜湾市 (Lanwan), as the files that a user would import.
///
/// A size in buildings flows in, files flow out ([SampleCity]); the same size gives the same bytes on any machine. Inside,
/// [Terrain] shapes land and water, [MainRoads] lays rings and avenues, [StreetMesh] divides the land between them into faces
/// that share their vertices, [Compounds] fills the faces with buildings, [Market] gives these their numbers, [Network] and
/// [Competition] add devices and sightings, [GridTree] joins faces into grids. Lengths are metres in the plane of [Frame]
/// until they are written. Read [SampleCity] first.
package org.wangge.city;
