package org.wangge.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wangge.model.Count;
import org.wangge.model.Layer;

/// A column that an import understands and the other names under which files have it. Names are compared without regard to case.
/// `data/schema` documents this table, and a test holds the two together.
record Heading(String column, List<String> aliases) {

    static final String LON = "lon";
    static final String LAT = "lat";
    static final String WKT = "wkt";

    private static final List<Heading> PLACE = List.of(
            of(LON, "lng", "longitude", "x", "经度"), of(LAT, "latitude", "y", "纬度"), of(WKT, "geom", "geometry", "the_geom"));

    private static Heading of(String column, String... aliases) {
        return new Heading(column, List.of(aliases));
    }

    /// Columns of properties, in the order of [Table#columns()] and then those that only files have; without the place.
    static List<Heading> properties(Layer layer) {
        List<Heading> all = new ArrayList<>();
        all.add(of("code", "osm_id", "id", "编码"));
        switch (layer) {
            case BRANCHES -> all.add(of("name", "名称"));
            case GRIDS -> all.addAll(List.of(
                    of("name", "名称"), of("branch", "市分公司", "分公司"), of("parent", "上级"), of("kind", "类型"), of("person", "责任人"),
                    of("target_new_subscribers", "新增目标"), of("target_renewal_rate", "续费率目标"),
                    of("yellow_cards", "黄牌", "黄牌数"),
                    of("level", "admin_level", "级别"), of("person_code", "责任人编码"), of("phone", "电话"), of("role", "角色"),
                    of("contract", "合同"), of("valid_from", "开始日期"), of("valid_to", "结束日期")));
            case BUILDINGS -> {
                all.addAll(List.of(of("name", "名称"), of("address", "地址"), of("compound", "小区"), of("kind", "building", "类型")));
                for (Count c : Count.values()) {
                    all.add(c == Count.SUBSCRIBERS ? of(c.column(), chinese(c), "用户数") : of(c.column(), chinese(c)));
                }
                all.addAll(List.of(
                        of("addr_street", "addr:street"),
                        of("addr_housenumber", "addr:housenumber"),
                        of("addr_city", "addr:city")));
            }
            case PORTS -> all.addAll(List.of(
                    of("kind", "类型"), of("technology", "技术"), of("building", "楼栋编码"), of("capacity", "容量"), of("used", "占用")));
            case SIGHTINGS -> all.addAll(List.of(
                    of("operator", "运营商"), of("kind", "类型"), of("offer", "优惠"), of("price", "价格"), of("severity", "严重程度"),
                    of("confidence", "可信度"), of("seen_at", "日期"), of("note", "备注")));
            case BASE -> all.addAll(List.of(of("kind", "类型"), of("name", "名称")));
        }
        return List.copyOf(all);
    }

    private static String chinese(Count c) {
        return switch (c) {
            case HOUSEHOLDS -> "住户数";
            case HOMES_PASSED -> "覆盖户数";
            case SUBSCRIBERS -> "在网用户数";
            case FTTH_SUBSCRIBERS -> "光纤用户数";
            case TWO_WAY_SUBSCRIBERS -> "双向用户数";
            case OPENING_SUBSCRIBERS -> "期初用户数";
            case NEW_SUBSCRIBERS -> "新增用户数";
            case DISCONNECTS -> "拆机数";
            case DUE -> "到期数";
            case RENEWED -> "续费数";
            case COMPETITOR_SUBSCRIBERS -> "异网用户数";
            case REVENUE -> "月收入";
        };
    }

    /// The columns that hold the place in a file without geometry of its own.
    static List<Heading> place() {
        return PLACE;
    }

    /// The first field that is called as the column, else as its first alias that any field is called as.
    Optional<String> findIn(List<String> fields) {
        for (String wanted : names()) {
            for (String field : fields) {
                if (field.equalsIgnoreCase(wanted)) {
                    return Optional.of(field);
                }
            }
        }
        return Optional.empty();
    }

    List<String> names() {
        List<String> names = new ArrayList<>(aliases);
        names.addFirst(column);
        return names;
    }
}
