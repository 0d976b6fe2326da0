package org.wangge.city;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.linearref.LengthIndexedLine;

/// Names and addresses of compounds and their buildings, and codes of these.
final class Labels {

    private static final Pattern WAY = Pattern.compile("(东路|西路|南路|北路|东街|西街|支路|大道|路|街|巷|里|弄|胡同)$");

    private final Names names = new Names();
    private final Set<String> addresses = new HashSet<>();
    private final String[] name;
    private final String[] address;
    private final Compound[] first;
    private final long[] firstBuilding;

    Labels(City city) {
        List<Compound> all = city.compounds();
        name = new String[all.size()];
        address = new String[all.size()];
        first = all.toArray(Compound[]::new);
        firstBuilding = new long[all.size()];
        long buildings = 0;
        for (Compound c : all) {
            Road road = c.road() < 0 ? null : city.mesh().roads.get(c.road());
            name[c.number()] = name(c, road);
            address[c.number()] = address(c, road);
            firstBuilding[c.number()] = buildings + 1;
            buildings += c.buildings().size();
        }
    }

    /// Such as 滨江花园; no other compound of the city has it.
    String compoundName(Compound c) {
        return name[c.number()];
    }

    String buildingCode(Compound c, int building) {
        Compound last = first[first.length - 1];
        return "B" + padded(firstBuilding[c.number()] + building, firstBuilding[last.number()] + last.buildings().size());
    }

    /// Such as 滨江花园12幢.
    String buildingName(Compound c, int building) {
        int n = building + 1;
        return name[c.number()] + switch (c.style().kind()) {
            case Style.RESIDENTIAL -> c.zone() == LandUse.Zone.OLD || c.zone() == LandUse.Zone.VILLAGE ? n + "号" : n + "幢";
            case "factory" -> n + "号厂房";
            case "warehouse" -> n + "号库";
            case "school" -> n + "号教学楼";
            case "hospital" -> n + "号楼";
            default -> c.buildings().size() == 1 ? "" : n + "座";
        };
    }

    /// Such as 人民路188号; shared by the buildings of a compound.
    String address(Compound c) {
        return address[c.number()];
    }

    static String padded(long n, long largest) {
        String digits = String.valueOf(n);
        return "0".repeat(Math.max(0, Math.max(5, String.valueOf(largest).length()) - digits.length())) + digits;
    }

    private String name(Compound c, Road road) {
        int i = c.number();
        String near = road == null ? "澜湾" : WAY.matcher(road.name()).replaceAll("");
        return switch (c.style().kind()) {
            case Style.RESIDENTIAL -> c.zone() == LandUse.Zone.VILLAGE && c.style() == Style.HOUSES
                    ? names.village(i)
                    : names.estate(i, c.zone() == LandUse.Zone.OLD);
            case "school" -> names.unique(near + (i % 3 == 0 ? "中学" : "小学"), "第#校区");
            case "hospital" -> names.unique(near + "医院", "#分院");
            case "office" -> names.unique(Names.pair(i, 7) + "大厦", "#期");
            case "mall" -> names.unique(Names.pair(i, 8) + "广场", "#期");
            case "factory" -> names.unique(near + new String[] {"机械厂", "电子厂", "纺织厂", "食品厂", "船舶配件厂"}[i % 5], "#分厂");
            case "warehouse" -> names.unique(near + "物流园", "#区");
            default -> names.unique(near + "商铺", "#区");
        };
    }

    /// House numbers grow along the street, two every ten metres, odd on one side and even on the other.
    private String address(Compound c, Road road) {
        String street = road == null ? "码头" : road.name();
        int number = 1;
        if (road != null) {
            LengthIndexedLine line = new LengthIndexedLine(road.line());
            Coordinate here = new Coordinate(c.x(), c.y());
            double along = line.project(here);
            Coordinate left = line.extractPoint(along, 1);
            Coordinate right = line.extractPoint(along, -1);
            number = 2 * (int) (along / 10) + (left.distance(here) < right.distance(here) ? 1 : 2);
        }
        while (!addresses.add(street + number + "号")) {
            number += 2;
        }
        return street + number + "号";
    }
}
