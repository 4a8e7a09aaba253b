"""What the endpoints of runs answer."""

from __future__ import annotations

from marshmallow import Schema, fields


class RunClosing(Schema):
    scope = fields.Integer(metadata={"description": "Customers the run was about"})
    done = fields.Integer()
    failed = fields.Integer()
    left = fields.Integer(metadata={"description": "Neither done nor failed: of a run that was cut short"})
    beyond = fields.Integer(metadata={"description": "Done or failed without being in scope; always 0"})
    adds_up = fields.Boolean(metadata={"description": "done + failed = scope, looked up customer by customer"})
    retried = fields.Integer(metadata={"description": "Customers who failed at first and were tried again"})
    examples = fields.List(fields.String(), metadata={"description": "Some of those left or beyond"})


class RunView(Schema):
    id = fields.String()
    kind = fields.String(metadata={"description": "`grade`, `due`, `policy`, `rescreen`, `tiers`, `sync`"})
    subject = fields.String(allow_none=True, metadata={"description": "The list that is re-screened or refreshed"})
    cause = fields.String()
    actor = fields.String()
    status = fields.String(
        metadata={
            "description": "`running`, `cancelling`, `interrupted`, `stopped`, `waiting`; `done`, `failed` (it does not"
            " add up), `cancelled`, `superseded`"
        }
    )
    scope = fields.String(allow_none=True)
    versions = fields.Dict(keys=fields.String(), values=fields.String())
    total = fields.Integer()
    done = fields.Integer()
    failed = fields.Integer()
    started_at = fields.String()
    finished_at = fields.String(allow_none=True)
    resumed = fields.Integer(metadata={"description": "How often it was taken up again"})
    cancel_by = fields.String(allow_none=True)
    stopped_by = fields.String(allow_none=True, metadata={"description": "Code of the error that stopped it"})
    closing = fields.Nested(RunClosing, allow_none=True)


class RunList(Schema):
    index = fields.String(metadata={"description": "Version of the index over the lists"})
    since = fields.String()
    customers = fields.Integer()


class RunFailureView(Schema):
    customer = fields.String()
    code = fields.String()
    text = fields.String()


class WholeRun(RunView):
    lists = fields.List(fields.Nested(RunList))
    lists_changed = fields.Boolean(metadata={"description": "Other lists came into force while it ran"})
    failures = fields.List(fields.Nested(RunFailureView), metadata={"description": "The first thousand"})


class RunPage(Schema):
    runs = fields.List(fields.Nested(RunView))
    next = fields.String(allow_none=True, metadata={"description": "`before` of the next page"})
