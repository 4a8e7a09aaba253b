"""Reasons in words. Codes are stable: machines read the code and the params, people one of the two sentences.

A param is shown as an amount (``AMOUNTS``), by its kind (``KINDS``: a name of the pack, a fixed word), or as it is.
"""

from __future__ import annotations

from amlrisk.policy.model import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


SENTENCES: dict[str, Text] = {
    # club
    "club_condition_met": _t(
        "{condition} {seen}，达到{tier}标准（{bound}起）",
        "{condition}: {seen}, {tier} (from {bound} on)",
    ),
    "club_condition_open": _t(
        "{condition} {seen}，达到{tier}标准（{bound}起）；更高层级的界限尚未规定，故为“{tier}或以上”",
        "{condition}: {seen}, {tier} (from {bound} on) or above: nobody says where the next tier begins",
    ),
    "club_condition_below": _t(
        "{condition} {seen}，未达到 {bound}",
        "{condition}: {seen}, below {bound}",
    ),
    "club_condition_unmet": _t("{condition}：{why}", "{condition}: {why}"),
    "club_several": _t("满足多家公司的标准，按规则取{tier}", "Several companies give a tier: {tier} counts"),
    "club_promoted": _t(
        "在{companies}同为{same}层级，向上晋升一个层级：{tier}",
        "{companies} give the same tier, {same}: one tier up, {tier}",
    ),
    "club_none": _t("未达到任何一家公司的标准", "No company gives a tier"),
    "membership": _t("会员资格（{tier}）有效至 {until} 前", "Member ({tier}) until {until}"),
    # group insurance
    "group_value": _t("团险客户价值 {seen}：{tier}", "Value as a group customer {seen}: {tier}"),
    "group_contract_missing": _t("保单 {ref} 缺少资料，无法折算价值", "Contract {ref} lacks data: no value"),
    "group_vip_applied": _t("{by} 申报{tier}VIP资格，尚未批准", "{by} applied for VIP status {tier}: not approved yet"),
    "group_vip_approved": _t(
        "{by} 批准{tier}VIP资格，有效至 {until} 前", "VIP status {tier}, approved by {by}, until {until}"
    ),
    "group_vip_ended": _t(
        "{tier}VIP资格已于 {until} 到期，须重新评定", "VIP status {tier} ended on {until} and must be evaluated again"
    ),
    # bank
    "bank_criterion": _t("{criterion}：{bank_class}", "{criterion}: {bank_class}"),
    "bank_criterion_number": _t("{criterion} {seen}：{bank_class}", "{criterion} {seen}: {bank_class}"),
    "bank_criterion_missing": _t("{criterion}：缺少资料", "{criterion}: not known"),
    "bank_class": _t("各项取{how}：{bank_class}", "The {how} of all: {bank_class}"),
    # motor
    "motor_new": _t("新客户：{class} 级，系数 {coefficient}", "New customer: class {class}, × {coefficient}"),
    "motor_carried": _t(
        "沿用此前的等级：{class} 级，系数 {coefficient}", "Class carried over: {class}, × {coefficient}"
    ),
    "motor_lapsed": _t(
        "{since} 起脱保，{on} 重新投保，按新客户：{class} 级，系数 {coefficient}",
        "Uninsured from {since} to {on}, begins anew: class {class}, × {coefficient}",
    ),
    "motor_moved": _t(
        "{move}（理赔 {claims} 次，赔付 {paid} 元，保费 {premium} 元）：{before} 级 → {class} 级，系数 {coefficient}",
        "{move} ({claims} claims, paid {paid} of {premium} yuan): class {before} → {class}, × {coefficient}",
    ),
    "motor_stays": _t(
        "理赔 {claims} 次，赔付 {paid} 元，保费 {premium} 元：等级不变，{class} 级，系数 {coefficient}",
        "{claims} claims, paid {paid} of {premium} yuan: stays in class {class}, × {coefficient}",
    ),
    "motor_unknown": _t(
        "上一年度理赔情况不明：等级不变，{class} 级，系数 {coefficient}",
        "Claims of the last year are not known: stays in class {class}, × {coefficient}",
    ),
    # diamond product
    "diamond_age_met": _t("年龄 {age} 岁，在 {from} 至 {to} 岁之间", "Aged {age}, within {from} to {to}"),
    "diamond_age_failed": _t("年龄 {age} 岁，不在 {from} 至 {to} 岁之间", "Aged {age}, not within {from} to {to}"),
    "diamond_age_missing": _t(
        "出生日期不明或不完整，无法确定是否在 {from} 至 {to} 岁之间",
        "The date of birth does not say whether the age is within {from} to {to}",
    ),
    "diamond_health_met": _t("健康评估（{on}）符合要求", "Health assessment of {on} passed"),
    "diamond_health_failed": _t("健康评估不符合要求：{problems}", "Health assessment not passed: {problems}"),
    "diamond_health_missing": _t("缺少有效的健康评估", "No valid health assessment"),
    "diamond_means_met": _t(
        "经济实力符合要求（收入 {income}或资产 {assets}起）",
        "Means suffice (income from {income}, or assets from {assets})",
    ),
    "diamond_means_failed": _t(
        "收入未达到 {income}，资产未达到 {assets}",
        "Income below {income}, assets below {assets}",
    ),
    "diamond_means_missing": _t(
        "缺少收入或资产资料（收入 {income}或资产 {assets}起）",
        "Income or assets not known (income from {income}, or assets from {assets})",
    ),
    "diamond_need_met": _t("保险需求明确", "The need is clear"),
    "diamond_need_failed": _t("保险需求不明确", "The need is not clear"),
    "diamond_need_missing": _t("未记录保险需求", "The need was not recorded"),
    "diamond_intention_met": _t("有购买意愿", "Wants to buy"),
    "diamond_intention_failed": _t("无购买意愿", "Does not want to buy"),
    "diamond_intention_missing": _t("未记录购买意愿", "The intention was not recorded"),
    # appraisal
    "indicator_number": _t("{indicator} {seen}：{level}", "{indicator} {seen}: {level}"),
    "indicator_word": _t("{indicator}（{word}）：{level}", "{indicator} ({word}): {level}"),
    "indicator_given": _t("{indicator}：{level}", "{indicator}: {level}"),
    "indicator_missing": _t("{indicator}：缺少资料", "{indicator}: not known"),
    "dimension": _t("{dimension}，各项取{how}：{level}", "{dimension}, the {how} of all: {level}"),
    "region": _t("客户地域：{region}", "Region: {region}"),
    "appraisal_worth": _t("{dimensions}：{tier}", "{dimensions}: {tier}"),
    # overall
    "base": _t("各项层级取最高（{scheme}）：{tier}", "The highest of all, from the {scheme}: {tier}"),
    "base_none": _t("未达到任何层级", "No scheme gives a tier"),
    # gate
    "gate_free": _t("{grade}：未作降低", "{grade}: nothing is taken"),
    "gate_cap": _t("{grade}：最高为{tier}", "{grade}: {tier} at most"),
    "gate_due_diligence": _t(
        "{grade}：强化尽职调查未完成，最高为{tier}", "{grade}: enhanced due diligence is not complete, {tier} at most"
    ),
    "gate_approval": _t(
        "{grade}：高级管理层尚未批准，最高为{tier}", "{grade}: no senior manager has approved yet, {tier} at most"
    ),
    "gate_hold": _t("{grade}：{hold}，不升级（{tier}）", "{grade}: {hold}, no tier is raised ({tier})"),
    "gate_suspended": _t(
        "{grade}：会员资格与权益立即暂停，业务关系由合规部门决定",
        "{grade}: membership and entitlements rest at once, compliance decides on the relationship",
    ),
}

#: Amounts, and the param that says in which unit they are.
AMOUNTS: dict[str, str] = {"seen": "unit", "bound": "unit", "income": "unit", "assets": "assets_unit"}

#: What a param is: the prefix under which its word is found. Several values are separated by commas.
KINDS: dict[str, str] = {
    "condition": "condition",
    "companies": "company",
    "tier": "tier",
    "same": "tier",
    "why": "why",
    "criterion": "criterion",
    "bank_class": "bank_class",
    "how": "how",
    "move": "move",
    "problems": "problem",
    "indicator": "indicator",
    "word": "word",
    "level": "level",
    "dimension": "dimension",
    "dimensions": "dimension_level",
    "region": "region",
    "scheme": "scheme",
    "grade": "grade",
    "hold": "hold",
}

#: The words that no pack gives, by kind and value.
FIXED: dict[str, Text] = {
    "why.not_insured_now": _t("目前未投保", "not insured now"),
    "why.too_few_years": _t("连续投保年数不足", "not insured for enough years in a row"),
    "why.claims_unknown": _t("以往年度出险情况不明", "claims of the years before are not known"),
    "why.not_claim_free": _t("以往年度曾出险", "there was a claim in the years before"),
    "why.premium_unknown": _t("当年保费不明", "the premium of this year is not known"),
    "why.figures_old": _t("没有近期资料", "no recent figures"),
    "why.months_missing": _t("缺少其中月份的资料", "a month is missing"),
    "why.institution_unknown": _t("机构类别不明", "the class of the institution is not known"),
    "how.lowest": _t("最低", "lowest"),
    "how.highest": _t("最高", "highest"),
    "how.middle": _t("中间", "middle one"),
    "problem.chronic": _t("严重慢性病史", "serious chronic disease"),
    "problem.hereditary": _t("家族遗传病史", "hereditary family history"),
    "problem.other": _t("其他严重健康问题", "other serious problem"),
    "level.low": _t("低", "low"),
    "level.middle": _t("中", "middle"),
    "level.high": _t("高", "high"),
    "word.primary": _t("小学", "primary school"),
    "word.secondary": _t("中学", "secondary school"),
    "word.college": _t("大专", "college"),
    "word.bachelor": _t("本科", "bachelor"),
    "word.postgraduate": _t("研究生", "postgraduate"),
    "word.professional": _t("专业技术", "professional"),
    "word.managerial": _t("管理", "managerial"),
    "word.clerical": _t("办事", "clerical"),
    "word.manual": _t("生产服务", "manual"),
    "word.other": _t("其他", "other"),
    "scheme.club": _t("VIP俱乐部", "club"),
    "scheme.membership": _t("会员资格", "membership"),
    "scheme.group": _t("团险VIP", "group VIP status"),
    "scheme.appraisal": _t("五维评定", "appraisal"),
    "hold.review_overdue": _t("审核逾期", "a review is overdue"),
    "hold.alert_open": _t("有预警未处理", "an alert is open"),
    "hold.always": _t("没有有效评级", "there is no valid assessment"),
    "grade.unassessed": _t("未评级", "not assessed"),
}

OR_ABOVE = _t("{tier}或以上", "{tier} or above")
