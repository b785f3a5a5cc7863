"""A service over HTTP: post a scenario, follow the search, cancel it, read the plan.

Run it with ``uvicorn service:app`` in this folder; it needs the extras ``service`` and ``report``: in a checkout
``pip install ".[service,report]"``, once published ``pip install "staffmatch[service,report]"``. It keeps its jobs in
memory and asks nobody who they are: put your own login and your own store around it.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse

import staffmatch as sm

MOST_AT_WORK = 2
jobs: dict[str, sm.Job] = {}


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    for job in jobs.values():
        job.cancel()


app = FastAPI(title="staffmatch", lifespan=lifespan)


@app.exception_handler(sm.StaffmatchError)
async def refused(request: Request, error: sm.StaffmatchError) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, 422 if isinstance(error, sm.InputError) else 500)


def found(name: str) -> sm.Job:
    if name not in jobs:
        raise HTTPException(404, "There is no such job.")
    return jobs[name]


# Functions without `async` run in threads: what takes a while there holds up nobody else.
@app.post("/jobs", status_code=202)
def post(scenario: sm.Scenario, time_limit: float = 60) -> dict[str, str]:
    if sum(not job.done() for job in jobs.values()) >= MOST_AT_WORK:
        raise HTTPException(503, "All places are taken. Try again later.")
    name = uuid4().hex
    jobs[name] = sm.submit(scenario, time_limit=time_limit, threads=1)
    return {"job": name}


@app.get("/jobs/{name}")
def state(name: str) -> dict[str, object]:
    job, best = found(name), found(name).best()
    tiers = [] if best is None else [{"term": tier.term, "value": tier.value, "unit": tier.unit} for tier in best.tiers]
    return {"done": job.done(), "tiers": tiers}


@app.get("/jobs/{name}/events")
async def events(name: str) -> StreamingResponse:
    job = found(name)

    async def lines() -> AsyncIterator[str]:
        async for event in job.events():
            yield f"data: {json.dumps(event._asdict())}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream")


@app.post("/jobs/{name}/cancel")
def cancel(name: str) -> dict[str, object]:
    found(name).cancel()
    return state(name)


def plan(name: str) -> sm.Solution:
    if not found(name).done():
        raise HTTPException(409, "The job is at work.")
    return jobs[name].result()


@app.get("/jobs/{name}/solution")
def solution(name: str) -> sm.Solution:
    return plan(name)


@app.get("/jobs/{name}/report", response_class=HTMLResponse)
def report(name: str) -> str:
    return sm.report(plan(name))


@app.delete("/jobs/{name}", status_code=204)
def delete(name: str) -> None:
    found(name).cancel()
    del jobs[name]
