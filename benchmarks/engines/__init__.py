"""One program an engine: fills the documents of a job and says what each has cost.

They run in the peers' environments, so they import nothing of this project but ``clock``.
"""
