"""Chinese and Korean surnames: which characters are one, and how those are read that differ from their usual reading.

Sources: 百家姓 with the surnames of the 2020 census yearbook added; readings after 现代汉语词典 (7th edition).
Characters stand in simplified form, as the names they are compared with.
"""

from __future__ import annotations


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦"
    "昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹"
    "姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐"
    "邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁"
    "荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武"
    "符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉"
    "宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满"
    "弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游"
    "竺权逯盖益桓公付肖代亓仝佟佘侣信修候冼况刀初区占原台员哈商啜回图城墨天奉好姒宝展岳岩帅年庆库底延开归"
    "征忻恽战户才揭撒操斯旷是朝木未朴来枚植楚楼檀欣次母毓油法泰涂淡渠湖漆漕火炎烟热爨牟狐玄玉琴瓮生用由甲"
    "留疏真矫矣神禤种移稽笪答策粟线练续罕翦考耶肇肥胶芦苑英茆荤莎菅萨葆蒿虎衣褟襄覃言诗豆贠贯赏赛赫起逢邝"
    "邸部郇郤鄢酒里野钦锁银锺闫闪问门闭降随隋雒露青静革顿颉风飞首香骈鬼鲜鲧鸟鹿麦黑鼓堂塔尧佴佐但俎兀光克"
    "兰冒冶凉凡谯谌迟过仉呙炅妫庹适祭藏幺芈"
)

COMPOUND_SURNAMES = _table(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 "
    "濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 "
    "公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 "
    "微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 "
    "南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 爱新觉罗 叶赫那拉 纳兰 完颜 那拉 哥舒 耶律 "
    "张简 刘付 陆费 单于 "
)

SURNAME_READINGS = {
    "单": "shan",
    "仇": "qiu",
    "曾": "zeng",
    "解": "xie",
    "查": "zha",
    "区": "ou",
    "朴": "piao",
    "任": "ren",
    "盖": "ge",
    "乐": "yue",
    "折": "she",
    "繁": "po",
    "翟": "zhai",
    "洗": "xian",
    "冼": "xian",
    "黑": "he",
    "秘": "bi",
    "缪": "miao",
    "晁": "chao",
    "员": "yun",
    "贠": "yun",
    "覃": "qin",
    "召": "shao",
    "种": "chong",
    "逄": "pang",
    "宓": "mi",
    "华": "hua",
    "纪": "ji",
    "宁": "ning",
    "燕": "yan",
    "车": "che",
    "尹": "yin",
    "盛": "sheng",
    "长": "chang",
    "能": "nai",
    "都": "du",
    "那": "na",
    "哈": "ha",
    "葛": "ge",
    "訾": "zi",
    "佴": "nai",
    "郗": "xi",
    "隗": "wei",
    "薄": "bo",
    "卜": "bu",
    "乜": "nie",
    "阚": "kan",
    "郇": "xun",
    "谌": "chen",
    "莘": "shen",
    "柏": "bai",
    "牟": "mou",
    "炅": "gui",
    "适": "kuo",
    "祭": "zhai",
    "藏": "zang",
    "重": "chong",
    "尉迟": "yuchi",
    "万俟": "moqi",
    "澹台": "tantai",
    "单于": "chanyu",
    "鲜于": "xianyu",
    "长孙": "zhangsun",
    "令狐": "linghu",
    "呼延": "huyan",
    "亓官": "qiguan",
    "颛孙": "zhuansun",
    "宰父": "zaifu",
    "乐正": "yuezheng",
    "谷梁": "guliang",
    "拓跋": "tuoba",
    "皇甫": "huangfu",
    "仲长": "zhongchang",
    "陆费": "lufei",
    "爱新觉罗": "aixinjueluo",
    "叶赫那拉": "yehenala",
}

SURNAMES_ALSO_READ = {
    "乐": "le",
    "盖": "gai",
    "覃": "tan",
    "谌": "shen",
    "柏": "bo",
    "牟": "mu",
    "翟": "di",
    "隗": "kui",
    "郇": "huan",
    "郄": "xi",
    "莘": "xin",
    "折": "zhe",
    "黑": "hei",
    "缪": "mou",
}
"""Second readings that families really go by, or that a clerk who does not know the surname writes."""

# The usual Latin spelling of Korean surnames; the transliteration rules would write gim, i, bag, choe …
HANGUL_SURNAMES = {
    "김": "kim",
    "이": "lee",
    "리": "ri",
    "박": "park",
    "최": "choi",
    "정": "jung",
    "강": "kang",
    "조": "cho",
    "윤": "yoon",
    "장": "jang",
    "임": "lim",
    "한": "han",
    "오": "oh",
    "서": "seo",
    "신": "shin",
    "권": "kwon",
    "황": "hwang",
    "안": "ahn",
    "송": "song",
    "류": "ryu",
    "유": "yoo",
    "전": "jeon",
    "홍": "hong",
    "고": "ko",
    "문": "moon",
    "양": "yang",
    "손": "son",
    "배": "bae",
    "백": "baek",
    "허": "heo",
    "노": "roh",
    "심": "shim",
    "하": "ha",
    "곽": "kwak",
    "성": "sung",
    "차": "cha",
    "주": "joo",
    "우": "woo",
    "구": "koo",
    "나": "na",
    "민": "min",
    "진": "jin",
    "지": "ji",
    "엄": "um",
    "채": "chae",
    "원": "won",
    "천": "chun",
    "방": "bang",
    "공": "kong",
    "현": "hyun",
    "함": "ham",
    "변": "byun",
    "염": "yeom",
    "여": "yeo",
    "추": "choo",
    "도": "do",
    "소": "so",
    "석": "seok",
    "선": "sun",
    "설": "seol",
    "마": "ma",
    "길": "gil",
    "연": "yeon",
    "위": "wi",
    "표": "pyo",
    "명": "myung",
    "기": "ki",
    "반": "ban",
    "왕": "wang",
    "금": "keum",
    "옥": "ok",
    "육": "yook",
    "인": "in",
    "맹": "maeng",
    "제": "je",
    "모": "mo",
    "남궁": "namkoong",
    "황보": "hwangbo",
    "제갈": "jegal",
    "선우": "sunwoo",
    "사공": "sakong",
    "독고": "dokko",
}
