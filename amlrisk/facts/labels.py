"""What the words of the facts are called in Chinese and in English."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from amlrisk.facts import model, value


class Label(msgspec.Struct, frozen=True):
    """A word for people, in two languages."""

    zh: str
    en: str

    def get(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


# By class and value: members of different enumerations with the same text are equal as keys.
_LABELS: dict[type[StrEnum], dict[str, Label]] = {
    model.Kind: {
        "natural": Label("自然人", "natural person"),
        "legal": Label("法人", "legal person"),
    },
    model.Gender: {
        "male": Label("男", "male"),
        "female": Label("女", "female"),
        "other": Label("其他", "other"),
    },
    model.Role: {
        "policyholder": Label("投保人", "policyholder"),
        "insured": Label("被保险人", "insured"),
        "beneficiary": Label("受益人", "beneficiary"),
        "agent": Label("代办人", "authorised agent"),
        "beneficial_owner": Label("受益所有人", "beneficial owner"),
        "controller": Label("实际控制人", "controller"),
        "legal_representative": Label("法定代表人", "legal representative"),
    },
    model.DocumentKind: {
        "resident_id": Label("居民身份证", "resident ID card"),
        "hk_macau_permit": Label("港澳居民通行证或居住证", "Hong Kong or Macau residents' permit"),
        "taiwan_permit": Label("台湾居民通行证或居住证", "Taiwan residents' permit"),
        "permanent_resident_card": Label("外国人永久居留身份证", "foreign permanent resident ID card"),
        "passport": Label("护照", "passport"),
        "other_foreign": Label("其他境外证件", "other foreign document"),
        "uscc": Label("统一社会信用代码", "unified social credit code"),
        "foreign_registration": Label("境外注册号", "foreign registration number"),
        "lei": Label("法人识别编码", "legal entity identifier (LEI)"),
    },
    model.Verification: {
        "verified": Label("已核实", "verified"),
        "unverifiable": Label("无法核实", "cannot be verified"),
        "refused": Label("拒绝核实", "refused"),
    },
    model.AdverseMedia: {
        "none": Label("无", "none"),
        "minor": Label("轻微", "minor"),
        "credible": Label("可信", "credible"),
        "charged": Label("被起诉", "charged"),
        "conviction": Label("被判有罪", "convicted"),
    },
    model.CrossBorder: {
        "none": Label("无", "none"),
        "planned": Label("计划中", "planned"),
        "occasional": Label("偶尔", "occasional"),
        "frequent": Label("频繁", "frequent"),
        "high_risk_place": Label("涉及高风险地区", "with a high-risk place"),
    },
    model.PepLink: {
        "none": Label("无", "none"),
        "relative_of_official": Label("高级官员的亲属", "relative of a senior official"),
        "senior_official": Label("高级官员", "senior official"),
        "state_enterprise_executive": Label("国有企业高管", "executive of a state enterprise"),
        "domestic_pep": Label("国内政要", "domestic politically exposed person"),
        "international_organisation_pep": Label("国际组织高管", "senior figure of an international organisation"),
        "possible_foreign_pep": Label("疑似外国政要", "possible foreign politically exposed person"),
        "foreign_pep": Label("外国政要", "foreign politically exposed person"),
        "foreign_pep_relative": Label("外国政要的亲属", "relative of a foreign politically exposed person"),
        "foreign_pep_associate": Label(
            "外国政要的关系密切人", "close associate of a foreign politically exposed person"
        ),
    },
    model.CashBusiness: {
        "none": Label("非现金密集", "not cash-intensive"),
        "retail": Label("零售", "retail"),
        "catering": Label("餐饮", "catering"),
        "entertainment": Label("娱乐", "entertainment"),
        "pawn": Label("典当", "pawnbroking"),
        "art": Label("艺术品", "art"),
        "casino": Label("博彩", "casino"),
    },
    model.Channel: {
        "face_to_face": Label("面对面", "face to face"),
        "broker": Label("经纪", "broker"),
        "bancassurance": Label("银行代理", "bancassurance"),
        "non_face_to_face": Label("非面对面", "non-face-to-face"),
        "unlicensed_agent": Label("无证代理", "unlicensed agent"),
    },
    model.Product: {
        "investment_linked_top_up": Label("可追加投资连结保险", "investment-linked with top-up"),
        "investment_linked": Label("投资连结保险", "investment-linked"),
        "universal": Label("万能保险", "universal life"),
        "annuity": Label("年金保险", "annuity"),
        "endowment": Label("两全保险", "endowment"),
        "whole_life": Label("终身寿险", "whole life"),
        "participating": Label("分红保险", "participating"),
        "long_health": Label("长期健康保险", "long-term health"),
        "term_life": Label("定期寿险", "term life"),
        "motor": Label("机动车辆保险", "motor"),
        "accident": Label("意外伤害保险", "accident"),
        "short_term": Label("短期保险", "short-term"),
    },
    model.PaymentMode: {
        "regular": Label("期缴", "regular premium"),
        "single": Label("趸缴", "single premium"),
    },
    model.PolicyStatus: {
        "applied": Label("投保中", "applied for"),
        "in_force": Label("有效", "in force"),
        "lapsed": Label("失效", "lapsed"),
        "ended": Label("终止", "ended"),
    },
    model.TransactionKind: {
        "premium": Label("缴费", "premium"),
        "top_up": Label("追加", "top-up"),
        "surrender": Label("退保", "surrender"),
        "partial_surrender": Label("部分退保", "partial surrender"),
        "loan": Label("保单贷款", "policy loan"),
        "loan_repayment": Label("贷款归还", "loan repayment"),
        "refund": Label("退费", "refund"),
        "claim": Label("理赔", "claim"),
        "change_beneficiary": Label("变更受益人", "change of beneficiary"),
        "change_policyholder": Label("变更投保人", "change of policyholder"),
        "change_payee": Label("变更收付款人", "change of payee"),
        "member_change": Label("被保险成员变更", "change of insured members"),
    },
    model.PaymentMethod: {
        "transfer": Label("转账", "bank transfer"),
        "card": Label("银行卡", "card"),
        "cheque": Label("支票", "cheque"),
        "cash": Label("现金", "cash"),
    },
    model.Payer: {
        "own": Label("本人账户", "own account"),
        "own_other_account": Label("本人其他账户", "another own account"),
        "kin": Label("近亲属", "next of kin"),
        "third_party_explained": Label("有合理解释的第三方", "third party, explained"),
        "third_party_unexplained": Label("无合理解释的第三方", "third party, unexplained"),
    },
    model.EventKind: {
        "str": Label("可疑交易报告", "suspicious transaction report"),
        "alert": Label("预警", "alert"),
        "judicial_freeze": Label("司法冻结", "judicial freeze"),
        "judicial_inquiry": Label("司法查询", "judicial inquiry"),
        "due_diligence_failed": Label("尽职调查未完成", "due diligence failed"),
        "due_diligence_refused": Label("拒绝尽职调查", "due diligence refused"),
    },
    model.Openness: {
        "listed": Label("上市公司", "listed company"),
        "state": Label("国有单位", "state body or enterprise"),
        "registry": Label("工商登记可查", "public registry"),
        "partial": Label("部分公开", "partly public"),
        "little": Label("很少公开", "little is public"),
        "none": Label("不公开", "nothing is public"),
    },
    model.RegistrationStatus: {
        "valid": Label("有效", "valid"),
        "pending": Label("办理中", "pending"),
        "gaps": Label("不齐全", "with gaps"),
        "expired": Label("过期", "expired"),
        "invalid": Label("无效", "invalid"),
    },
    model.OwnershipFeature: {
        "owner_unknown": Label("所有人不明", "owner unknown"),
        "trust": Label("信托", "trust"),
        "nominee": Label("代持", "nominee"),
        "bearer_shares": Label("无记名股份", "bearer shares"),
        "offshore": Label("离岸", "offshore"),
    },
    value.Company: {
        "life": Label("寿险", "life insurance"),
        "property": Label("产险", "property insurance"),
        "bank": Label("银行", "bank"),
        "securities": Label("证券", "securities"),
        "trust": Label("信托", "trust"),
        "futures": Label("期货", "futures"),
        "pension": Label("养老险", "pension insurance"),
    },
    value.InstitutionClass: {
        "jia": Label("甲", "class 甲"),
        "yi": Label("乙", "class 乙"),
        "bing": Label("丙", "class 丙"),
        "ding": Label("丁", "class 丁"),
    },
    value.Level: {
        "low": Label("低", "low"),
        "middle": Label("中", "middle"),
        "high": Label("高", "high"),
    },
    value.BankClass: {
        "D": Label("D级", "class D"),
        "C": Label("C级", "class C"),
        "B": Label("B级", "class B"),
        "A": Label("A级", "class A"),
    },
    value.Study: {
        "primary": Label("小学", "primary school"),
        "secondary": Label("中学", "secondary school"),
        "college": Label("大专", "college"),
        "bachelor": Label("本科", "bachelor"),
        "postgraduate": Label("研究生", "postgraduate"),
    },
    value.Work: {
        "professional": Label("专业技术", "professional"),
        "managerial": Label("管理", "managerial"),
        "clerical": Label("办事", "clerical"),
        "manual": Label("生产服务", "manual"),
        "other": Label("其他", "other"),
    },
}


def label(member: StrEnum) -> Label:
    """The label of a member of any enumeration of ``facts.model`` and ``facts.value``; KeyError for another one."""
    return _LABELS[type(member)][member.value]


def by_word(kinds: type[StrEnum]) -> dict[str, str]:
    """From every way to write a member (its value, its labels; lower case) to its value."""
    words: dict[str, str] = {}
    for member in kinds:
        its = label(member)
        words |= dict.fromkeys((member.value.lower(), its.zh.lower(), its.en.lower()), member.value)
    return words
