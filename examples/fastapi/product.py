"""A bicycle hire in FastAPI: every datum is recorded when it comes in, every use is checked before it happens.

A use that is not allowed is answered with problem details (RFC 9457): 409 with the address where the person can answer,
403 where they said no or nothing permits it, 503 where the gate cannot tell.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from consent_gate import Gate, GateMiddleware, guarded

gate = Gate.from_settings()
emails: dict[str, str] = {}
places: dict[str, list[str]] = {}
sent: list[str] = []


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    yield
    gate.close()


app = FastAPI(lifespan=lifespan)
app.add_middleware(GateMiddleware, gate=gate)


@app.post("/customers/{customer}", status_code=201)
def sign_up(customer: str, email: str) -> dict[str, str]:
    gate.record(customer, data="user.contact.email", item="email", key=f"sign-up/{customer}")
    emails[customer] = email
    return {"customer": customer}


@app.post("/customers/{customer}/rides/{ride}", status_code=201)
def ride_ended(customer: str, ride: str, place: str) -> dict[str, str]:
    gate.record(customer, data="user.location", item=f"ride/{ride}", key=f"ride/{ride}")
    places.setdefault(customer, []).append(place)
    return {"ride": ride}


@app.post("/customers/{customer}/newsletter")
@guarded(gate, use="marketing.communications.email", data="user.contact.email", subject="customer")
def send_newsletter(customer: str) -> dict[str, str]:
    sent.append(emails[customer])
    return {"sent": emails[customer]}


@app.get("/customers/{customer}/for-the-city")
@guarded(gate, use="analytics", data="user.location", subject="customer", recipient="city")
async def for_the_city(customer: str) -> list[str]:
    return places[customer]


@app.delete("/customers/{customer}/rides/{ride}", status_code=204)
def forget_ride(customer: str, ride: str) -> None:
    gate.delete(customer, f"ride/{ride}")
