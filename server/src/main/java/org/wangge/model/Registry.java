package org.wangge.model;

import static org.wangge.model.Property.Type.CODE;
import static org.wangge.model.Property.Type.DAY;
import static org.wangge.model.Property.Type.DECIMAL;
import static org.wangge.model.Property.Type.TEXT;
import static org.wangge.model.Property.Type.TRUTH;
import static org.wangge.model.Property.Type.WHOLE;

import java.util.List;
import java.util.function.Function;
import org.wangge.model.Property.Better;
import org.wangge.model.Property.Kind;

/// What each column of each table is, to be read from top to bottom. A new column of a table that is there takes its migrations,
/// its line here, and its place in the record and the entity; readers, checks, tiles, GeoJSON, schemas, search and the pages of
/// `data/schema` follow from the line.
///
/// `drawn` is told of each row by tiles, `drawnFrom` by those of a zoom and deeper; a text that is `repeating` has few different
/// values; `aliases` are other names in files; `since` is the migration that brought the column, where it is not the first.
public final class Registry {

    /// From this zoom on there is room on the map for names of buildings.
    private static final int NAMED = 16;

    public static final RowType BRANCHES = RowType.of(Table.BRANCHES, Branch.class, Branch::outline,
            code(Branch::code, "SZ").drawn(),
            name(Branch::name, "Suzhou branch").drawn());

    public static final RowType PERSONS = RowType.of(Table.PERSONS, Person.class, p -> null,
            code(Person::code, "E1024").searchable(),
            name(Person::name, "Li Na").searchable(),
            text("phone", "Phone", "电话", Person::phone).aliases("电话").means("the person's phone", "13800000001"));

    public static final RowType ASSIGNMENTS = RowType.of(Table.ASSIGNMENTS, Assignment.class, a -> null,
            code("grid", "Grid", "网格", Table.GRIDS, Assignment::grid).required().means("the grid", "SZ-01-02"),
            code("person", "Person", "责任人", Table.PERSONS, Assignment::person).required().means("who looks after it", "E1024"),
            text("role", "Role", "角色", Assignment::role).aliases("角色").repeating()
                    .means("`grid_manager` (when empty; comes first of those who look after a grid), `customer_manager` or "
                            + "`maintenance`", "grid_manager"),
            text("contract", "Contract", "合同", Assignment::contract).aliases("合同").repeating()
                    .means("kind of contract", "outsourced"),
            of("valid_from", "From", "开始日期", DAY, Assignment::validFrom).aliases("开始日期")
                    .means("first day of the assignment; whoever had the role until then ends the day before. Without it the "
                            + "person takes the place of whoever has the role now", "2026-05-01"),
            of("valid_to", "To", "结束日期", DAY, Assignment::validTo).aliases("结束日期")
                    .means("last day of the assignment", "2026-12-31"));

    public static final RowType GRIDS = RowType.of(Table.GRIDS, Grid.class, Grid::geometry,
            code(Grid::code, "SZ-01-02").drawn().searchable(),
            name(Grid::name, "Lakeside").drawn().searchable().editable(),
            code("branch", "Branch", "市分公司", Table.BRANCHES, Grid::branch).aliases("市分公司", "分公司")
                    .means("the branch; made when it is not there yet", "SZ"),
            code("parent", "Above", "上级", Table.GRIDS, Grid::parent).aliases("上级").editable()
                    .means("the grid above, in the file or in the store; empty directly under the branch", "SZ-01"),
            text("kind", "Kind", "类型", Grid::kind).aliases("类型").repeating().editable()
                    .means("kind of grid, the operator's own words", "community"),
            of("person", "In charge", "责任人", TEXT, null).aliases("责任人").editable()
                    .means("name of the responsible person; empty changes nothing", "Li Na"),
            of("target_new_subscribers", "Target of new subscribers", "新增目标", WHOLE, Grid::targetNewSubscribers)
                    .aliases("新增目标").range(0, Counts.MAX).unit("households a year").editable()
                    .means("target of new subscribers", "850"),
            of("target_renewal_rate", "Target of the renewal rate", "续费率目标", DECIMAL, Grid::targetRenewalRate)
                    .aliases("续费率目标").range(0, 1).editable()
                    .means("target of the renewal rate", "0.92"),
            of("yellow_cards", "Yellow cards", "黄牌数", WHOLE, Grid::yellowCards).aliases("黄牌", "黄牌数")
                    .range(0, Grid.CARDS_FOR_REPLACEMENT).measures(Kind.STOCK, Better.DOWN).editable().since(5)
                    .means("yellow cards: one warns, two mean replacement; empty where none are kept", "1"))
            .withOfFiles(
                    of("level", "Level", "级别", WHOLE, null).aliases("admin_level", "级别").range(0, 99)
                            .means("rank where there is no `parent`: a smaller one is above", "8"),
                    of("person_code", "Code of the person", "责任人编码", TEXT, null).aliases("责任人编码")
                            .means("key of the person; the name when it is missing, so it is needed where two people have one "
                                    + "name", "E1024"),
                    PERSONS.get("phone"),
                    ASSIGNMENTS.get("role"),
                    ASSIGNMENTS.get("contract"),
                    ASSIGNMENTS.get("valid_from"),
                    ASSIGNMENTS.get("valid_to"))
            .withDerived(
                    of("level", "Level", "级别", WHOLE, null).means("1 directly under the branch", "2"),
                    of("leaf", "Leaf", "基础网格", TRUTH, null).means("whether it has no grids below", "true"),
                    of("as_of", "As of", "截至", DAY, null).means("the day of the figures", "2026-11-01"),
                    of("buildings", "Buildings", "楼栋数", WHOLE, null).measures(Kind.STOCK, null)
                            .means("buildings inside", "40"));

    public static final RowType BUILDINGS = RowType.of(Table.BUILDINGS, Building.class, Building::geometry,
            code(Building::code, "B0001").searchable(),
            name(Building::name, "Lakeside Tower 1").searchable().drawnFrom(NAMED),
            text("address", "Address", "地址", Building::address).aliases("地址").searchable().drawnFrom(NAMED)
                    .means("postal address; where it is missing, `addr_street`, `addr_housenumber` and `addr_city` make it",
                            "1 Lake Road"),
            text("compound", "Compound", "小区", Building::compound).aliases("小区").repeating().drawnFrom(NAMED)
                    .means("residential compound (小区) that groups buildings", "Lakeside"),
            text("kind", "Kind", "类型", Building::kind).aliases("building", "类型").repeating().drawn()
                    .means("kind of building, the operator's own words; OpenStreetMap's `building=yes` counts as empty",
                            "residential"),
            count(Count.HOUSEHOLDS, "Households", "住户", "住户数").drawn().means("dwellings", "96"),
            count(Count.HOMES_PASSED, "Homes passed", "覆盖户数", "覆盖户数").means("dwellings that the network passes", "90"),
            count(Count.SUBSCRIBERS, "Subscribers", "在网用户", "在网用户数", "用户数").drawn()
                    .means("in-service subscribers", "31"),
            count(Count.FTTH_SUBSCRIBERS, "FTTH subscribers", "光纤用户", "光纤用户数")
                    .means("subscribers on fibre to the home", "24"),
            count(Count.TWO_WAY_SUBSCRIBERS, "Two-way subscribers", "双向用户", "双向用户数")
                    .means("subscribers on a two-way network", "28"),
            count(Count.OPENING_SUBSCRIBERS, "Opening subscribers", "期初用户", "期初用户数")
                    .means("subscribers at the beginning of the period", "30"),
            count(Count.NEW_SUBSCRIBERS, "New subscribers", "新增用户", "新增用户数")
                    .means("subscribers won in the period", "3"),
            count(Count.DISCONNECTS, "Disconnects", "拆机", "拆机数").means("subscribers lost in the period", "2"),
            count(Count.DUE, "Due", "到期", "到期数").means("contracts that ended in the window", "12"),
            count(Count.RENEWED, "Renewed", "续费", "续费数").means("of these, contracts that were renewed", "10"),
            count(Count.COMPETITOR_SUBSCRIBERS, "Competitors' subscribers", "异网用户", "异网用户数")
                    .means("competitors' subscribers, as far as known", "40"),
            count(Count.REVENUE, "Revenue", "月收入", "月收入").unit("CNY a month").rounded()
                    .means("monthly revenue, rounded half up to whole yuan", "2480"))
            .withOfFiles(
                    of("addr_street", "Street", "街道", TEXT, null).aliases("addr:street")
                            .means("street, for `address`", "Lake Road"),
                    of("addr_housenumber", "Number", "门牌", TEXT, null).aliases("addr:housenumber")
                            .means("number, for `address`", "1"),
                    of("addr_city", "Town", "城市", TEXT, null).aliases("addr:city").means("town, for `address`", "Suzhou"))
            .withDerived(leaf());

    public static final RowType PORTS = RowType.of(Table.PORTS, Port.class, Port::location,
            code(Port::code, "P0001"),
            text("kind", "Kind", "类型", Port::kind).aliases("类型").repeating().drawn()
                    .means("`odf`, `olt`, `splitter`, `tap`, `cabinet`, …", "splitter"),
            text("technology", "Technology", "技术", Port::technology).aliases("技术").repeating().drawn()
                    .means("access technology", "ftth"),
            code("building", "Building", "楼栋", Table.BUILDINGS, Port::building).aliases("楼栋编码")
                    .means("code of the building it stands in", "B0001"),
            of("capacity", "Capacity", "容量", WHOLE, Port::capacity).aliases("容量").range(0, 1_000_000)
                    .measures(Kind.STOCK, null).drawn()
                    .means("ports; empty is 容量不详, unknown", "16"),
            of("used", "Used", "已用", WHOLE, Port::used).aliases("占用").range(0, 1_000_000)
                    .measures(Kind.STOCK, Better.UP).drawn()
                    .means("ports in use", "5"),
            text("managed_by", "Maintained by", "维护单位", Port::managedBy).aliases("维护单位", "代维单位", "maintained_by")
                    .repeating().drawn().since(10)
                    .means("the unit that maintains it; empty is unknown", "East maintenance"))
            .withDerived(leaf());

    public static final RowType SIGHTINGS = RowType.of(Table.SIGHTINGS, Sighting.class, Sighting::location,
            code(Sighting::code, "S0001"),
            text("operator", "Operator", "运营商", Sighting::operator).aliases("运营商").repeating().drawn()
                    .means("the competitor", "Other Telecom"),
            text("kind", "Kind", "类型", Sighting::kind).aliases("类型").repeating().drawn()
                    .means("`booth`, `promotion`, `door_to_door`, `new_fibre`, `price`, `poster`, …", "booth"),
            text("offer", "Offer", "优惠", Sighting::offer).aliases("优惠").means("what is offered", "1000M for 59"),
            of("price", "Price", "价格", DECIMAL, Sighting::price).aliases("价格").range(0, 1_000_000).unit("CNY a month")
                    .means("its price", "59"),
            of("severity", "Severity (1–5)", "严重程度（1–5）", WHOLE, Sighting::severity).aliases("严重程度").range(1, 5)
                    .measures(null, Better.DOWN).drawn()
                    .means("1 slight to 5 grave", "3"),
            of("confidence", "Confidence", "可信度", DECIMAL, Sighting::confidence).aliases("可信度").range(0, 1).drawn()
                    .means("how sure the reporter is", "0.8"),
            of("seen_at", "Seen on", "发现日期", DAY, Sighting::seenAt).aliases("日期").drawn()
                    .means("the day it was seen, from 1900 to 2100", "2026-05-01"),
            text("note", "Note", "备注", Sighting::note).aliases("备注").means("anything else", "two people, until noon"))
            .withDerived(leaf());

    public static final RowType BASE = RowType.of(Table.BASE, BaseFeature.class, BaseFeature::geometry,
            code(BaseFeature::code, "W1"),
            text("kind", "Kind", "类型", BaseFeature::kind).aliases("类型").repeating().drawn()
                    .means("`water`, `park`, `block`, `building`, `motorway`, `ring`, `street`, `path`, `rail`, `town`, "
                            + "`village`; others are drawn plainly", "water"),
            name(BaseFeature::name, "Jinji Lake").drawn());

    /// The columns of a place in files that have no geometry of their own.
    public static final List<Property> PLACE = List.of(
            of("lon", "Longitude", "经度", DECIMAL, null).aliases("lng", "longitude", "x", "经度"),
            of("lat", "Latitude", "纬度", DECIMAL, null).aliases("latitude", "y", "纬度"),
            of("wkt", "Geometry", "几何", TEXT, null).aliases("geom", "geometry", "the_geom"));

    private Registry() {}

    public static RowType of(Table table) {
        return switch (table) {
            case BRANCHES -> BRANCHES;
            case GRIDS -> GRIDS;
            case BUILDINGS -> BUILDINGS;
            case PORTS -> PORTS;
            case SIGHTINGS -> SIGHTINGS;
            case BASE -> BASE;
            case PERSONS -> PERSONS;
            case ASSIGNMENTS -> ASSIGNMENTS;
        };
    }

    public static RowType of(Row row) {
        return of(row.table());
    }

    private static <R extends Row> Property of(
            String name, String title, String titleZh, Property.Type type, Function<R, ?> getter) {
        return Property.of(name, title, titleZh, type, getter);
    }

    private static <R extends Row> Property text(String name, String title, String titleZh, Function<R, String> getter) {
        return of(name, title, titleZh, TEXT, getter);
    }

    private static <R extends Row> Property code(String name, String title, String titleZh, Table of, Function<R, ?> getter) {
        return of(name, title, titleZh, CODE, getter).refersTo(of);
    }

    private static <R extends Row> Property code(Function<R, String> getter, String example) {
        return text("code", "Code", "编码", getter).aliases("osm_id", "id", "编码").required()
                .means("the operator's own key, unique in the layer; rows are inserted or updated by it", example);
    }

    private static <R extends Row> Property name(Function<R, String> getter, String example) {
        return text("name", "Name", "名称", getter).aliases("名称").means("what people call it", example);
    }

    private static Property count(Count count, String title, String titleZh, String... aliases) {
        return Property.of(count, title, titleZh).aliases(aliases);
    }

    private static Property leaf() {
        return code("grid", "Grid", "网格", Table.GRIDS, null).means("code of the leaf grid in which it lies", "SZ-01-02");
    }
}
