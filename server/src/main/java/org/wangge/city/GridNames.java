package org.wangge.city;

import java.util.List;

/// Names of grids, in the order in which they are asked for.
final class GridNames {

    private static final List<String> DISTRICTS = List.of("鼓楼区", "滨海区", "江北区", "凤山区", "镜湖区", "临港区", "望海区", "东湾区");
    private static final List<String> STREETS = List.of(
            "鼓楼", "月湖", "书院", "南门", "望江", "北岸", "金桥", "朝阳", "海棠", "迎宾", "学府", "听涛", "石门", "凤凰", "鹭屿", "东港");
    private static final List<String> LEAVES = List.of(
            "钟楼", "南街", "西门", "文庙", "江畔", "滨江", "人民路", "月湖", "解放路", "新华", "双桥", "桂花", "梧桐", "玉兰", "银杏", "紫薇",
            "学苑", "育才", "朝晖", "向阳", "长青", "友谊", "和平", "建设", "胜利", "东方", "新城", "会展", "金融", "湾景", "海悦", "观澜",
            "听海", "渔港", "船厂", "纺织", "钢城", "铁路", "站前", "高新", "软件园", "大学城", "凤鸣", "山前", "溪口", "柳林", "桃源", "稻香",
            "荷塘", "东村", "西村", "北山", "南湾", "白鹭", "沙洲", "鹭岛");

    private final Names names = new Names();
    private int streets;
    private int leaves;

    String district(int i) {
        return names.unique(i < DISTRICTS.size() ? DISTRICTS.get(i) : Names.pair(i, 21) + "区", "#");
    }

    String street() {
        int i = streets++;
        return names.unique((i < STREETS.size() ? STREETS.get(i) : Names.pair(i, 22)) + "街道", "#");
    }

    String leaf() {
        int i = leaves++;
        String stem = i < LEAVES.size() ? LEAVES.get(i) : Names.pair(i, 23);
        return names.unique(stem + "网格", "#");
    }
}
