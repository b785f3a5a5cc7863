"""What went wrong with a job's process."""

from __future__ import annotations

from staffmatch.messages.message import Sentence

COPIED = Sentence(
    "error.job.copied", "The job belongs to another process, of which this one is a copy. Submit one here."
)
CODE = Sentence("error.job.lost.code", "it ended with code {code}")
ELSEWHERE = Sentence("error.job.elsewhere", "Something other than the library failed in the job's process: {text}")
LOST = Sentence("error.job.lost", "The job's process was lost.")
LOST_BECAUSE = Sentence("error.job.lost.because", "The job's process was lost: {why}.")
NONSENSE = Sentence("error.job.lost.nonsense", "what it sent makes no sense")
NONSENSE_OF = Sentence("error.job.lost.nonsense_of", "what it sent makes no sense ({kind})")
NO_PROCESS = Sentence("error.job.no_process", "No process could be started: {what}.")
NO_THREAD = Sentence("error.job.no_thread", "No thread could be started to listen to the job's process.")
NOT_IMPORTABLE = Sentence("error.job.not_importable", "another process cannot import the class {cls}.")
NOT_IMPORTABLE_ADVICE = Sentence("error.job.not_importable.advice", "Put it at the top of a module of its own.")
NOT_SENT = Sentence("error.job.not_sent", "The scenario cannot be sent to a process: {kind}: {error}.")
SIGNAL = Sentence("error.job.lost.signal", "it was ended by {signal}")
