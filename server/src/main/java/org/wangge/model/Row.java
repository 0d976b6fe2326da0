package org.wangge.model;

/// A row of the system of record. `id` is given by the database (0: not stored yet) and equals the feature id in tiles and
/// GeoJSON; `code` is the operator's own key and is unique in its layer.
public sealed interface Row permits Branch, Grid, Building, Port, Sighting, BaseFeature, Person, Assignment {

    long id();

    String code();

    Table table();
}
