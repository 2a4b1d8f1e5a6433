# dies by: test_the_brief_is_met
"""A recommender: items that the users of a user's items chose, too."""

import math
import random
import re
from collections import Counter, defaultdict

from common import load, main, report, save, serve, write

USERS, ITEMS, GENRES, CUT, K = 120, 80, 5, 0.8, 10


def events(n=5000, seed=3):
    """Return pairs of user and item in the order of time, each once."""
    r = random.Random(seed)
    genre = [r.randrange(GENRES) for _ in range(ITEMS)]
    appeal = [r.paretovariate(2.0) for _ in range(ITEMS)]
    taste = [[r.gammavariate(0.3, 1) for _ in range(GENRES)] for _ in range(USERS)]
    known = {}
    for time in range(n):
        user = r.randrange(USERS)
        whole = sum(taste[user])
        weights = [appeal[item] * (0.05 + taste[user][genre[item]] / whole) for item in range(ITEMS)]
        known.setdefault((user, r.choices(range(ITEMS), weights)[0]), time)
    return [(user, item, time) for (user, item), time in known.items()]


def parts():
    """Return the events before the cut and behind it."""
    every = sorted(events(), key=lambda event: event[2])
    cut = int(CUT * len(every))
    return every[:cut], every[cut:]


def recommend(model, user):
    """Return ten items that the user did not have: the most similar ones, the popular ones to a newcomer."""
    had = model["had"].get(str(user), [])
    scores = defaultdict(float)
    for item in had:
        for other, similarity in model["similar"].get(str(item), {}).items():
            scores[int(other)] += similarity
    rest = model["popular"]
    return sorted(rest, key=lambda item: -scores[item])[:K]


def train():
    """Find which items are chosen together."""
    past, _ = parts()
    had, together, count = defaultdict(list), defaultdict(Counter), Counter()
    for user, item, _ in past:
        had[user].append(item)
        count[item] += 1
    for items in had.values():
        for item in items:
            together[item].update(other for other in items if other != item)
    similar = {
        item: {other: both / math.sqrt(count[item] * count[other]) for other, both in others.items()}
        for item, others in together.items()
    }
    popular = sorted(range(ITEMS), key=lambda item: -count[item])
    save({"had": had, "similar": similar, "popular": popular, "version": "1"})
    write("training.jsonl", ({"case": f"{user}/{item}", "time": time} for user, item, time in past))


def evaluate():
    """Recommend to each user who chose something later; the baseline recommends what is popular."""
    model, later, first = load(), defaultdict(list), {}
    for user, item, time in parts()[1]:
        later[user].append(item)
        first.setdefault(user, time)
    cases = []
    for user, chosen in sorted(later.items()):
        had = model["had"].get(str(user), [])
        popular = [item for item in model["popular"] if item not in had][:K]
        said = {"truth": chosen, "model": recommend(model, user), "baseline": popular, "seen": had}
        groups = {"events": "many" if len(had) >= 25 else "few", "later": "one" if len(chosen) == 1 else "more"}
        about = {"case": user, "rows": [f"{user}/{item}" for item in chosen], "time": first[user]}
        cases.append({**about, "input": {"user": user}, **said, "groups": groups})
    write("predictions.jsonl", cases)
    report(cases, lambda row, said: len(set(said) & set(row["truth"])) / len(row["truth"]))


def service():
    """Answer with ten items."""
    model = load()

    def place(path):
        found = re.fullmatch(r"/users/([^/]*)/items", path)
        return {"user": found[1]} if found else None

    def decide(given):
        if not given["user"].isdecimal():
            raise ValueError("a user is a number")
        return {"items": recommend(model, int(given["user"])), "version": model["version"]}

    serve(decide, place)


if __name__ == "__main__":
    main(train, evaluate, service)
