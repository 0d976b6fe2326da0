package org.wangge.city;

import java.util.ArrayList;
import java.util.List;

/// The built city: its ground, its streets and exactly as many buildings as were asked for. `blocks` is in the order of
/// `mesh.faces`, null for water; `compounds` holds those of all blocks, in order.
record City(Terrain terrain, StreetMesh mesh, List<Block> blocks, List<Compound> compounds, int buildings) {

    private static final int DEMO_BUILDINGS = 12_000;
    private static final int ATTEMPTS = 12;

    /// Builds ever better fitting cities until one has room for all buildings and few too many; drops these here and there.
    static City of(int buildings) {
        // the larger a city, the less of it is shore
        double scale = Math.sqrt((buildings < 300_000 ? 1.07 : 0.97) * buildings / DEMO_BUILDINGS);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Terrain terrain = new Terrain(scale);
            LandUse use = new LandUse(terrain);
            StreetMesh mesh = new StreetMesh(terrain, new MainRoads(terrain), use, new Names());
            List<Block> blocks = new Compounds(mesh, use).layOut();
            int room = room(blocks);
            double surplus = (double) room / buildings;
            if (surplus >= 1 && surplus < 1.10 + 0.02 * attempt) {
                return thinned(terrain, mesh, blocks, room, buildings);
            }
            scale *= Math.sqrt((1.045 + 0.01 * attempt) / surplus);
        }
        throw new IllegalStateException("no city fits " + buildings + " buildings");
    }

    private static int room(List<Block> blocks) {
        int room = 0;
        for (Block b : blocks) {
            for (Compound c : b == null ? List.<Compound>of() : b.compounds()) {
                room += c.buildings().size();
            }
        }
        return room;
    }

    private static City thinned(Terrain terrain, StreetMesh mesh, List<Block> blocks, int has, int wants) {
        List<Block> kept = new ArrayList<>();
        List<Compound> all = new ArrayList<>();
        long seen = 0;
        for (Block b : blocks) {
            if (b == null) {
                kept.add(null);
                continue;
            }
            List<Compound> here = new ArrayList<>();
            for (Compound c : b.compounds()) {
                List<Compound.Building> some = new ArrayList<>();
                for (Compound.Building building : c.buildings()) {
                    if ((seen + 1) * wants / has > seen * wants / has) {
                        some.add(building);
                    }
                    seen++;
                }
                if (!some.isEmpty()) {
                    Compound numbered = new Compound(all.size(), c.style(), c.zone(), c.x(), c.y(), c.road(), some);
                    here.add(numbered);
                    all.add(numbered);
                }
            }
            kept.add(new Block(b.face(), b.zone(), b.ground(), b.park(), here));
        }
        return new City(terrain, mesh, kept, all, wants);
    }
}
