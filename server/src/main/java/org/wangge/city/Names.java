package org.wangge.city;

import java.util.HashSet;
import java.util.Set;

/// Chinese names: numbered, so that a number always has the same name and, within a list, no two numbers share one (persons
/// may, as in life).
final class Names {

    private static final String[] STREETS = {
        "人民", "解放", "中山", "建设", "和平", "胜利", "文化", "新华", "友谊", "团结", "光明", "幸福", "朝阳", "迎宾", "青年", "工农",
        "学府", "书院", "鼓楼", "钟楼", "望江", "观海", "听涛", "海棠", "丹桂", "梧桐", "银杏", "紫薇", "玉兰", "芙蓉", "翠竹", "香樟",
        "金桥", "虹桥", "太平", "永安", "长宁", "兴业", "创新", "科技", "软件", "会展", "体育", "博爱", "仁爱", "崇文", "尚德", "明德"
    };
    private static final String FIRST = "云海江春秋锦绣华泰安福瑞祥和景明清碧翠金银玉珠星月龙凤鹤鸿松柏梅兰竹菊枫荷莲桃";
    private static final String SECOND = "山水河湖溪泉湾岭峰林园亭台阁庭桥港浦洲泽田禾谷塘堤岸城门坊";
    private static final String[] WAYS = {"路", "街", "东路", "西路", "南路", "北路", "东街", "西街", "支路"};
    private static final String[] LANES = {"巷", "里", "弄", "胡同"};
    private static final String[] ESTATES = {"花园", "小区", "苑", "家园", "新村", "名邸", "雅居", "华庭", "公馆", "佳苑"};
    private static final String[] OLD = {"里", "坊", "老街", "大院", "巷"};
    private static final String[] FAMILY = {
        "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗", "郑", "梁",
        "谢", "宋", "唐", "许", "邓", "韩", "冯", "曹", "彭", "曾", "萧", "田", "董", "潘", "袁", "蔡", "蒋", "余", "于", "杜", "叶", "程"
    };
    private static final String GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建文志国海燕晓东雪梅志鹏佳怡子轩雨婷思远浩然嘉欣";

    private final Set<String> taken = new HashSet<>();

    /// The name, or the first of its numbered variants that no one has asked for before.
    String unique(String name, String variant) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + variant.replace("#", numeral(i));
        }
        return free;
    }

    String street(int i) {
        return unique(pick(i, 17, STREETS, WAYS), "#路");
    }

    String lane(int i) {
        return unique(pair(i, 1) + LANES[i % LANES.length], "#条");
    }

    String estate(int i, boolean old) {
        String[] kinds = old ? OLD : ESTATES;
        return unique(pair(i, 2) + kinds[(int) mix(i, 5, kinds.length)], "#期");
    }

    String village(int i) {
        return unique(FAMILY[(int) mix(i, 6, FAMILY.length)] + "家" + "村庄湾圩塘".charAt((int) mix(i, 7, 5)), "#组");
    }

    /// Two characters of good omen, such as 锦溪.
    static String pair(int i, int salt) {
        return "" + FIRST.charAt((int) mix(i, salt * 10 + 1, FIRST.length()))
                + SECOND.charAt((int) mix(i, salt * 10 + 2, SECOND.length()));
    }

    static String hill(int i) {
        return pair(i, 3).charAt(0) + "屏" + "山岭峰".charAt(i % 3);
    }

    static String lake(int i) {
        return pair(i, 4).charAt(0) + "心" + "湖潭".charAt(i % 2);
    }

    static String person(int i) {
        String given = "" + GIVEN.charAt((int) mix(i, 52, GIVEN.length()));
        if (mix(i, 53, 10) < 6) {
            given += GIVEN.charAt((int) mix(i, 54, GIVEN.length()));
        }
        return FAMILY[(int) mix(i, 51, FAMILY.length)] + given;
    }

    /// A whole number below 100 in Chinese, larger ones in digits.
    static String numeral(int i) {
        String digits = "零一二三四五六七八九";
        if (i < 10) {
            return digits.substring(i, i + 1);
        }
        if (i < 100) {
            String tens = i < 20 ? "" : digits.substring(i / 10, i / 10 + 1);
            return tens + "十" + (i % 10 == 0 ? "" : digits.substring(i % 10, i % 10 + 1));
        }
        return String.valueOf(i);
    }

    private static String pick(int i, int salt, String[] heads, String[] tails) {
        int plain = heads.length;
        if (i < plain) {
            return heads[i] + tails[(int) mix(i, salt, 2)];
        }
        String head = mix(i, salt + 1, 3) == 0 ? heads[(int) mix(i, salt + 2, plain)] : pair(i, 5);
        return head + tails[(int) mix(i, salt, tails.length)];
    }

    private static long mix(int i, int salt, int bound) {
        return Long.remainderUnsigned(Noise.hash(i, salt), bound);
    }
}
