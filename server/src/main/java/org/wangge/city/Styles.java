package org.wangge.city;

import java.util.SplittableRandom;

/// Which buildings a zone gets.
final class Styles {

    private Styles() {}

    /// A style for a piece of land of `area` square metres, or null where it stays open (fields, sports grounds).
    static Style pick(LandUse.Zone zone, double area, SplittableRandom random) {
        int dice = random.nextInt(100);
        return switch (zone) {
            case OLD -> of(dice, 84, Style.COURTYARDS, 92, Style.SHOPS, 96, Style.SCHOOLS, 100, Style.SLABS);
            case BUSINESS -> of(dice, 48, Style.OFFICES, 62, Style.MALLS, 96, Style.TOWERS, 100, Style.HOSPITALS);
            case INNER -> area < 9000 && dice > 80
                    ? Style.SHOPS
                    : of(dice, 66, Style.SLABS, 80, Style.TALL_SLABS, 88, Style.SCHOOLS, 94, Style.OFFICES, 97, Style.MALLS, 100,
                            Style.HOSPITALS);
            case SUBURB -> of(dice, 66, Style.SLABS, 78, Style.VILLAS, 85, Style.TALL_SLABS, 92, Style.SCHOOLS, 95, Style.SHOPS,
                    98, Style.MALLS, 100, null);
            case NEW_TOWN -> of(dice, 62, Style.TOWERS, 82, Style.TALL_SLABS, 90, Style.SCHOOLS, 95, Style.MALLS, 98,
                    Style.OFFICES, 100, null);
            case INDUSTRY -> of(dice, 70, Style.FACTORIES, 82, Style.WAREHOUSES, 94, Style.DORMITORIES, 100, null);
            case VILLAGE -> of(dice, 38, Style.HOUSES, 44, Style.FACTORIES, 54, Style.SLABS, 60, Style.VILLAS, 100, null);
            case PORT -> of(dice, 78, Style.WAREHOUSES, 100, null);
        };
    }

    /// Reads `limit, style, limit, style, …`: the first whose limit the dice stay below.
    private static Style of(int dice, Object... table) {
        for (int i = 0; i < table.length; i += 2) {
            if (dice < (Integer) table[i]) {
                return (Style) table[i + 1];
            }
        }
        throw new IllegalStateException("the table ends below " + dice);
    }
}
