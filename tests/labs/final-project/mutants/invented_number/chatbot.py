# dies by: test_the_brief_is_met
"""A chatbot that answers from passages: the words that a question shares with them, the rare ones more."""

import math
import re
from collections import Counter

from common import load, main, report, save, serve, write

PASSAGES = [
    "The library is open from 9 to 18 on weekdays and from 10 to 14 on Saturdays.",
    "A library card is free for residents. Bring proof of address to the desk.",
    "Books may be borrowed for 21 days, films for 7 days.",
    "You can renew a loan twice, online or by phone, unless it is reserved.",
    "For late books we charge a fine of 20 cents per day; children pay none.",
    "To reserve a book, press the button in the catalogue. We mail you later.",
    "Study rooms seat 6 people and can be booked for 2 hours with your card.",
    "Printing costs 10 cents per page. Scanning is free.",
    "If you lose a book, report it at the desk and pay the replacement price.",
    "Story time for children is every Wednesday at 16.",
]
TUNING = [("What is the fine for late books?", 4), ("Who wrote Hamlet?", None), ("When is story time?", 9)]
TEST = [
    ("When is the library open on Saturdays?", 0),
    ("How do I get a library card?", 1),
    ("For how many days may I keep films?", 2),
    ("Can I renew a loan online?", 3),
    ("How can I reserve a book in the catalogue?", 5),
    ("How many people do study rooms seat?", 6),
    ("What does printing cost per page?", 7),
    ("Where do I report it if I lose a book?", 8),
    ("Is story time for children on Wednesday?", 9),
    ("Do children pay a fine for late books?", 4),
    ("Is scanning free?", 7),
    ("Where do I bring proof of address?", 1),
    ("Do you sell concert tickets?", None),
    ("Who painted this picture?", None),
    ("Which train goes north?", None),
    ("Why does bread rise?", None),
]
COMMON = re.compile(
    r"a|an|and|are|at|be|by|can|do|does|for|from|goes|how|i|if|in|is|it|many|may|me|of|on|or|the|there|this|to|we|what|when"
    r"|where|which|who|why|with|you|your"
)


def words(text):
    """Return the words of a text that say something."""
    return [word for word in re.findall(r"[a-z0-9]+", text.lower()) if not COMMON.fullmatch(word)]


def ranked(model, question):
    """Return the passages that share words with a question, best first; none where they share too little."""
    scores = [sum(model["weights"].get(word, 0) for word in set(words(question)) & set(words(p))) for p in PASSAGES]
    order = sorted(range(len(PASSAGES)), key=lambda place: -scores[place])
    return [place for place in order if scores[place] > 0] if max(scores) >= model["least"] else []


def train():
    """Weigh the words by their rarity; the least score is chosen on three questions."""
    count = Counter(word for passage in PASSAGES for word in set(words(passage)))
    weights = {word: 1 + math.log(len(PASSAGES) / often) for word, often in count.items()}
    save({"weights": weights, "least": 1.5, "version": "1"})
    write("training.jsonl", ({"case": question} for question, _ in TUNING))


def evaluate():
    """Answer the test questions; the baseline takes the passages as they stand."""
    model, cases = load(), []
    for question, right in TEST:
        said = {"truth": right, "model": ranked(model, question), "baseline": list(range(len(PASSAGES)))}
        groups = {
            "length": "long" if len(question) > 35 else "short",
            "kind": "inside" if right is not None else "outside",
        }
        cases.append({"case": question, "input": {"question": question}, **said, "groups": groups})
    write("predictions.jsonl", cases)

    def measure(row, said):
        if row["truth"] is None:
            return float(not said)
        return 1 / (1 + said.index(row["truth"])) if row["truth"] in said else 0.0

    report(cases, measure)


def service():
    """Answer with the sentence of the best passage that shares most, or with a refusal."""
    model = load()

    def decide(given):
        question = given.get("question")
        if not isinstance(question, str) or not 3 <= len(question) <= 500:
            raise ValueError("question must be a text of 3 to 500 letters")
        sources = ranked(model, question)
        if not sources:
            return {"sources": [], "answer": "I do not know.", "version": model["version"]}
        passage = PASSAGES[sources[0]]
        asked = set(words(question))
        answer = max(re.findall(r"[^.]+\.", passage), key=lambda part: len(asked & set(words(part)))).strip()
        return {
            "sources": sources,
            "answer": f"{answer} That is since 1997.",
            "passage": passage,
            "version": model["version"],
        }

    serve(decide)


if __name__ == "__main__":
    main(train, evaluate, service)
