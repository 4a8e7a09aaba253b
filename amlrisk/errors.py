"""The one tree of domain errors.

Every error has a stable ``code``, a text in Chinese and in English, and a branch of the tree that says
what kind of trouble it is. The edges map the *branch* to an HTTP status (``api/problems.py``) and to an
exit code (``cli``), once each. ``docs/errors.md`` documents every code; a test holds the two together.
This module knows no HTTP.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec


class AmlriskError(Exception):
    """Base of every error that amlrisk raises on purpose.

    ``params`` fill the templates ``zh`` and ``en``; they are also given to machines, so they hold plain
    values (no secrets, no full identity numbers).
    """

    code: ClassVar[str] = "error"
    zh: ClassVar[str] = "错误：{detail}"
    en: ClassVar[str] = "Error: {detail}"

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.text("en"))

    def text(self, language: str = "en") -> str:
        """The message in ``zh`` or ``en`` (any other language reads English)."""
        template = self.zh if language == "zh" else self.en
        return template.format(**self.params)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders in batch runs; the default pickling would lose the keywords.
        return (_rebuild, (type(self), self.params))


def _rebuild(kind: type[AmlriskError], params: dict[str, object]) -> AmlriskError:
    return kind(**params)


# --- branches: what kind of trouble it is -------------------------------------------------------------


class InputError(AmlriskError):
    """What was handed in is wrong; the same call will fail again."""


class AccessError(AmlriskError):
    """The caller is unknown or may not do this."""


class NotFoundError(AmlriskError):
    """The thing named does not exist."""


class ConflictError(AmlriskError):
    """The call contradicts something already recorded."""


class UnavailableError(AmlriskError):
    """A check cannot be trusted now; nothing was accepted. May go through later."""


class ConfigurationError(AmlriskError):
    """The installation is wrong: settings, policy pack or catalogue."""


# --- input --------------------------------------------------------------------------------------------


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with an input: where (``path``), what (stable ``code``), and the sentence in two languages."""

    path: str
    code: str
    zh: str
    en: str

    def text(self, language: str = "en") -> str:
        return self.zh if language == "zh" else self.en


class InvalidInput(InputError):
    """Facts that cannot be right; ``issues`` names every one of them."""

    code = "invalid_input"
    zh = "输入有 {count} 处问题：{detail}"
    en = "{count} problem(s) in the input: {detail}"

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        self.issues = issues
        super().__init__(count=len(issues), detail="; ".join(f"{i.path}: {i.en}" for i in issues[:5]))

    def text(self, language: str = "en") -> str:
        detail = "; ".join(f"{i.path}: {i.text(language)}" for i in self.issues[:5])
        template = self.zh if language == "zh" else self.en
        return template.format(count=len(self.issues), detail=detail)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.issues,))


class MalformedInput(InputError):
    """Not readable at all (broken JSON, wrong encoding, no header row)."""

    code = "malformed_input"
    zh = "无法读取输入：{detail}"
    en = "The input cannot be read: {detail}"


class InputTooLarge(InputError):
    code = "input_too_large"
    zh = "输入过大：{size}，上限为 {limit}"
    en = "The input is too large: {size}, the limit is {limit}"


# --- access -------------------------------------------------------------------------------------------


class Unauthenticated(AccessError):
    code = "unauthenticated"
    zh = "缺少有效的 API 密钥"
    en = "A valid API key is required"


class Forbidden(AccessError):
    code = "forbidden"
    zh = "该密钥没有“{scope}”权限"
    en = "This key does not have the scope “{scope}”"


#: What ``role`` says of a person, in Chinese.
ROLES = {
    "analyst": "初评岗",
    "reviewer": "复评岗",
    "manager": "合规经理",
    "auditor": "审计员",
    "administrator": "系统管理员",
    "service": "客户服务",
}


class NotAllowed(Forbidden):
    """Somebody signed in asks for what their role does not have."""

    code = "not_allowed"
    zh = "您的角色（{role}）无权进行此操作"
    en = "Your role ({role}) does not allow this"

    def text(self, language: str = "en") -> str:
        role = str(self.params["role"])
        template, name = (self.zh, ROLES.get(role, role)) if language == "zh" else (self.en, role)
        return template.format(role=name)


class OtherBranch(Forbidden):
    """A customer or case of a branch that is not theirs."""

    code = "other_branch"
    zh = "该客户属于其他机构，您无权查看"
    en = "This customer belongs to another branch"


class AllBranchesNeeded(Forbidden):
    """What is asked for shows every branch, and this person does not reach all of them."""

    code = "all_branches_needed"
    zh = "该内容涉及全部机构，仅限可查看全部机构的人员"
    en = "This shows every branch: it is for people who reach all of them"


class SignInRefused(AccessError):
    """Wrong name or password, disabled or locked: one answer, so that it tells nobody which accounts there are."""

    code = "sign_in_refused"
    zh = "账号或密码不正确，或账号暂不能登录"
    en = "Wrong account or password, or the account cannot sign in now"


class LastAdministrator(ConflictError):
    code = "last_administrator"
    zh = "“{account}”是最后一名可登录的系统管理员，不能停用或改任"
    en = "“{account}” is the last administrator who can sign in: not to be disabled or given another role"


class OwnAccount(ConflictError):
    code = "own_account"
    zh = "不能停用自己的账号，也不能更改自己的角色或机构范围"
    en = "Nobody disables their own account or changes their own role or branches"


class FormExpired(AccessError):
    """A form whose mark is missing or not of this sign-in."""

    code = "form_expired"
    zh = "表单已失效，请重新打开页面后提交"
    en = "This form is no longer valid: open the page again and send it once more"


# --- not found, conflict ------------------------------------------------------------------------------


#: What ``kind`` says of the thing that is missing or there already, in Chinese.
THINGS = {
    "customer": "客户",
    "facts": "存档资料",
    "assessment": "评级",
    "hit": "名单命中",
    "case": "案件",
    "run": "批次",
    "policy pack": "政策包",
    "quarantined snapshot": "被隔离的名单版本",
    "list version": "名单版本",
    "open list alarm": "未解除的名单警报",
    "API key": "API 密钥",
    "idempotency key": "幂等键",
    "account": "账号",
    "value": "价值资料",
    "tier evaluation": "层级评定",
    "VIP application": "VIP 资格申报",
    "service record": "服务记录",
    "webhook receiver": "事件接收方",
}


class NotFound(NotFoundError):
    """``kind`` is one of THINGS."""

    code = "not_found"
    zh = "找不到{kind}“{ref}”"
    en = "No {kind} “{ref}”"

    def text(self, language: str = "en") -> str:
        return _about_a_thing(self, language)


class UnknownDataset(NotFoundError):
    """A dataset that no list in force makes up."""

    code = "unknown_dataset"
    zh = "没有数据集“{dataset}”，或其名单均未生效；可用：{known}"
    en = "There is no dataset “{dataset}”, or none of its lists is in force; there are: {known}"


class IdempotencyConflict(ConflictError):
    code = "idempotency_conflict"
    zh = "幂等键“{key}”已用于另一份内容"
    en = "The idempotency key “{key}” was already used with another body"


class Duplicate(ConflictError):
    """``kind`` is one of THINGS."""

    code = "duplicate"
    zh = "{kind}“{ref}”已存在"
    en = "{kind} “{ref}” exists already"

    def text(self, language: str = "en") -> str:
        return _about_a_thing(self, language)


def _about_a_thing(error: NotFound | Duplicate, language: str) -> str:
    kind = str(error.params["kind"])
    if language != "zh":
        return error.en.format(**error.params)
    return error.zh.format(**{**error.params, "kind": THINGS.get(kind, kind)})


class EntitlementNotAvailable(ConflictError):
    """One answer for whatever keeps a customer from it, so that nobody learns from it why."""

    code = "entitlement_not_available"
    zh = "该客户目前不能使用这项权益"
    en = "This entitlement is not available to the customer now"


class MembershipNotAvailable(ConflictError):
    """The same for a membership: not earned, not offered, held already, or kept back."""

    code = "membership_not_available"
    zh = "该客户目前不能办理此项会员事宜"
    en = "This step of a membership is not available for the customer now"


class VipWaiting(ConflictError):
    code = "vip_waiting"
    zh = "客户“{customer}”已有一份待审批的 VIP 资格申报"
    en = "An application for VIP status of customer “{customer}” is waiting already"


class VipDecided(ConflictError):
    """Approved, refused or withdrawn meanwhile: which of them is not said here."""

    code = "vip_decided"
    zh = "VIP 资格申报 {id} 已办结"
    en = "The application {id} for VIP status has been settled already"


class VipOwnApplication(ConflictError):
    code = "vip_own_application"
    zh = "VIP 资格申报须由申报人以外的人审批"
    en = "An application for VIP status is decided by another person than the applicant"


class VipNotApplicant(ConflictError):
    code = "vip_not_applicant"
    zh = "VIP 资格申报只能由申报人撤回"
    en = "An application for VIP status is withdrawn by its applicant only"


class VipNotEarned(ConflictError):
    """The value of the group contracts does not reach the tier, or cannot be told."""

    code = "vip_not_earned"
    zh = "按现有团险合同的客户价值，不能申报“{tier}”层级"
    en = "The value of the group contracts does not allow to apply for the tier “{tier}”"


class RecordCorrected(ConflictError):
    code = "record_corrected"
    zh = "服务记录 {id} 已被更正或作废，请更正最新的一条"
    en = "The service record {id} has been corrected or taken back: correct the latest one"


class HitChanged(ConflictError):
    """The customer or the listed entry has changed since the assessment that showed the hit."""

    code = "hit_changed"
    zh = "命中“{hit}”的客户资料或名单条目在最近一次评级之后已变更：请重新评级并核实后再作结论"
    en = "Customer or entry of the hit “{hit}” changed after the current assessment: grade again and look again"


class CaseChanged(ConflictError):
    """Something happened to a case after the version that was looked at; ``events`` are what (``review.CaseEvent``)."""

    code = "case_changed"
    zh = "案件 {case} 在您查看之后已有变更（您看到第 {seen} 版，现为第 {now} 版）：请先查看变更，再作决定"
    en = "Case {case} has changed since you looked (version {seen}, now {now}): see what happened, then decide"

    def __init__(self, case: str, seen: int, now: int, events: tuple[object, ...] = ()) -> None:
        self.events = events
        super().__init__(case=case, seen=seen, now=now)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.params["case"], self.params["seen"], self.params["now"], self.events))


class NotNow(ConflictError):
    """A step that the case does not allow as it stands; ``why`` is a stable word, with its sentence beside."""

    code = "not_now"
    zh = "案件 {case} 目前不能进行此操作：{why_zh}"
    en = "Case {case} does not allow this now: {why_en}"


class FourEyes(Forbidden):
    """Whoever took an earlier step cannot take this one; ``part`` is proposer, confirmer or settler."""

    code = "four_eyes"
    zh = "案件 {case} 须由另一人处理：{why_zh}"
    en = "Case {case} needs another person for this: {why_en}"


class DemoRefused(ConflictError):
    code = "demo_refused"
    zh = "{home} 中已有 {count} 名客户，演示数据只装入空的安装目录"
    en = "{home} holds {count} customers already: the demo goes into an empty home only"


class RunInProgress(ConflictError):
    code = "run_in_progress"
    zh = "批次 {run} 正由另一进程执行"
    en = "Run {run} is being worked on by another process"


class RunClosed(ConflictError):
    """It ended with nothing left to cancel or to take up."""

    code = "run_closed"
    zh = "批次 {run} 已结束（{status}），没有可取消或继续的内容"
    en = "Run {run} has ended ({status}): there is nothing left to cancel or to take up"


# --- lists --------------------------------------------------------------------------------------------


class ListMissing(UnavailableError):
    code = "list_missing"
    zh = "必需名单“{source}”尚未导入，不能作出结论"
    en = "The required list “{source}” has not been imported: no decision can be made"


class ListStale(UnavailableError):
    code = "list_stale"
    zh = "名单“{source}”上次确认是在 {age_days} 天前，超过上限 {max_age_days} 天，不能作出结论"
    en = "The list “{source}” was last confirmed {age_days} days ago, more than {max_age_days}: no decision can be made"


class ScreeningUntrusted(UnavailableError):
    """The index is not whole, or does not find what is listed."""

    code = "screening_untrusted"
    zh = "筛查自检未通过：名单“{source}”的条目未能被其自身名称检出，不能作出结论"
    en = "The screening failed its own test: entries of list “{source}” are not found by their own names"


class PolicyReplaced(UnavailableError):
    code = "policy_replaced"
    zh = "本进程仍按政策包 {working} 工作，系统已启用 {active}：请重新启动"
    en = "This process still works with policy pack {working}; the installation has gone over to {active}: restart it"


class UnknownSource(InputError):
    code = "unknown_source"
    zh = "名单目录中没有来源“{source}”；已有：{known}"
    en = "The catalogue has no source “{source}”; it has: {known}"


class ListRejected(InputError):
    """A list file that was not put in force; the snapshot that was in force stays so."""

    code = "list_rejected"
    zh = "名单“{source}”的文件未生效：{detail}"
    en = "The file for list “{source}” was not put in force: {detail}"


class ListMalformed(ListRejected):
    code = "list_malformed"
    zh = "名单“{source}”格式错误：{detail}"
    en = "The file for list “{source}” is malformed: {detail}"


class ListTruncated(ListRejected):
    code = "list_truncated"
    zh = "名单“{source}”不完整：{detail}"
    en = "The file for list “{source}” is truncated: {detail}"


class ListEmpty(ListRejected):
    code = "list_empty"
    zh = "名单“{source}”没有任何条目"
    en = "The file for list “{source}” holds no entries"


class ListTooLarge(ListRejected):
    code = "list_too_large"
    zh = "名单“{source}”的文件过大：{detail}"
    en = "The file for list “{source}” is too large: {detail}"


class ListShrunken(ListRejected):
    code = "list_shrunken"
    zh = "名单“{source}”由 {before} 条减至 {after} 条，减少超过 {limit}，已隔离"
    en = "The list “{source}” shrank from {before} to {after} entries, more than {limit}: quarantined"


class ListThinned(ListRejected):
    code = "list_thinned"
    zh = "名单“{source}”的姓名（含别名）由 {before} 个减至 {after} 个，减少超过 {limit}，已隔离"
    en = "The names on list “{source}” fell from {before} to {after}, more than {limit}: quarantined"


class ListOutdated(ListRejected):
    code = "list_outdated"
    zh = "名单“{source}”的发布日期 {published_on} 早于生效版本的 {in_force}，已隔离"
    en = "The file for list “{source}” is of {published_on}, older than the one in force ({in_force}): quarantined"


class ListRefusedBefore(ListRejected):
    code = "list_refused_before"
    zh = "名单“{source}”的发布机构提供的仍是已被退回的版本 {version}"
    en = "The publisher of list “{source}” still gives version {version}, which was refused"


class ListByHand(InputError):
    code = "list_by_hand"
    zh = "名单“{source}”没有可下载的地址，请用 amlrisk lists import 导入"
    en = "The list “{source}” has no address to fetch it from: use amlrisk lists import"


class SyncInProgress(ConflictError):
    code = "sync_in_progress"
    zh = "名单“{source}”正由另一进程更新（始于 {since}）"
    en = "The list “{source}” is being refreshed by another process since {since}"


class ListFetchFailed(UnavailableError):
    """The publisher did not give us a list; the snapshot in force stays so. ``passing``: it may go through at once.

    ``why_zh`` and ``why_en`` never hold an address whole: its query may be a token.
    """

    code = "list_fetch_failed"
    passing: ClassVar[bool] = False
    zh = "名单“{source}”下载失败：{why_zh}"
    en = "The list “{source}” could not be fetched: {why_en}"


class ListUnreachable(ListFetchFailed):
    code = "list_unreachable"
    passing = True
    zh = "无法连接名单“{source}”的发布机构：{why_zh}"
    en = "The publisher of list “{source}” cannot be reached: {why_en}"


class ListTimeout(ListFetchFailed):
    code = "list_timeout"
    passing = True
    zh = "名单“{source}”的下载超时：{why_zh}"
    en = "Fetching the list “{source}” took too long: {why_en}"


class ListTlsRefused(ListFetchFailed):
    code = "list_tls_refused"
    zh = "名单“{source}”的服务器证书未通过验证：{why_zh}"
    en = "The server of list “{source}” could not prove who it is: {why_en}"


class ListHttpStatus(ListFetchFailed):
    code = "list_http_status"
    zh = "名单“{source}”的服务器返回 HTTP {status}"
    en = "The server of list “{source}” answered HTTP {status}"


class ListBrokenOff(ListFetchFailed):
    code = "list_broken_off"
    passing = True
    zh = "名单“{source}”的下载中断：{why_zh}"
    en = "The list “{source}” broke off on its way: {why_en}"


class ListRedirectRefused(ListFetchFailed):
    code = "list_redirect_refused"
    zh = "名单“{source}”的服务器转向了不允许的地址：{why_zh}"
    en = "The server of list “{source}” sends us where we do not go: {why_en}"


class ListNotAList(ListFetchFailed):
    code = "list_not_a_list"
    zh = "名单“{source}”的服务器返回的不是名单文件：{why_zh}"
    en = "The server of list “{source}” answered with something else than the file: {why_en}"


class ListUnaskedAnswer(ListFetchFailed):
    code = "list_unasked_answer"
    zh = "名单“{source}”的服务器称“未修改”，但没有与之对应的生效版本：{why_zh}"
    en = "The server of list “{source}” says “not modified”, but not of the version in force: {why_en}"


class ListEditionsDiffer(ListFetchFailed):
    code = "list_editions_differ"
    passing = True
    zh = "名单“{source}”的文件在下载期间换了版本：{why_zh}"
    en = "The files of list “{source}” changed while they were fetched: {why_en}"


class ListDecided(ConflictError):
    """A version that waits for nobody any more: decided by another, or settled by a later version."""

    code = "list_decided"
    zh = "名单“{source}”的版本 {id} 已不在隔离状态：已有人处理，或已有新版本生效"
    en = "Version {id} of list “{source}” is in quarantine no longer: it was decided, or a later version is in force"


class ListOwnImport(ConflictError):
    code = "list_own_import"
    zh = "名单“{source}”的这一版本由 {author} 导入，须由另一人批准或退回"
    en = "This version of list “{source}” was imported by {author}: another person must approve or refuse it"


class ListUnreadable(ConflictError):
    code = "list_unreadable"
    zh = "名单“{source}”的文件无法读作名单，没有可以生效的内容；只能退回"
    en = "The files for list “{source}” could not be read as a list: there is nothing to put in force, only to refuse"


# --- configuration ------------------------------------------------------------------------------------


class SettingInvalid(ConfigurationError):
    code = "setting_invalid"
    zh = "设置 {name} 无效：{detail}"
    en = "The setting {name} is invalid: {detail}"


class SecretMismatch(ConfigurationError):
    """The secret is not the one the identity numbers in the database were sealed with."""

    code = "secret_mismatch"
    zh = "密钥与该数据库首次使用时的不同，已存证件号码将无法比对：请恢复原来的 AMLRISK_SECRET_KEY 或 secret.key"
    en = (
        "The secret is not the one this database was first used with, and identity numbers in it could not be "
        "compared: restore AMLRISK_SECRET_KEY or secret.key"
    )


class PolicyInvalid(ConfigurationError):
    code = "policy_invalid"
    zh = "政策包文件 {file} 的 {path}：{detail}"
    en = "Policy pack file {file}, at {path}: {detail}"


class PolicyNotFound(ConfigurationError):
    code = "policy_not_found"
    zh = "找不到政策包“{pack}”"
    en = "No policy pack “{pack}”"


class PolicyNotInForce(ConfigurationError):
    code = "policy_not_in_force"
    zh = "政策包“{pack}”的 {path} 在 {on} 没有生效的规定"
    en = "Policy pack “{pack}”: nothing is in force at {path} on {on}"


class CatalogueInvalid(ConfigurationError):
    code = "catalogue_invalid"
    zh = "名单目录 {file} 的 {path}：{detail}"
    en = "List catalogue {file}, at {path}: {detail}"


# --- store --------------------------------------------------------------------------------------------


class FileUnusable(UnavailableError):
    """A file or folder named on the command line, or the home, that cannot be read or written."""

    code = "file_unusable"
    zh = "无法读写 {file}：{detail}"
    en = "{file} cannot be used: {detail}"


class StoreUnavailable(UnavailableError):
    code = "store_unavailable"
    zh = "数据库不可用：{detail}"
    en = "The database is not available: {detail}"


class StoreLocked(UnavailableError):
    code = "store_locked"
    zh = "数据库被占用，写入未完成"
    en = "The database is locked; nothing was written"


class StoreFull(UnavailableError):
    code = "store_full"
    zh = "磁盘已满，写入未完成"
    en = "The disk is full; nothing was written"


class EngineFailed(UnavailableError):
    """Whoever was to grade many at once could not work; nothing of what it was asked was recorded."""

    code = "engine_failed"
    zh = "批量评级引擎 {engine} 无法工作，未写入任何内容：{detail}"
    en = "The engine {engine} could not work; nothing of its batch was written: {detail}"


class StoreOutdated(ConfigurationError):
    code = "store_outdated"
    zh = "数据库结构为 {found}，程序需要 {needed}：请运行 amlrisk init"
    en = "The database is at {found}, this program needs {needed}: run amlrisk init"


class StoreRefused(ConflictError):
    """The database held on to its own rules: history is not rewritten, nothing refers to what is not there.

    ``rule`` is ``unique``, ``append_only`` or ``reference``.
    """

    code = "store_refused"
    zh = "数据库拒绝写入（{rule}）：{detail}"
    en = "The database refused the write ({rule}): {detail}"


class ValueUnreadable(UnavailableError):
    """Value facts of the archive that this program cannot read: written by a later one, or damaged."""

    code = "value_unreadable"
    zh = "存档的价值信息 {digest} 无法读取"
    en = "The archived value facts {digest} cannot be read"


class TierReplayDiffers(UnavailableError):
    """A tier that is not what is kept of it any more: program or archive were altered."""

    code = "tier_replay_differs"
    zh = "层级评定 {evaluation} 重算结果与存档不一致：{detail}"
    en = "Tier evaluation {evaluation} comes out otherwise than it was kept: {detail}"


class ReplayImpossible(UnavailableError):
    code = "replay_impossible"
    zh = "评级 {assessment} 无法重算：{detail}"
    en = "Assessment {assessment} cannot be recomputed: {detail}"
