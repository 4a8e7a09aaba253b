"""Characters that simplifying leaves alone although they are variants: Japanese forms, and rare ones in names.

From OpenCC's Japanese, Hong Kong and Taiwan tables (jp2t, hk2t, tw2t), without the characters that 通用规范汉字表 has
itself: those are other characters in Chinese names (芸 is not 艺 there). Then what OpenCC lacks of registered names
(髙, 﨑, 栁, 邉 …). A variant and its simplified form take turns.
"""

from __future__ import annotations

_PAIRS = (
    "両两乗乘亀龟亜亚仏佛仮假伝传価价倹俭児儿円圆凃涂処处剣剑剤剂剰剩労劳効效勅敕勧劝勲勋単单厳严収收呉吴唖哑営营噛啮団团囲围図图圏圈圧压塁垒塩盐増增壊坏壌壤壱壹売卖"
    "変变奨奖嬢娘実实寛宽対对専专尙尚尭尧嶋岛嶌岛巌岩巣巢巻卷帯带帰归庁厅広广廃废弐贰弾弹従从徳德徴征応应恵惠悩恼悪恶懐怀戦战戯戏戻戾払拂抜拔択择拝拜拠据拡扩挙擧挿插"
    "捜搜掲揭掻搔揺摇摂摄撃击撹搅敍叙斉齐斎斋晩晚暁晓暦历曻升曽曾枱台栁柳栄荣桜樱桝枡桟栈検检楽乐槗桥様样槙槇権权歓欢歩步歯齿歳岁歴历毎每気气沢泽浄净浜滨涙泪淸清渇渴"
    "済济渉涉渋涩渓溪満满滝泷潀潨濬浚濵滨瀬濑焼烧犠牺猟猎獣兽畳叠痩瘦痺痹発发県县着著睪睾砕碎稲稻穂穗穏稳穣穰竜龙簷檐粋粹粛肃粧妆糭粽糸丝経经絵绘継继続续総总縁缘縄绳"
    "縦纵繊纤繍绣聴听脳脑臓脏舘馆艶艳荘庄蔵藏薫薰薬药蛍萤蝋蜡衞卫衹只覇霸覚觉覧览観观訳译読读譲让豊丰賛赞転转軽轻辺边逓递遅迟邉边郷乡鄕乡酔醉醤酱醸酿釈释鉄铁鉱矿銭钱"
    "鋳铸錬炼関关闘斗陥陷険险隠隐雑杂霊灵靑青頼赖顕显駅驿駆驱騒骚験验髄髓髙高髪发鴎鸥鶏鸡鹸碱麺面黒黑黙默齢龄﨑崎"
)
VARIANTS = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))
"""For ``str.translate``, after traditional characters are simplified."""
