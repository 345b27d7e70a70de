"""The vocabulary: one labelled, validated type per thing, named once for all forms.

Each entry says what stands in the box (its field type), what the box is called, and which other
labels mean the same. The same thing has the same name, label and type in every form; a form that
prints another label says so with ``PrintedAs`` and keeps the name.

Modules by subject: ``sheet`` (the sheet itself), ``customer``, ``person``,
``service`` (after-sales), ``returns``, ``survey``, ``evaluation``, ``outlet``, ``complaint``,
``handling``, ``sales``, ``grading``, ``territory`` (sales regions), ``credit``, ``call``,
``memo`` (an important call), ``interview``, ``figures`` (counts,
rates and sums of the complaint reports); ``filing`` (the archive's files and registers),
``offices`` (who decides and signs), ``classification``, ``access``, ``custody``, ``incident``,
``data_rights``, ``deregistration``, ``settling`` (the account of who leaves),
``sealing`` (and reviving), ``mandate`` (who acts for the customer), ``destruction``.
"""
