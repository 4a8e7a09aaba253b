"""Everything that can be wrong with facts handed in: a stable code and one sentence in Chinese and in English.

``docs/customers.md`` lists every code; a test holds the two together.
"""

from __future__ import annotations

from amlrisk.errors import Issue

TEXTS: dict[str, tuple[str, str]] = {
    # shape
    "unknown_field": ("没有这个字段", "there is no such field"),
    "missing": ("必须填写", "must be given"),
    "empty": ("不能为空", "must not be empty"),
    "wrong_type": ("类型不对，应为{expected_zh}", "is not {expected}"),
    "not_one_of": ("“{value}”不在允许的值之中：{allowed}", "“{value}” is none of: {allowed}"),
    "too_many": ("超过 {limit} 项", "has more than {limit} entries"),
    # text
    "too_long": ("超过 {limit} 个字符", "is longer than {limit} characters"),
    "control_character": (
        "含有不可见的控制字符 {character}",
        "holds the invisible control character {character}",
    ),
    "no_letters": ("没有任何文字", "holds no letter at all"),
    "bad_reference": (
        "编号只能含文字、数字和 . _ : -，最长 64 个字符",
        "may hold letters, digits and . _ : - only, 64 characters at most",
    ),
    "bad_phone": ("不是电话号码", "is not a telephone number"),
    "bad_email": ("不是电子邮箱地址", "is not an e-mail address"),
    # dates
    "bad_date": (
        "不是有效日期，应为 YYYY-MM-DD",
        "is not a date of the calendar, written YYYY-MM-DD",
    ),
    "bad_partial_date": (
        "不是有效日期，应为 YYYY、YYYY-MM 或 YYYY-MM-DD",
        "is not a date of the calendar, written YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    "date_in_future": ("日期在未来", "lies in the future"),
    "date_too_early": ("日期早于 {limit} 年", "lies before the year {limit}"),
    "before_birth": ("早于出生日期", "lies before the birth date"),
    # amounts and counts
    "bad_amount": (
        "不是有效金额（最多 15 位整数、6 位小数）",
        "is not an amount (at most 15 digits before and 6 after the point)",
    ),
    "negative": ("不能为负数", "must not be negative"),
    # codes
    "unknown_currency": ("币种“{value}”未知或没有汇率", "the currency “{value}” is unknown or has no rate"),
    "unknown_country": ("国家或地区“{value}”未知", "the country or region “{value}” is unknown"),
    "unknown_region": ("“{value}”不是行政区划代码（GB/T 2260）", "“{value}” is not a region code of GB/T 2260"),
    "unknown_occupation": ("职业代码“{value}”不在代码表中", "the occupation “{value}” is not in the code table"),
    "unknown_industry": ("行业代码“{value}”不在代码表中", "the industry “{value}” is not in the code table"),
    # identity documents
    "number_shape": ("不是该证件类型的号码格式", "does not look like a number of this kind of document"),
    "number_check_digit": ("校验码错误", "has a wrong check digit"),
    "number_birth_date": ("号码中的出生日期无效", "carries a birth date that cannot be"),
    "number_of_other_kind": (
        "这是港澳台居民居住证的号码，证件类型应为 hk_macau_permit 或 taiwan_permit",
        "is the number of a residence permit for Hong Kong, Macau or Taiwan residents:"
        " the kind is hk_macau_permit or taiwan_permit",
    ),
    "birth_date_conflict": (
        "与证件号码中的出生日期不一致",
        "contradicts the birth date in the identity number",
    ),
    "gender_conflict": ("与证件号码中的性别不一致", "contradicts the sex in the identity number"),
    "duplicate_document": ("同一证件重复", "is the same document a second time"),
    # what belongs together
    "natural_only": ("只适用于自然人", "belongs to natural persons only"),
    "legal_only": ("只适用于法人", "belongs to legal persons only"),
    "kind_conflict": ("与客户类型不一致", "contradicts the kind of the customer"),
    "kind_needed": (
        "名称像是机构，请填写 kind（natural 或 legal）",
        "reads like an organisation: say which kind it is, natural or legal",
    ),
    "duplicate_party": ("当事人编号“{value}”重复", "the party id “{value}” is used twice"),
    "duplicate_policy": ("保单号“{value}”重复", "the policy “{value}” is given twice"),
    "duplicate_value": ("“{value}”重复", "“{value}” is given twice"),
    "unknown_policy": ("没有保单“{value}”", "there is no policy “{value}”"),
    # what a customer is worth
    "unknown_company": ("集团中没有公司“{value}”", "the group has no company “{value}”"),
    "not_in_yuan": ("币种为“{value}”，须折算为人民币元", "is in “{value}”: amounts of value are in yuan"),
    "bad_month": ("不是月份，应为 YYYY-MM", "is not a month, written YYYY-MM"),
    "bad_quarter": ("不是季度，应为 YYYY-Qn", "is not a quarter, written YYYY-Qn"),
    "month_missing": ("缺少 {value} 的月度数据", "lacks the month {value}"),
    "ends_before_start": ("早于或等于起期", "is not after the start"),
    "outside_year": ("不在该保险年度内", "lies outside this year of insurance"),
    "overlapping_years": ("与另一保险年度重叠", "lies within another year of insurance"),
    "too_many_points": ("超过 {limit} 分", "is more than {limit} points"),
    "unknown_vehicle": ("车险年度表中没有车辆“{value}”", "no year of insurance is given of the vehicle “{value}”"),
    "count_differs": ("填写 {told} 次，明细有 {found} 行", "says {told}, where {found} rows are given"),
    "value_twice": (
        "该客户的价值资料已在“{table}”第 {row} 行给出",
        "the value of this customer was given in row {row} of “{table}” already",
    ),
    "unknown_customer": ("没有该客户：请先导入客户", "there is no such customer: import the customer first"),
    # files
    "conflicting_rows": (
        "同一客户的各行不一致：“{first}”与“{second}”",
        "differs between the rows of one customer: “{first}” and “{second}”",
    ),
    "customer_twice": (
        "该客户已在第 {row} 行出现（表格中同一客户的各行须相邻）",
        "the customer appeared in row {row} already (in tables, rows of one customer must be adjacent)",
    ),
    "unknown_column": ("没有这一列", "there is no such column"),
    "duplicate_column": ("与另一列同为“{value}”", "is “{value}” a second time"),
    "missing_column": ("缺少这一列", "the column is missing"),
    "broken_row": ("引号不配对：{detail}", "the quotes do not match: {detail}"),
    "ragged_row": ("有 {found} 列，表头有 {expected} 列", "has {found} cells where the header has {expected}"),
    "broken_json": ("不是有效的 JSON 对象：{detail}", "is not a JSON object: {detail}"),
    "line_too_long": ("单行超过 {limit} 字节", "the line is longer than {limit} bytes"),
    "formula_error": ("单元格公式出错：{value}", "the cell holds the formula error {value}"),
    "bad_count": ("不是 0 至 {limit} 的整数", "is not a whole number from 0 to {limit}"),
    "number_lost_digits": (
        "该单元格是数值，电子表格只保留 15 位有效数字；请将该列设为文本后重新填写",
        "is a numeric cell, of which spreadsheets keep 15 digits only: format the column as text and type it again",
    ),
    "orphan_column": ("缺少“{needed}”时不能填写", "needs “{needed}” beside it"),
}


def issue(path: str, code: str, **params: object) -> Issue:
    """The issue ``code`` at ``path``. Values from the input are shortened; never hand in an identity number."""
    zh, en = TEXTS[code]
    shown = {name: _short(value) for name, value in params.items()}
    return Issue(path=path, code=code, zh=zh.format(**shown), en=en.format(**shown))


def _short(value: object) -> str:
    text = "".join(c if c.isprintable() else "�" for c in str(value)[:401])
    return text if len(text) <= 400 else text[:399] + "…"
