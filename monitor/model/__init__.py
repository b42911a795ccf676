"""The words of the field as frozen values: no I/O, no clock, no framework.

Import from the modules: ``monitor.model.bill``, ``.jurisdiction``, ``.provision``, ``.finding``, ``.position``,
``.event``, ``.run``, ``.reader``.
"""
